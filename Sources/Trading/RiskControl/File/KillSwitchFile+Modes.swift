import TradingCore
package import YAMLText

extension RiskModes {
  private enum Key: String, YAMLKey {
    case enabled, timezone
    case reducedSize = "reduced_size"
    case resetTime = "reset_time"
    case dailyDrawdown = "daily_drawdown"
    case consecutiveLosses = "consecutive_losses"
    case deniedShare = "denied_share"
    case rejectedShare = "rejected_share"
    case chaos
    case apiErrors = "api_errors"
    case staleFeed = "stale_feed"
  }

  private enum RowKey: String, YAMLKey { case reduce, observe, hysteresis }

  /// `reduced_size`, `reset_time`, `timezone`, and for each metric `reduce`, `observe` and `hysteresis`, or `off`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings(
      reset: try KillSwitchFile.reset(map.optional(.resetTime), map.optional(.timezone)))
    if let value = map.optional(.reducedSize) { settings.reducedSize = try value.share() }
    var rows: [Row] = []
    for row in settings.rows {
      guard let key = Key(rawValue: row.metric.rawValue), let value = map.optional(key) else {
        rows.append(row)
        continue
      }
      if let row = try value.limit({ (value) throws(ConfigurationError) in try self.row(value, row) }) {
        rows.append(row)
      }
    }
    settings.rows = rows
    return settings
  }

  private static func row(_ value: YAMLValue, _ usual: Row) throws(ConfigurationError) -> Row {
    let map = try YAMLMap(value, keys: RowKey.self)
    let isShare = usual.metric.isShare
    func number(_ value: YAMLValue) throws(ConfigurationError) -> Int64 {
      isShare
        ? try value.decimal(digits: 6, in: 0...1_000_000, "a share: 0.03 is 3 %")
        : try value.integer(in: 0...1_000_000)
    }
    var row = usual
    row.reduce = try KillSwitchFile.limit(map.optional(.reduce), row.reduce, number)
    row.observe = try KillSwitchFile.limit(map.optional(.observe), row.observe, number)
    if let value = map.optional(.hysteresis) { row.hysteresis = try number(value) }
    return row
  }
}
