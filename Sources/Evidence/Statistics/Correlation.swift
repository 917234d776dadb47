/// How two series move together.
package enum Correlation {
  /// Pearson's correlation coefficient of pairs, within −1...1.
  ///
  /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.3.26 (linear correlation).
  ///
  /// - Returns: `nil` under three pairs, for series of different lengths, or when one doesn't vary.
  package static func pearson(_ left: [Double], _ right: [Double]) -> Double? {
    guard left.count == right.count, left.count >= 3, let leftMean = Moments.mean(left),
      let rightMean = Moments.mean(right)
    else { return nil }
    var (leftSquares, rightSquares, products) = (0.0, 0.0, 0.0)
    for (one, other) in zip(left, right) {
      leftSquares += (one - leftMean) * (one - leftMean)
      rightSquares += (other - rightMean) * (other - rightMean)
      products += (one - leftMean) * (other - rightMean)
    }
    let scale = (leftSquares * rightSquares).squareRoot()
    guard scale > 1e-150, scale.isFinite else { return nil }
    return min(max(products / scale, -1), 1)
  }
}
