import Promotion
import Testing

@Suite struct PromotionStudyTests {
  /// Of fair coins, the share that shows more than 55 % wins at 50 trades: binomial, exactly.
  @Test func luckAloneShowsTheWinRateInAQuarterOfBots() {
    var chance = 1.0
    var sum = 0.0
    for wins in 0...50 {
      if Double(wins) / 50 > 0.55 { sum += chance }
      chance *= Double(50 - wins) / Double(wins + 1)
    }
    let share = sum / Double(1 << 50)
    #expect(abs(share - 0.24) < 0.005)
  }

  /// The same looked at after every trade from 50 to 200, by the exact chances of a walk; with the profit factor,
  /// which for a fair coin is wins over losses, it is less.
  @Test(arguments: [(0.0, 0.438), (1.5, 0.1357)])
  func lookedAtAfterEveryTradeItIsNearlyHalf(profitFactor: Double, expected: Double) {
    var alive = [Double](repeating: 0, count: 202)
    alive[0] = 1
    var passed = 0.0
    for trade in 1...200 {
      for wins in stride(from: trade, through: 1, by: -1) {
        alive[wins] = (alive[wins] + alive[wins - 1]) / 2
      }
      alive[0] /= 2
      guard trade >= 50 else { continue }
      for wins in 0...trade
      where Double(wins) / Double(trade) > 0.55 && Double(wins) > profitFactor * Double(trade - wins) {
        passed += alive[wins]
        alive[wins] = 0
      }
    }
    #expect(abs(passed - expected) < 0.0001)
  }

  private let scenarios = [
    StudyScenario(name: "fair", winRate: 0.5, payoff: 1),
    StudyScenario(name: "good", winRate: 0.7, payoff: 1),
    StudyScenario(name: "never", winRate: 0, payoff: 1), StudyScenario(name: "always", winRate: 1, payoff: 1),
  ]

  private func study(_ preset: GateCriteria.Preset, days: Int = 70, seed: UInt64 = 1) -> PromotionStudy {
    var criteria = GateCriteria(preset)
    criteria.statistics.resamples = 100
    return PromotionStudy(criteria: criteria, scenarios: scenarios, bots: 40, days: days, seed: seed)
  }

  @Test func partsAddUpToTheWholeInAnyOrder() {
    let study = study(.plain)
    var parts = study.run(scenario: 1, bots: 25..<40)
    parts.merge(study.run(scenario: 1, bots: 0..<25))
    #expect(parts == study.run(scenario: 1, bots: 0..<40))
    #expect(parts.bots == 40)
  }

  @Test func anotherSeedIsAnotherStudy() {
    let first = study(.plain).run(scenario: 0, bots: 0..<40)
    #expect(first == study(.plain).run(scenario: 0, bots: 0..<40))
    #expect(first != study(.plain, seed: 2).run(scenario: 0, bots: 0..<40))
  }

  @Test func skillIsPromotedMoreOftenThanLuck() {
    let study = study(.standard)
    let (fair, good) = (study.run(scenario: 0, bots: 0..<40), study.run(scenario: 1, bots: 0..<40))
    #expect(good.live > 20)
    #expect(fair.live <= 2)
    #expect(good.demo >= good.live && fair.demo >= fair.live)
  }

  @Test func whoeverOnlyLosesOrOnlyWinsIsNotPromoted() {
    // Without a loss the profit factor has no value, and what can't be told does not pass.
    #expect(study(.plain).run(scenario: 2, bots: 0..<3).demo == 0)
    #expect(study(.plain).run(scenario: 3, bots: 0..<3).demo == 0)
  }

  @Test func noneIsPromotedBeforeFourteenDays() {
    let counts = study(.plain).run(scenario: 1, bots: 0..<40)
    #expect(counts.demoDays.prefix(14).allSatisfy { $0 == 0 })
    #expect(counts.liveDays.prefix(28).allSatisfy { $0 == 0 })
    #expect(study(.plain, days: 14).run(scenario: 1, bots: 0..<40).demo == 0)
  }

  @Test func quantilesAreDaysByWhichSoManyHadBeenPromoted() {
    #expect(StudyCounts.quantile(of: [0, 2, 1, 1], at: 0.5) == 2)
    #expect(StudyCounts.quantile(of: [0, 2, 1, 1], at: 0.75) == 3)
    #expect(StudyCounts.quantile(of: [0, 2, 1, 1], at: 1) == 4)
    #expect(StudyCounts.quantile(of: [0, 0], at: 0.5) == nil)
  }

  @Test func sharesHaveWilsonIntervals() throws {
    let counts = study(.plain).run(scenario: 2, bots: 0..<20)
    let share = try #require(counts.share(counts.live))
    #expect(share.value == 0)
    #expect(abs(share.interval.upper - 0.1611) < 5e-5)
  }
}
