public import MarketClimate
public import RiskControl
public import StrategyKit
public import TradingCore
public import TradingEngine

/// A bot whose strategy's type is forgotten: runs stretches of quotes through an engine compiled for it.
///
/// The type is erased once for a stretch of quotes, never for a tick. A runner is used by one thread at a time;
/// whoever hands it from thread to thread puts a barrier between.
@usableFromInline
package final class BotRunner: @unchecked Sendable {
  /// What evidence is bound to.
  @usableFromInline package let identity: BotIdentity
  @usableFromInline let processQuotes:
    (UnsafeBufferPointer<Quote>, UnsafeBufferPointer<QuoteSize>?, Int) throws(ArithmeticError) -> Void
  /// Whether the broker fills against recorded sizes, so that quotes have to come with them.
  @usableFromInline package let needsSizes: Bool
  @usableFromInline let finishRun: (Bool) throws(ArithmeticError) -> Void
  @usableFromInline let takeClosedTrades: () -> [ClosedTrade]
  @usableFromInline let readState: () -> State
  @usableFromInline let readFailure: () -> StrategyFailure?
  @usableFromInline let drainEvents: () -> [BotEvent]
  @usableFromInline let setKeepsEvents: (Bool) -> Void
  @usableFromInline let readEventCount: () -> UInt64
  @usableFromInline let encodeEngine: (any Encoder) throws -> Void
  @usableFromInline let restoreEngine: (any Decoder) throws -> Void
  @usableFromInline let readHalts: () -> EntryHalts
  @usableFromInline let passClock: (Timestamp) throws(ArithmeticError) -> Void
  @usableFromInline let giveCommand: (EngineCommand) throws(ArithmeticError) -> Void
  @usableFromInline let giveReport: (VenueReport) throws(ArithmeticError) -> Void
  @usableFromInline let drainIntents: () -> [VenueIntent]
  @usableFromInline let readAwaited: () -> [UInt64]
  @usableFromInline let drainDiscrepancies: () -> [VenueDiscrepancy]
  @usableFromInline let readDueTime: () -> Timestamp
  @usableFromInline let startCloseOut: () -> Void
  @usableFromInline let readIsIdle: () -> Bool
  @usableFromInline let exchangeLoan: (inout RiskLoan?) -> Void
  @usableFromInline let giveActions: ([RiskAction], Timestamp, Bool) throws(ArithmeticError) -> Void
  @usableFromInline let readMark: (String, Bool) -> BotMark
  @usableFromInline let readOrders: () -> [WorkingOrder]
  @usableFromInline let giveNews: ([NewsSchedule]) -> Void
  /// Whether the strategy looks at any regime: news changes nothing for one that does not.
  @usableFromInline package let looksAtRegimes: Bool

  /// What can be seen of a bot between two stretches.
  @usableFromInline
  package struct State: Sendable {
    /// Its account.
    package let account: Account
    /// What its run has left behind so far.
    package let record: RunRecord

    @usableFromInline
    init(account: Account, record: RunRecord) {
      self.account = account
      self.record = record
    }
  }

  /// Holds the engine for the closures: one exclusivity check for each stretch.
  @usableFromInline
  final class Box<S: Strategy, Venue: ExecutionVenue> {
    @usableFromInline var engine: TradingEngine<S, Venue>

    @inlinable
    init(_ engine: TradingEngine<S, Venue>) { self.engine = engine }
  }

  @inlinable
  init<S: Strategy, Venue: ExecutionVenue>(_ engine: TradingEngine<S, Venue>, identity: BotIdentity) {
    let box = Box(engine)
    self.identity = identity
    // The only call of `process` there is, so that the loop is compiled into this closure.
    processQuotes = { (quotes, sizes, symbolIndex) throws(ArithmeticError) in
      box.engine.begin(sizes)
      defer { box.engine.endSizes(symbolIndex: symbolIndex) }
      try box.engine.process(quotes, symbolIndex: symbolIndex)
    }
    needsSizes = engine.needsSizes
    finishRun = { (closes) throws(ArithmeticError) in try box.engine.finish(closesPositions: closes) }
    takeClosedTrades = { box.engine.takeTrades() }
    readState = { State(account: box.engine.account, record: box.engine.record) }
    readFailure = { box.engine.failure }
    drainEvents = { box.engine.takeEvents() }
    setKeepsEvents = { box.engine.keepEvents($0) }
    readEventCount = { box.engine.eventCount }
    encodeEngine = { try box.engine.encodeState(to: $0) }
    restoreEngine = { try box.engine.restoreState(from: $0) }
    readHalts = { box.engine.halts }
    passClock = { (time) throws(ArithmeticError) in try box.engine.passTime(to: time) }
    giveCommand = { (command) throws(ArithmeticError) in try box.engine.obey(command) }
    giveReport = { (report) throws(ArithmeticError) in try box.engine.take(report) }
    drainIntents = { box.engine.takeIntents() }
    readAwaited = { box.engine.awaitedIntents }
    drainDiscrepancies = { box.engine.takeDiscrepancies() }
    readDueTime = { box.engine.dueTime }
    startCloseOut = { box.engine.startCloseOut() }
    readIsIdle = { box.engine.isIdle }
    exchangeLoan = { box.engine.exchange(&$0) }
    giveActions = { (actions, time, waits) throws(ArithmeticError) in
      try box.engine.heed(actions, at: time, waits: waits)
    }
    readMark = { box.engine.ledgerMark(of: $0, withHoldings: $1) }
    readOrders = { box.engine.workingOrders }
    looksAtRegimes = engine.looksAtRegimes
    giveNews = { box.engine.expectNews($0) }
  }

  /// Runs a stretch of quotes of one symbol, in order of time.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  package func process(
    _ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int
  ) throws(ArithmeticError) { try processQuotes(quotes, nil, symbolIndex) }

  /// Runs a stretch of quotes of one symbol with what each of them offers; `nil` where nothing is known of it.
  ///
  /// - Precondition: there are as many sizes as quotes.
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  package func process(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) throws(ArithmeticError) {
    precondition((sizes?.count ?? quotes.count) == quotes.count, "every quote has a size")
    try processQuotes(quotes, sizes, symbolIndex)
  }

  /// Ends the run.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  package func finish(closesPositions: Bool) throws(ArithmeticError) { try finishRun(closesPositions) }

  /// Trades closed since the last call.
  package func takeTrades() -> [ClosedTrade] { takeClosedTrades() }

  /// Account and record as of the last quote.
  package var state: State { readState() }

  /// Orders that wait at the venue.
  package var workingOrders: [WorkingOrder] { readOrders() }

  /// Why the bot's strategy can decide nothing any more; to be looked at after every stretch and at the end.
  package var failure: StrategyFailure? { readFailure() }
}
