import TradingCore

/// Risk-adjusted ratios over daily returns, with a risk-free rate of zero.
package enum PerformanceRatios {
  /// Trading days in a year of a market that closes at weekends, for bringing daily ratios to a year. The ratios of
  /// trials in the journal are over this year, whatever was traded.
  package static let tradingDaysPerYear = 252.0

  /// A deviation at or below this is the rounding of equal returns, not risk: a return `e1 / e0 − 1` is only
  /// good to some 2e-16.
  private static let noiseFloor = 4 * Double.ulpOfOne

  /// Day-on-day returns, the first from the start balance to the end of the first day; `dayEnds` is the equity
  /// at the end of each day that had ticks, in order.
  ///
  /// - Returns: one return a day; `nil` when equity was zero or less before the last day, where a return has no
  ///   meaning, or when a value is not finite.
  package static func dailyReturns(startBalance: Double, dayEnds: [Double]) -> [Double]? {
    var previous = startBalance
    var returns: [Double] = []
    returns.reserveCapacity(dayEnds.count)
    for equity in dayEnds {
      guard previous > 0, equity.isFinite else { return nil }
      returns.append(equity / previous - 1)
      previous = equity
    }
    return returns
  }

  /// Mean over sample standard deviation, times the root of the periods in a year.
  ///
  /// Source: Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21(1), 1994.
  ///
  /// - Returns: `nil` under two days or without deviation.
  package static func sharpe(
    dailyReturns: [Double], perYear periods: Double = tradingDaysPerYear
  ) -> Double? {
    guard let mean = Moments.mean(dailyReturns), let deviation = Moments.sampleDeviation(dailyReturns),
      deviation > noiseFloor
    else { return nil }
    return mean / deviation * periods.squareRoot()
  }

  /// Mean over the root mean square of the negative returns, taken over all days, times the root of the periods in a
  /// year.
  ///
  /// Source: Sortino and Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing
  /// 3(3), 1994, with a target of zero.
  ///
  /// - Returns: `nil` under two days or without a negative return.
  package static func sortino(
    dailyReturns: [Double], perYear periods: Double = tradingDaysPerYear
  ) -> Double? {
    guard dailyReturns.count >= 2, let mean = Moments.mean(dailyReturns) else { return nil }
    let squares = dailyReturns.reduce(0) { $1 < 0 ? $0 + $1 * $1 : $0 }
    let downside = (squares / Double(dailyReturns.count)).squareRoot()
    guard downside > noiseFloor else { return nil }
    return mean / downside * periods.squareRoot()
  }

  /// The yearly growth that, compounded over the time that passed in years of 365.25 days, leads from the first amount
  /// to the last.
  ///
  /// - Returns: `nil` without time, when an amount is zero or less, or the result is too large for a number.
  package static func compoundAnnualGrowth(
    from start: Double, to end: Double, elapsedNanoseconds: Int64
  ) -> Double? {
    guard start > 0, end > 0, elapsedNanoseconds > 0 else { return nil }
    let growth = DeterministicMath.exp(
      DeterministicMath.log(end / start) * (TradingYear.calendarNanoseconds / Double(elapsedNanoseconds)))
    return growth.isFinite ? growth - 1 : nil
  }

  /// Compound annual growth over the maximum drawdown, the latter as a positive fraction of equity's peak.
  ///
  /// Source: Young, "Calmar Ratio: A Smoother Tool", Futures 20(1), 1991, over the whole period rather than
  /// its last three years.
  ///
  /// - Returns: `nil` under two trading days, without a drawdown, or where growth is undefined.
  package static func calmar(
    days: Int, startBalance: Double, endEquity: Double, maximumDrawdown: Double, elapsedNanoseconds: Int64
  ) -> Double? {
    guard days >= 2, maximumDrawdown > 0,
      let growth = compoundAnnualGrowth(
        from: startBalance, to: endEquity, elapsedNanoseconds: elapsedNanoseconds)
    else { return nil }
    let ratio = growth / maximumDrawdown
    return ratio.isFinite ? ratio : nil
  }
}
