import TradingCore
package import YAMLText

extension TrailingDrawdown: ConfiguredRiskRule {
  private enum Key: String, YAMLKey {
    case enabled, limit, share, basis, trails, timezone, enforcement
    case resetTime = "reset_time"
    case locksAtStart = "lock_at_start"
  }

  /// One of `limit` and `share`, `basis`, `trails`, `reset_time` with `timezone`, `lock_at_start`, `enforcement`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let trails = try map.optional(.trails)?.choice(Trails.self) ?? .tick
    let reset = try DrawdownTerms.reset(time: map.optional(.resetTime), zone: map.optional(.timezone))
    if trails == .day, let time = map.optional(.resetTime), reset == nil {
      throw .fault(
        time.place, field: time.field, problem: "a peak of days needs the time at which they end",
        remedy: "write 'reset_time: \"17:00\"'")
    }
    return Settings(
      try DrawdownTerms.read(
        limit: map.optional(.limit), share: map.optional(.share), basis: map.optional(.basis),
        enforcement: map.optional(.enforcement), of: value, in: context),
      trails: trails, reset: trails == .day ? reset ?? .newYorkClose : reset,
      locksAtStart: try map.optional(.locksAtStart)?.boolean() ?? false)
  }
}
