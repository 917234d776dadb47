package import TradingCore

/// The kill switch's fifth tier: chaos beyond a threshold, a broker's link that is lost, calls of its API that fail in a row, or
/// an error that leaves nothing certain bring a full stop of everything, until a person releases it.
///
/// A lost link blocks entries at once; what is open is closed when the link is back, as nothing can be before.
package struct SystemTier: RiskRule {
  /// The triggers; what is `nil` or off is not looked at.
  package struct Settings: Sendable, Hashable, Codable {
    /// The chaos above which everything stops, in millionths.
    package var chaosMillionths: Int64?
    /// Whether a lost link stops everything.
    package var connectionLoss: Bool
    /// Calls of an API that fail in a row.
    package var apiErrors: Int?
    /// Whether an error of the system stops everything.
    package var criticalError: Bool

    private enum CodingKeys: String, CodingKey {
      case chaosMillionths = "chaos_millionths"
      case connectionLoss = "connection_loss"
      case apiErrors = "api_errors"
      case criticalError = "critical_error"
    }

    /// Triggers; without a word those of docs/risk.md.
    package init(
      chaosMillionths: Int64? = 750_000, connectionLoss: Bool = true, apiErrors: Int? = 5,
      criticalError: Bool = true
    ) {
      self.chaosMillionths = chaosMillionths
      self.connectionLoss = connectionLoss
      self.apiErrors = apiErrors
      self.criticalError = criticalError
    }
  }

  /// What has been heard.
  package struct State: Sendable, Hashable, Codable {
    /// What is known of chaos.
    var chaos = ChaosReadings()
    /// Calls that have failed since the last one that was answered.
    var errors = 0
    /// Whether everything has to be closed once the link is back.
    var isLinkLost = false
    /// Whether chaos has brought a stop that nobody has released.
    var isStopped = false

    private enum CodingKeys: String, CodingKey {
      case chaos = "chaos"
      case errors = "errors"
      case isLinkLost = "link_lost"
      case isStopped = "stopped"
    }
  }

  /// `system_tier`.
  package static let name = "system_tier"
  /// The climate, links and the system.
  package static let hears: RiskEvent.Kinds = [.climate, .connection, .system, .flows, .operated]
  /// The triggers.
  package let settings: Settings
  /// What has been heard.
  package var state = State()

  /// A rule that has heard nothing.
  ///
  /// - Throws: `RiskSettingFault` for a chaos that is no share, and a count below 1.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    if let chaos = settings.chaosMillionths, !(0..<1_000_000).contains(chaos) {
      throw RiskSettingFault(Self.name, "the chaos has to be 0 to 999,999 millionths, was \(chaos)")
    }
    if let count = settings.apiErrors, count < 1 {
      throw RiskSettingFault(Self.name, "the errors have to be 1 at least, were \(count)")
    }
  }

  /// Stops everything.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    state.chaos.hear(event, in: scene)
    switch event.what {
    case .climate:
      guard let limit = settings.chaosMillionths, !state.isStopped, let chaos = state.chaos.global,
        chaos > limit
      else { return [] }
      state.isStopped = true
      return stop("chaos of at most \(Self.text(limit))", "chaos of \(Self.text(chaos))", in: scene)
    case .connection(let condition) where condition.code == .brokerDisconnected && settings.connectionLoss:
      guard condition.isOn != state.isLinkLost else { return [] }
      state.isLinkLost = condition.isOn
      return condition.isOn
        ? stop("a link to the broker", "the link is lost", flattens: false, in: scene)
        : stop("a link to the broker", "the link was lost and is back", in: scene)
    case .apiError(let text):
      state.errors += 1
      guard let limit = settings.apiErrors, state.errors == limit else { return [] }
      return stop(
        "fewer than \(Counted.text(limit, "API error", "API errors")) in a row",
        "\(state.errors) in a row: \(text)",
        in: scene)
    case .apiOK: state.errors = 0
    case .failed(let text) where settings.criticalError:
      return stop("a system that works", text, in: scene)
    case .operated(let act) where act.unlocks(.systemHalt) && event.scope == scene.scope:
      (state.errors, state.isStopped) = (0, false)
    default: break
    }
    return []
  }

  private func stop(
    _ limit: String, _ value: String, flattens: Bool = true, in scene: RiskScene
  ) -> [RiskAction] {
    [.lock(symbol: nil, until: nil, flattens: flattens), .tell].map {
      scene.action($0, .systemHalt, by: Self.self, limit: limit, value: value)
    }
  }

  private static func text(_ millionths: Int64) -> String {
    DecimalText.format(millionths, digits: 6, minimumFraction: 2)
  }

  /// What is left of each trigger.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    func allowance(_ name: String, _ limit: Int128, used: Int128, _ unit: RiskAllowance.Unit) -> RiskAllowance
    {
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: name, limit: limit, left: max(0, limit - used), unit: unit)
    }
    var allowances: [RiskAllowance] = []
    if let limit = settings.chaosMillionths {
      allowances.append(allowance("chaos", Int128(limit), used: Int128(state.chaos.global ?? 0), .millionths))
    }
    if let limit = settings.apiErrors {
      allowances.append(allowance("api_errors", Int128(limit), used: Int128(state.errors), .count))
    }
    return allowances
  }
}
