public import TradingCore

/// The highest high and the lowest low of the last n bars.
///
/// Warm-up: n bars. Source: R. Donchian's four-week rule, as in C. Faith, Way of the Turtle, 2007.
public struct DonchianChannel: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case length = "length"
    case highs = "highs"
    case lows = "lows"
    case next = "next"
  }

  private let length: Int
  private var highs: [Int64] = []
  private var lows: [Int64] = []
  private var next = 0

  /// A channel over `length` bars, at least 1.
  public init(length: Int) { self.length = max(length, 1) }

  /// The two bounds; `nil` before n bars.
  ///
  /// - Complexity: O(n).
  public var bounds: (low: Price, high: Price)? {
    guard highs.count == length, let high = highs.max(), let low = lows.min() else { return nil }
    return (Price(points: low), Price(points: high))
  }

  /// Takes the next bar; the oldest of more than n is forgotten.
  public mutating func add(_ bar: Bar) {
    if highs.count < length {
      highs.append(bar.high.points)
      lows.append(bar.low.points)
    } else {
      highs[next] = bar.high.points
      lows[next] = bar.low.points
      next = (next + 1) % length
    }
  }
}
