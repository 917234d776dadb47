/// What the rules judge: the figures of one timeframe's window of closed bars.
struct RegimeFigures: Sendable, Hashable {
  var chaos: Double
  var efficiencyRatio: Double
  /// 1 when the window's last price is above its first, −1 below it, 0 at it.
  var direction: Int
  /// The last bar's change in points.
  var change: Double
  /// Whether the last few bars left the range of the window before them; `nil` with too few bars, and where it is no
  /// breakout for other reasons.
  var exit: RangeExit?
}

/// How the last few bars stand to the range of the window before them.
struct RangeExit: Sendable, Hashable {
  /// 1 when the last close is above the range, −1 below it, 0 within.
  var direction: Int
  /// How far beyond the range the last close is, in points; 0 within.
  var distance: Double
  /// The efficiency ratio of the range.
  var efficiencyRatio: Double
  /// The percentile of volatility where the range ended; `nil` when it could not be ranked.
  var volatilityPercentile: Double?
  /// The mean true range of the last few bars over the range's; 0 when nothing moved in the range.
  var rise: Double
}
