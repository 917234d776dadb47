import ArgumentParser
import FileSystem

/// How a command ends; the one place that chooses exit codes. Signals end with 128 + their number.
enum ExitStatus: Int32 {
  /// Done.
  case done = 0
  /// Done, and the answer is no.
  case no = 3
  /// The command line is wrong.
  case usage = 64
  /// The data is wrong.
  case data = 65
  /// An input file is missing.
  case missingInput = 66
  /// A service or a strategy program that the work needs is not there or does not answer as it should.
  case unavailable = 69
  /// A fault of ours.
  case fault = 70
  /// An output file can't be made.
  case uncreatable = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Another instance holds the lock, or the same may succeed a little later.
  case tryAgain = 75
  /// A signature, role, passphrase or grant is missing or invalid.
  case notPermitted = 77
  /// The configuration is wrong.
  case configuration = 78

  /// The exit code for an error of any layer, by what the error says of itself.
  static func code(for error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    return code(for: FailureKind(of: error))
  }

  private static func code(for kind: FailureKind) -> Int32 {
    switch kind {
    case .no: no.rawValue
    case .usage: usage.rawValue
    case .data: data.rawValue
    case .missingInput: missingInput.rawValue
    case .unavailable: unavailable.rawValue
    case .fault: fault.rawValue
    case .uncreatable: uncreatable.rawValue
    case .inputOutput: inputOutput.rawValue
    case .tryAgain: tryAgain.rawValue
    case .notPermitted: notPermitted.rawValue
    case .configuration: configuration.rawValue
    case .interrupted(let signal): 128 + signal
    }
  }
}
