package import TradingCore
package import YAMLText

/// An amount of money at which everything in a scope is canceled and closed, and nothing may be opened until its trading
/// day ends: the settings of the rules of which each has one such limit.
package struct DailyLimit: Sendable, Hashable, Codable {
  /// What happens at the limit. Text codes are stable.
  package enum Enforcement: String, Sendable, Hashable, Codable, CaseIterable {
    /// No new risk until the day ends; everything is canceled and closed.
    case closeAllAndLockout = "close_all_and_lockout"
  }

  /// The amount, above 0, in the scope's currency.
  package var limit: Money
  /// When the day ends.
  package var reset: DailyReset
  /// What happens.
  package var enforcement: Enforcement

  private enum CodingKeys: String, CodingKey {
    case limit = "limit"
    case reset = "reset"
    case enforcement = "enforcement"
  }

  /// A limit with the end of its day.
  package init(
    limit: Money, reset: DailyReset = .newYorkClose, enforcement: Enforcement = .closeAllAndLockout
  ) {
    self.limit = limit
    self.reset = reset
    self.enforcement = enforcement
  }

  /// In money units.
  var units: Int128 { Int128(limit.units) }

  /// Refuses a limit that is not above 0 and a reset at no time of day.
  func check(_ rule: String) throws(RiskSettingFault) {
    guard limit > .zero else {
      throw RiskSettingFault(rule, "the limit has to be above 0, was \(limit.units) money units")
    }
    if let fault = reset.fault(of: rule) { throw fault }
  }
}

/// The day of a rule that has one limit.
package struct LimitedDay: Sendable, Hashable, Codable {
  /// When it ends; not known before the first event with a time.
  var nextReset = Timestamp.distantPast
  /// Whether its limit has been reached.
  var isReached = false

  private enum CodingKeys: String, CodingKey {
    case nextReset = "next_reset"
    case isReached = "reached"
  }
}

extension DailyLimit {
  private enum Key: String, YAMLKey {
    case enabled, limit, timezone, enforcement
    case resetTime = "reset_time"
  }

  /// `limit`, `reset_time`, `timezone` and `enforcement`; all but the limit may be left out.
  ///
  /// - Throws: what is wrong, with its line.
  package init(_ value: YAMLValue, in context: RiskFileContext) throws(ConfigurationError) {
    let map = try YAMLMap(value, keys: Key.self)
    self.init(
      limit: try map.required(.limit, example: "-500").moneyLimit(in: context),
      reset: try DailyReset(time: map.optional(.resetTime), zone: map.optional(.timezone)),
      enforcement: try map.optional(.enforcement)?.choice() ?? .closeAllAndLockout)
  }
}
