package import TradingCore
package import YAMLText

/// Cancels and closes everything and locks the scope for the rest of the trading day, once trades closed since the day
/// began have lost so much: gains and losses added up, commission and swap included.
///
/// Bots that come or go and money that is paid in or out change nothing of it: what was lost today stays lost. Open
/// results don't count.
package struct DailyRealizedLoss: ConfiguredRiskRule {
  /// The limit and the end of its day.
  package typealias Settings = DailyLimit

  /// The day at hand.
  package struct State: Sendable, Hashable, Codable {
    /// What closed trades have come to, in money units.
    var realized: Int128 = 0
    /// Its end, and whether its limit has been reached.
    var day = LimitedDay()

    private enum CodingKeys: String, CodingKey {
      case realized = "realized"
      case day = "day"
    }
  }

  /// `daily_realized_loss`.
  package static let name = "daily_realized_loss"
  /// Trades that are closed, and unlocks; resets come by the clock.
  package static let hears: RiskEvent.Kinds = [.closed, .operated]
  /// Results are added up.
  package static let usesMoney = true
  /// The limit and the end of its day.
  package let settings: Settings
  /// The day at hand.
  package var state = State()

  /// A rule before its first day.
  ///
  /// - Throws: `RiskSettingFault` for a limit that is not above 0 and for no time of day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    try settings.check(Self.name)
    self.settings = settings
  }

  /// When the day ends.
  package var wakeTime: Timestamp { state.day.nextReset }

  /// Adds up what is closed, and acts when that comes to the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock where scene.at >= state.day.nextReset:
      state.realized = 0
      state.day = LimitedDay(nextReset: settings.reset.next(after: scene.at))
    case .closed(let trade): state.realized += Int128(trade.netResult.units)
    case .operated(let act) where act.unlocks(.dailyRealizedLoss) && event.scope == scene.scope:
      // Who lets it go on gives it the limit anew.
      if state.day.isReached { state.realized = 0 }
      state.day.isReached = false
    default: break
    }
    guard !state.day.isReached, state.realized <= -settings.units else { return [] }
    state.day.isReached = true
    return [
      scene.action(
        .lock(symbol: nil, until: state.day.nextReset, flattens: true), .dailyRealizedLoss, by: Self.self,
        limit: "a realized loss below \(scene.text(settings.units)) a day",
        value: "\(scene.text(-state.realized)) lost")
    ]
  }

  /// What trades may still lose today, gains not counted.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    let left = min(settings.units, max(0, settings.units + state.realized))
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "day", limit: settings.units,
        left: state.day.isReached ? 0 : left, unit: .money(currency))
    ]
  }

  /// As `DailyLimit` reads it.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings { try DailyLimit(value, in: context) }
}
