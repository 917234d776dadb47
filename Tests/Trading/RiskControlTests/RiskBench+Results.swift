import RiskControl
import TestSupport
import TradingCore
import YAMLText

/// Results, open and closed, and files of settings.
extension RiskBench {
  /// Seconds from a bench's noon until 17:00 in New York.
  static let rollSecond: Int64 = 10 * 3_600

  /// A closed trade with a net result in whole dollars: 5 of it paid for commission, 2 for swap.
  static func trade(_ net: Int64, position: UInt64 = 1) -> ClosedTrade {
    ClosedTrade(
      ordinal: position, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000),
      position: ClientOrderID(ordinal: position), openTime: at(0), openPrice: Price(points: 110_000),
      closeTime: at(1), closePrice: Price(points: 110_000), grossResult: usd(net + 7), commission: usd(5),
      swap: usd(-2), spreadCost: .zero, slippageCost: .zero, exitReason: .strategy,
      maximumAdverseExcursion: .zero, maximumFavorableExcursion: .zero, netResult: usd(net))
  }

  /// A position, or a portion of it, is closed for a net result.
  @discardableResult
  mutating func close(_ bot: String, for net: Int64, position: UInt64 = 1, at seconds: Int64) -> [RiskAction]
  {
    take(.closed(Self.trade(net, position: position)), of: bot, at: seconds)
  }

  /// A bot's balance and equity move; risk hears of it only where equity leaves the bot's band.
  @discardableResult
  mutating func stand(_ bot: String, equity: Int64, balance: Int64, at seconds: Int64) -> [RiskAction] {
    let mark = Self.mark(bot, equity, balance: balance)
    marks[bot] = mark
    guard !tree.view(of: bot).band.contains(Int128(mark.equity.units)) else { return [] }
    return take(
      .equityLeftBand, of: bot, at: seconds, marks: tree.companions(of: bot).compactMap { marks[$0] })
  }

  /// The same bench, stopped and started in between.
  func restarted(_ policy: RiskPolicy) throws -> RiskBench {
    var bench = self
    bench.tree = try restored(policy)
    return bench
  }

  /// The rules of accounts in a file, under the key `rules`.
  static func policy(_ rule: String, _ settings: String) throws -> RiskPolicy {
    try RiskFile.parse(text: "version: 1\nrules:\n  \(rule): \(settings)\n", path: "risk.yaml").policy
  }

  /// What a file's rule is refused for; `nil` where it is taken.
  static func fault(_ rule: String, _ settings: String) -> String? {
    do throws(ConfigurationError) {
      _ = try RiskFile.parse(text: "version: 1\nrules:\n  \(rule): \(settings)\n", path: "risk.yaml")
      return nil
    } catch { return error.description }
  }
}

extension RiskPolicy {
  /// One rule for each account.
  static func of(_ rule: any RiskRule) -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(rule, toEach: .account)
    return policy
  }
}
