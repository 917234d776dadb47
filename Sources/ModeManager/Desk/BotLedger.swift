import Promotion
import Statistics
import TradingCore

/// Totals over a bot's trades from flat to flat, kept in its checkpoint.
struct BotLedger: Sendable, Codable {
  private var flats = FlatTradeBuilder()
  private var score = SummaryScore()
  /// Why the totals stand still, when an amount no longer fits them.
  private(set) var fault: String?

  /// Trades, wins and losses so far.
  var tally: TradeTally { score.tally }

  /// Takes what the bot did, in order.
  mutating func add(_ events: [BotEvent]) {
    guard fault == nil else { return }
    do throws(PromotionError) {
      for event in events {
        if let trade = try flats.take(event) { try score.add(trade) }
      }
    } catch {
      fault = error.description
    }
  }
}
