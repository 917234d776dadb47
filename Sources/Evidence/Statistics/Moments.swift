/// Mean, deviation and quantiles of plain numbers, summed in the order given.
package enum Moments {
  /// The arithmetic mean, or `nil` of nothing.
  package static func mean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  /// The sample variance (divisor n − 1), or `nil` under two values. Two passes, for accuracy.
  ///
  /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.6.
  package static func sampleVariance(_ values: [Double]) -> Double? {
    guard values.count >= 2, let mean = mean(values) else { return nil }
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The root of the sample variance.
  package static func sampleDeviation(_ values: [Double]) -> Double? {
    sampleVariance(values)?.squareRoot()
  }

  /// The quantile at a probability of 0 to 1, between order statistics by straight line.
  ///
  /// Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996,
  /// definition 7 (the default of R and NumPy).
  ///
  /// - Returns: `nil` of nothing, or for a probability outside of 0...1.
  /// - Complexity: O(n log n); sort once and use `quantile(ofSorted:at:)` for several.
  package static func quantile(_ values: [Double], at probability: Double) -> Double? {
    quantile(ofSorted: values.sorted(), at: probability)
  }

  /// The quantile of values that are already in ascending order.
  ///
  /// - Returns: as `quantile(_:at:)`.
  package static func quantile(ofSorted sorted: [Double], at probability: Double) -> Double? {
    guard let last = sorted.indices.last, (0...1).contains(probability) else { return nil }
    let place = probability * Double(last)
    let lower = Int(place)
    let upper = min(lower + 1, last)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }
}
