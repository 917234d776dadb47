import Promotion
import RiskControl
import StateCoding
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

  @Test("the watch bets on results over what was at stake before them")
  func watch() {
    let rules = criteria.demotion
    var watch = LadderWatch(rules)
    var detector = DegradationDetector(floor: 0, clip: 3)
    let stopped = TradeRisk.Amount(toStops: 10, dayMove: 3)
    for _ in 0..<12 {
      watch.add(TradeRisk(net: -10, entry: stopped, most: stopped), StakeRules())
      detector.add(-1)
    }
    #expect(watch.value == detector.value)
    let open = TradeRisk.Amount(toStops: nil, dayMove: 3)
    watch.add(TradeRisk(net: -15, entry: open, most: open), StakeRules())
    detector.add(-0.5)
    #expect(watch.value == detector.value)
    #expect(watch.trades == 13)
  }

  /// What a watch of before had of each of its bettors, among other things.
  private struct Bettor: Encodable {
    var floor = 0.0
    var clip = 3.0
    var value: Double
  }

  /// A watch as checkpoints of before have it.
  private struct EarlierWatch: Encodable {
    var floorMillionths: Int64 = 0
    var clipMillionths: Int64 = 3_000_000
    var byRisk = Bettor(value: 7.5)
    var byLoss = Bettor(value: 1)
    var hasRisk = true
    var largestLoss = 0.0
    var trades = 12
  }

  @Test("a watch of before goes on from what spoke for a fall then")
  func earlier() throws {
    let before = EarlierWatch()
    let bytes = try StateEncoder.encode(before)
    let watch = try StateDecoder.decode(LadderWatch.self, from: bytes)
    #expect(watch.value == 7.5)
    #expect(watch.trades == 12 && watch.follows(criteria.demotion))
    #expect(try StateDecoder.decode(LadderWatch.self, from: try StateEncoder.encode(watch)) == watch)
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
