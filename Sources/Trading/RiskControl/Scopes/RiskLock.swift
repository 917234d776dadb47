package import TradingCore

/// Why a scope takes no new risk, and until when. Locks are the same for rules, operators and feeds.
package struct RiskLock: Sendable, Hashable {
  /// What orders are denied with.
  package let code: DenialCode
  /// The rule that put it on, or who did: `operator`, `feed`.
  package let rule: String
  /// The symbol it is about; `nil` for all.
  package let symbol: Symbol?
  /// When it was put on.
  package let since: Timestamp
  /// The instant at which it is over; `nil` for one that somebody has to take off.
  package internal(set) var until: Timestamp?
  /// Whether everything is canceled and closed while it holds, what opens meanwhile too.
  package internal(set) var flattens: Bool
  /// The limit that was broken, with its unit; or who asked for it.
  package let limit: String
  /// What broke it, with its unit; or why.
  package let value: String
  /// How what is open leaves until the deadline, which is `nextPush`; `nil` once that has come, and for other locks.
  package internal(set) var winding: ExitStyle?
  /// When closing is asked for again, should something be open still.
  var nextPush: Timestamp

  /// Time from asking to have everything closed until it is asked for again: a closed market would refuse at every
  /// event.
  package static let patience = Timestamp.minute

  init(_ action: RiskAction, symbol: Symbol?, until: Timestamp?, flattens: Bool) {
    code = action.code
    rule = action.rule
    self.symbol = symbol
    since = action.at
    self.until = until
    self.flattens = flattens
    limit = action.limit
    value = action.value
    nextPush = flattens ? action.at.advanced(by: Self.patience) : .distantFuture
  }

  /// A lock that flattens from a deadline on, which is not before its time.
  init(
    _ action: RiskAction, symbol: Symbol?, until: Timestamp?, leavesBy deadline: Timestamp, _ style: ExitStyle
  ) {
    self.init(action, symbol: symbol, until: until, flattens: true)
    nextPush = deadline
    winding = style
  }

  /// Whether it is about this symbol.
  func covers(_ symbol: Symbol?) -> Bool { self.symbol == nil || self.symbol == symbol }

  /// Whether the other one is the same lock, put on again.
  func isSame(as other: RiskLock) -> Bool {
    code == other.code && rule == other.rule && symbol == other.symbol
  }

  /// Takes over what the other one adds: a later end, closing.
  ///
  /// - Returns: whether it adds anything.
  mutating func strengthen(by other: RiskLock) -> Bool {
    let before = self
    if let end = until { until = other.until.map { max($0, end) } }
    if other.flattens, !flattens || winding != nil && other.nextPush < nextPush {
      flattens = true
      nextPush = other.nextPush
      winding = other.winding
    }
    return self != before
  }

  /// `2024-01-10T22:00:00Z`, or that somebody has to take it off.
  package var untilText: String { until.map { "until \($0.iso8601)" } ?? "until it is taken off" }
}

extension RiskLock: Codable {
  private enum CodingKeys: String, CodingKey {
    case code = "code"
    case rule = "rule"
    case symbol = "symbol"
    case since = "since"
    case until = "until"
    case flattens = "flattens"
    case limit = "limit"
    case value = "value"
    case nextPush = "next_push"
    case winding = "winding"
  }
}
