import RiskControl
import StrategyKit
import TradingCore

/// The parts of a saved engine by name; names are never reused for other things.
enum EngineStateKeys: String, CodingKey {
  /// Not written for the first version.
  case version = "version"
  case strategy = "strategy"
  case venue = "venue"
  case account = "account"
  case current = "current"
  case currentSymbol = "currentSymbol"
  case tradedSymbol = "tradedSymbol"
  case quotes = "quotes"
  case intents = "intents"
  case lastOrdinal = "lastOrdinal"
  case schedule = "schedule"
  case cycle = "cycle"
  case rollTime = "rollTime"
  case closings = "closings"
  case firstAfterClose = "firstAfterClose"
  case lastUncrossed = "lastUncrossed"
  case record = "record"
  case isStarted = "isStarted"
  case lastSizes = "lastSizes"
  case events = "events"
  case eventCount = "eventCount"
  case reportedTrades = "reportedTrades"
  case halts = "halts"
  case closeOut = "closeOut"
  case isOnClock = "isOnClock"
  /// Only of an engine that risk guards.
  case risk = "risk"
  /// Only of a strategy that looks at regimes.
  case climate = "climate"
}

/// Versions of a saved engine's state.
enum EngineStateVersion {
  /// The latest that is read: 3, of an engine that is guarded by a tree of risk, without which it must not trade.
  static let known = 3
  /// Of an engine on which the clock or a command has left something that a program of version 1 would take no notice
  /// of. Any other is written as version 1.
  static let doors = 2

  /// Makes sure that a state can be read, before anything else of it is.
  static func check(_ values: KeyedDecodingContainer<EngineStateKeys>) throws {
    let found = try values.decodeIfPresent(Int.self, forKey: .version)
    try LaterVersion.check(found, known: known, of: "the saved state")
  }
}

/// The state of a bot between two stretches: all that later fills can depend on, and what its run has left.
///
/// What comes from the configuration is not in it: instruments, costs, limits, parameters of the broker. A bot
/// that is restored has been put together from the same configuration; its identity says so.
extension TradingEngine {
  /// Writes the state, as `encode(to:)` of a value would.
  ///
  /// - Throws: what strategy and encoder throw.
  @usableFromInline
  package func encodeState(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: EngineStateKeys.self)
    try values.encode(strategy, forKey: .strategy)
    try values.encode(venue.state, forKey: .venue)
    try values.encode(context.fullAccount.state, forKey: .account)
    try values.encode(context.current, forKey: .current)
    try values.encode(context.currentSymbol, forKey: .currentSymbol)
    try values.encode(context.tradedSymbol, forKey: .tradedSymbol)
    try values.encode(context.quotes, forKey: .quotes)
    // Answers to fills at quotes that only convert wait for the next quote of a traded symbol.
    try values.encode(context.intents, forKey: .intents)
    try values.encode(context.lastOrdinal, forKey: .lastOrdinal)
    try values.encode(schedule, forKey: .schedule)
    try values.encode(cycle, forKey: .cycle)
    try values.encode(rollTime, forKey: .rollTime)
    try values.encode(closings, forKey: .closings)
    try values.encode(firstAfterClose, forKey: .firstAfterClose)
    try values.encode(lastUncrossed, forKey: .lastUncrossed)
    try values.encode(record.state, forKey: .record)
    try values.encode(isStarted, forKey: .isStarted)
    try values.encode(lastSizes, forKey: .lastSizes)
    try values.encode(events, forKey: .events)
    try values.encode(eventCount, forKey: .eventCount)
    try values.encode(reportedTrades, forKey: .reportedTrades)
    try values.encode(halts, forKey: .halts)
    try values.encodeIfPresent(closeOut, forKey: .closeOut)
    // Only where it is so: states from before there were clock and commands stay the same.
    if context.isOnClock { try values.encode(true, forKey: .isOnClock) }
    if !climate.isEmpty { try values.encode(climate, forKey: .climate) }
    if let state = risk.state {
      try values.encode(state, forKey: .risk)
      try values.encode(EngineStateVersion.known, forKey: .version)
    } else if context.isOnClock || closeOut?.reason ?? .strategy != .strategy {
      try values.encode(EngineStateVersion.doors, forKey: .version)
    }
  }

  /// Goes on from a state that an engine of the same configuration has written. This engine has seen no quote.
  ///
  /// - Throws: `LaterVersion`, `StateMismatch` when it is of another configuration, and what strategy and decoder throw. Nothing
  ///   has changed then.
  @usableFromInline
  package mutating func restoreState(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: EngineStateKeys.self)
    try EngineStateVersion.check(values)
    var context = context
    try context.fullAccount.restore(try values.decode(Account.State.self, forKey: .account))
    context.current = try values.decode(Quote.self, forKey: .current)
    context.currentSymbol = try values.decode(Int.self, forKey: .currentSymbol)
    context.tradedSymbol = try values.decode(Int.self, forKey: .tradedSymbol)
    context.quotes = try values.decode([Quote?].self, forKey: .quotes)
    context.intents = try values.decode([Intent].self, forKey: .intents)
    context.lastOrdinal = try values.decode(UInt64.self, forKey: .lastOrdinal)
    context.isOnClock = try values.decodeIfPresent(Bool.self, forKey: .isOnClock) ?? false
    var venue = venue
    try venue.restore(try values.decode(Venue.State.self, forKey: .venue), account: context.fullAccount)
    context.workingOrders = venue.workingOrders
    let schedule = try values.decode(EventSchedule.self, forKey: .schedule)
    guard schedule.isAlike(self.schedule) else { throw StateMismatch("its bars and timers are other ones") }
    var climate =
      try values.decodeIfPresent(EngineClimate.self, forKey: .climate)
      ?? EngineClimate(of: [], symbolCount: 0)
    climate.news = self.climate.news
    guard climate.timeframes == self.climate.timeframes else {
      throw StateMismatch("the regimes that it looks at are other ones")
    }
    context.climate = climate.isEmpty ? [] : climate.readings(symbolCount: tradedCount)
    let closings = try values.decode([Timestamp].self, forKey: .closings)
    let lastUncrossed = try values.decode([Quote?].self, forKey: .lastUncrossed)
    let lastSizes = try values.decode([QuoteSize].self, forKey: .lastSizes)
    try checkSymbols(
      of: context, counts: [closings.count, lastUncrossed.count, lastSizes.isEmpty ? nil : lastSizes.count])
    var restored = self
    restored.context = context
    restored.venue = venue
    restored.workingRevision = venue.workingRevision
    restored.schedule = schedule
    restored.climate = climate
    restored.closings = closings
    restored.lastUncrossed = lastUncrossed
    restored.lastSizes = lastSizes
    try restored.restoreRun(from: values)
    // Last, as a strategy program can be told only once.
    try restored.strategy.resume(try values.decode(S.self, forKey: .strategy))
    self = restored
  }

  private mutating func restoreRun(from values: KeyedDecodingContainer<EngineStateKeys>) throws {
    cycle = try values.decode(UInt64.self, forKey: .cycle)
    rollTime = try values.decode(Timestamp.self, forKey: .rollTime)
    firstAfterClose = try values.decode(UInt64.self, forKey: .firstAfterClose)
    try record.restore(try values.decode(RunRecord.State.self, forKey: .record))
    isStarted = try values.decode(Bool.self, forKey: .isStarted)
    events = try values.decode([BotEvent].self, forKey: .events)
    eventCount = try values.decode(UInt64.self, forKey: .eventCount)
    reportedTrades = try values.decode(Int.self, forKey: .reportedTrades)
    halts = try values.decode(EntryHalts.self, forKey: .halts)
    closeOut = try values.decodeIfPresent(CloseOut.self, forKey: .closeOut)
    risk = EngineRisk(try values.decodeIfPresent(EngineRisk.State.self, forKey: .risk))
  }

  private func checkSymbols(of context: Context, counts: [Int?]) throws(StateMismatch) {
    let count = symbols.count
    guard context.quotes.count == count, counts.allSatisfy({ $0 ?? count == count }),
      (0..<count).contains(context.currentSymbol), (0..<tradedCount).contains(context.tradedSymbol)
    else { throw StateMismatch("it is of \(context.quotes.count) symbols, not \(count)") }
  }
}
