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

  /// From the close before to this close; from this open after a pause.
  var change: Double
  /// From the close up to the high.
  var above: Double
  /// From the low up to the close.
  var below: Double
  /// From the lowest to the highest price, the close before among them but after a pause (Wilder's true range).
  var trueRange: Double
  /// V as of this bar; `nil` while it could not be ranked.
  var volatilityPercentile: Double?

  /// The step to a bar from the one before, `nil` after a pause and for the first.
  init(_ bar: Bar, after previous: Bar?) {
    // In Double, where the difference of two prices is exact and that of any two numbers no trap.
    let close = Double(bar.close.points)
    let high = Double(bar.high.points)
    let low = Double(bar.low.points)
    let from = Double((previous?.close ?? bar.open).points)
    change = close - from
    above = high - close
    below = close - low
    trueRange = max(high, from) - min(low, from)
  }
}
