import Promotion
import RiskControl
import Statistics
import Testing
import TradingCore

@testable import ModeManager

/// What the desk makes of criteria and grants for risk, and how it measures results.
@Suite("The rules of the way down")
struct LadderRulesTests {
  private let criteria = GateCriteria(.standard)

  @Test("criteria say the limits of the way down")
  func limits() throws {
    var criteria = criteria
    criteria.demotion.positions = .manage
    #expect(
      Ladder.Settings(criteria)
        == Ladder.Settings(
          stepDownMillionths: 20_000_000, demoteMillionths: 100_000_000, demoDrawdownMillionths: 150_000,
          liveDrawdownMillionths: 150_000, flattens: false))
  }

  @Test("those of the shipped criteria are those of a grant that says none")
  func standard() { #expect(Ladder.Settings(criteria) == Ladder.standard.settings) }

  @Test("a grant is told with its limits, in LIVE with what may be lost")
  func told() throws {
    let home = try LadderHome()
    try home.promote(to: .demo)
    func told() throws -> RiskGrant {
      let grant = try home.ledger().grant(
        bot: LadderHome.bot, identity: home.identity, account: LadderHome.account, at: home.time.now)
      let limits = Ladder.Settings(criteria)
      return Mandate(grant: grant, startBalance: Money(units: 10_000_000_000), limits: limits).told
    }
    let demo = try told()
    #expect((demo.request, demo.mode, demo.step, demo.capital) == ("R1", .demo, 0, nil))
    #expect(demo.limits == Ladder.Settings(criteria))
    try home.promote(to: .live, step: 1)
    let live = try told()
    #expect((live.request, live.mode, live.step, live.capital) == ("R2", .live, 1, Money(units: 50_000_000)))
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
