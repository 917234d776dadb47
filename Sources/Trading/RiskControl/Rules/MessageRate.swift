package import TradingCore
package import YAMLText

/// At most so many messages to the venue in any second and minute: orders, changes, closes and cancels.
///
/// All of them count; only what takes risk is denied, so that exits stay possible when the rate is used up. An order
/// counts once risk has let it pass, what takes no risk as it is asked for.
package struct MessageRate: ConfiguredRiskRule {
  /// The most messages.
  package struct Settings: Sendable, Hashable, Codable {
    /// In any second; `nil` leaves it.
    package var perSecond: Int?
    /// In any minute; `nil` leaves it.
    package var perMinute: Int?

    private enum CodingKeys: String, CodingKey {
      case perSecond = "per_second"
      case perMinute = "per_minute"
    }

    /// Limits, one at least.
    package init(perSecond: Int? = nil, perMinute: Int? = nil) {
      self.perSecond = perSecond
      self.perMinute = perMinute
    }
  }

  /// What was sent.
  package struct State: Sendable, Hashable, Codable {
    /// The latest messages, as many as the limits need, the oldest first.
    var sent: [Timestamp] = []

    private enum CodingKeys: String, CodingKey { case sent = "sent" }
  }

  /// `message_rate`.
  package static let name = "message_rate"
  /// Everything that is asked for.
  package static let hears: RiskEvent.Kinds = [.asked, .exits, .approved]
  /// The most that can be counted: as many times are kept.
  package static let most = 100_000
  /// The most messages.
  package let settings: Settings
  /// What was sent.
  package var state = State()

  /// A rule of limits.
  ///
  /// - Throws: `RiskSettingFault` without one, for one out of range, and for a minute's below a second's.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let limits = [settings.perSecond, settings.perMinute].compactMap { $0 }
    if limits.isEmpty { throw RiskSettingFault(Self.name, "a limit of second or minute is missing") }
    for limit in limits where !(1...Self.most).contains(limit) {
      throw RiskSettingFault(Self.name, "a limit has to be from 1 to \(Self.most) messages, was \(limit)")
    }
    if let second = settings.perSecond, let minute = settings.perMinute, minute < second {
      throw RiskSettingFault(
        Self.name, "a minute's limit of \(minute) is below a second's of \(second)")
    }
  }

  /// Counts messages, and denies one of new risk too many.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .asked(let ask) where ask.takesRisk: return refusal(of: ask, in: scene)
    case .asked: note(at: scene.at)
    case .approved(let ask) where ask.takesRisk: note(at: scene.at)
    default: break
    }
    return []
  }

  private mutating func note(at time: Timestamp) {
    state.sent.append(time)
    let needed = max(settings.perSecond ?? 0, settings.perMinute ?? 0)
    if state.sent.count > needed { state.sent.removeFirst(state.sent.count - needed) }
  }

  private func isFull(_ limit: Int, _ length: Int64, at time: Timestamp) -> Bool {
    let place = state.sent.count - limit
    return place >= 0 && state.sent[place].advanced(by: length) > time
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    func deny(_ limit: Int, _ name: String) -> [RiskAction] {
      [
        scene.action(
          .deny(ask.order), .messageRate, by: Self.self,
          limit: "\(Counted.text(limit, "message", "messages")) a \(name)", value: "one more")
      ]
    }
    if let limit = settings.perSecond, isFull(limit, Timestamp.second, at: scene.at) {
      return deny(limit, "second")
    }
    if let limit = settings.perMinute, isFull(limit, Timestamp.minute, at: scene.at) {
      return deny(limit, "minute")
    }
    return []
  }
}

extension MessageRate {
  private enum Key: String, YAMLKey { case enabled, limits }

  private enum LimitKey: String, YAMLKey {
    case perSecond = "per_second"
    case perMinute = "per_minute"
  }

  /// `limits` with `per_second`, `per_minute` or both.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let limits = try YAMLMap(
      try map.required(.limits, example: "{per_second: 10, per_minute: 200}"), keys: LimitKey.self)
    let range = 1...Int64(most)
    return Settings(
      perSecond: try limits.optional(.perSecond).map { (value) throws(ConfigurationError) in
        Int(try value.integer(in: range))
      },
      perMinute: try limits.optional(.perMinute).map { (value) throws(ConfigurationError) in
        Int(try value.integer(in: range))
      })
  }
}
