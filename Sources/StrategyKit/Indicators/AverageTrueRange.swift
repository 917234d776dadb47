import TradingCore

/// Average true range by Wilder's smoothing: the mean of the first n true ranges, then
/// `atr = (atr × (n − 1) + range) / n`, in points.
///
/// True range: the largest of high − low, |high − previous close| and |low − previous close|; high − low for
/// the first bar. Warm-up: n bars. Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
public struct AverageTrueRange: Sendable, Hashable, Codable {
  private let length: Int
  private var previousClose: Int64?
  private var count = 0
  private var sum = 0.0
  private var average = 0.0

  /// An average over `length` bars, at least 1.
  public init(length: Int) { self.length = max(length, 1) }

  /// The average in points; `nil` before n bars.
  public var value: Double? { count >= length ? average : nil }

  /// Takes the next bar.
  public mutating func add(_ bar: Bar) {
    var range = bar.high.points - bar.low.points
    if let close = previousClose {
      range = max(range, abs(bar.high.points - close), abs(bar.low.points - close))
    }
    previousClose = bar.close.points
    count += 1
    if count <= length {
      sum += Double(range)
      average = sum / Double(count)
    } else {
      average = (average * Double(length - 1) + Double(range)) / Double(length)
    }
  }
}
