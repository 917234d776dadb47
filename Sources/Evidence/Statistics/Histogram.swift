/// Counts of values in bins of equal width.
package struct Histogram: Sendable, Hashable {
  /// The lower edge of the first bin.
  package let lowerEdge: Double
  /// The width of each bin, positive.
  package let binWidth: Double
  /// Values per bin, from the lowest; each bin is `[lower, upper)`, the last one takes its upper edge too.
  package let counts: [Int]

  /// Counts values in bins of the given width, with zero on an edge, as many bins as the values need.
  ///
  /// - Returns: `nil` when there is no finite value, the width is not positive, or over `maximumBins` bins
  ///   would be needed. Values that are not finite are left out.
  package init?(of values: [Double], binWidth: Double, maximumBins: Int = 10_000) {
    let finite = values.filter(\.isFinite)
    guard let lowest = finite.min(), let highest = finite.max(), binWidth > 0, binWidth.isFinite else {
      return nil
    }
    let first = (lowest / binWidth).rounded(.down)
    let last = max((highest / binWidth).rounded(.up), first + 1)
    guard last - first <= Double(maximumBins) else { return nil }
    let bins = Int(last - first)
    var counts = [Int](repeating: 0, count: bins)
    for value in finite {
      counts[min(max(Int((value / binWidth).rounded(.down) - first), 0), bins - 1)] += 1
    }
    lowerEdge = first * binWidth
    self.binWidth = binWidth
    self.counts = counts
  }

  /// The edges of a bin.
  package func edges(of bin: Int) -> (lower: Double, upper: Double) {
    (lowerEdge + Double(bin) * binWidth, lowerEdge + Double(bin + 1) * binWidth)
  }
}
