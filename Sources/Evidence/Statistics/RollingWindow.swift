/// Figures over the last so many values, for each place that has as many before it.
package enum RollingWindow {
  /// The Sharpe ratio of each window of daily returns, as `PerformanceRatios.sharpe`; `nil` in places without
  /// deviation. Each window is summed anew, so that rounding doesn't pile up.
  ///
  /// - Returns: one element a window, the first for the returns `0..<days`; empty with fewer returns than days
  ///   or a window under two days.
  /// - Complexity: O(number of returns × days).
  package static func sharpe(
    dailyReturns: [Double], days: Int, perYear periods: Double = PerformanceRatios.tradingDaysPerYear
  ) -> [Double?] {
    guard days >= 2, dailyReturns.count >= days else { return [] }
    return (0...(dailyReturns.count - days)).map { start in
      PerformanceRatios.sharpe(dailyReturns: Array(dailyReturns[start..<(start + days)]), perYear: periods)
    }
  }
}
