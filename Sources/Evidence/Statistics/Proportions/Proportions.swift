import TradingCore

/// Shares of successes among trials.
package enum Proportions {
  /// Wilson's score interval for the true share, without continuity correction.
  ///
  /// Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the
  /// American Statistical Association 22, 1927.
  ///
  /// - Returns: both ends within 0...1; `nil` without trials, for successes outside of 0...trials, or a
  ///   confidence that is not between 0 and 1.
  package static func wilson(
    successes: Int, trials: Int, confidence: Double
  ) -> (lower: Double, upper: Double)? {
    guard trials > 0, (0...trials).contains(successes), confidence > 0, confidence < 1 else { return nil }
    let number = Double(trials)
    let share = Double(successes) / number
    let quantile = -DeterministicMath.normalQuantile((1 - confidence) / 2)
    let square = quantile * quantile
    let center = share + square / (2 * number)
    let half =
      quantile * (share * (1 - share) / number + square / (4 * number * number)).squareRoot()
    let scale = 1 + square / number
    // Without failures or successes one end is exact; rounding would leave it a hair off.
    return (
      successes == 0 ? 0 : max((center - half) / scale, 0),
      successes == trials ? 1 : min((center + half) / scale, 1)
    )
  }
}
