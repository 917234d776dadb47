package import TradingCore

/// At most so many entries in a minute, an hour and a trading day; one more is denied, and entries cool down.
///
/// An entry is an order that opens and that all of risk has approved, whether or not it is filled later. It counts in a
/// window until exactly the window's length after it. On an account that is traded by hand, whoever sees a fill that
/// nobody asked for says `approved` of it.
package struct TradeFrequency: RiskRule {
  /// One window's limit.
  package struct Limit: Sendable, Hashable, Codable {
    /// Entries that are allowed.
    package var entries: Int
    /// Seconds without entries once one more was asked for; 0 only denies.
    package var coolDownSeconds: Int64

    private enum CodingKeys: String, CodingKey {
      case entries = "entries"
      case coolDownSeconds = "cool_down_seconds"
    }

    /// A limit from its parts.
    package init(_ entries: Int, coolDownSeconds: Int64) {
      self.entries = entries
      self.coolDownSeconds = coolDownSeconds
    }
  }

  /// The limits; one at least.
  package struct Settings: Sendable, Hashable, Codable {
    /// Of any 60 seconds.
    package var minute: Limit?
    /// Of any 3,600 seconds.
    package var hour: Limit?
    /// Between two resets.
    package var session: Limit?
    /// When a session ends and the next begins.
    package var reset: DailyReset

    private enum CodingKeys: String, CodingKey {
      case minute = "minute"
      case hour = "hour"
      case session = "session"
      case reset = "reset"
    }

    /// Limits; those that are `nil` are not looked at.
    package init(
      minute: Limit? = nil, hour: Limit? = nil, session: Limit? = nil, reset: DailyReset = .newYorkClose
    ) {
      self.minute = minute
      self.hour = hour
      self.session = session
      self.reset = reset
    }
  }

  /// What has been entered.
  package struct State: Sendable, Hashable, Codable {
    /// The latest entries, as many as the windows need, the oldest first.
    var entries: [Timestamp] = []
    /// Entries since the last reset.
    var sessionCount = 0
    /// When the session ends; not known before the first event.
    var nextReset = Timestamp.distantPast

    private enum CodingKeys: String, CodingKey {
      case entries = "entries"
      case sessionCount = "session_count"
      case nextReset = "next_reset"
    }
  }

  /// `trade_frequency`.
  package static let name = "trade_frequency"
  /// Entries and unlocks; resets come by the clock.
  package static let hears: RiskEvent.Kinds = [.asked, .approved, .operated]
  /// Its limits.
  package let settings: Settings
  /// What has been entered.
  package var state = State()

  /// A rule that has seen no entry.
  ///
  /// - Throws: `RiskSettingFault` without a limit, for one below 1, for a cooldown below 0 and for no time of day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let limits = [settings.minute, settings.hour, settings.session].compactMap { $0 }
    if limits.isEmpty { throw RiskSettingFault(Self.name, "a limit of minute, hour or session is missing") }
    for limit in limits {
      guard limit.entries >= 1 else {
        throw RiskSettingFault(Self.name, "a limit has to be 1 entry at least, was \(limit.entries)")
      }
      guard limit.coolDownSeconds >= 0 else {
        throw RiskSettingFault(
          Self.name, "a cooldown has to be 0 seconds or more, was \(limit.coolDownSeconds)")
      }
    }
    if let fault = settings.reset.fault(of: Self.name) { throw fault }
  }

  /// The next reset, where the session is limited.
  package var wakeTime: Timestamp { settings.session == nil ? .distantFuture : state.nextReset }

  private struct Window {
    let name: String
    let limit: Limit
    /// `nil` for the session.
    let length: Int64?
  }

  private var windows: [Window] {
    let all = [
      ("minute", settings.minute, Timestamp.minute), ("hour", settings.hour, Timestamp.hour),
      ("session", settings.session, nil),
    ]
    return all.compactMap { name, limit, length in
      limit.map { Window(name: name, limit: $0, length: length) }
    }
  }

  /// Entries that count in a window now; those of a time window are the last ones.
  private func count(in window: Window, at time: Timestamp) -> Int {
    guard let length = window.length else { return state.sessionCount }
    var (low, high) = (0, state.entries.count)
    while low < high {
      let middle = (low + high) / 2
      if state.entries[middle].advanced(by: length) > time { high = middle } else { low = middle + 1 }
    }
    return state.entries.count - low
  }

  /// Counts what was approved, and denies one entry too many.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock where scene.at >= state.nextReset:
      state.sessionCount = 0
      state.nextReset = settings.reset.next(after: scene.at)
    case .approved(let ask) where ask.effect == .opens: enter(at: scene.at)
    case .asked(let ask) where ask.effect == .opens: return refusal(of: ask, in: scene)
    case .operated(let act) where act.unlocks(.tradeFrequency) && event.scope == scene.scope:
      // Who lets it go on gives it the limits anew.
      (state.entries, state.sessionCount) = ([], 0)
    default: break
    }
    return []
  }

  private mutating func enter(at time: Timestamp) {
    state.sessionCount += 1
    let needed = max(settings.minute?.entries ?? 0, settings.hour?.entries ?? 0)
    state.entries.append(time)
    if state.entries.count > needed { state.entries.removeFirst(state.entries.count - needed) }
  }

  /// The first limit that is used up. Asked for every order, so it makes no list of windows.
  private func full(at time: Timestamp) -> (name: String, limit: Limit)? {
    func isFull(_ limit: Limit, _ length: Int64) -> Bool {
      let place = state.entries.count - limit.entries
      return place >= 0 && state.entries[place].advanced(by: length) > time
    }
    if let limit = settings.minute, isFull(limit, Timestamp.minute) { return ("minute", limit) }
    if let limit = settings.hour, isFull(limit, Timestamp.hour) { return ("hour", limit) }
    if let limit = settings.session, state.sessionCount >= limit.entries { return ("session", limit) }
    return nil
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard let full = full(at: scene.at) else { return [] }
    let entries = full.limit.entries
    func action(_ verb: RiskAction.Verb) -> RiskAction {
      scene.action(
        verb, .tradeFrequency, by: Self.self,
        limit: "\(Counted.text(entries, "entry", "entries")) a \(full.name)", value: "one more")
    }
    let end = scene.at.advanced(by: full.limit.coolDownSeconds.multipliedSaturating(by: Timestamp.second))
    return [action(.deny(ask.order))]
      + (end > scene.at ? [action(.coolDown(symbol: nil, until: end))] : [])
  }

  /// Entries that are left in each window.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    windows.map { window in
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: window.name, limit: Int128(window.limit.entries),
        left: Int128(max(0, window.limit.entries - count(in: window, at: scene.at))), unit: .entries)
    }
  }
}

extension Int64 {
  fileprivate func multipliedSaturating(by other: Int64) -> Int64 {
    let (product, overflowed) = multipliedReportingOverflow(by: other)
    return overflowed ? .max : product
  }
}
