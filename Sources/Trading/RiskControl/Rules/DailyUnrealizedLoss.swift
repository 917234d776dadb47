package import TradingCore
package import YAMLText

/// Cancels and closes everything and locks the scope for the rest of the trading day, once what is open stands at so
/// much of a loss: equity less balance, found at the tick that brings it there.
///
/// A position counts with all that it has lost since it was opened, on whatever day that was. Who takes the lock off while
/// the loss is still open gets it again.
package struct DailyUnrealizedLoss: ConfiguredRiskRule {
  /// The limit and the end of its day.
  package typealias Settings = DailyLimit
  /// The day at hand.
  package typealias State = OpenResultDay

  /// `daily_unrealized_loss`.
  package static let name = "daily_unrealized_loss"
  /// What moves equity or balance, resets and unlocks.
  package static let hears: RiskEvent.Kinds = [
    .equityLeftBand, .filled, .closed, .clock, .flows, .operated,
  ]
  /// Open results are added up.
  package static let usesMoney = true
  /// With what is held comes the balance at every execution: the limit stands that far below it.
  package static let looksAtHoldings = true
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

  /// When the day ends, and when financing has been booked.
  package var wakeTime: Timestamp { state.wakeTime }

  /// Begins days, and acts when the open loss has come to the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock: state.pass(to: scene.at, settings.reset)
    case .operated(let act) where act.unlocks(.dailyUnrealizedLoss) && event.scope == scene.scope:
      state.isReached = false
    default: break
    }
    guard !state.isReached, scene.equity <= floor(in: scene) else { return [] }
    state.isReached = true
    return [
      scene.action(
        .lock(symbol: nil, until: state.nextReset, flattens: true), .dailyUnrealizedLoss, by: Self.self,
        limit: "an open loss below \(scene.text(settings.units))",
        value: "\(scene.text(scene.balance - scene.equity)) lost")
    ]
  }

  /// The equity at which the limit is reached.
  private func floor(in scene: RiskScene) -> Int128 { scene.balance - settings.units }

  /// Everything above the floor is quiet; after it was reached, everything is until the day ends.
  package func band(in scene: RiskScene) -> EquityBand {
    state.isReached ? .unlimited : EquityBand(lowest: floor(in: scene) + 1)
  }

  /// What may still be lost by what is open.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "open", limit: settings.units,
        left: state.isReached ? 0 : min(settings.units, max(0, scene.equity - floor(in: scene))),
        unit: .money(currency), reference: scene.balance)
    ]
  }

  /// As `DailyLimit` reads it.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings { try DailyLimit(value, in: context) }
}
