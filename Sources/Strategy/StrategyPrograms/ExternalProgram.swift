package import FileSystem
package import StrategyKit
import Synchronization

/// A strategy that is a program of its own, in any language, started and greeted.
package final class ExternalProgram: Sendable {
  /// How long to wait for a program, and what of the machine it is given.
  package struct Limits: Sendable, Hashable {
    /// For the answer to an event.
    package var answer: Duration
    /// For the answers of the handshake: interpreters and their libraries take their time.
    package var handshake: Duration
    /// What of the machine it is given.
    package var sandbox: ProgramSandbox

    /// Limits; the handshake has half a minute at least.
    package init(
      answer: Duration = .seconds(5), handshake: Duration? = nil, sandbox: ProgramSandbox = ProgramSandbox()
    ) {
      self.answer = answer
      self.sandbox = sandbox
      self.handshake = handshake ?? max(answer, .seconds(30))
    }
  }

  /// What the program says of itself.
  package let descriptor: StrategyDescriptor
  /// What a bot's identity covers besides the description.
  package let identityLines: [String]
  private let command: ProgramCommand
  private let limits: Limits
  private let cancellation: Cancellation
  private let listener: @Sendable (String) -> Void
  private let note: @Sendable (String) -> Void
  private let memory: ProgramMemory?
  /// The process that was asked, for the first bot; later ones start their own.
  private let greeted: Mutex<ProgramSession?>

  /// Starts the program and asks what it is.
  ///
  /// `errors` hears every line the program writes to its standard error, `note` what is remarkable of it; `cancellation`
  /// is asked while an answer is waited for. `memory`: where the home keeps the input of programs that save nothing.
  /// - Throws: `ProgramError`.
  package init(
    _ text: String, limits: Limits = Limits(), memory: ProgramMemory? = nil,
    cancellation: Cancellation = .never, note: @escaping @Sendable (String) -> Void = { _ in },
    errors: @escaping @Sendable (String) -> Void
  ) throws(ProgramError) {
    command = try ProgramCommand(text)
    identityLines = try command.identityLines()
    self.limits = limits
    self.cancellation = cancellation
    listener = errors
    self.note = note
    self.memory = memory
    let session = try ProgramSession(
      command, limits: limits, memory: memory, cancellation: cancellation, errors: errors)
    descriptor = session.description.descriptor
    greeted = Mutex(session)
  }

  /// A strategy that the program runs. Trouble with starting it shows in the strategy's `failure`.
  package func makeStrategy(parameters: ParameterValues) -> ExternalStrategy {
    let files = files(of: parameters)
    let waiting = greeted.withLock { session in
      defer { session = nil }
      return session
    }
    // What a process may read is settled when it starts: one that was greeted before its files were known can't read them.
    if let waiting, files.isEmpty || limits.sandbox.reached == .none {
      return ExternalStrategy(waiting, parameters, note: note)
    }
    do throws(ProgramError) {
      let session = try ProgramSession(
        command, files: files, limits: limits, memory: memory, cancellation: cancellation, errors: listener)
      guard session.description.descriptor == descriptor else {
        throw .failed(
          StrategyFailure(
            "the strategy program describes itself differently from time to time", place: command.text,
            advice: "let its answer to 'hello' depend on nothing"))
      }
      return ExternalStrategy(session, parameters, note: note)
    } catch {
      return ExternalStrategy(failure: error, command: command.text)
    }
  }

  /// The files that parameters name.
  private func files(of parameters: ParameterValues) -> [String] {
    let names = descriptor.allParameters.filter { $0.kind == .file }.map(\.name)
    return parameters.all.filter { names.contains($0.name) }.map(\.text)
  }
}
