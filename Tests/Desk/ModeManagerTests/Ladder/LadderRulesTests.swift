import Promotion
import Statistics
import Testing
import TradingCore

@testable import ModeManager

/// When a bot is taken back, and how far.
@Suite("The rules of the way down")
struct LadderRulesTests {
  private let criteria = GateCriteria(.standard)

  /// What a bot at a place loses: the mode and the step after it, and why.
  private func verdict(_ mode: TradingMode, step: Int = 0, _ figures: LadderFigures) throws -> String {
    let home = try LadderHome()
    try home.promote(to: .demo)
    if mode == .live {
      try home.promote(to: .live, step: 1)
      for next in 1..<max(step, 1) {
        home.time.wait(7 * Timestamp.day)
        try home.promote(to: .live, step: next + 1, capital: "100")
      }
    }
    let grant = try home.ledger().grant(
      bot: LadderHome.bot, identity: home.identity, account: LadderHome.account, at: home.time.now)
    let mandate = Mandate(grant: grant, startBalance: Money(units: 10_000_000_000))
    let reduction = LadderRules(criteria: criteria).verdict(on: figures, of: LadderHome.bot, mandate)
    return reduction.map { "\($0.mode.rawValue) \($0.step): \($0.reason)" } ?? "stays"
  }

  @Test("a fall of results takes a step, without a step a mode, and all the way at the higher value")
  func degraded() throws {
    let mild = LadderFigures(value: 20, trades: 31)
    #expect(try verdict(.demo, LadderFigures(value: 19.99, trades: 31)) == "stays")
    #expect(try verdict(.demo, mild) == "paper 0: degraded value=20.0 limit=20 trades=31")
    #expect(try verdict(.live, step: 1, mild) == "demo 0: degraded value=20.0 limit=20 trades=31")
    #expect(try verdict(.live, step: 2, mild) == "live 1: degraded value=20.0 limit=20 trades=31")
    let severe = LadderFigures(value: 123.45678, trades: 40)
    #expect(try verdict(.live, step: 2, severe) == "paper 0: degraded value=123.4567 limit=100 trades=40")
  }

  @Test("a drawdown at the limit of its step takes a mode")
  func drawdown() throws {
    let figures = LadderFigures(drawdown: 0.15)
    #expect(try verdict(.demo, LadderFigures(drawdown: 0.1499)) == "stays")
    #expect(try verdict(.demo, figures) == "paper 0: drawdown_limit drawdown=0.15 limit=0.15")
    #expect(try verdict(.live, step: 2, figures) == "demo 0: drawdown_limit drawdown=0.15 limit=0.15")
  }

  @Test("in LIVE a loss of the capital takes all, in DEMO it has no meaning")
  func capital() throws {
    let almost = LadderFigures(loss: Money(units: 49_999_999))
    let all = LadderFigures(loss: Money(units: 50_000_000))
    #expect(try verdict(.live, step: 1, almost) == "stays")
    #expect(try verdict(.live, step: 1, all) == "paper 0: capital_lost loss=50.00 capital=50.00")
    #expect(try verdict(.demo, all) == "stays")
  }

  @Test("the watch bets on R multiples, and on results over the largest loss before once a trade had no stop")
  func watch() {
    let rules = criteria.demotion
    var watch = LadderWatch(rules)
    var byRisk = DegradationProcess(floor: 0, clip: 3)
    for _ in 0..<12 {
      watch.add(net: -10, rMultiple: -1)
      byRisk.add(-1)
    }
    #expect(watch.value == byRisk.value)
    watch.add(net: -30, rMultiple: nil)
    var byLoss = DegradationProcess(floor: 0, clip: 3)
    // The eleventh and twelfth over twice 10, the thirteenth too.
    for result in [-0.5, -0.5, -1.5] { byLoss.add(result) }
    #expect(watch.value == byLoss.value)
    #expect(watch.trades == 13)
  }

  @Test("rules of another floor or clip begin anew, others change nothing")
  func rules() {
    var rules = criteria.demotion
    let watch = LadderWatch(rules)
    rules.demoteValue = GateDecimal(millionths: 50_000_000)
    #expect(watch.follows(rules))
    rules.clip = GateDecimal(millionths: 4_000_000)
    #expect(!watch.follows(rules))
  }
}
