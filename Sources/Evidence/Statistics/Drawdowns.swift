/// Falls below the peak, on values at the ends of days; the first peak is the start value.
package enum Drawdowns {
  /// A stretch of days under a peak.
  package struct Stretch: Sendable, Hashable {
    /// The day of the peak: its place among the values, −1 for the start value.
    package let peak: Int
    /// The day that ends it: the first back at the peak or above, or the last of all.
    package let end: Int
    /// Whether the peak was reached again.
    package let isRecovered: Bool
    /// Days from the peak to the end.
    package var days: Int { end - peak }
  }

  /// The root mean square of the falls below the peak, as ratios.
  ///
  /// Source: Martin and McCann, "The Investor's Guide to Fidelity Funds", 1989, on daily values.
  ///
  /// - Returns: `nil` without values, or when a peak is zero or less.
  package static func ulcerIndex(start: Double, values: [Double]) -> Double? {
    guard !values.isEmpty, start > 0 else { return nil }
    var peak = start
    var squares = 0.0
    for value in values {
      peak = max(peak, value)
      let fall = (peak - value) / peak
      squares += fall * fall
    }
    return (squares / Double(values.count)).squareRoot()
  }

  /// The largest fall below the peak, as a ratio to it.
  ///
  /// - Returns: `nil` without values, or when the start is zero or less.
  package static func deepest(start: Double, values: [Double]) -> Double? {
    guard !values.isEmpty, start > 0 else { return nil }
    var (peak, deepest) = (start, 0.0)
    for value in values {
      peak = max(peak, value)
      deepest = max(deepest, (peak - value) / peak)
    }
    return deepest
  }

  /// The longest stretch under a peak, the earliest of equals.
  ///
  /// - Returns: `nil` when no value is under its peak.
  package static func longest(start: Double, values: [Double]) -> Stretch? {
    var longest: Stretch?
    var (peakValue, peakDay) = (start, -1)
    var isUnder = false
    func note(_ end: Int, isRecovered: Bool) {
      let stretch = Stretch(peak: peakDay, end: end, isRecovered: isRecovered)
      if stretch.days > longest?.days ?? 0 { longest = stretch }
    }
    for (day, value) in values.enumerated() {
      if value >= peakValue {
        if isUnder { note(day, isRecovered: true) }
        (peakValue, peakDay, isUnder) = (value, day, false)
      } else {
        isUnder = true
      }
    }
    if isUnder { note(values.count - 1, isRecovered: false) }
    return longest
  }
}
