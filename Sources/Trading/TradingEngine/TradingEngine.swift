public import RiskControl
public import StrategyKit
public import TradingCore

/// The event loop: quotes in, decisions out, the same for backtest, paper, demo and live.
///
/// For each quote: what the venue makes of it, margin, bars, timers, the strategy, what the strategy asked for,
/// the mark. `docs/fill-semantics.md` has the order to the letter. The engine is a value without clock, file or
/// randomness; it is generic and inlinable so that strategy and venue are compiled into the loop.
@usableFromInline
package struct TradingEngine<S: Strategy, Venue: ExecutionVenue>: Sendable {
  @usableFromInline var strategy: S
  @usableFromInline var venue: Venue
  @usableFromInline var context: Context
  /// Bars and timers.
  @usableFromInline var schedule: EventSchedule
  /// The regimes that the strategy looks at; most look at none, and pay nothing for them.
  @usableFromInline var climate: EngineClimate
  @usableFromInline var cycle: UInt64 = 0
  /// When the trading day ends.
  @usableFromInline var rollTime: Timestamp = .distantPast
  /// When each symbol's market closes next, by its calendar.
  @usableFromInline var closings: [Timestamp]
  /// The cycle of the last quote that was a symbol's first after its market's close.
  @usableFromInline var firstAfterClose: UInt64 = 0
  /// The last uncrossed quote of each symbol, while its last quote is crossed.
  @usableFromInline var lastUncrossed: [Quote?]
  /// What the run leaves behind.
  @usableFromInline package var record: RunRecord
  @usableFromInline let gate: RiskGate
  @usableFromInline let symbols: [Symbol]
  /// How many of them the bot trades, the first ones; the others are in the stream to convert.
  @usableFromInline let tradedCount: Int
  /// Whether the strategy has been started.
  @usableFromInline var isStarted = false
  /// Room for the events being told and the intents being handled, used again.
  @usableFromInline var told: [VenueEvent] = []
  @usableFromInline var asked: [Intent] = []

  /// The venue's revision of the working orders that the strategy sees.
  @usableFromInline var workingRevision: UInt64 = 0
  /// The sizes of the stretch at hand and of each symbol's last quote, where the venue needs them.
  @usableFromInline var stretchSizes: StretchSizes?
  @usableFromInline var lastSizes: [QuoteSize] = []

  /// Answers a strategy may give to its own fills within one quote.
  @inlinable static var roundLimit: Int { 32 }

  /// An engine over a strategy, an account and a venue.
  @usableFromInline
  package init(
    strategy: S, account: Account, venue: Venue, gate: RiskGate, curvePoints: Int = 10_000
  ) {
    self.strategy = strategy
    self.venue = venue
    self.gate = gate
    context = Context(account: account)
    schedule = EventSchedule(of: strategy)
    climate = EngineClimate(of: strategy.regimes, symbolCount: account.symbolCount)
    symbols = (0..<account.streamCount).map { account.instrument(symbolIndex: $0).symbol }
    tradedCount = account.symbolCount
    closings = Array(repeating: .distantPast, count: account.streamCount)
    lastUncrossed = Array(repeating: nil, count: account.streamCount)
    record = RunRecord(curvePoints: curvePoints)
  }

  /// Runs a stretch of quotes of one symbol, in order of time.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits: the bot stops there.
  @inlinable
  package mutating func process(
    _ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int
  ) throws(ArithmeticError) {
    guard let last = quotes.last else { return }
    context.isOnClock = false
    guard symbolIndex < tradedCount else {
      return try processConversion(quotes, last: last, symbolIndex: symbolIndex)
    }
    context.currentSymbol = symbolIndex
    context.tradedSymbol = symbolIndex
    context.fullAccount.select(symbolIndex: symbolIndex)
    let altersQuotes = venue.altersQuotes
    let observesClimate = !climate.isEmpty
    let buildsBars = schedule.buildsBars
    // The first quote that the climate's minute has not been given.
    var unobserved = observesClimate ? beginMinute(quotes, symbolIndex: symbolIndex) : 0
    wakeTime = nextWake(symbolIndex)
    for index in quotes.indices {
      var quote = quotes[index]
      if altersQuotes { quote = venue.shown(quote, symbolIndex: symbolIndex) }
      cycle &+= 1
      var isNews = false
      if quote.eventTime >= wakeTime { wakeTime = try pass(quote, symbolIndex: symbolIndex) }
      if quote.isCrossed { noteCrossed(quotes, index, symbolIndex) }
      if venue.needsQuote(quote, symbolIndex: symbolIndex) {
        try runVenue(quote, quotes, index, symbolIndex)
        isNews = true
      }
      context.current = quote
      if !context.fullAccount.isFlat {
        let isExtreme = context.fullAccount.see(quote)
        if isExtreme || cycle >= record.curve.end {
          isNews = true
          try revalue(quotes, index, symbolIndex)
        }
      }
      if quote.eventTime >= schedule.nextTime {
        if observesClimate {
          unobserved = observe(quotes, unobserved, before: index, symbolIndex: symbolIndex)
        }
        deliverSchedule(at: quote.eventTime)
        if observesClimate {
          unobserved = observe(quotes, unobserved, before: index + 1, symbolIndex: symbolIndex)
        }
      }
      strategy.onQuote(quote, &context)
      if buildsBars { schedule.add(quote, symbolIndex: symbolIndex) }
      if !context.intents.isEmpty {
        try handleIntents(quotes, index, symbolIndex)
        isNews = true
      }
      if isNews {
        mark(at: quote.eventTime)
        if isGuarded { wakeTime = try answerRisk(symbolIndex) }
      } else {
        context.fullAccount.passQuietly()
      }
    }
    if observesClimate {
      _ = observe(quotes, unobserved, before: quotes.count, symbolIndex: symbolIndex)
    }
    endStretch(at: venue.shown(last, symbolIndex: symbolIndex), symbolIndex: symbolIndex)
  }

  /// Takes what each quote of the stretch that comes next offers, where the venue needs it; `nil` for a symbol of
  /// which nothing is known.
  ///
  /// Apart from `process`, so that the loop is the same with sizes and without.
  @inlinable
  @inline(never)
  package mutating func begin(_ sizes: UnsafeBufferPointer<QuoteSize>?) {
    guard venue.needsSizes else { return }
    if lastSizes.isEmpty { lastSizes = Array(repeating: .zero, count: symbols.count) }
    stretchSizes = StretchSizes(sizes ?? UnsafeBufferPointer(start: nil, count: 0), firstCycle: cycle &+ 1)
  }

  /// Lets go of the sizes of a stretch of this symbol; they are not valid any longer.
  @inlinable
  @inline(never)
  package mutating func endSizes(symbolIndex: Int) {
    guard let stretchSizes else { return }
    if let last = stretchSizes.sizes.last { lastSizes[symbolIndex] = last }
    self.stretchSizes = nil
  }

  // Mutating though it changes nothing: the compiler copies a value this large to call what is not.
  @inlinable
  mutating func previous(_ quotes: UnsafeBufferPointer<Quote>, _ index: Int, _ symbolIndex: Int) -> Quote? {
    index > 0
      ? venue.shown(quotes[index - 1], symbolIndex: symbolIndex) : context.quotes[symbolIndex]
  }

  @inlinable
  mutating func endStretch(at last: Quote, symbolIndex: Int) {
    context.quotes[symbolIndex] = last
    context.fullAccount.keep(last)
    record.lastTime = last.eventTime
    record.quoteCount = cycle
  }

  /// Step 7: drawdown and equity curve, and what would be news to them next.
  @inlinable
  @inline(never)
  mutating func mark(at time: Timestamp) {
    let equity = context.fullAccount.scaledEquity
    context.fullAccount.markDrawdown()
    if record.curve.isNews(cycle: cycle, scaledEquity: equity) { record.curve.add(curvePoint(at: time)) }
    context.fullAccount.expectEquity(
      within: record.curve.lowest, record.curve.highest)
  }

  /// When the day or the market of a symbol ends, or something is due in the tree of risk.
  @inlinable
  mutating func nextWake(_ symbolIndex: Int) -> Timestamp {
    let time = min(rollTime, closings[symbolIndex])
    return isGuarded ? min(time, riskWakeTime) : time
  }

  @inlinable
  mutating func curvePoint(at time: Timestamp) -> EquityCurve.Point {
    EquityCurve.Point(
      cycle: cycle, time: time, balance: context.fullAccount.balance,
      scaledEquity: context.fullAccount.scaledEquity)
  }

  /// Whether quotes have to come with their sizes.
  @inlinable package var needsSizes: Bool { venue.needsSizes }

  /// The account as of the last quote.
  @inlinable package var account: Account { context.fullAccount }

  /// What is to be asked of a broker, in order, since the last call.
  @usableFromInline
  package mutating func takeIntents() -> [VenueIntent] { venue.takeIntents() }

  /// What did not fit between a broker's reports and the books, in order, since the last call.
  @usableFromInline
  package mutating func takeDiscrepancies() -> [VenueDiscrepancy] { venue.takeDiscrepancies() }

  /// Numbers of the intents that nobody has answered yet.
  @usableFromInline package var awaitedIntents: [UInt64] { venue.awaitedIntents }

  /// The time of the last quote.
  package var now: Timestamp { context.now }

  /// Why the strategy can decide nothing any more.
  @inlinable package var failure: StrategyFailure? { strategy.failure }

  /// Trades closed since the last call.
  @inlinable
  package mutating func takeTrades() -> [ClosedTrade] {
    defer {
      context.fullAccount.closedTrades = []
      reportedTrades = 0
    }
    return context.fullAccount.closedTrades
  }

  /// Whether what the bot does and is told is kept as events.
  @usableFromInline var keepsEvents = false
  /// The events since they were last taken.
  var events: [BotEvent] = []
  /// How many events there have been while they were kept.
  @usableFromInline package internal(set) var eventCount: UInt64 = 0
  /// Closed trades that are events already.
  @usableFromInline var reportedTrades = 0
  /// Why nothing may be opened.
  @usableFromInline package var halts = EntryHalts()
  /// What was asked for to have nothing open any more; `nil` unless that is wanted.
  @usableFromInline var closeOut: CloseOut?
  /// Why closes are made that the strategy did not ask for, from asking to handling.
  @usableFromInline var commanded: [ClientOrderID: FillReason] = [:]
  /// Risk beside the engine.
  var risk = EngineRisk()
  /// Whether the tree of risk is at hand and anything in it is about this bot.
  @usableFromInline var isGuarded = false
  /// When the loop has to look up next: see `nextWake`.
  @usableFromInline var wakeTime: Timestamp = .distantPast
  /// When something is due in the tree though nothing happens.
  @usableFromInline var riskWakeTime: Timestamp = .distantFuture
  /// What risk wants canceled and closed once the venue has had its turn; empty between two stretches.
  @usableFromInline var pendingCommands: [EngineCommand] = []
}
