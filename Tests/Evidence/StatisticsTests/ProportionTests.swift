import Statistics
import Testing
import TradingCore

/// Intervals and e-values of rates of success; expectations from mpmath.
struct ProportionTests {
  @Test(
    "Wilson's interval: 81 of 263, none of 20, all of 20, 30 of 50 at 99 %",
    arguments: [
      (81, 263, 0.95, 0.2552885198782742, 0.36620957698280004), (0, 20, 0.95, 0, 0.16112515805281938),
      (20, 20, 0.95, 0.8388748419471806, 1), (30, 50, 0.99, 0.4201962780197503, 0.7563733036367242),
    ])
  func wilson(_ successes: Int, _ trials: Int, _ confidence: Double, _ lower: Double, _ upper: Double) throws
  {
    let interval = try #require(
      Proportions.wilson(successes: successes, trials: trials, confidence: confidence))
    #expect(agrees(interval.lower, lower, within: 1e-14))
    #expect(agrees(interval.upper, upper, within: 1e-14))
  }

  @Test("the interval holds the share, lies in 0...1, and mirrors when successes and failures swap")
  func wilsonProperties() throws {
    for trials in 1...40 {
      for successes in 0...trials {
        let interval = try #require(
          Proportions.wilson(successes: successes, trials: trials, confidence: 0.95))
        let share = Double(successes) / Double(trials)
        #expect(0 <= interval.lower && interval.lower <= share)
        #expect(share <= interval.upper && interval.upper <= 1)
        let other = try #require(
          Proportions.wilson(successes: trials - successes, trials: trials, confidence: 0.95))
        #expect(abs(interval.lower + other.upper - 1) < 1e-14)
      }
    }
  }

  @Test("no interval without trials, with more successes than trials, or at certainty")
  func noInterval() {
    #expect(Proportions.wilson(successes: 0, trials: 0, confidence: 0.95) == nil)
    #expect(Proportions.wilson(successes: 3, trials: 2, confidence: 0.95) == nil)
    #expect(Proportions.wilson(successes: -1, trials: 2, confidence: 0.95) == nil)
    #expect(Proportions.wilson(successes: 1, trials: 2, confidence: 1) == nil)
    #expect(Proportions.wilson(successes: 1, trials: 2, confidence: .nan) == nil)
  }

  @Test(
    "the e-value: 9.808 of 35 wins in 50 against even chances",
    arguments: [
      (35, 50, 0.5, 2.2832134310278915, 9.80814762949927), (0, 0, 0.5, 0, 1),
      (5, 5, 0.3, 4.228104552401625, 68.58710562414268),
      (60, 100, 0.55, -1.5951550399276724, 0.2028770720175295),
      (600, 1000, 0.5, 16.886280655084725, 21558498.42156962),
      (5100, 10_000, 0.5, -2.379520500344501, 0.09259496612168717),
    ])
  func eValue(_ successes: Int, _ trials: Int, _ rate: Double, _ logarithm: Double, _ value: Double) {
    let found = BinomialTest.logEValue(successes: successes, trials: trials, nullRate: rate)
    #expect(agrees(found, logarithm, within: 1e-11))
    #expect(
      abs(BinomialTest.eValue(successes: successes, trials: trials, nullRate: rate) / value - 1) < 1e-10)
  }

  @Test("a fair bet: whatever the record so far, the next trial leaves the e-value as it is on average")
  func martingale() {
    for rate in [0.2, 0.5, 0.55] {
      for trials in 0...30 {
        for won in 0...trials {
          let now = BinomialTest.eValue(successes: won, trials: trials, nullRate: rate)
          let win = BinomialTest.eValue(successes: won + 1, trials: trials + 1, nullRate: rate)
          let loss = BinomialTest.eValue(successes: won, trials: trials + 1, nullRate: rate)
          #expect(abs((rate * win + (1 - rate) * loss) / now - 1) < 1e-12)
        }
      }
    }
  }

  @Test("no e-value for impossible records or null rates; one too large for a number is infinite")
  func eValueEdges() {
    #expect(BinomialTest.eValue(successes: 3, trials: 2, nullRate: 0.5).isNaN)
    #expect(BinomialTest.eValue(successes: -1, trials: 2, nullRate: 0.5).isNaN)
    #expect(BinomialTest.eValue(successes: 1, trials: 2, nullRate: 0).isNaN)
    #expect(BinomialTest.eValue(successes: 1, trials: 2, nullRate: 1).isNaN)
    #expect(BinomialTest.eValue(successes: 5_000, trials: 5_000, nullRate: 0.5) == .infinity)
    #expect(BinomialTest.logEValue(successes: 5_000, trials: 5_000, nullRate: 0.5).isFinite)
  }
}

/// The known answers that older figures give, too.
struct KnownFigureTests {
  @Test("ten R multiples: expectancy 0.5, system quality 1.0113")
  func multiples() {
    let multiples = [2, -1, 1.5, -1, -1, 3, -0.5, 1, -1, 2]
    #expect(Moments.mean(multiples) == 0.5)
    #expect(agrees(TradeRatios.systemQuality(multiples), 1.0112997936948631))
  }

  @Test("the ulcer index of eight values: 0.062675")
  func ulcer() throws {
    let values = [100.0, 110, 105, 95, 100, 120, 114, 126]
    let index = try #require(Drawdowns.ulcerIndex(start: 100, values: values))
    #expect(abs(index - 0.062675) < 5e-7)
    #expect(agrees(Drawdowns.deepest(start: 100, values: values), 15.0 / 110))
    #expect(Drawdowns.deepest(start: 100, values: [100, 120]) == 0)
    #expect(Drawdowns.deepest(start: 0, values: [1]) == nil)
  }
}
