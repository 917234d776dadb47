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

  @Test func kindsWithoutAnEdgeHaveNone() {
    for kind in StudyScenario.withoutEdge + StudyScenario.rareLosses + StudyScenario.many
      + StudyScenario.ended
    {
      #expect(abs(kind.expectancy) < 1e-12, "\(kind.name)")
      for outcomes in [kind.outcomes, kind.later ?? []] where !outcomes.isEmpty {
        #expect(abs(outcomes.reduce(0) { $0 + $1.chance } - 1) < 1e-12, "\(kind.name)")
      }
    }
  }

  private func kind(_ name: String, bots: Int, days: Int = 100) throws -> StudyCounts {
    let kind = try #require(StudyScenario.standard.first { $0.name == name })
    var criteria = GateCriteria()
    criteria.statistics.resamples = 100
    let study = PromotionStudy(criteria: criteria, scenarios: [kind], bots: bots, days: days)
    return study.run(scenario: 0, bots: 0..<bots)
  }

  @Test(
    "who wins small and loses hugely comes to DEMO by luck, and no further",
    arguments: [
      "no edge, rare losses, no stops", "no edge, hidden losses, no stops", "no edge, adds to losers",
      "no edge, widens stops", "no edge, rare stops",
    ])
  func rareLosses(name: String) throws {
    let counts = try kind(name, bots: 60)
    #expect(counts.demo > 3)
    #expect(counts.live == 0)
  }

  @Test func anEdgeThatEndsOnDemoDoesNotReachLive() throws {
    let counts = try kind("0.4 R that end on demo", bots: 60)
    #expect(counts.demo > 50)
    #expect(counts.live <= 1)
  }

  @Test func theBestOfAHundredWithoutAnEdgeReachesDemoAndNotLive() throws {
    let counts = try kind("no edge, best of 100", bots: 6)
    #expect(counts.demo >= 4)
    #expect(counts.live == 0)
    #expect(counts.demoDays.firstIndex { $0 > 0 } == StudyScenario.choiceDay)
  }

  @Test func botsOfOneHomeThatFareAlikeCountAsFewer() throws {
    let counts = try kind("no edge, 100 that go together", bots: 200)
    #expect(counts.homes == 2 && counts.bots == 200)
    let share = try #require(counts.liveShare())
    #expect(share.interval.upper - share.interval.lower > 0)
    let alone = try #require(counts.share(counts.live))
    #expect(share.value == alone.value)
    #expect(share.interval.upper >= alone.interval.upper)
  }
}

@Suite struct DegradationStudyTests {
  private func run(_ before: Double, _ after: Double) -> DegradationStudy.Counts {
    DegradationStudy(rules: GateCriteria().demotion, bots: 200, seed: 1).run(
      .init(before: before, after: after), number: 0)
  }

  @Test func aFallIsSeenTheSoonerTheFartherItIs() throws {
    let (far, near) = (run(0.4, -0.4), run(0.4, -0.2))
    let farTrades = try #require(
      DegradationStudy.Counts.median(far.stepTrades, of: far.bots - far.steppedEarly))
    let nearTrades = try #require(
      DegradationStudy.Counts.median(near.stepTrades, of: near.bots - near.steppedEarly))
    #expect(farTrades < nearTrades)
    #expect(far.steppedEarly < 10 && far.demotedEarly == 0)
  }

  @Test func theSeriesThatDiffersInItsEdgeAloneWinsOrLosesOneR() {
    #expect(
      StudyScenario.standard.filter(\.isEvenBet).map(\.name)
        == ["no edge, even pay-off", "edge 0.1 R", "edge 0.2 R", "edge 0.3 R", "edge 0.4 R"])
  }

  @Test func mediansAreOverThoseThatAreLeft() {
    #expect(DegradationStudy.Counts.median([5, 1, 3], of: 4) == 3)
    #expect(DegradationStudy.Counts.median([5, 1], of: 5) == nil)
    #expect(DegradationStudy.Counts.median([], of: 0) == nil)
  }
}
