package import TradingCore
package import YAMLText

/// Takes the profit: cancels and closes everything and locks the scope for the rest of the trading day, once what is open
/// stands at so much of a gain: equity less balance, found at the tick that brings it there.
///
/// A target is nothing that is used up: there is no allowance of it, and no alert comes from being near to it.
package struct MaxUnrealizedProfit: ConfiguredRiskRule {
  /// The target and the end of its day.
  package typealias Settings = DailyLimit
  /// The day at hand.
  package typealias State = OpenResultDay

  /// `max_unrealized_profit`.
  package static let name = "max_unrealized_profit"
  /// What moves equity or balance, resets and unlocks.
  package static let hears: RiskEvent.Kinds = [
    .equityLeftBand, .filled, .closed, .clock, .flows, .operated,
  ]
  /// Open results are added up.
  package static let usesMoney = true
  /// With what is held comes the balance at every execution: the target stands that far above it.
  package static let looksAtHoldings = true
  /// The target and the end of its day.
  package let settings: Settings
  /// The day at hand.
  package var state = State()

  /// A rule before its first day.
  ///
  /// - Throws: `RiskSettingFault` for a target that is not above 0 and for no time of day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    try settings.check(Self.name)
    self.settings = settings
  }

  /// When the day ends, and when financing has been booked.
  package var wakeTime: Timestamp { state.wakeTime }

  /// Begins days, and acts when the open gain has come to the target.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock: state.pass(to: scene.at, settings.reset)
    case .operated(let act) where act.unlocks(.maxUnrealizedProfit) && event.scope == scene.scope:
      state.isReached = false
    default: break
    }
    guard !state.isReached, scene.equity >= scene.balance + settings.units else { return [] }
    state.isReached = true
    return [
      scene.action(
        .lock(symbol: nil, until: state.nextReset, flattens: true), .maxUnrealizedProfit, by: Self.self,
        limit: "an open gain of \(scene.text(settings.units))",
        value: "\(scene.text(scene.equity - scene.balance)) gained")
    ]
  }

  /// Everything below the target is quiet; after it was reached, everything is until the day ends.
  package func band(in scene: RiskScene) -> EquityBand {
    state.isReached ? .unlimited : EquityBand(highest: scene.balance + settings.units - 1)
  }

  /// As `DailyLimit` reads it.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings { try DailyLimit(value, in: context) }
}
