import TradingCore
package import YAMLText

/// The limits in a file.
extension TradeFrequency: ConfiguredRiskRule {
  /// `trade_frequency_limit`.
  package static let key = "trade_frequency_limit"

  private enum Key: String, YAMLKey {
    case enabled, limits, timezone
    case coolDown = "cooldown_on_breach"
    case resetTime = "reset_time"
  }

  private enum LimitKey: String, YAMLKey {
    case minute = "per_minute"
    case hour = "per_hour"
    case session = "per_session"

    /// The key of its cooldown, and its seconds where the file does not say them.
    var coolDown: (key: CoolDownKey, seconds: Int64) {
      switch self {
      case .minute: (.minute, 60)
      case .hour: (.hour, 1_800)
      case .session: (.session, 3_600)
      }
    }
  }

  private enum CoolDownKey: String, YAMLKey {
    case enabled
    case minute = "per_minute_breach"
    case hour = "per_hour_breach"
    case session = "per_session_breach"
  }

  /// `limits` with `per_minute`, `per_hour`, `per_session`; `cooldown_on_breach` with `enabled` and a number of seconds
  /// for each of them; `reset_time` and `timezone` of the session.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let limits = try YAMLMap(map.required(.limits, example: "{per_hour: 10}"), keys: LimitKey.self)
    let coolDowns: YAMLMap<CoolDownKey>? =
      if let value = map.optional(.coolDown) { try YAMLMap(value) } else { nil }
    let isCooling = try coolDowns?.optional(.enabled)?.boolean() ?? true
    var settings = Settings(
      reset: try DailyReset(time: map.optional(.resetTime), zone: map.optional(.timezone)))
    for window in LimitKey.allCases {
      let (key, standard) = window.coolDown
      let coolDown = coolDowns?.optional(key)
      let seconds = try coolDown?.seconds() ?? standard
      guard let entries = limits.optional(window) else {
        guard let coolDown else { continue }
        throw .fault(
          coolDown.place, field: coolDown.field, problem: "limits.\(window.rawValue) is missing",
          remedy: "add that limit, or leave this cooldown out")
      }
      let limit = Limit(
        Int(try entries.integer(in: 1...1_000_000)), coolDownSeconds: isCooling ? seconds : 0)
      switch window {
      case .minute: settings.minute = limit
      case .hour: settings.hour = limit
      case .session: settings.session = limit
      }
    }
    return settings
  }
}
