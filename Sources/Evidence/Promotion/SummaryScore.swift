package import Statistics
import TradingCore

/// The part of a scorecard that grows with each trade and is kept in the checkpoint: what `bot show`
/// says without reading all trades. Money is exact.
package struct SummaryScore: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case tally = "tally"
  }

  /// Trades from flat to flat, their wins and losses and what these came to.
  package private(set) var tally = TradeTally()

  /// Nothing yet.
  package init() {}

  /// Counts a trade.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package mutating func add(_ trade: FlatTrade) throws(PromotionError) {
    do { try tally.add(net: trade.netResult) } catch { throw .overflow(symbolIndex: trade.symbolIndex) }
  }
}
