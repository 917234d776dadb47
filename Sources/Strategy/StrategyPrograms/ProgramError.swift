package import FileSystem
package import StrategyKit

/// Why a strategy program can't be used. What happens to it during a run is a `StrategyFailure`.
package enum ProgramError: Error, Sendable, Hashable {
  /// `exec:` names nothing, or a quote is left open.
  case badCommand(String, problem: String)
  /// There is no such program.
  case missing(program: String)
  /// The program can't be read or started.
  case cannotStart(program: String, reason: String)
  /// The home wants a sandbox, and the machine has only so much of one.
  case noSandbox(program: String, level: String)
  /// It was started and does not behave.
  case failed(StrategyFailure)
  /// Somebody pressed Ctrl-C, or the process was asked to end.
  case interrupted(signal: Int32)
}

extension ProgramError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .badCommand(let command, let problem):
      "\(problem) (--strategy '\(command)'): write it as in 'exec:python3 my_strategy.py'"
    case .missing(let program):
      "there is no strategy program '\(program)' (--strategy): give a path, or a name that PATH finds"
    case .cannotStart(let program, let reason):
      "the strategy program can't be started (\(program)): \(reason)"
    case .noSandbox(let program, let level):
      "sandbox_unavailable: of the sandbox that programs.yaml requires this machine has \(level) (\(program)): "
        + "start it where the kernel has Landlock and seccomp, or say 'sandbox: where_possible'"
    case .failed(let failure): "\(failure)"
    case .interrupted: "stopped: nothing half-written was left"
    }
  }
}

/// What went wrong between us and a program, before it is known where the run was.
enum ChannelFault: Error, Sendable, Hashable {
  /// It ended, or closed its output, when an answer was due.
  case ended(ChildExit?)
  /// It did not answer in time.
  case silent(seconds: Double)
  /// What it sent is no answer.
  case wrong(String)
  /// It could not be talked to.
  case broken(String)
  /// What it was told could not be kept.
  case unkept(String)
  /// It could not be started.
  case notStarted(program: String, reason: String)
  /// Somebody asked us to stop.
  case interrupted(signal: Int32)
}

/// How a child process ended.
enum ChildExit: Sendable, Hashable, CustomStringConvertible {
  case code(Int32)
  case signal(Int32)

  var description: String {
    switch self {
    case .code(let code): "exit code \(code)"
    case .signal(let number): "signal \(number)"
    }
  }
}

extension ProgramError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .badCommand: .usage
    case .missing: .missingInput
    case .cannotStart, .noSandbox, .failed: .unavailable
    case .interrupted(let signal): .interrupted(signal: signal)
    }
  }
}
