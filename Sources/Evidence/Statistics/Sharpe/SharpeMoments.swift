/// What the tests of a Sharpe ratio need to know of returns: population moments, per period.
package struct SharpeMoments: Sendable, Hashable {
  /// Mean over population standard deviation, per period of the returns, never brought to a year.
  package var ratio: Double
  /// The third standardized moment; 0 for a normal distribution.
  package var skewness: Double
  /// The fourth standardized moment, not in excess; 3 for a normal distribution.
  package var kurtosis: Double
  /// Returns counted.
  package var count: Int

  /// Moments known from elsewhere.
  package init(ratio: Double, skewness: Double, kurtosis: Double, count: Int) {
    self.ratio = ratio
    self.skewness = skewness
    self.kurtosis = kurtosis
    self.count = count
  }

  /// The moments of returns, in two passes; `nil` under two returns, without deviation beyond rounding, or
  /// when a value is not finite.
  ///
  /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.11 (Fisher–Pearson, divisor n).
  package init?(returns: [Double]) {
    guard returns.count >= 2, returns.allSatisfy(\.isFinite), let mean = Moments.mean(returns) else {
      return nil
    }
    var (squares, cubes, fourths) = (0.0, 0.0, 0.0)
    var largest = 1.0
    for value in returns {
      let distance = value - mean
      let square = distance * distance
      squares += square
      cubes += square * distance
      fourths += square * square
      largest = max(largest, abs(value))
    }
    let number = Double(returns.count)
    let variance = squares / number
    let deviation = variance.squareRoot()
    // A return `e1 / e0 − 1` is good to some 2e-16 only: less deviation than that is rounding, not risk.
    guard deviation > 4 * Double.ulpOfOne * largest else { return nil }
    let (ratio, skewness) = (mean / deviation, cubes / number / (variance * deviation))
    let kurtosis = fourths / number / (variance * variance)
    guard ratio.isFinite, skewness.isFinite, kurtosis.isFinite else { return nil }
    self.init(ratio: ratio, skewness: skewness, kurtosis: kurtosis, count: returns.count)
  }
}
