import TradingCore

/// What is kept of a closed bar, in points: no price, but how it moved, so that a pause's change can be left out.
struct ClimateStep: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case change = "change"
    case above = "above"
    case below = "below"
    case trueRange = "true_range"
    case volatilityPercentile = "volatility_percentile"
  }

  /// One past the largest price that is reckoned with, so that no sum of a window overflows: what is beyond stands at it.
  private static let limit = Price.magnitudeLimit
  /// The largest distance of two prices.
  private static let longest = 2 * Price.magnitudeLimit

  /// From the close before to this close; from this open after a pause.
  var change: Int64 = 0
  /// From the close up to the high.
  var above: Int64 = 0
  /// From the low up to the close.
  var below: Int64 = 0
  /// From the lowest to the highest price, the close before among them but after a pause (Wilder's true range).
  var trueRange: Int64 = 0
  /// V as of this bar; `nil` while it could not be ranked.
  var volatilityPercentile: Double?

  /// A step on the spot.
  init() {}

  /// The step to a bar from the one before, `nil` after a pause and for the first.
  init(_ bar: Bar, after previous: Price?) {
    let close = Self.bounded(bar.close)
    let high = Self.bounded(bar.high)
    let low = Self.bounded(bar.low)
    let from = Self.bounded(previous ?? bar.open)
    change = close &- from
    above = high &- close
    below = close &- low
    trueRange = max(high, from) &- min(low, from)
  }

  private static func bounded(_ price: Price) -> Int64 { min(max(price.points, -limit), limit) }

  /// Whether prices make such a step.
  var isSound: Bool {
    let lengths = 0...Self.longest
    return (-Self.longest...Self.longest).contains(change) && lengths.contains(above)
      && lengths.contains(below)
      && lengths.contains(trueRange) && (volatilityPercentile.map { (0...1).contains($0) } ?? true)
  }
}
