import Statistics
import Testing
import TradingCore

/// Whether two numbers agree to so small a part of the second.
func agrees(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite struct PerformanceRatiosTests {
  private let start = Timestamp(nanoseconds: 0)

  @Test func returnsRunFromTheStartBalance() {
    let returns = PerformanceRatios.dailyReturns(startBalance: 1_000, dayEnds: [1_100, 1_045])
    #expect(agrees(returns?[0], 0.1))
    #expect(agrees(returns?[1], -0.05))
    #expect(returns?.count == 2)
  }

  @Test func noReturnsOnceEquityIsGone() {
    #expect(PerformanceRatios.dailyReturns(startBalance: 1_000, dayEnds: [0, 10]) == nil)
    #expect(PerformanceRatios.dailyReturns(startBalance: 1_000, dayEnds: [-5]) == [-1.005])
  }

  /// Returns 3 %, −1 %, 1 %: mean 1 %, squared deviations 4 + 4 + 0 over 2 gives 2 %; ½ · √252.
  @Test func sharpeByHand() {
    let expected = 0.5 * 252.0.squareRoot()
    #expect(agrees(PerformanceRatios.sharpe(dailyReturns: [0.03, -0.01, 0.01]), expected))
  }

  /// Returns 3 %, −2 %, −1 %, 4 %: mean 1 %, downside √((4 + 1) / 4) % over all four days.
  @Test func sortinoByHand() {
    let expected = 1 / 1.25.squareRoot() * 252.0.squareRoot()
    #expect(agrees(PerformanceRatios.sortino(dailyReturns: [0.03, -0.02, -0.01, 0.04]), expected))
  }

  @Test(arguments: [[], [0.01], [0.01, 0.01, 0.01], [0, 0]])
  func sharpeHasNoValueWithoutDeviation(returns: [Double]) {
    #expect(PerformanceRatios.sharpe(dailyReturns: returns) == nil)
  }

  @Test func steadyGrowthHasNoSharpeDespiteRounding() throws {
    let returns = try #require(
      PerformanceRatios.dailyReturns(startBalance: 1_000, dayEnds: [1_010, 1_020.1, 1_030.301]))
    #expect(PerformanceRatios.sharpe(dailyReturns: returns) == nil)
  }

  @Test(arguments: [[], [-0.01], [0.01, 0.02]])
  func sortinoHasNoValueWithoutALosingDay(returns: [Double]) {
    #expect(PerformanceRatios.sortino(dailyReturns: returns) == nil)
  }

  /// 21 % over exactly two years is 10 % a year; over a drawdown of 5 % that is 2.
  @Test func calmarByHand() {
    let last = start.advanced(by: Int64(2 * 365.25 * 86_400) * Timestamp.second)
    let calmar = PerformanceRatios.calmar(
      days: 500, startBalance: 1_000, endEquity: 1_210, first: start, last: last, maximumDrawdown: 0.05)
    #expect(agrees(calmar, 2))
  }

  /// Half a year at +10 % compounds to 21 %.
  @Test func growthOfPartOfAYearIsCompounded() {
    let last = start.advanced(by: Int64(365.25 * 43_200) * Timestamp.second)
    let growth = PerformanceRatios.compoundAnnualGrowth(from: 100, to: 110, first: start, last: last)
    #expect(agrees(growth, 0.21))
  }

  @Test func calmarIsUndefinedWhereItsPartsAre() {
    let later = start.advanced(by: 30 * Timestamp.day)
    func calmar(days: Int = 20, end: Double = 1_100, last: Timestamp, drawdown: Double = 0.1) -> Double? {
      PerformanceRatios.calmar(
        days: days, startBalance: 1_000, endEquity: end, first: start, last: last, maximumDrawdown: drawdown)
    }
    #expect(calmar(last: later) != nil)
    #expect(calmar(days: 1, last: later) == nil)
    #expect(calmar(last: later, drawdown: 0) == nil)
    #expect(calmar(end: -1, last: later) == nil)
    #expect(calmar(last: start) == nil)
    #expect(calmar(end: 1e9, last: start.advanced(by: 1)) == nil)
  }

  @Test func distantInstantsDoNotOverflow() {
    let growth = PerformanceRatios.compoundAnnualGrowth(
      from: 1, to: 2, first: .distantPast, last: .distantFuture)
    #expect((growth ?? -1) > 0)
  }
}
