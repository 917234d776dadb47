package import TradingCore

/// The risk mode of a scope, by one table: metric, threshold, response. NORMAL trades as asked, REDUCE at a part of the size,
/// OBSERVE opens nothing; the most cautious row counts, and each lets go some way below its threshold.
///
/// Counts and shares begin anew with every trading day: who observes has no results that could better them.
package struct RiskModes: RiskRule {
  /// The table and the size.
  package struct Settings: Sendable, Hashable, Codable {
    /// The lines, one for a metric.
    package var rows: [Row]
    /// What is left of an entry's size in REDUCE, in millionths.
    package var reducedSize: Int64
    /// When a day ends.
    package var reset: DailyReset

    private enum CodingKeys: String, CodingKey {
      case rows = "rows"
      case reducedSize = "reduced_size"
      case reset = "reset"
    }

    /// A table; without a word that of the documents.
    package init(
      rows: [Row] = RiskModes.table, reducedSize: Int64 = 500_000, reset: DailyReset = .newYorkClose
    ) {
      self.rows = rows
      self.reducedSize = reducedSize
      self.reset = reset
    }
  }

  /// The metrics and the mode.
  package struct State: Sendable, Hashable, Codable {
    /// Metrics that say REDUCE.
    var reducing: [Metric] = []
    /// Metrics that say OBSERVE.
    var observing: [Metric] = []
    /// What the day began with, in money units.
    var reference: Int128 = 0
    /// When it ends; not known before the first event with a time.
    var nextReset = Timestamp.distantPast
    /// Losing trades since the last that won.
    var losses = 0
    /// Whether the last orders were denied, the oldest first.
    var answers: [Bool] = []
    /// Whether the last answers of the venue were rejections, the oldest first.
    var venueAnswers: [Bool] = []
    /// What is known of chaos.
    var chaos = ChaosReadings()
    /// Calls that have failed since the last that was answered.
    var errors = 0
    /// Feeds that are stale or late, by code, scope and symbol.
    var feeds: [String] = []

    private enum CodingKeys: String, CodingKey {
      case reducing = "reducing"
      case observing = "observing"
      case reference = "reference"
      case nextReset = "next_reset"
      case losses = "losses"
      case answers = "answers"
      case venueAnswers = "venue_answers"
      case chaos = "chaos"
      case errors = "errors"
      case feeds = "feeds"
    }

    /// What a metric says.
    fileprivate func mode(of metric: Metric) -> RiskMode {
      observing.contains(metric) ? .observe : reducing.contains(metric) ? .reduce : .normal
    }

    fileprivate mutating func set(_ mode: RiskMode, of metric: Metric) {
      reducing.removeAll { $0 == metric }
      observing.removeAll { $0 == metric }
      switch mode {
      case .normal: break
      case .reduce: reducing.append(metric)
      case .observe: observing.append(metric)
      }
    }
  }

  /// Orders of which denied ones are a share; fewer are none.
  static let window = 20

  /// `risk_modes`.
  package static let name = "risk_modes"
  /// All that a metric counts.
  package static let hears: RiskEvent.Kinds = [
    .approved, .denied, .rejected, .filled, .closed, .equityLeftBand, .clock, .climate, .connection, .system,
    .flows, .operated,
  ]
  /// The day's loss is money.
  package static let usesMoney = true
  /// The table and the size.
  package let settings: Settings
  /// The metrics and the mode.
  package var state = State()

  /// A rule in NORMAL.
  ///
  /// - Throws: `RiskSettingFault` for a threshold that is not above 0 or does not rise, and a metric named twice.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    for row in settings.rows {
      let name = row.metric.rawValue
      let thresholds = [row.reduce, row.observe].compactMap { $0 }
      guard let least = thresholds.first, least > 0, thresholds == thresholds.sorted(),
        row.reduce != row.observe
      else { throw RiskSettingFault(Self.name, "\(name): reduce and observe have to rise above 0") }
      guard (0..<least).contains(row.hysteresis) || row.hysteresis == 0 else {
        throw RiskSettingFault(Self.name, "\(name): the hysteresis has to be below the thresholds")
      }
      if settings.rows.count(where: { $0.metric == row.metric }) > 1 {
        throw RiskSettingFault(Self.name, "\(name) stands there twice")
      }
    }
    guard (1...RiskView.wholeSize).contains(settings.reducedSize) else {
      throw RiskSettingFault(Self.name, "the size has to be above 0 and no more than 1")
    }
    if let fault = settings.reset.fault(of: Self.name) { throw fault }
  }

  /// The end of the day.
  package var wakeTime: Timestamp { state.nextReset }

  /// The mode at hand.
  private var mode: RiskMode {
    !state.observing.isEmpty ? .observe : !state.reducing.isEmpty ? .reduce : .normal
  }

  /// Counts, and changes the mode where a threshold says so.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    count(event, in: scene)
    let before = mode
    var changes: [(row: Row, value: Int64, from: RiskMode, to: RiskMode)] = []
    for row in settings.rows {
      let value = value(of: row.metric, in: scene)
      let old = state.mode(of: row.metric)
      let new = Self.mode(row, at: value, from: old)
      if new != old {
        state.set(new, of: row.metric)
        changes.append((row, value, old, new))
      }
    }
    let mode = mode
    guard mode != before, let cause = changes.first(where: { max($0.from, $0.to) == max(mode, before) })
    else { return [] }
    let limit = Self.text(cause.row, mode, before)
    let value = "\(cause.row.metric.rawValue) \(Self.text(cause.value, cause.row.metric))"
    let size = mode == .normal ? RiskView.wholeSize : settings.reducedSize
    return [.mode(mode), .size(millionths: size), .tell].map {
      scene.action($0, .riskModes, by: Self.self, limit: limit, value: value)
    }
  }

  private mutating func count(_ event: RiskEvent, in scene: RiskScene) {
    state.chaos.hear(event, in: scene)
    switch event.what {
    case .clock where scene.at >= state.nextReset:
      if state.nextReset != .distantPast { begin(in: scene) }
      state.nextReset = settings.reset.next(after: scene.at)
    case .joined(let mark): state.reference += Int128(mark.equity.units)
    case .left(let mark): state.reference -= Int128(mark.equity.units)
    case .funded(let amount): state.reference += Int128(amount.units)
    case .operated(let act) where act.unlocks(.riskObserve) && event.scope == scene.scope: begin(in: scene)
    case .closed(let trade) where trade.netResult != .zero:
      state.losses = trade.netResult < .zero ? state.losses + 1 : 0
    case .approved(let ask) where ask.effect == .opens: Self.add(false, to: &state.answers)
    // What is denied while nothing may be opened says nothing of the strategy.
    case .denied(let denial) where !denial.code.isStanding:
      Self.add(true, to: &state.answers)
    case .filled: Self.add(false, to: &state.venueAnswers)
    case .rejected: Self.add(true, to: &state.venueAnswers)
    case .apiError: state.errors += 1
    case .apiOK: state.errors = 0
    case .connection(let condition) where condition.code == .feedStale || condition.code == .feedLate:
      let feed = "\(condition.code.rawValue) \(event.scope) \(condition.symbol?.name ?? "")"
      state.feeds.removeAll { condition.symbol == nil ? $0.hasPrefix(feed) : $0 == feed }
      if condition.isOn { state.feeds.append(feed) }
    default: break
    }
  }

  private mutating func begin(in scene: RiskScene) {
    state.reference = scene.equity
    (state.losses, state.answers, state.venueAnswers) = (0, [], [])
  }

  private static func add(_ answer: Bool, to answers: inout [Bool]) {
    answers.append(answer)
    if answers.count > window { answers.removeFirst() }
  }

  /// The share of those that are so, in millionths; nothing while there are too few.
  private static func share(_ answers: [Bool]) -> Int64 {
    guard answers.count == window else { return 0 }
    return Int64(answers.count { $0 }) * 1_000_000 / Int64(window)
  }

  private func value(of metric: Metric, in scene: RiskScene) -> Int64 {
    switch metric {
    case .dailyDrawdown:
      guard scene.botCount > 0 else { return 0 }
      guard state.reference > 0 else { return 1_000_000 }
      return Int64(clamping: (state.reference - scene.equity) * 1_000_000 / state.reference)
    case .consecutiveLosses: return Int64(state.losses)
    case .deniedShare: return Self.share(state.answers)
    case .rejectedShare: return Self.share(state.venueAnswers)
    case .chaos: return state.chaos.global ?? 0
    case .apiErrors: return Int64(state.errors)
    case .staleFeed: return Int64(state.feeds.count)
    }
  }

  private static func mode(_ row: Row, at value: Int64, from old: RiskMode) -> RiskMode {
    RiskMode.allCases.last { mode in
      guard let threshold = row.threshold(mode) else { return mode == .normal }
      return value >= (mode <= old ? threshold - row.hysteresis : threshold)
    } ?? .normal
  }

  /// From the equity at which the day's loss brings a more cautious mode to that at which it lets go.
  package func band(in scene: RiskScene) -> EquityBand {
    guard let row = settings.rows.first(where: { $0.metric == .dailyDrawdown }), state.reference > 0 else {
      return .unlimited
    }
    let old = state.mode(of: row.metric)
    func equity(_ share: Int64) -> Int128 {
      state.reference - (state.reference * Int128(share) + 999_999) / 1_000_000
    }
    var band = EquityBand.unlimited
    for mode in [RiskMode.reduce, .observe] {
      guard let threshold = row.threshold(mode) else { continue }
      band =
        mode > old
        ? band.intersection(EquityBand(lowest: equity(threshold) + 1))
        : mode == old ? band.intersection(EquityBand(highest: equity(threshold - row.hysteresis))) : band
    }
    return band
  }
}
