/// What the rules judge: the figures of one timeframe's window of closed bars.
struct RegimeFigures: Sendable, Hashable {
  var chaos: Double
  var efficiencyRatio: Double
  /// 1 when the window's last price is above its first, −1 below it, 0 at it.
  var direction: Int
  /// The last bar's change in points.
  var change: Double
  /// Whether the last few bars left the range of the window before them; `nil` with too few bars.
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

  /// The last `exitBars` of these steps against the ones before.
  init(_ steps: [ClimateStep], exitBars: Int) {
    let rangeBars = steps.count - exitBars
    var level = 0.0
    var path = 0.0
    var usual = 0.0
    var highest = -Double.infinity
    var lowest = Double.infinity
    for index in 0..<rangeBars {
      let step = steps[index]
      level += step.change
      path += step.change.magnitude
      usual += step.trueRange
      highest = max(highest, level + step.above)
      lowest = min(lowest, level - step.below)
    }
    efficiencyRatio = path > 0 ? min(1, level.magnitude / path) : 0
    volatilityPercentile = rangeBars > 0 ? steps[rangeBars - 1].volatilityPercentile : nil
    var late = 0.0
    for index in rangeBars..<steps.count {
      level += steps[index].change
      late += steps[index].trueRange
    }
    direction = level > highest ? 1 : level < lowest ? -1 : 0
    distance = max(level - highest, lowest - level, 0)
    rise = usual > 0 ? late / Double(exitBars) / (usual / Double(rangeBars)) : 0
  }
}
