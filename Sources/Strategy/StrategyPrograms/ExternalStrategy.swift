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

  init(_ session: ProgramSession, _ parameters: ParameterValues) {
    self.session = session
    self.parameters = parameters
    startFailure = nil
  }

  /// A strategy whose program did not start.
  init(failure: ProgramError, command: String) {
    session = nil
    parameters = nil
    startFailure = Self.failure(failure, command)
  }

  /// Is refused: `ExternalProgram` makes these.
  package init(parameters: ParameterValues) throws(ParameterError) {
    throw ParameterError("strategy", "a program is run by --strategy exec:PROGRAM")
  }

  /// Is refused, as writing is.
  package init(from decoder: any Decoder) throws { throw Self.keepsItsState }

  /// Is refused: the program keeps its state to itself, and a bot must never go on without it.
  package func encode(to encoder: any Encoder) throws { throw Self.keepsItsState }

  private static let keepsItsState = StrategyFailure(
    "the strategy program keeps its state to itself", place: "strategy",
    advice: "let its ticks be replayed from the start, or write the strategy in Swift")

  /// What has ended the program; `nil` also when somebody asked us to stop, which the host sees for itself.
  package var failure: StrategyFailure? {
    startFailure ?? session?.failure.flatMap { Self.failure($0, "") }
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
