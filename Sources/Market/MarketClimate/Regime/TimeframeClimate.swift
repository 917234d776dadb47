import TradingCore

/// What is known of one timeframe of one symbol: the last closed bars, and the regime that they make by themselves.
struct TimeframeClimate: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case timeframe = "timeframe"
    case thresholds = "thresholds"
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
  private let thresholds: RegimeThresholds
  /// Oldest first: as many as a range and what may leave it take. A plain array, as it is short and reckoned over often.
  private var steps: [ClimateStep] = []
  private var history: VolatilityHistory
  /// The last readings' chaos, oldest first.
  private var recentChaos: [Double] = []
  private var state = RegimeState()
  /// The last bar that closed.
  private(set) var lastBar: Bar?
  /// The reading as of that bar.
  private var judged: ClimateReading?
  /// Bar lengths without a closed bar, once they make the reading stale; 0 while it is fresh.
  private var silentBars = 0
  /// Room to reckon in, filled anew at each bar and not stored.
  private var changes: [Double] = []
  private var levels: [Double] = []

  init(_ timeframe: Timeframe, _ thresholds: RegimeThresholds) {
    self.timeframe = timeframe
    self.thresholds = thresholds
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
  mutating func take(_ bar: Bar) {
    let previous = lastBar
    if let previous, bar.startTime > previous.endTime.advanced(by: longestPause) { restart(at: bar.endTime) }
    let isPause =
      if let previous { bar.startTime > previous.endTime.advanced(by: Self.longestLull) } else { true }
    var step = ClimateStep(bar, after: isPause ? nil : previous)
    let rank = rank(of: bar, step)
    step.volatilityPercentile = rank?.percentile
    Self.add(step, to: &steps, atMost: Self.window + Self.exitBars)
    lastBar = bar
    silentBars = 0
    judge(rank, at: bar.endTime)
  }

  private static func add<Element>(_ element: Element, to last: inout [Element], atMost length: Int) {
    if last.count >= length { last.removeFirst(last.count - length + 1) }
    last.append(element)
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
    var squares = 0.0
    for index in (steps.count - volatilityBars + 1)..<steps.count {
      squares += steps[index].trueRange * steps[index].trueRange
    }
    squares += step.trueRange * step.trueRange
    let volatility = (squares / Double(volatilityBars)).squareRoot()
    let rank = history.rank(of: volatility, at: bar.startTime)
    history.add(volatility, start: bar.startTime, end: bar.endTime)
    return rank
  }

  // MARK: - Judging

  private mutating func judge(_ rank: VolatilityHistory.Rank?, at end: Timestamp) {
    var reading = ClimateReading(timeframe: timeframe, at: end, regime: .unknown, since: end)
    reading.volatilityPercentile = rank?.percentile
    reading.volatilityBasis = rank?.basis
    if steps.count >= Self.window {
      measure(&reading)
      if let chaos = reading.chaos {
        Self.add(chaos, to: &recentChaos, atMost: Self.stabilityBars)
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

  private mutating func measure(_ reading: inout ClimateReading) {
    changes.removeAll(keepingCapacity: true)
    levels.removeAll(keepingCapacity: true)
    var level = 0.0
    levels.append(level)
    for index in (steps.count - Self.window)..<steps.count {
      let change = steps[index].change
      level += change
      changes.append(change)
      levels.append(level)
    }
    let efficiencyRatio = ClimateMeasures.efficiencyRatio(changes: changes)
    let permutationEntropy = ClimateMeasures.permutationEntropy(levels, order: Self.entropyOrder)
    let jumpShare = ClimateMeasures.jumpShare(changes: changes)
    reading.direction = level > 0 ? 1 : level < 0 ? -1 : 0
    reading.efficiencyRatio = efficiencyRatio
    reading.permutationEntropy = permutationEntropy
    reading.jumpShare = jumpShare
    if let volatilityPercentile = reading.volatilityPercentile {
      reading.chaos = ClimateMeasures.chaos(
        volatilityPercentile: volatilityPercentile, efficiencyRatio: efficiencyRatio,
        permutationEntropy: permutationEntropy, jumpShare: jumpShare)
    }
  }

  private func figures(_ chaos: Double, _ reading: ClimateReading) -> RegimeFigures {
    RegimeFigures(
      chaos: chaos, efficiencyRatio: reading.efficiencyRatio ?? 0, direction: reading.direction,
      change: steps.last?.change ?? 0,
      exit: steps.count == Self.window + Self.exitBars ? RangeExit(steps, exitBars: Self.exitBars) : nil)
  }

  /// The share of the bars, times that of the history of volatility, times how close together the last readings of chaos
  /// are.
  private func quality(historyShare: Double) -> Double {
    let bars = min(1, Double(steps.count) / Double(Self.window))
    var highest = 0.0
    var lowest = 1.0
    for chaos in recentChaos {
      highest = max(highest, chaos)
      lowest = min(lowest, chaos)
    }
    return bars * historyShare * (1 - max(0, highest - lowest))
  }

  // MARK: - Silence

  /// When the reading grows stale, or staler; `distantFuture` when it cannot.
  var silenceTime: Timestamp {
    guard let lastBar, silentBars < 2 * thresholds.staleBars else { return .distantFuture }
    return lastBar.endTime.advanced(
      by: Int64(max(thresholds.staleBars, silentBars + 1)) * timeframe.nanoseconds)
  }

  /// Notes how long no bar has closed; whether that is longer than what was noted.
  mutating func fallSilent(at time: Timestamp) -> Bool {
    let limit = 2 * thresholds.staleBars
    // Past the limit nothing is due, even at the end of time, which `distantFuture` is.
    guard let lastBar, silentBars < limit, time >= silenceTime else { return false }
    state.forget(
      at: lastBar.endTime.advanced(by: Int64(thresholds.staleBars) * timeframe.nanoseconds))
    while silentBars < limit, time >= silenceTime { silentBars = max(thresholds.staleBars, silentBars + 1) }
    return true
  }

  /// The reading by itself, without news and the next higher timeframe; `nil` before a bar has closed.
  var reading: ClimateReading? {
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
