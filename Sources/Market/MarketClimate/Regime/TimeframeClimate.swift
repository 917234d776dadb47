import TradingCore

/// What is known of one timeframe of one symbol: the last closed bars, and the regime that they make by themselves.
struct TimeframeClimate: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case timeframe = "timeframe"
    case steps = "steps"
    case history = "history"
    case recentChaos = "recent_chaos"
    case state = "state"
    case lastBar = "last_bar"
    case judged = "judged"
    case silentBars = "silent_bars"
  }

  /// Bars that efficiency ratio, permutation entropy and jump share are taken of.
  static let window = 24
  /// Values that one order of the permutation entropy takes.
  static let entropyOrder = 3
  /// The bars that may leave the range of the window before them.
  static let exitBars = 4
  /// Readings whose chaos says how stable the reading is.
  static let stabilityBars = 8
  /// A hole longer than so many windows starts the bars anew: what was before says nothing of what is now.
  static let windowsToRestart: Int64 = 3
  /// A hole between bars up to this is a market in which nobody changed a price; a longer one is a pause, and what
  /// changed over it is left out.
  static let longestLull = 5 * Timestamp.minute

  let timeframe: Timeframe
  private var steps = Window<ClimateStep>(length: Self.window + Self.exitBars)
  private var history: VolatilityHistory
  private var recentChaos = Window<Double>(length: Self.stabilityBars)
  private var state = RegimeState()
  /// The last bar that closed.
  private(set) var lastBar: Bar?
  /// The reading as of that bar.
  private var judged: ClimateReading?
  /// Bar lengths without a closed bar, once they make the reading stale; 0 while it is fresh.
  private var silentBars = 0

  init(_ timeframe: Timeframe) {
    self.timeframe = timeframe
    history = VolatilityHistory(timeframe)
  }

  /// The last bars of which V's volatility is taken.
  private var volatilityBars: Int {
    switch timeframe {
    case .m1: 15
    case .m5: 6
    case .m15: 4
    case .h1: 3
    default: 2
    }
  }

  // MARK: - Bars

  /// Takes a bar that has closed.
  mutating func take(_ bar: Bar, _ thresholds: RegimeThresholds) {
    let previous = lastBar
    if let previous, bar.startTime > previous.endTime.advanced(by: longestPause) { restart(at: bar.endTime) }
    let isPause =
      if let previous { bar.startTime > previous.endTime.advanced(by: Self.longestLull) } else { true }
    var step = ClimateStep(bar, after: isPause ? nil : previous)
    let rank = rank(of: bar, step)
    step.volatilityPercentile = rank?.percentile
    steps.add(step)
    lastBar = bar
    silentBars = 0
    judge(rank, at: bar.endTime, thresholds)
  }

  private var longestPause: Int64 { Self.windowsToRestart * Int64(Self.window) * timeframe.nanoseconds }

  private mutating func restart(at end: Timestamp) {
    steps.removeAll()
    recentChaos.removeAll()
    state.forget(at: end)
  }

  /// The rank of the last bars' volatility among those of before, of which it is one then; `nil` with too few bars.
  private mutating func rank(of bar: Bar, _ step: ClimateStep) -> VolatilityHistory.Rank? {
    guard steps.count >= volatilityBars - 1 else { return nil }
    let squares = steps.suffix(volatilityBars - 1).reduce(0) { $0 + $1.trueRange * $1.trueRange }
    let mean = (squares + step.trueRange * step.trueRange) / Double(volatilityBars)
    let volatility = mean.squareRoot()
    let rank = history.rank(of: volatility, at: bar.startTime)
    history.add(volatility, start: bar.startTime, end: bar.endTime)
    return rank
  }

  // MARK: - Judging

  private mutating func judge(
    _ rank: VolatilityHistory.Rank?, at end: Timestamp, _ thresholds: RegimeThresholds
  ) {
    var reading = ClimateReading(timeframe: timeframe, at: end, regime: .unknown, since: end)
    reading.volatilityPercentile = rank?.percentile
    reading.volatilityBasis = rank?.basis
    if steps.count >= Self.window {
      measure(&reading)
      if let chaos = reading.chaos {
        recentChaos.add(chaos)
        state.take(figures(chaos, reading), at: end, thresholds)
        reading.unknownReason = .noRule
      }
    }
    if reading.chaos == nil {
      state.forget(at: end)
      reading.unknownReason = .shortHistory
    }
    reading.regime = state.regime
    reading.since = state.since
    if state.regime != .unknown {
      reading.unknownReason = nil
    }
    reading.quality = quality(historyShare: rank?.share ?? 0)
    judged = reading
  }

  private func measure(_ reading: inout ClimateReading) {
    let changes = steps.suffix(Self.window).map(\.change)
    var levels = [0.0]
    for change in changes { levels.append(levels[levels.count - 1] + change) }
    let net = levels[levels.count - 1]
    let efficiencyRatio = ClimateMeasures.efficiencyRatio(changes: changes)
    let permutationEntropy = ClimateMeasures.permutationEntropy(levels, order: Self.entropyOrder)
    let jumpShare = ClimateMeasures.jumpShare(changes: changes)
    reading.direction = net > 0 ? 1 : net < 0 ? -1 : 0
    reading.efficiencyRatio = efficiencyRatio
    reading.permutationEntropy = permutationEntropy
    reading.jumpShare = jumpShare
    reading.chaos = reading.volatilityPercentile.map {
      ClimateMeasures.chaos(
        volatilityPercentile: $0, efficiencyRatio: efficiencyRatio, permutationEntropy: permutationEntropy,
        jumpShare: jumpShare)
    }
  }

  private func figures(_ chaos: Double, _ reading: ClimateReading) -> RegimeFigures {
    RegimeFigures(
      chaos: chaos, efficiencyRatio: reading.efficiencyRatio ?? 0, direction: reading.direction,
      change: steps.last?.change ?? 0,
      exit: steps.isFull ? RangeExit(steps, exitBars: Self.exitBars) : nil)
  }

  /// The share of the bars, times that of the history of volatility, times how close together the last readings of chaos
  /// are.
  private func quality(historyShare: Double) -> Double {
    let bars = min(1, Double(steps.count) / Double(Self.window))
    let spread = (recentChaos.max() ?? 0) - (recentChaos.min() ?? 0)
    return bars * historyShare * (1 - spread)
  }

  // MARK: - Silence

  /// When the reading grows stale, or staler; `distantFuture` when it cannot.
  func silenceTime(_ thresholds: RegimeThresholds) -> Timestamp {
    guard let lastBar, silentBars < 2 * thresholds.staleBars else { return .distantFuture }
    return lastBar.endTime.advanced(by: Int64(max(thresholds.staleBars, silentBars + 1)) * timeframe.nanoseconds)
  }

  /// Notes how long no bar has closed.
  mutating func fallSilent(at time: Timestamp, _ thresholds: RegimeThresholds) {
    guard let lastBar, time >= silenceTime(thresholds) else { return }
    state.forget(
      at: lastBar.endTime.advanced(by: Int64(thresholds.staleBars) * timeframe.nanoseconds))
    let limit = 2 * thresholds.staleBars
    while silentBars < limit, time >= silenceTime(thresholds) {
      silentBars = max(thresholds.staleBars, silentBars + 1)
    }
  }

  /// The reading by itself, without news and the next higher timeframe; `nil` before a bar has closed.
  func reading(_ thresholds: RegimeThresholds) -> ClimateReading? {
    guard var reading = judged, silentBars > 0 else { return judged }
    reading.regime = .unknown
    reading.since = state.since
    reading.unknownReason = .stale
    reading.quality *= max(0, Double(2 * thresholds.staleBars - silentBars) / Double(thresholds.staleBars))
    return reading
  }

  /// Where the regime's trend or breakout goes: 1 up, −1 down; else 0.
  var regimeDirection: Int { state.direction }
}
