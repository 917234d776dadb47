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
    case reading = "reading"
    case quality = "quality"
    case silentBars = "silent_bars"
  }

  /// A hole longer than so many windows starts the bars anew: what was before says nothing of what is now.
  static let windowsToRestart: Int64 = 3
  /// A hole between bars up to this is a market in which nobody changed a price; a longer one is a pause, and what
  /// changed over it is left out.
  static let longestLull = 5 * Timestamp.minute

  let timeframe: Timeframe
  private let thresholds: RegimeThresholds
  private var window: StepWindow
  private var history: VolatilityHistory
  private var recentChaos = RecentChaos()
  private var state = RegimeState()
  /// The last bar that closed.
  private(set) var lastBar: Bar?
  /// What was told last, whose figures are as of that bar; of no meaning before a bar.
  private(set) var told: ClimateUpdate
  /// Whether it was told at all.
  private(set) var isTold = false
  /// Whether a bar has closed that was not told yet.
  private var isFresh = false
  /// The quality as of that bar.
  private var quality = 0.0
  /// Bar lengths without a closed bar, once they make the reading stale; 0 while it is fresh.
  private var silentBars = 0
  // Derived, and not stored: what is asked for at every bar.
  private let length: Int64
  private let staleTime: Int64
  /// The start of a bar past which there was a pause before it, and past which the bars start anew.
  private var lullEnd = Timestamp.distantFuture
  private var restartTime = Timestamp.distantFuture
  /// When the reading grows stale, or staler; `distantFuture` when it cannot.
  private(set) var silenceTime = Timestamp.distantFuture

  init(_ timeframe: Timeframe, _ thresholds: RegimeThresholds) {
    self.timeframe = timeframe
    self.thresholds = thresholds
    length = timeframe.nanoseconds
    window = StepWindow(volatilityBars: Self.volatilityBars(timeframe))
    history = VolatilityHistory(timeframe)
    told = ClimateUpdate(
      reading: ClimateReading(
        timeframe: timeframe, at: .distantPast, regime: .unknown, since: .distantPast),
      previous: nil)
    staleTime = Int64(thresholds.staleBars) * length
  }

  /// The last bars of which V's volatility is taken.
  private static func volatilityBars(_ timeframe: Timeframe) -> Int {
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
    let end = bar.startTime.advanced(by: length)
    if bar.startTime > restartTime { restart(at: end) }
    let from = bar.startTime > lullEnd ? nil : lastBar?.close
    window.append(ClimateStep(bar, after: from))
    let rank = rank(at: bar.startTime, end)
    if let rank { window.setVolatilityPercentile(rank.percentile) }
    lastBar = bar
    isFresh = true
    setPauses(end)
    silentBars = 0
    judge(rank, at: end)
    setSilenceTime()
  }

  private mutating func setPauses(_ end: Timestamp) {
    lullEnd = end.advanced(by: Self.longestLull)
    restartTime = end.advanced(by: Self.windowsToRestart * Int64(StepWindow.length) * length)
  }

  private mutating func restart(at end: Timestamp) {
    window.removeAll()
    recentChaos.removeAll()
    state.forget(at: end)
  }

  /// The rank of the last bars' volatility among those of before, of which it is one then; `nil` with too few bars.
  private mutating func rank(at start: Timestamp, _ end: Timestamp) -> VolatilityHistory.Rank? {
    guard let volatility = window.squaredRange else { return nil }
    let rank = history.rank(of: volatility, at: start)
    history.add(volatility, start: start, end: end)
    return rank
  }

  // MARK: - Judging

  /// Sets the figures as of the last bar, and the regime by itself.
  private mutating func judge(_ rank: VolatilityHistory.Rank?, at end: Timestamp) {
    told.reading.at = end
    told.reading.volatilityPercentile = rank?.percentile
    told.reading.volatilityBasis = rank?.basis
    if window.isFull {
      let efficiencyRatio = window.efficiencyRatio
      let permutationEntropy = window.permutationEntropy
      let jumpShare = window.jumpShare
      let direction = window.direction
      told.reading.efficiencyRatio = efficiencyRatio
      told.reading.permutationEntropy = permutationEntropy
      told.reading.jumpShare = jumpShare
      told.reading.direction = direction
      if let rank {
        let chaos = ClimateMeasures.chaos(
          volatilityPercentile: rank.percentile, efficiencyRatio: efficiencyRatio,
          permutationEntropy: permutationEntropy, jumpShare: jumpShare)
        told.reading.chaos = chaos
        recentChaos.append(chaos)
        let figures = RegimeFigures(
          chaos: chaos, efficiencyRatio: efficiencyRatio, direction: direction,
          change: Double(window.lastChange), exit: window.exit(thresholds))
        state.take(figures, at: end, thresholds)
        quality = quality(historyShare: rank.share)
        return
      }
    } else {
      told.reading.efficiencyRatio = nil
      told.reading.permutationEntropy = nil
      told.reading.jumpShare = nil
      told.reading.direction = 0
    }
    told.reading.chaos = nil
    state.forget(at: end)
    quality = quality(historyShare: rank?.share ?? 0)
  }

  /// The share of the bars, times that of the history of volatility, times how close together the last readings of chaos
  /// are.
  private func quality(historyShare: Double) -> Double {
    let bars = window.isFull ? 1 : Double(window.count) / Double(StepWindow.length)
    return bars * historyShare * (1 - recentChaos.spread)
  }

  /// The reading that was told last.
  var reading: ClimateReading { told.reading }

  // MARK: - Silence

  /// Notes how long no bar has closed; whether that is longer than what was noted.
  mutating func fallSilent(at time: Timestamp) -> Bool {
    let limit = 2 * thresholds.staleBars
    // Past the limit nothing is due, even at the end of time, which `distantFuture` is.
    guard lastBar != nil, silentBars < limit, time >= silenceTime else { return false }
    state.forget(at: reading.at.advanced(by: staleTime))
    while silentBars < limit, time >= silenceTime {
      silentBars = max(thresholds.staleBars, silentBars + 1)
      setSilenceTime()
    }
    return true
  }

  private mutating func setSilenceTime() {
    guard silentBars > 0 else {
      silenceTime = told.reading.at.advanced(by: staleTime)
      return
    }
    silenceTime =
      silentBars < 2 * thresholds.staleBars
      ? told.reading.at.advanced(by: Int64(silentBars + 1) * length) : .distantFuture
  }

  /// Sets the regime of the reading, after news and a veto.
  ///
  /// - Parameters:
  ///   - newsSince: when the window of news began; `nil` outside of one.
  ///   - vetoSince: since when the next higher timeframe is as it is, if that is in the way.
  /// - Returns: Whether the reading is another one than before.
  mutating func settle(newsSince: Timestamp?, vetoSince: Timestamp?) -> Bool {
    guard lastBar != nil else { return false }
    var regime = state.regime
    var since = state.since
    var reason: UnknownReason?
    var quality = quality
    if silentBars > 0 {
      reason = .stale
      quality *= max(0, Double(2 * thresholds.staleBars - silentBars) / Double(thresholds.staleBars))
    } else if case .unknown = regime {
      reason = reading.chaos == nil ? .shortHistory : .noRule
    }
    if let newsSince {
      regime = .newsEvent
      since = newsSince
      reason = nil
    } else if let vetoSince, regime.authorizes {
      regime = .unknown
      since = max(since, vetoSince)
      reason = .higherTimeframe
    }
    guard
      isFresh || regime != reading.regime || since != reading.since || reason != reading.unknownReason
        || quality != reading.quality
    else { return false }
    told.previous = isTold ? told.reading.regime : nil
    told.reading.regime = regime
    told.reading.since = since
    told.reading.unknownReason = reason
    told.reading.quality = quality
    isFresh = false
    isTold = true
    return true
  }

  /// Since when the regime is in the way of this one of the next lower timeframe; `nil` when it is not.
  func vetoSince(_ lower: Self) -> Timestamp? {
    switch state.regime {
    case .highChaos: state.since
    case .trendStable: lower.state.direction * state.direction < 0 ? state.since : nil
    case .rangeStable, .breakoutPrime, .newsEvent, .unknown: nil
    }
  }
}

extension TimeframeClimate {
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func check(_ isSound: Bool, _ key: CodingKeys, _ expected: String) throws {
      guard isSound else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "expected \(expected)")
      }
    }
    let timeframe = try container.decode(Timeframe.self, forKey: .timeframe)
    try check(Timeframe.ofRegimes.contains(timeframe), .timeframe, "a timeframe that has a regime")
    let thresholds = try container.decode(RegimeThresholds.self, forKey: .thresholds)
    do { try thresholds.check() } catch { try check(false, .thresholds, "thresholds in order: \(error)") }
    self.init(timeframe, thresholds)

    let steps = try container.decode([ClimateStep].self, forKey: .steps)
    try check(
      steps.count <= StepWindow.capacity && steps.allSatisfy(\.isSound), .steps,
      "at most \(StepWindow.capacity) steps, of distances that prices have")
    for step in steps { window.append(step) }

    let history = try container.decode(VolatilityHistory.self, forKey: .history)
    try check(history.period == self.history.period, .history, "the history of \(timeframe.rawValue)")
    self.history = history

    let recent = try container.decode([Double].self, forKey: .recentChaos)
    try check(
      recent.count <= RecentChaos.length && recent.allSatisfy { (0...1).contains($0) }, .recentChaos,
      "at most \(RecentChaos.length) ratios from 0 to 1")
    for chaos in recent { recentChaos.append(chaos) }

    state = try container.decode(RegimeState.self, forKey: .state)
    try check((-1...1).contains(state.direction), .state, "a direction from -1 to 1")
    silentBars = try container.decode(Int.self, forKey: .silentBars)
    try check(
      (0...(2 * thresholds.staleBars)).contains(silentBars), .silentBars,
      "0 to \(2 * thresholds.staleBars) bars")
    guard let bar = try container.decodeIfPresent(Bar.self, forKey: .lastBar) else { return }
    lastBar = bar
    isTold = true
    told.reading = try container.decode(ClimateReading.self, forKey: .reading)
    quality = try container.decode(Double.self, forKey: .quality)
    try check(
      bar.timeframe == timeframe && reading.timeframe == timeframe && reading.at == bar.endTime, .reading,
      "the reading of the last bar")
    let ratios: [Double?] = [
      reading.chaos, reading.efficiencyRatio, reading.permutationEntropy, reading.jumpShare,
      reading.volatilityPercentile, reading.quality, quality,
    ]
    try check(ratios.allSatisfy { $0.map { (0...1).contains($0) } ?? true }, .reading, "ratios from 0 to 1")
    setPauses(bar.endTime)
    setSilenceTime()
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timeframe, forKey: .timeframe)
    try container.encode(thresholds, forKey: .thresholds)
    try container.encode(window.steps, forKey: .steps)
    try container.encode(history, forKey: .history)
    try container.encode(recentChaos.values, forKey: .recentChaos)
    try container.encode(state, forKey: .state)
    try container.encode(silentBars, forKey: .silentBars)
    guard let lastBar else { return }
    try container.encode(lastBar, forKey: .lastBar)
    try container.encode(reading, forKey: .reading)
    try container.encode(quality, forKey: .quality)
  }
}
