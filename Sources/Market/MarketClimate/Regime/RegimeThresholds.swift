/// Where one regime ends and another begins; `docs/regime.md` says how the defaults were found.
///
/// A regime is entered at one threshold and left at another, so that a figure that trembles about one of them does not
/// make the regime tremble. All are ratios, from 0 to 1, but those that say otherwise.
package struct RegimeThresholds: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case chaosEnter = "chaos_enter"
    case chaosLeave = "chaos_leave"
    case trendEfficiencyEnter = "trend_efficiency_enter"
    case trendEfficiencyLeave = "trend_efficiency_leave"
    case trendChaosEnter = "trend_chaos_enter"
    case trendChaosLeave = "trend_chaos_leave"
    case rangeEfficiencyEnter = "range_efficiency_enter"
    case rangeEfficiencyLeave = "range_efficiency_leave"
    case rangeChaosEnter = "range_chaos_enter"
    case rangeChaosLeave = "range_chaos_leave"
    case breakoutQuiet = "breakout_quiet"
    case breakoutEfficiency = "breakout_efficiency"
    case breakoutRise = "breakout_rise"
    case breakoutBars = "breakout_bars"
    case dwellBars = "dwell_bars"
    case staleBars = "stale_bars"
  }

  /// HIGH_CHAOS at this chaos or more, at once.
  package var chaosEnter = 0.80
  /// HIGH_CHAOS is over at this chaos or less.
  package var chaosLeave = 0.72
  /// TREND_STABLE from this efficiency ratio on.
  package var trendEfficiencyEnter = 0.40
  /// TREND_STABLE is over below this efficiency ratio, or when the market goes the other way.
  package var trendEfficiencyLeave = 0.25
  /// TREND_STABLE up to this chaos.
  package var trendChaosEnter = 0.72
  /// TREND_STABLE is over above this chaos.
  package var trendChaosLeave = 0.78
  /// RANGE_STABLE up to this efficiency ratio.
  package var rangeEfficiencyEnter = 0.25
  /// RANGE_STABLE is over above this efficiency ratio.
  package var rangeEfficiencyLeave = 0.35
  /// RANGE_STABLE up to this chaos.
  package var rangeChaosEnter = 0.70
  /// RANGE_STABLE is over above this chaos.
  package var rangeChaosLeave = 0.76
  /// BREAKOUT_PRIME out of a range whose volatility was at most at this percentile.
  package var breakoutQuiet = 0.60
  /// BREAKOUT_PRIME out of a range whose efficiency ratio was at most this.
  package var breakoutEfficiency = 0.35
  /// BREAKOUT_PRIME when the last bars' true range is so many times the range's, 1 or more.
  package var breakoutRise = 1.5
  /// Bars after which a breakout is none any more, at least 1.
  package var breakoutBars = 8
  /// Bars that a regime lasts at least, unless HIGH_CHAOS or silence ends it, at least 1.
  package var dwellBars = 3
  /// Bar lengths without a closed bar after which a reading is stale, at least 1.
  package var staleBars = 5

  /// The defaults.
  package init() {}

  /// Checks that they fit together.
  ///
  /// - Throws: `RegimeThresholdFault`, the first in the order in which they stand.
  package func check() throws(RegimeThresholdFault) {
    for (field, value) in ratios where !(0...1).contains(value) {
      throw RegimeThresholdFault(
        field: field.rawValue, expected: "a ratio from 0 to 1", value: "\(value)")
    }
    try order(.chaosLeave, chaosLeave, .chaosEnter, chaosEnter)
    try order(
      .trendEfficiencyLeave, trendEfficiencyLeave, .trendEfficiencyEnter, trendEfficiencyEnter)
    try order(.trendChaosEnter, trendChaosEnter, .trendChaosLeave, trendChaosLeave)
    try order(.trendChaosLeave, trendChaosLeave, .chaosEnter, chaosEnter)
    try order(
      .rangeEfficiencyEnter, rangeEfficiencyEnter, .rangeEfficiencyLeave, rangeEfficiencyLeave)
    try order(.rangeEfficiencyLeave, rangeEfficiencyLeave, .trendEfficiencyEnter, trendEfficiencyEnter)
    try order(.rangeChaosEnter, rangeChaosEnter, .rangeChaosLeave, rangeChaosLeave)
    try order(.rangeChaosLeave, rangeChaosLeave, .chaosEnter, chaosEnter)
    guard breakoutRise >= 1, breakoutRise.isFinite else {
      throw RegimeThresholdFault(
        field: CodingKeys.breakoutRise.rawValue, expected: "a factor of 1 or more", value: "\(breakoutRise)")
    }
    let bars: [(CodingKeys, Int)] = [
      (.breakoutBars, breakoutBars), (.dwellBars, dwellBars), (.staleBars, staleBars),
    ]
    for (field, value) in bars where !(1...10_000).contains(value) {
      throw RegimeThresholdFault(
        field: field.rawValue, expected: "1 to 10000 bars", value: "\(value)")
    }
  }

  private var ratios: [(CodingKeys, Double)] {
    [
      (.chaosEnter, chaosEnter), (.chaosLeave, chaosLeave), (.trendEfficiencyEnter, trendEfficiencyEnter),
      (.trendEfficiencyLeave, trendEfficiencyLeave), (.trendChaosEnter, trendChaosEnter),
      (.trendChaosLeave, trendChaosLeave), (.rangeEfficiencyEnter, rangeEfficiencyEnter),
      (.rangeEfficiencyLeave, rangeEfficiencyLeave), (.rangeChaosEnter, rangeChaosEnter),
      (.rangeChaosLeave, rangeChaosLeave), (.breakoutQuiet, breakoutQuiet),
      (.breakoutEfficiency, breakoutEfficiency),
    ]
  }

  private func order(
    _ low: CodingKeys, _ lower: Double, _ high: CodingKeys, _ higher: Double
  ) throws(RegimeThresholdFault) {
    guard lower > higher else { return }
    throw RegimeThresholdFault(
      field: low.rawValue, expected: "at most \(high.rawValue), which is \(higher)", value: "\(lower)")
  }
}

/// A threshold that is out of its bounds, or does not fit another.
package struct RegimeThresholdFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its name.
  package let field: String
  /// What it should have been.
  package let expected: String
  /// What it was.
  package let value: String

  /// `chaos_leave: expected at most chaos_enter, which is 0.8, was 0.9`.
  package var description: String { "\(field): expected \(expected), was \(value)" }
}
