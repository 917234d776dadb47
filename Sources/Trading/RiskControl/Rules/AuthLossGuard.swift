package import TradingCore
package import YAMLText

/// When the broker takes the login away, everything in the scope is canceled and closed, and nothing is opened until the
/// login is back or an operator takes the lock off.
///
/// It hears of that as the condition `auth_lost`. Without a login nothing can be closed: that is asked for again each
/// minute, and once more when the login is back, before entries are free.
package struct AuthLossGuard: ConfiguredRiskRule {
  /// What happens.
  package struct Settings: Sendable, Hashable, Codable {
    /// What happens.
    package var enforcement: DailyLimit.Enforcement

    private enum CodingKeys: String, CodingKey {
      case enforcement = "enforcement"
    }

    /// There is one way.
    package init(enforcement: DailyLimit.Enforcement = .closeAllAndLockout) { self.enforcement = enforcement }
  }

  /// The login.
  package struct State: Sendable, Hashable, Codable {
    /// Whether it is lost.
    var isLost = false

    private enum CodingKeys: String, CodingKey {
      case isLost = "lost"
    }
  }

  /// `auth_loss_guard`.
  package static let name = "auth_loss_guard"
  /// Links that fail and work again.
  package static let hears: RiskEvent.Kinds = [.connection]
  /// What happens.
  package let settings: Settings
  /// The login.
  package var state = State()

  /// A rule of a login that is there.
  package init(_ settings: Settings) { self.settings = settings }

  /// Locks when the login is lost; lets go when it is back, once everything is closed again.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    guard case .connection(let condition) = event.what, condition.code == .authLost,
      condition.isOn != state.isLost
    else { return [] }
    state.isLost = condition.isOn
    let verbs: [RiskAction.Verb] =
      condition.isOn
      ? [.lock(symbol: nil, until: nil, flattens: true)]
      : [.cancel(.all), .close(.all), .release(symbol: nil)]
    return verbs.map { verb in
      scene.action(
        verb, .authLost, by: Self.self, limit: "entries while the broker knows the login",
        value: condition.isOn ? "the login is lost" : "the login is back")
    }
  }

  private enum Key: String, YAMLKey { case enabled, enforcement }

  /// `enforcement`, which may be left out.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(enforcement: try map.optional(.enforcement)?.choice() ?? .closeAllAndLockout)
  }
}
