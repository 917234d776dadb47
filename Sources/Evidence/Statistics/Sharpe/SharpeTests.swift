import TradingCore

/// How far a Sharpe ratio can be trusted, given how long, how skewed and how fat-tailed its returns are and how
/// many others were tried. All ratios are per period of the returns.
package enum SharpeTests {
  private static let eulerGamma = 0.577_215_664_901_532_9
  private static let inverseE = 0.367_879_441_171_442_3

  /// The probabilistic Sharpe ratio: the probability that the true ratio is above the benchmark.
  ///
  /// Source: Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012,
  /// equation 11.
  ///
  /// - Returns: 0 to 1; `nil` under two returns or for moments that no returns can have.
  package static func probabilistic(_ moments: SharpeMoments, benchmark: Double) -> Double? {
    guard moments.count >= 2, let variance = varianceFactor(moments), benchmark.isFinite else { return nil }
    let distance = (moments.ratio - benchmark) * Double(moments.count - 1).squareRoot()
    return NormalDistribution.cdf(distance / variance.squareRoot())
  }

  /// The number of returns from which the probabilistic Sharpe ratio reaches the confidence, were the moments
  /// to stay as they are; not rounded, 1 for a confidence of a half and less.
  ///
  /// Source: as `probabilistic`, equation 13.
  ///
  /// - Returns: `nil` when the ratio is not above the benchmark, so that no length would do, when the confidence
  ///   is not between 0 and 1, or for moments that no returns can have.
  package static func minimumTrackRecord(
    _ moments: SharpeMoments, benchmark: Double, confidence: Double
  ) -> Double? {
    guard moments.ratio > benchmark, benchmark.isFinite, confidence > 0, confidence < 1,
      let variance = varianceFactor(moments)
    else { return nil }
    let distance =
      max(DeterministicMath.normalQuantile(confidence), 0) / (moments.ratio - benchmark)
    let length = 1 + variance * distance * distance
    return length.isFinite ? length : nil
  }

  /// SR0, the ratio that the best of so many trials without any edge is expected to show, from the variance of
  /// the trials' ratios; 0 for one trial or none.
  ///
  /// √V ((1 − γ) Z⁻¹(1 − 1/N) + γ Z⁻¹(1 − 1/(N e))).
  /// Source: Bailey and López de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40(5),
  /// 2014, equation 1.
  package static func expectedMaximum(trials: Int, variance: Double) -> Double {
    guard trials > 1 else { return 0 }
    let share = 1 / Double(trials)
    // −Z⁻¹(p) for Z⁻¹(1 − p): with many trials 1 − p would round the tail away.
    let first = -DeterministicMath.normalQuantile(share)
    let second = -DeterministicMath.normalQuantile(share * inverseE)
    return variance.squareRoot() * ((1 - eulerGamma) * first + eulerGamma * second)
  }

  /// The deflated Sharpe ratio: the probabilistic one against what the best of so many trials would show by
  /// luck.
  ///
  /// Source: as `expectedMaximum`, equation 2.
  ///
  /// - Returns: 0 to 1; `nil` where `probabilistic` has none, and for a variance below zero or not finite.
  package static func deflated(_ moments: SharpeMoments, trials: Int, variance: Double) -> Double? {
    guard variance >= 0, variance.isFinite else { return nil }
    return probabilistic(moments, benchmark: expectedMaximum(trials: trials, variance: variance))
  }

  /// 1 − γ₃ SR + (γ₄ − 1)/4 SR²: the ratio's variance times the number of returns less one; `nil` unless
  /// positive, as it is for the moments of any returns.
  private static func varianceFactor(_ moments: SharpeMoments) -> Double? {
    let ratio = moments.ratio
    let factor = 1 - moments.skewness * ratio + (moments.kurtosis - 1) / 4 * ratio * ratio
    return factor > 0 && factor.isFinite ? factor : nil
  }
}
