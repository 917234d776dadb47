import TradingCore

/// The regime that one timeframe is in by itself: the rules, with memory for hysteresis and dwell.
struct RegimeState: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case regime = "regime"
    case since = "since"
    case bars = "bars"
    case direction = "direction"
    case beyond = "beyond"
  }

  private(set) var regime = MarketRegime.unknown
  /// The end of the bar that brought it.
  private(set) var since = Timestamp.distantPast
  /// Bars that it has lasted, without the one that brought it.
  private var bars = 0
  /// Where a trend or a breakout goes: 1 up, −1 down; else 0.
  private(set) var direction = 0
  /// How far a breakout is beyond the range that it left, in points; negative once back within.
  private var beyond = 0.0

  /// Takes the figures as of a bar that closed.
  @inline(__always)
  mutating func take(_ figures: RegimeFigures, at end: Timestamp, _ thresholds: RegimeThresholds) {
    bars &+= 1
    beyond += Double(direction) * figures.change
    let next = next(figures, thresholds)
    let turns = next.isEntered && Self.direction(of: next.regime, figures) != direction
    if next.regime != regime || turns { enter(next.regime, figures, at: end) }
  }

  /// Forgets the regime, or has none from the first bar on: the history is too short, or the symbol has fallen silent.
  mutating func forget(at time: Timestamp) {
    guard regime != .unknown || since == .distantPast else { return }
    self = RegimeState()
    since = time
  }

  private mutating func enter(_ next: MarketRegime, _ figures: RegimeFigures, at end: Timestamp) {
    regime = next
    since = end
    bars = 0
    direction = Self.direction(of: next, figures)
    beyond = next == .breakoutPrime ? figures.exit?.distance ?? 0 : 0
  }

  private static func direction(of regime: MarketRegime, _ figures: RegimeFigures) -> Int {
    switch regime {
    case .trendStable: figures.direction
    case .breakoutPrime: figures.exit?.direction ?? 0
    default: 0
    }
  }

  // Inlined all, as thresholds would be copied for a call.
  /// The rules, in order of precedence: the regime, and whether it is entered by a rule or merely lasts.
  @inline(__always)
  private func next(
    _ figures: RegimeFigures, _ thresholds: RegimeThresholds
  ) -> (regime: MarketRegime, isEntered: Bool) {
    if figures.chaos >= thresholds.chaosEnter { return (.highChaos, true) }
    if regime != .unknown, bars < thresholds.dwellBars { return (regime, false) }
    if regime == .highChaos, figures.chaos > thresholds.chaosLeave { return (regime, false) }
    if Self.breaksOut(figures, thresholds) { return (.breakoutPrime, true) }
    if holds(figures, thresholds) { return (regime, false) }
    if Self.trends(figures, thresholds) { return (.trendStable, true) }
    if Self.ranges(figures, thresholds) { return (.rangeStable, true) }
    return (.unknown, true)
  }

  /// Whether the regime at hand is not left yet.
  @inline(__always)
  private func holds(_ figures: RegimeFigures, _ thresholds: RegimeThresholds) -> Bool {
    switch regime {
    case .trendStable:
      figures.efficiencyRatio >= thresholds.trendEfficiencyLeave && figures.direction == direction
        && figures.chaos <= thresholds.trendChaosLeave
    case .rangeStable:
      figures.efficiencyRatio <= thresholds.rangeEfficiencyLeave
        && figures.chaos <= thresholds.rangeChaosLeave
    case .breakoutPrime: beyond > 0 && bars < thresholds.breakoutBars
    case .highChaos, .newsEvent, .unknown: false
    }
  }

  @inline(__always)
  private static func breaksOut(_ figures: RegimeFigures, _ thresholds: RegimeThresholds) -> Bool {
    guard let exit = figures.exit, exit.direction != 0, let volatility = exit.volatilityPercentile else {
      return false
    }
    return exit.efficiencyRatio <= thresholds.breakoutEfficiency
      && volatility <= thresholds.breakoutQuiet && exit.rise >= thresholds.breakoutRise
  }

  @inline(__always)
  private static func trends(_ figures: RegimeFigures, _ thresholds: RegimeThresholds) -> Bool {
    figures.efficiencyRatio >= thresholds.trendEfficiencyEnter
      && figures.chaos <= thresholds.trendChaosEnter
  }

  @inline(__always)
  private static func ranges(_ figures: RegimeFigures, _ thresholds: RegimeThresholds) -> Bool {
    figures.efficiencyRatio <= thresholds.rangeEfficiencyEnter
      && figures.chaos <= thresholds.rangeChaosEnter
  }
}
