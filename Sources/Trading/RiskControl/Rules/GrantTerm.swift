package import TradingCore

/// A bot whose mode rests on a grant opens nothing from the instant at which the grant runs out, until there is another.
///
/// What is open is left to its strategy. It holds at the exact instant by the events' time, in which a grant that comes
/// in time takes the place of the one before.
package struct GrantTerm: RiskRule {
  /// It has no limits of its own.
  package struct Settings: Sendable, Hashable, Codable {
    private enum CodingKeys: CodingKey {}

    /// Nothing to say.
    package init() {}

    /// Reads nothing.
    package init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }

    /// Writes an object without members.
    package func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }
  }

  /// What the mode rests on.
  package struct State: Sendable, Hashable, Codable {
    /// The grant; `nil` for a mode that rests on nothing.
    var grant: RiskGrant?
    /// Whether it has run out.
    var isOver = false

    private enum CodingKeys: String, CodingKey {
      case grant = "grant"
      case isOver = "over"
    }
  }

  /// `grant_term`.
  package static let name = "grant_term"
  /// Grants; their end comes by the clock.
  package static let hears: RiskEvent.Kinds = [.granted]
  /// Nothing to say.
  package let settings: Settings
  /// What the mode rests on.
  package var state = State()

  /// A rule of a bot without a grant.
  package init(_ settings: Settings = Settings()) { self.settings = settings }

  /// When the grant runs out.
  package var wakeTime: Timestamp { state.isOver ? .distantFuture : state.grant?.until ?? .distantFuture }

  /// Locks when the grant is over, and lets go when another comes.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    let wasOver = state.isOver
    if case .granted(let grant) = event.what {
      state.grant = grant
      state.isOver = false
    }
    if let grant = state.grant, grant.until <= scene.at { state.isOver = true }
    guard state.isOver != wasOver else { return [] }
    let limit = state.grant.map { "until \($0.until.iso8601)" } ?? "none needed"
    let value = state.grant.map { "the grant of \($0.request)" } ?? "no grant"
    let verb: RiskAction.Verb =
      state.isOver ? .lock(symbol: nil, until: nil, flattens: false) : .release(symbol: nil)
    return [scene.action(verb, .grantExpired, by: Self.self, limit: limit, value: value)]
  }
}
