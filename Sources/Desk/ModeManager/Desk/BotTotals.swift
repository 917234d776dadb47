import Promotion
import Statistics
import TradingCore

/// Totals over a bot's trades from flat to flat, kept in its checkpoint.
struct BotTotals: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case flats = "flats"
    case score = "score"
    case fault = "fault"
    case watch = "watch"
  }

  private var flats = FlatTradeBuilder()
  private var score = SummaryScore()
  /// Why the totals stand still, when an amount no longer fits them.
  private(set) var fault: String?
  /// Results held against the floor, of a promoted bot.
  private(set) var watch: LadderWatch?

  /// Trades, wins and losses so far.
  var tally: TradeTally { score.tally }

  /// Holds results against the floor of these rules from now on; goes on where it does so already.
  mutating func watch(by rules: GateCriteria.Demotion) {
    if watch?.follows(rules) != true { watch = LadderWatch(rules) }
  }

  /// Takes what the bot did, in order. `risk` is what a trade had at stake, `stakes` what of that counts.
  mutating func add(_ events: [BotEvent], _ stakes: StakeRules, risk: (FlatTrade) -> TradeRisk) {
    guard fault == nil else { return }
    do throws(PromotionError) {
      for event in events {
        guard let trade = try flats.take(event) else { continue }
        try score.add(trade)
        watch?.add(risk(trade), stakes)
      }
    } catch {
      fault = error.description
    }
  }
}
