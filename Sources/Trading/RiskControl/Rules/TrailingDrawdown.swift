package import TradingCore

/// Takes the scope out once equity has fallen so far below its peak.
///
/// The peak is what balance or equity have been at most: at every tick, or at the ends of trading days only, as evaluation
/// accounts have it. Where it says so, the limit stops rising once it has come to what the scope began with. Bots that come or
/// go and money that is paid in or out move peak and start by as much as they move equity. A person has to unlock it, and
/// it counts anew from there; a peak of every tick may have a reset, at which it does too.
package struct TrailingDrawdown: RiskRule {
  /// When the peak is looked at. Text codes are stable.
  package enum Trails: String, Sendable, Hashable, Codable, CaseIterable {
    /// At every tick.
    case tick
    /// When a trading day ends.
    case day
  }

  /// The limit and what it follows.
  package struct Settings: Sendable, Hashable, Codable {
    /// The limit.
    package var terms: DrawdownTerms
    /// When the peak is looked at.
    package var trails: Trails
    /// When days end, of a peak of days; else when it begins anew, `nil` for never.
    package var reset: DailyReset?
    /// Whether the limit rises no further than to what the scope began with.
    package var locksAtStart: Bool

    private enum CodingKeys: String, CodingKey {
      case terms = "terms"
      case trails = "trails"
      case reset = "reset"
      case locksAtStart = "locks_at_start"
    }

    /// A limit below a peak.
    package init(
      _ terms: DrawdownTerms, trails: Trails = .tick, reset: DailyReset? = nil, locksAtStart: Bool = false
    ) {
      self.terms = terms
      self.trails = trails
      self.reset = reset
      self.locksAtStart = locksAtStart
    }
  }

  /// The peak.
  package struct State: Sendable, Hashable, Codable {
    /// The peak, in money units.
    var peak: Int128 = 0
    /// What the scope began with, in money units.
    var start: Int128 = 0
    /// When a day ends or it begins anew; not known before the first event with a time.
    var nextReset = Timestamp.distantPast
    /// Whether the limit has been reached.
    var isReached = false

    private enum CodingKeys: String, CodingKey {
      case peak = "peak"
      case start = "start"
      case nextReset = "next_reset"
      case isReached = "reached"
    }
  }

  /// `trailing_drawdown`.
  package static let name = "trailing_drawdown"
  /// What moves equity and balance, days and unlocks.
  package static let hears: RiskEvent.Kinds = [.equityLeftBand, .closed, .clock, .flows, .operated]
  /// Losses are added up.
  package static let usesMoney = true
  /// With what is held, marks come as trades close: a peak of balance is one of these.
  package static let looksAtHoldings = true
  /// The limit.
  package let settings: Settings
  /// The peak.
  package var state = State()

  /// A rule of a scope without bots.
  ///
  /// - Throws: `RiskSettingFault` for a limit that makes no sense, for no time of day, and for days without an end.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    if let fault = settings.terms.fault(of: Self.name) ?? settings.reset?.fault(of: Self.name) { throw fault }
    if settings.trails == .day, settings.reset == nil {
      throw RiskSettingFault(Self.name, "a peak of days needs the time at which they end")
    }
  }

  /// When a day ends, or it begins anew.
  package var wakeTime: Timestamp { settings.reset == nil ? .distantFuture : state.nextReset }

  /// Keeps the peak, and acts at the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock: passReset(in: scene)
    case .joined(let mark): move(by: settings.terms.figure(mark))
    // What it has lost stays lost.
    case .left(let mark): move(by: -Int128(mark.equity.units))
    case .funded(let amount): move(by: Int128(amount.units))
    case .operated(let act)
    where act.unlocks(.trailingDrawdown) && event.scope == scene.scope && state.isReached:
      begin(in: scene)
    default: break
    }
    guard !state.isReached else { return [] }
    if settings.trails == .tick { state.peak = max(state.peak, settings.terms.figure(in: scene)) }
    guard fall > 0, scene.equity <= floor else { return [] }
    state.isReached = true
    let until = settings.trails == .tick && settings.reset != nil ? state.nextReset : nil
    return [
      scene.action(
        .lock(symbol: nil, until: until, flattens: settings.terms.enforcement == .flatten),
        .trailingDrawdown, by: Self.self, limit: "equity above \(scene.text(floor))",
        value: "\(scene.text(scene.equity)), from a peak of \(scene.text(state.peak))")
    ]
  }

  private mutating func passReset(in scene: RiskScene) {
    guard let reset = settings.reset, scene.at >= state.nextReset else { return }
    if state.nextReset != .distantPast {
      switch settings.trails {
      case .tick: begin(in: scene)
      case .day: state.peak = max(state.peak, settings.terms.figure(in: scene))
      }
    }
    state.nextReset = reset.next(after: scene.at)
  }

  private mutating func move(by amount: Int128) {
    state.peak += amount
    state.start += amount
  }

  private mutating func begin(in scene: RiskScene) {
    state.peak = settings.terms.figure(in: scene)
    state.start = state.peak
    state.isReached = false
  }

  private var fall: Int128 { settings.terms.fall(from: state.peak) }

  /// The equity at which the limit is reached.
  private var floor: Int128 {
    let floor = state.peak - fall
    return settings.locksAtStart ? min(floor, state.start) : floor
  }

  /// Quiet is what is above the limit and below the peak that would move it; everything once it was reached.
  package func band(in scene: RiskScene) -> EquityBand {
    guard !state.isReached, fall > 0 else { return .unlimited }
    let isMoved =
      settings.trails == .tick && settings.terms.basis != .balance
      && !(settings.locksAtStart && floor >= state.start)
    return EquityBand(lowest: floor + 1, highest: isMoved ? state.peak : .max)
  }

  /// What may still be lost.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "trailing", limit: fall,
        left: state.isReached ? 0 : max(0, scene.equity - floor), unit: .money(currency),
        reference: floor + fall)
    ]
  }
}
