import TradingCore
import YAMLText

extension BotTier {
  private enum Key: String, YAMLKey {
    case enabled, basis, baseline, timezone
    case consecutiveLosses = "consecutive_loss_trigger"
    case dailyTrades = "daily_trade_limit"
    case drawdown = "max_daily_drawdown_pct"
    case closesPositions = "close_positions"
    case resetTime = "reset_time"
  }

  private enum StepKey: String, YAMLKey {
    case from = "equity_from"
    case trades
  }

  /// The keys of `bot_level`.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let reset = try KillSwitchFile.reset(map.optional(.resetTime), map.optional(.timezone))
    var settings = Settings(reset: reset)
    settings.consecutiveLosses = try KillSwitchFile.limit(
      map.optional(.consecutiveLosses), settings.consecutiveLosses
    ) {
      (value) throws(ConfigurationError) in try value.count()
    }
    settings.dailyTrades =
      try KillSwitchFile.limit(map.optional(.dailyTrades), settings.dailyTrades) {
        (value) throws(ConfigurationError) in
        try steps(value, in: context)
      } ?? []
    let share = try KillSwitchFile.limit(map.optional(.drawdown), 150_000 as Int64) {
      (value) throws(ConfigurationError) in
      try value.share()
    }
    let basis = try map.optional(.basis)?.choice(DailyLoss.Basis.self) ?? .equity
    let start = try map.optional(.baseline)?.choice(LossLimit.Start.self) ?? .start
    settings.drawdown = share.map { LossLimit($0, per: .day, basis: basis, from: start, reset: reset) }
    settings.closesPositions = try map.optional(.closesPositions)?.boolean() ?? true
    return settings
  }

  /// A count, or a list of counts by equity.
  private static func steps(
    _ value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> [Trades] {
    guard value.scalar == nil else { return [Trades(try value.count())] }
    var steps: [Trades] = []
    for item in try value.items("a count, or a list of equity_from and trades") {
      let map = try YAMLMap(item, keys: StepKey.self)
      let from = try map.required(.from, example: "1000").decimal(
        digits: context.currency.moneyDigits, in: 0...(.max / 4), "an equity in \(context.currency)")
      steps.append(Trades(from: Money(units: from), try map.required(.trades, example: "20").count()))
    }
    return steps
  }
}

extension FamilyTier {
  private enum Key: String, YAMLKey {
    case enabled, basis, baseline, period, timezone
    case failingBots = "family_loss_trigger"
    case loss = "family_drawdown_pct"
    case closesPositions = "close_positions"
    case resetTime = "reset_time"
  }

  /// The keys of `strategy_level`.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    settings.failingBots = try KillSwitchFile.limit(map.optional(.failingBots), settings.failingBots) {
      (value) throws(ConfigurationError) in try value.count()
    }
    let share = try KillSwitchFile.limit(map.optional(.loss), 200_000 as Int64) {
      (value) throws(ConfigurationError) in
      try value.share()
    }
    let basis = try map.optional(.basis)?.choice(DailyLoss.Basis.self) ?? .equity
    let start = try map.optional(.baseline)?.choice(LossLimit.Start.self) ?? .start
    let period = try map.optional(.period)?.choice(LossLimit.Period.self) ?? .open
    let reset = try KillSwitchFile.reset(map.optional(.resetTime), map.optional(.timezone))
    settings.loss = share.map { LossLimit($0, per: period, basis: basis, from: start, reset: reset) }
    settings.closesPositions = try map.optional(.closesPositions)?.boolean() ?? true
    return settings
  }
}

extension AccountTier {
  private enum Key: String, YAMLKey {
    case enabled, basis, baseline, timezone
    case dailyLoss = "daily_loss_limit_pct"
    case weeklyLoss = "weekly_loss_limit_pct"
    case openTrades = "max_open_trades"
    case heat = "max_portfolio_heat_pct"
    case resetTime = "reset_time"
    case weekEnds = "week_ends"
  }

  private enum Weekday: String, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday
  }

  /// The keys of `account_level`.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let reset = try KillSwitchFile.reset(map.optional(.resetTime), map.optional(.timezone))
    let basis = try map.optional(.basis)?.choice(DailyLoss.Basis.self) ?? .equity
    let start = try map.optional(.baseline)?.choice(LossLimit.Start.self) ?? .start
    let day = try map.optional(.weekEnds)?.choice(Weekday.self) ?? .sunday
    let weekday = Weekday.allCases.firstIndex(of: day) ?? 0
    func loss(_ key: Key, _ usual: Int64, _ period: LossLimit.Period) throws(ConfigurationError) -> LossLimit?
    {
      let share = try KillSwitchFile.limit(map.optional(key), usual) { (value) throws(ConfigurationError) in
        try value.share()
      }
      return share.map {
        LossLimit($0, per: period, basis: basis, from: start, reset: reset, resetWeekday: weekday)
      }
    }
    var settings = Settings()
    settings.dailyLoss = try loss(.dailyLoss, 30_000, .day)
    settings.weeklyLoss = try loss(.weeklyLoss, 100_000, .week)
    settings.openTrades = try KillSwitchFile.limit(map.optional(.openTrades), settings.openTrades) {
      (value) throws(ConfigurationError) in try value.count()
    }
    settings.heatMillionths = try KillSwitchFile.limit(map.optional(.heat), settings.heatMillionths) {
      (value) throws(ConfigurationError) in try value.share(upTo: 1_000_000_000)
    }
    return settings
  }
}

extension SessionTier {
  private enum Key: String, YAMLKey {
    case enabled
    case newsHalt = "news_event_halt"
    case endOfDay = "end_of_day_close"
    case tradesPerHour = "max_trades_per_hour"
    case weekendTrading = "weekend_trading"
    case weekendFrom = "weekend_from"
    case weekendTo = "weekend_to"
    case exitStyle = "exit_style"
    case exitDeadline = "exit_deadline_seconds"
    case trailingChaos = "exit_trailing_chaos"
    case immediateChaos = "exit_immediate_chaos"
  }

  /// The keys of `session_level`.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    settings.newsHalt = try map.optional(.newsHalt)?.boolean() ?? true
    settings.endOfDay = try KillSwitchFile.limit(map.optional(.endOfDay), settings.endOfDay) {
      (value) throws(ConfigurationError) in try value.clockTime()
    }
    settings.tradesPerHour = try KillSwitchFile.limit(map.optional(.tradesPerHour), settings.tradesPerHour) {
      (value) throws(ConfigurationError) in try value.count()
    }
    settings.weekend =
      try map.optional(.weekendTrading)?.boolean() ?? false
      ? nil : try weekend(map.optional(.weekendFrom), map.optional(.weekendTo))
    settings.exit = try exit(map)
    return settings
  }

  private static func weekend(_ from: YAMLValue?, _ to: YAMLValue?) throws(ConfigurationError) -> WeekSpan {
    var span = WeekSpan.weekend
    let zones = [try from?.weekTime().zone, try to?.weekTime().zone].compactMap { $0 }
    if let from { span.from = try from.weekTime().edge }
    if let to { span.to = try to.weekTime().edge }
    if let zone = zones.first { span.zone = zone }
    if let value = to ?? from,
      zones.contains(where: { $0 != span.zone }) || zones.count == 1 && span.zone != .utc
    {
      throw .fault(
        value.place, field: value.field, problem: "weekend_from and weekend_to go by two clocks",
        remedy: "give both with the same clock")
    }
    return span
  }

  private static func exit(_ map: YAMLMap<Key>) throws(ConfigurationError) -> SmartExit {
    var exit = SmartExit()
    if let value = map.optional(.exitStyle), value.scalar != "auto" { exit.style = try value.choice() }
    if let value = map.optional(.exitDeadline) { exit.deadlineSeconds = try value.integer(in: 0...86_400) }
    func chaos(_ key: Key, _ usual: Int64) throws(ConfigurationError) -> Int64 {
      try map.optional(key)?.decimal(digits: 6, in: 0...1_000_000, "a chaos from 0 to 1") ?? usual
    }
    exit.trailingChaos = try chaos(.trailingChaos, exit.trailingChaos)
    exit.immediateChaos = try chaos(.immediateChaos, exit.immediateChaos)
    return exit
  }
}

extension SystemTier {
  private enum Key: String, YAMLKey {
    case enabled
    case chaos = "global_chaos_threshold"
    case connectionLoss = "broker_connection_loss"
    case apiErrors = "api_error_threshold"
    case criticalError = "critical_error"
  }

  /// The keys of `system_level`.
  static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    settings.chaosMillionths = try KillSwitchFile.limit(map.optional(.chaos), settings.chaosMillionths) {
      (value) throws(ConfigurationError) in
      try value.decimal(digits: 6, in: 1...999_999, "a chaos above 0 and below 1, like 0.75")
    }
    settings.connectionLoss = try map.optional(.connectionLoss)?.boolean() ?? true
    settings.apiErrors = try KillSwitchFile.limit(map.optional(.apiErrors), settings.apiErrors) {
      (value) throws(ConfigurationError) in try value.count()
    }
    settings.criticalError = try map.optional(.criticalError)?.boolean() ?? true
    return settings
  }
}
