public import TradingCore

/// Average true range by Wilder's smoothing: the mean of the first n true ranges, then
/// `atr = (atr × (n − 1) + range) / n`, in points.
///
/// True range: the largest of high − low, |high − previous close| and |low − previous close|; high − low for
/// the first bar. Warm-up: n bars. Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
public struct AverageTrueRange: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case previousClose = "previousClose"
    case average = "average"
  }

  private var previousClose: Int64?
  private var average: WilderAverage

  /// An average over `length` bars, at least 1.
  public init(length: Int) { average = WilderAverage(length: length) }

  /// The average in points; `nil` before n bars.
  public var value: Double? { average.value }

  /// Takes the next bar.
  public mutating func add(_ bar: Bar) {
    var range = bar.high.points - bar.low.points
    if let close = previousClose {
      range = max(range, abs(bar.high.points - close), abs(bar.low.points - close))
    }
    previousClose = bar.close.points
    average.add(Double(range))
  }
}
