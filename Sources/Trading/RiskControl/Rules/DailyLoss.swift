package import TradingCore
package import YAMLText

/// Takes the scope out for the rest of the trading day once it has lost so much since the day began, realized and open
/// results together.
///
/// What the day began with is the balance or the equity as it was when the last day ended. Bots that come or go and
/// money that is paid in or out move it by as much as they move equity. The limit is reached when equity is at or below
/// it, found at the tick that brings it there.
package struct DailyLoss: ConfiguredRiskRule {
  /// What a day begins with. Text codes are stable.
  package enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
    /// Cash, without open results.
    case balance
    /// Cash and open results.
    case equity
    /// The greater of both.
    case higher
  }

  /// What happens at the limit. Text codes are stable.
  package enum Enforcement: String, Sendable, Hashable, Codable, CaseIterable {
    /// No new risk until the day ends.
    case block
    /// That, and everything is canceled and closed.
    case flatten
  }

  /// The limit and what it is held against.
  package struct Settings: Sendable, Hashable, Codable {
    /// The loss at which it acts, above 0, in the scope's currency.
    package var limit: Money
    /// What the loss is counted from.
    package var basis: Basis
    /// When the day ends.
    package var reset: DailyReset
    /// What happens.
    package var enforcement: Enforcement

    private enum CodingKeys: String, CodingKey {
      case limit = "limit"
      case basis = "basis"
      case reset = "reset"
      case enforcement = "enforcement"
    }

    /// A limit with what it is held against.
    package init(
      limit: Money, basis: Basis = .equity, reset: DailyReset = .newYorkClose,
      enforcement: Enforcement = .flatten
    ) {
      self.limit = limit
      self.basis = basis
      self.reset = reset
      self.enforcement = enforcement
    }
  }

  /// The day at hand.
  package struct State: Sendable, Hashable, Codable {
    /// What it began with, in money units.
    var reference: Int128 = 0
    /// When it ends; not known before the first event with a time.
    var nextReset = Timestamp.distantPast
    /// Whether its limit has been reached.
    var isReached = false

    private enum CodingKeys: String, CodingKey {
      case reference = "reference"
      case nextReset = "next_reset"
      case isReached = "reached"
    }
  }

  /// `daily_loss`.
  package static let name = "daily_loss"
  /// What moves equity, resets and unlocks.
  package static let hears: RiskEvent.Kinds = [.equityLeftBand, .clock, .flows, .operated]
  /// Losses are added up.
  package static let usesMoney = true
  /// Its limit.
  package let settings: Settings
  /// The day at hand.
  package var state = State()

  /// A rule before its first day.
  ///
  /// - Throws: `RiskSettingFault` for a limit that is not above 0 and for no time of day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard settings.limit > .zero else {
      throw RiskSettingFault(
        Self.name, "the limit has to be above 0, was \(settings.limit.units) money units")
    }
    if let fault = settings.reset.fault(of: Self.name) { throw fault }
  }

  /// When the day ends.
  package var wakeTime: Timestamp { state.nextReset }

  /// Begins days, and acts when the day's loss has come to the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock where scene.at >= state.nextReset: beginDay(in: scene)
    case .joined(let mark): state.reference += start(mark.balance, mark.equity)
    // What it has lost today stays lost.
    case .left(let mark): state.reference -= Int128(mark.equity.units)
    case .funded(let amount): state.reference += Int128(amount.units)
    case .operated(let act)
    where event.scope == scene.scope
      && (act.unlocks(.dailyLoss) && state.isReached || act.unlocks(.alertBlack)):
      // Who lets it go on gives it the limit anew, from where it stands.
      state.reference = start(scene.balance, scene.equity)
      state.isReached = false
    case .asked: return []
    default: break
    }
    guard !state.isReached, scene.equity <= floor else { return [] }
    state.isReached = true
    return [
      scene.action(
        .lock(symbol: nil, until: state.nextReset, flattens: settings.enforcement == .flatten), .dailyLoss,
        by: Self.self, limit: "a loss below \(scene.text(Int128(settings.limit.units))) a day",
        value: "\(scene.text(state.reference - scene.equity)) lost")
    ]
  }

  private func start(_ balance: Money, _ equity: Money) -> Int128 {
    start(Int128(balance.units), Int128(equity.units))
  }

  private func start(_ balance: Int128, _ equity: Int128) -> Int128 {
    switch settings.basis {
    case .balance: balance
    case .equity: equity
    case .higher: max(balance, equity)
    }
  }

  private mutating func beginDay(in scene: RiskScene) {
    // The first day began with what the bots came with.
    if state.nextReset != .distantPast { state.reference = start(scene.balance, scene.equity) }
    state.nextReset = settings.reset.next(after: scene.at)
    state.isReached = false
  }

  /// The equity at which the limit is reached.
  private var floor: Int128 { state.reference - Int128(settings.limit.units) }

  /// Everything above the floor is quiet; after it was reached, everything is until the day ends.
  package func band(in scene: RiskScene) -> EquityBand {
    state.isReached ? .unlimited : EquityBand(lowest: floor + 1)
  }

  /// What may still be lost today.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "day", limit: Int128(settings.limit.units),
        left: state.isReached ? 0 : max(0, scene.equity - floor), unit: .money(currency),
        reference: state.reference, isLoss: true)
    ]
  }
}

extension DailyLoss {
  private enum Key: String, YAMLKey {
    case enabled, limit, basis, timezone, enforcement
    case resetTime = "reset_time"
  }

  /// `limit`, `basis`, `reset_time`, `timezone`, `enforcement`; all but the limit may be left out.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(
      limit: try map.required(.limit, example: "-500").moneyLimit(in: context),
      basis: try map.optional(.basis)?.choice() ?? .equity,
      reset: try DailyReset(time: map.optional(.resetTime), zone: map.optional(.timezone)),
      enforcement: try map.optional(.enforcement)?.choice() ?? .flatten)
  }
}
