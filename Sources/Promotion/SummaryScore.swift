package import Statistics
package import TradingCore

/// The part of a scorecard that grows with each trade and tick and is kept in the checkpoint: what `bot show`
/// says without reading all trades. Money is exact.
package struct SummaryScore: Sendable, Hashable, Codable {
  /// Trades from flat to flat, their wins and losses and what these came to.
  package private(set) var tally = TradeTally()
  /// New York trading days, 17:00 to 17:00, with a tick while the bot was active.
  package private(set) var daysActive = 0
  /// The first tick while the bot was active.
  package private(set) var firstTick: Timestamp?
  /// The last one.
  package private(set) var lastTick: Timestamp?
  /// The end of the trading day of the last tick.
  private var dayEnd = Timestamp.distantPast

  /// Nothing yet.
  package init() {}

  /// Counts a trade.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package mutating func add(_ trade: FlatTrade) throws(PromotionError) {
    do { try tally.add(net: trade.netResult) } catch { throw .overflow(symbolIndex: trade.symbolIndex) }
  }

  /// Counts a tick, or any number of ticks of one trading day by their first and then their last. Times do not
  /// go back.
  package mutating func see(tickAt time: Timestamp) {
    lastTick = time
    guard time >= dayEnd else { return }
    if firstTick == nil { firstTick = time }
    daysActive += 1
    dayEnd = NewYorkCalendar.nextRoll(after: time)
  }
}
