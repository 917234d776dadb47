package import TradingCore
package import YAMLText

/// Closes a position that has no stop for longer than a grace.
///
/// The grace begins when risk first sees the position without one: as it opens, as its bot comes in with it, or within
/// a second of a change that took the stop away, which begins the grace anew. A trailing stop is one. What is not closed, as
/// the market refuses it, is asked for again every minute.
package struct NoStopLossGrace: ConfiguredRiskRule {
  /// How long a position may be without a stop.
  package struct Settings: Sendable, Hashable, Codable {
    /// Seconds, 1 or more.
    package var graceSeconds: Int64

    private enum CodingKeys: String, CodingKey { case graceSeconds = "grace_seconds" }

    /// A grace in seconds.
    package init(graceSeconds: Int64) { self.graceSeconds = graceSeconds }
  }

  /// A position without a stop.
  package struct Bare: Sendable, Hashable, Codable {
    let bot: String
    let position: ClientOrderID
    /// When it is closed, or that is asked for again.
    var due: Timestamp

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case position = "position"
      case due = "due"
    }
  }

  /// What has no stop.
  package struct State: Sendable, Hashable, Codable {
    /// Positions without a stop.
    var bare: [Bare] = []
    /// When marks are to show whether a change that was let through took a stop away.
    var look = Timestamp.distantFuture

    private enum CodingKeys: String, CodingKey {
      case bare = "bare"
      case look = "look"
    }
  }

  /// `no_stop_loss_grace`.
  package static let name = "no_stop_loss_grace"
  /// Executions, bots that come, and changes.
  package static let hears: RiskEvent.Kinds = [.approved, .filled, .closed, .flows]
  /// Stops are looked at.
  package static let looksAtHoldings = true
  /// The grace.
  package let settings: Settings
  /// What has no stop.
  package var state = State()

  /// A rule of a grace.
  ///
  /// - Throws: `RiskSettingFault` for one below a second.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard settings.graceSeconds >= 1 else {
      throw RiskSettingFault(
        Self.name, "the grace has to be 1 second at least, was \(settings.graceSeconds)")
    }
  }

  /// When the first grace is over.
  package var wakeTime: Timestamp { state.bare.reduce(state.look) { min($0, $1.due) } }

  /// Begins graces, and closes where one is over.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    if case .approved(let ask) = event.what {
      guard ask.effect == .raises else { return [] }
      // The marks are of before the change.
      state.look = min(state.look, scene.at.advanced(by: Timestamp.second))
    }
    if state.look <= scene.at { state.look = .distantFuture }
    let open = scene.positions.filter { !$0.position.isProtected }
    var actions: [RiskAction] = []
    state.bare = open.map { bot, position in
      var bare =
        state.bare.first { $0.bot == bot && $0.position == position.id }
        ?? Bare(bot: bot, position: position.id, due: scene.at.advanced(by: grace))
      guard bare.due <= scene.at else { return bare }
      bare.due = scene.at.advanced(by: RiskLock.patience)
      actions.append(
        scene.action(
          .trim(bot: bot, position.id, units: position.units), .noStopLoss, by: Self.self,
          limit: "a stop within \(settings.graceSeconds) s",
          value: "position \(position.id.ordinal) of \(bot) without one"))
      return bare
    }
    return actions
  }

  private var grace: Int64 {
    let (product, overflowed) = settings.graceSeconds.multipliedReportingOverflow(by: Timestamp.second)
    return overflowed ? .max : product
  }
}

extension NoStopLossGrace {
  private enum Key: String, YAMLKey {
    case enabled, enforcement
    case graceSeconds = "grace_period_seconds"
  }

  private enum Enforcement: String, CaseIterable { case closePosition = "close_position" }

  /// `grace_period_seconds`, and `enforcement`, which is `close_position`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    _ = try map.optional(.enforcement)?.choice(Enforcement.self)
    return Settings(graceSeconds: try map.required(.graceSeconds, example: "30").seconds(from: 1))
  }
}
