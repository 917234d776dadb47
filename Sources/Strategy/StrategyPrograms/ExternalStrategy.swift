package import StrategyKit
package import TradingCore

/// A strategy whose decisions are made by a program of its own.
///
/// It passes on what it hears and asks for what it is told to. Once the program has failed it does nothing.
package struct ExternalStrategy: Strategy {
  /// Stands in for the program's own description, which is known only when it runs.
  package static let descriptor = StrategyDescriptor(
    name: "exec", version: 1, summary: "a program of its own")

  private let session: ProgramSession?
  private let startFailure: StrategyFailure?
  private let parameters: ParameterValues?
  private var wishes = ProgramPreparation.Wishes(quotes: false)
  /// What was decoded, for the strategy that goes on from it.
  private var stored: ProgramState?
  /// Hears how long it took to tell a program everything again.
  private let note: @Sendable (String) -> Void

  init(
    _ session: ProgramSession, _ parameters: ParameterValues, note: @escaping @Sendable (String) -> Void
  ) {
    self.session = session
    self.note = note
    self.parameters = parameters
    startFailure = nil
  }

  /// A strategy whose program did not start.
  init(failure: ProgramError, command: String) {
    session = nil
    parameters = nil
    note = { _ in }
    startFailure = Self.failure(failure, command)
  }

  /// Is refused: `ExternalProgram` makes these.
  package init(parameters: ParameterValues) throws(ParameterError) {
    throw ParameterError("strategy", "a program is run by --strategy exec:PROGRAM")
  }

  /// What another process of the program has left, for `resume`; it runs nothing itself.
  package init(from decoder: any Decoder) throws {
    session = nil
    parameters = nil
    startFailure = StrategyFailure(
      "the strategy program's state alone runs nothing", place: "strategy", advice: "resume from it")
    note = { _ in }
    stored = try ProgramState(from: decoder)
  }

  /// Asks the program for its state, or makes durable what it was told.
  ///
  /// - Throws: `StrategyFailure` when it can't be kept, `StateCodingError.unwritten` when only not now.
  package func encode(to encoder: any Encoder) throws {
    if let startFailure { throw startFailure }
    try session?.state().encode(to: encoder)
  }

  /// Brings the program, which has just been prepared, to where another process of it was.
  ///
  /// - Throws: `StrategyFailure` when it does not come there.
  package mutating func resume(_ stored: ExternalStrategy) throws(StrategyFailure) {
    if let startFailure { throw startFailure }
    guard let session, let state = stored.stored else { return }
    let start = ContinuousClock.now
    let count = try session.resume(state)
    guard count > 0 else { return }
    let seconds = DecimalText.format(
      Int64((ContinuousClock.now - start) / .milliseconds(1)), digits: 3, minimumFraction: 1)
    note(
      "'\(session.description.descriptor.name)' saves no state: it was told its \(count) events again, "
        + "which took \(seconds) s")
  }

  /// What has ended the program; `nil` also when somebody asked us to stop, which the host sees for itself.
  package var failure: StrategyFailure? { startFailure ?? Self.failure(session?.failure, "") }

  /// What a host is told of a program's error.
  static func failure(_ error: ProgramError?, _ command: String) -> StrategyFailure? {
    error.flatMap { failure($0, command) }
  }

  private static func failure(_ error: ProgramError, _ command: String) -> StrategyFailure? {
    switch error {
    case .failed(let failure): failure
    case .interrupted: nil
    case .badCommand, .missing, .cannotStart, .noSandbox:
      StrategyFailure(
        "the strategy program can't be started again", place: command,
        advice: "leave it where it is: \(error)")
    }
  }

  /// Tells the program its instruments and parameters, and learns what it wants to hear of.
  package mutating func prepare(for instruments: [Instrument]) throws(ParameterError) {
    guard let session, let parameters else { return }
    wishes = try session.prepare(instruments, parameters)
  }

  /// The bars the program asked for.
  package var bars: [BarSubscription] { wishes.bars }

  /// The timers the program asked for.
  package var timers: [TimerSchedule] { wishes.timers }

  /// The regimes the program asked for.
  package var regimes: [BarSubscription] { wishes.regimes }

  /// Passes it on.
  package mutating func onStart(_ context: inout Context) {
    session?.tell("start", &context) { events, context in events.start(context) }
  }

  /// Passes it on when the program wants quotes.
  package mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    guard wishes.quotes else { return }
    session?.tell("quote", &context) { events, context in events.quote(quote, context) }
  }

  /// Passes it on.
  package mutating func onBar(_ bar: Bar, _ context: inout Context) {
    session?.tell("bar", &context) { events, context in events.bar(bar, context) }
  }

  /// Passes it on.
  package mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) {
    session?.tell("timer", &context) { events, context in events.timer(timer, context) }
  }

  /// Passes it on.
  package mutating func onFill(_ fill: Fill, _ context: inout Context) {
    session?.tell("fill", &context) { events, context in events.fill(fill, context) }
  }

  /// Passes it on.
  package mutating func onReject(_ refusal: Refusal, _ context: inout Context) {
    session?.tell("reject", &context) { events, context in events.reject(refusal, context) }
  }

  /// Passes it on.
  package mutating func onMarginCall(_ context: inout Context) {
    session?.tell("margin_call", &context) { events, context in events.marginCall(context) }
  }

  /// Passes it on and lets the program end.
  package mutating func onStop(_ context: inout Context) {
    session?.tell("stop", &context) { events, context in events.stop(context) }
    session?.finish()
  }
}
