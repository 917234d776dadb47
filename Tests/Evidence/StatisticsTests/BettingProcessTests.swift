import Statistics
import Testing
import TradingCore

@Suite struct BettingProcessTests {
  @Test func wealthByHand() {
    var process = BettingProcess(stakes: [0.1, 0.4], cap: 10)
    process.add(1)  // 1.1 and 1.4
    #expect(abs(process.value - 1.25) < 1e-15)
    process.add(-1)  // 0.99 and 0.84
    #expect(abs(process.value - 0.915) < 1e-15)
    #expect(abs(process.highest - 1.25) < 1e-15)
    #expect(process.count == 2)
  }

  @Test func resultsAboveTheCapCountAsTheCap() {
    var capped = BettingProcess(stakes: [0.5], cap: 2)
    capped.add(100)
    #expect(capped.value == 2)
  }

  @Test func aNullMeanIsTakenOffEveryResult() {
    var process = BettingProcess(stakes: [0.5], nullMean: 1, cap: 10)
    process.add(1)
    #expect(process.value == 1)
    process.add(2)
    #expect(process.value == 1.5)
  }

  @Test func aLossBeyondTheStakeRuinsForGoodAndTakesBackWhatWasWon() {
    var process = BettingProcess(stakes: [0.25, 0.5], cap: 10)
    process.add(2)  // 1.5 and 2
    #expect(process.highest == 1.75)
    process.add(-3)  // 0.375, and the other is ruined
    #expect(process.value == 0.1875)
    #expect(process.highest == 0.1875)
    process.add(10)
    #expect(process.value == 0.65625)
  }

  @Test(arguments: [-.infinity, Double.nan, -1e308])
  func theWorstRuinsAllButNeverBelowZero(result: Double) {
    var process = BettingProcess(cap: 10)
    process.add(result)
    #expect(process.value == 0)
    process.add(5)
    #expect(process.value == 0)
    #expect(process.highest == 0)
  }

  @Test func aLossOfExactlyTheStakeIsAFairRuin() {
    var process = BettingProcess(stakes: [0.5], cap: 10)
    process.add(2)
    process.add(-2)
    #expect(process.value == 0)
    #expect(process.highest == 2)
  }

  @Test func manyWinsStayFinite() {
    var process = BettingProcess(stakes: [0.5], cap: 10)
    for _ in 0..<1_000 { process.add(10) }
    #expect(process.value.isFinite)
  }

  /// Ville: of fair bettors at most 1 in 20 ever reaches 20, looked at after every result.
  @Test(arguments: [(0.5, 1.0), (0.35, 13.0 / 7.0), (0.7, 3.0 / 7.0)])
  func withoutAnEdgeOneInTwentyReachesTwentyAtMost(chance: Double, payoff: Double) {
    var reached = 0
    for bot in 0..<400 {
      let random = CounterRandom(seed: 7, stream: UInt64(bot))
      var process = BettingProcess(cap: 10)
      for trade in 0..<300 {
        process.add(random.uniform(purpose: 1, ordinal: UInt64(trade)) < chance ? payoff : -1)
      }
      if process.highest >= 20 { reached += 1 }
    }
    // 20 of 400 expected at most, and 33 in one of a thousand repetitions.
    #expect(reached <= 33)
  }
}
