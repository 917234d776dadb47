import Statistics
import Testing
import TradingCore

/// Whether two numbers agree to so small a part of the second.
func agrees(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
  guard let value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite struct PerformanceRatiosTests {

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

  /// Returns 3 %, −1 %, 1 % and 3 %, −2 %, −1 %, 4 % as above, on the 365 days of a market that never closes.
  @Test func aYearHasTheDaysOfTheMarket() {
    let year = TradingYear([.fxWeek, .always])
    #expect(year == .everyDay && year.days == 365 && year.root == "√365")
    #expect(TradingYear([.fxWeek, .usEquity]).days == 252)
    let root = 365.0.squareRoot()
    #expect(
      agrees(PerformanceRatios.sharpe(dailyReturns: [0.03, -0.01, 0.01], perYear: year.days), 0.5 * root))
    #expect(
      agrees(
        PerformanceRatios.sortino(dailyReturns: [0.03, -0.02, -0.01, 0.04], perYear: year.days),
        1 / 1.25.squareRoot() * root))
  }

  private static let day: Int64 = 86_400_000_000_000

  /// 21 % over two years of 365.25 days is 10 % a year; over a drawdown of 5 % that is 2.
  @Test func calmarByHand() {
    let calmar = PerformanceRatios.calmar(
      days: 504, startBalance: 1_000, endEquity: 1_210, maximumDrawdown: 0.05,
      elapsedNanoseconds: 1_461 * Self.day / 2)
    #expect(agrees(calmar, 2))
  }

  /// Half a year at +10 % compounds to 21 %, whatever the number of trading days in it.
  @Test func growthOfPartOfAYearIsCompounded() {
    let growth = PerformanceRatios.compoundAnnualGrowth(
      from: 100, to: 110, elapsedNanoseconds: 1_461 * Self.day / 8)
    #expect(agrees(growth, 0.21))
  }

  @Test func calmarIsUndefinedWhereItsPartsAre() {
    func calmar(
      days: Int = 20, end: Double = 1_100, drawdown: Double = 0.1, elapsed: Int64 = 28
    ) -> Double? {
      PerformanceRatios.calmar(
        days: days, startBalance: 1_000, endEquity: end, maximumDrawdown: drawdown,
        elapsedNanoseconds: elapsed * Self.day)
    }
    #expect(calmar() != nil)
    #expect(calmar(days: 1) == nil)
    #expect(calmar(drawdown: 0) == nil)
    #expect(calmar(end: -1) == nil)
    #expect(calmar(days: 2, end: 1e9, elapsed: 2) == nil)
    #expect(calmar(elapsed: 0) == nil)
  }
}
