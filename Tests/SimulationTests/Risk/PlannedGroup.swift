import BotAssembly
import RiskControl
import TestSupport
import TradingCore

/// Planned bots of EURUSD under one tree, all on account A.
struct PlannedGroup {
  let group: BotGroup
  private let bots: [(name: String, planned: PlannedBot)]

  /// `plans`: what each bot asks for, by name.
  init(
    _ plans: KeyValuePairs<String, [MarketCase.Ask]>, under policy: RiskPolicy,
    _ change: (inout BrokerProfile) -> Void = { _ in }
  ) throws {
    bots = try plans.map { (name: $0.key, planned: try PlannedBot($0.value, change)) }
    group = try BotGroup(
      bots.map {
        BotGroup.Member(
          $0.planned.bot,
          RiskMember(bot: $0.name, account: "A", family: nil, currency: .usd, symbols: [Known.eurusd.symbol]))
      }, under: policy, at: MarketCase.time(0))
  }

  static func policy(_ rule: any RiskRule, to scope: RiskScope) -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(rule, to: scope)
    return policy
  }

  /// The bot of a name.
  func bot(_ name: String) throws -> BotRunner {
    guard let found = bots.first(where: { $0.name == name }) else { throw UnknownBot() }
    return found.planned.bot
  }

  private struct UnknownBot: Error {}

  /// Shows all of them a quote of ten points.
  ///
  /// - Returns: what they do, as text behind their names.
  func quote(_ ms: Int64, _ bid: Int64) -> [String] {
    let quote = Quote(
      eventTime: MarketCase.time(ms), bid: Price(points: bid), ask: Price(points: bid + 10))
    [quote].withUnsafeBufferPointer {
      group.process($0, sizes: nil, parts: bots.map { _ in .init(symbolIndex: 0) })
    }
    return events()
  }

  func pass(_ ms: Int64) -> [String] {
    group.passTime(to: MarketCase.time(ms))
    return events()
  }

  func operate(_ verb: OperatorAct.Verb, of scope: RiskScope, at ms: Int64) -> [String] {
    group.take(
      .operated(OperatorAct(verb, by: "ann", reason: "test")), of: scope, at: MarketCase.time(ms))
    return events()
  }

  private func events() -> [String] {
    bots.flatMap { bot in bot.planned.events().map { "\(bot.name) \($0)" } }
  }

  /// The locks that hold, as text.
  var locks: [String] {
    group.locks.map { "\($0.scope) \($0.lock.code.rawValue): \($0.lock.value), \($0.lock.untilText)" }
  }
}
