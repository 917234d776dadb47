public import TradingCore

/// Where approved orders go: the simulator, or a bridge to a broker.
///
/// A venue accepts nothing but what risk has approved. It reports through `events`, in order; fills are
/// already booked in the account when they are reported. `submit`, `close`, `modify` and `cancel` only queue at
/// a real broker; the simulator without latency executes at once.
@usableFromInline
package protocol ExecutionVenue: Sendable {
  /// What changes at the venue while a bot trades.
  associatedtype State: Codable & Sendable

  /// What happened since the engine last took it.
  var events: [VenueEvent] { get set }

  /// Limit and stop orders that are working, in order of placement.
  var workingOrders: [WorkingOrder] { get }

  /// Orders of a symbol, or of all for `nil`, that could still open something: on their way, waiting or working; in order
  /// of placement.
  func openOrders(symbolIndex: Int?) -> [ClientOrderID]

  /// Raised whenever `workingOrders` changes, so that nobody has to compare them.
  var workingRevision: UInt64 { get }

  /// Whether the sizes of quotes have to be given along with them.
  var needsSizes: Bool { get }

  /// Whether `shown` gives any other quote than the recorded one.
  var altersQuotes: Bool { get }

  /// The quote as the venue shows it, its spread model applied.
  func shown(_ quote: Quote, symbolIndex: Int) -> Quote

  /// Whether the venue has anything to do at this quote; called for every quote, so it must be cheap.
  func needsQuote(_ quote: Quote, symbolIndex: Int) -> Bool

  /// Executes what this quote makes due: arrivals, expiries, triggers.
  ///
  /// - Throws: `ArithmeticError` when an amount does not fit; the session ends.
  mutating func onQuote(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError)

  /// When `onClock` has something to do, at the earliest; `distantFuture` when nothing rests on the clock.
  var dueTime: Timestamp { get }

  /// Does what is due as time has passed without a quote: arrivals, expiries, rolls, time-outs.
  ///
  /// - Throws: as `onQuote`.
  mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError)

  /// Takes what a broker, or the bridge to it, has to tell.
  ///
  /// - Throws: as `onQuote`.
  mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError)

  /// What is to be asked of the broker since the last call, in order: the host commits it, then sends it.
  mutating func takeIntents() -> [VenueIntent]

  /// Numbers of the intents that are waited for: something was asked, and nobody has said what became of it.
  var awaitedIntents: [UInt64] { get }

  /// Closes positions until the account has left its stop-out level.
  ///
  /// - Throws: as `onQuote`.
  mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError)

  /// Takes an order.
  ///
  /// - Throws: as `onQuote`.
  mutating func submit(
    _ order: ApprovedOrder, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError)

  /// Takes a close.
  ///
  /// - Throws: as `onQuote`.
  mutating func close(
    _ close: ApprovedClose, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError)

  /// Takes a modification.
  ///
  /// - Throws: as `onQuote`.
  mutating func modify(
    _ modification: ApprovedModification, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError)

  /// Takes a cancel, which needs no approval.
  ///
  /// - Throws: as `onQuote`.
  mutating func cancel(
    _ order: ClientOrderID, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError)

  /// Ends a session: cancels what is in flight or working and, when asked, closes positions at these quotes,
  /// reason `end_of_data`.
  ///
  /// `quotes`: the last uncrossed quote of each symbol, stamped with the time of its last quote, or that one
  /// where there was none.
  /// `closesPositions`: `false` leaves positions open, as paper does.
  /// - Throws: as `onQuote`.
  mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError)

  /// Everything that has changed since the venue was made, between two stretches of quotes.
  var state: State { get }

  /// Goes on where another venue of the same configuration stood, with the account as it was then.
  ///
  /// - Throws: `StateMismatch` when the state can't be of the same configuration.
  mutating func restore(_ state: State, account: Account) throws(StateMismatch)

  /// Whether `unsettled` may have anything to say: a venue that executes at once always knows what it has.
  var mayBeUnsettled: Bool { get }

  /// Why nothing may be opened in a symbol for now, as far as the venue knows; `nil` when all is settled.
  ///
  /// It can change with each report, quote and tick of the clock.
  func unsettled(symbolIndex: Int) -> DenialCode?

  /// What did not fit between the broker's reports and our books since the last call, in order.
  mutating func takeDiscrepancies() -> [VenueDiscrepancy]

  /// Units of a side that orders of a symbol on their way or working may still fill; closes of positions aside.
  func pendingUnits(symbolIndex: Int, side: OrderSide) -> Int64
}
