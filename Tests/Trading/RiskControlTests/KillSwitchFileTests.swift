import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore
import YAMLText

/// The keys `kill_switch_tiers`, `alert_levels` and `risk_modes` of a file of risk settings.
@Suite struct KillSwitchFileTests {
  /// What the proposal has, word for word.
  static let proposal = """
    kill_switch_tiers:
      bot_level:
        consecutive_loss_trigger: 5
        daily_trade_limit: 20
        max_daily_drawdown_pct: 0.15

      strategy_level:
        family_loss_trigger: 3
        family_drawdown_pct: 0.20

      account_level:
        daily_loss_limit_pct: 0.03
        weekly_loss_limit_pct: 0.10
        max_open_trades: 8
        max_portfolio_heat_pct: 0.04

      session_level:
        news_event_halt: true
        end_of_day_close: "21:00 UTC"
        max_trades_per_hour: 50
        weekend_trading: false

      system_level:
        global_chaos_threshold: 0.75
        broker_connection_loss: true
        api_error_threshold: 5

    """

  private static func file(_ text: String) throws -> RiskFile {
    try RiskFile.parse(text: "version: 1\n" + text, path: "risk.yaml")
  }

  private static func bytes(_ text: String) throws -> [UInt8] {
    Array(try StateEncoder.encode(try file(text).policy))
  }

  private static func tiers(
    bot: BotTier.Settings? = .init(), family: FamilyTier.Settings? = .init(),
    account: AccountTier.Settings? = .init(),
    session: SessionTier.Settings? = .init(), system: SystemTier.Settings? = .init(),
    levels: AlertLevels.Settings? = .init()
  ) throws -> [UInt8] {
    var policy = RiskPolicy()
    if let bot { policy.add(try BotTier(bot), toEach: .bot) }
    if let family { policy.add(try FamilyTier(family), toEach: .family) }
    if let account { policy.add(try AccountTier(account), toEach: .account) }
    if let session { policy.add(try SessionTier(session), toEach: .desk) }
    if let system { policy.add(try SystemTier(system), toEach: .desk) }
    if let levels {
      for kind in RiskScope.Kind.allCases { policy.add(try AlertLevels(levels), toEach: kind) }
    }
    return Array(try StateEncoder.encode(policy))
  }

  @Test("the proposal's file is what the tiers have without a word, and comes with levels")
  func proposal() throws {
    let usual = try Self.tiers()
    #expect(try Self.bytes(Self.proposal) == usual)
    #expect(try Self.bytes("kill_switch_tiers: {}\n") == usual)
    #expect(try Self.bytes("kill_switch_tiers:\n") == usual)
    #expect(try Self.file("").policy.isEmpty)
  }

  @Test("tiers, limits and switches can be off")
  func off() throws {
    #expect(try Self.file("kill_switch_tiers: off\n").policy.isEmpty)
    #expect(try Self.file("kill_switch_tiers: {enabled: false}\n").policy.isEmpty)
    #expect(
      try Self.bytes(
        "kill_switch_tiers: {bot_level: off, session_level: {enabled: false}}\nalert_levels: off\n")
        == Self.tiers(bot: nil, session: nil, levels: nil))
    #expect(
      try Self.bytes(
        """
        kill_switch_tiers:
          bot_level: {consecutive_loss_trigger: off, daily_trade_limit: off, max_daily_drawdown_pct: off}
          strategy_level: {family_loss_trigger: off, family_drawdown_pct: off}
          account_level: {daily_loss_limit_pct: off, weekly_loss_limit_pct: off, max_open_trades: off, max_portfolio_heat_pct: off}
          session_level: {news_event_halt: false, end_of_day_close: off, max_trades_per_hour: off, weekend_trading: true}
          system_level: {global_chaos_threshold: off, broker_connection_loss: false, api_error_threshold: off, critical_error: false}

        """)
        == Self.tiers(
          bot: .init(consecutiveLosses: nil, dailyTrades: [], drawdown: nil),
          family: .init(failingBots: nil, loss: nil),
          account: .init(dailyLoss: nil, weeklyLoss: nil, openTrades: nil, heatMillionths: nil),
          session: .init(newsHalt: false, endOfDay: nil, tradesPerHour: nil, weekend: nil),
          system: .init(chaosMillionths: nil, connectionLoss: false, apiErrors: nil, criticalError: false)))
  }

  @Test("each loss says what it is counted from, and when it begins anew")
  func baselines() throws {
    let reset = DailyReset(zone: .london, secondsInDay: 0)
    let day = LossLimit(20_000, per: .day, basis: .higher, from: .peak, reset: reset, resetWeekday: 1)
    let week = LossLimit(100_000, per: .week, basis: .higher, from: .peak, reset: reset, resetWeekday: 1)
    let family = LossLimit(200_000, per: .week, basis: .balance)
    #expect(
      try Self.bytes(
        """
        kill_switch_tiers:
          bot_level:
            daily_trade_limit: [{equity_from: 0, trades: 5}, {equity_from: 1000.5, trades: 20}]
            close_positions: false
          strategy_level: {period: week, basis: balance, close_positions: false}
          account_level:
            daily_loss_limit_pct: 0.02
            basis: higher
            baseline: peak
            reset_time: "00:00"
            timezone: Europe/London
            week_ends: monday
          session_level:
            end_of_day_close: "16:30 America/New_York"
            weekend_from: "Friday 16:00 America/New_York"
            weekend_to: "Sunday 18:00 America/New_York"
            exit_style: SMART_LOSS
            exit_deadline_seconds: 60
        alert_levels: {yellow: 0.4, hysteresis: 0.1}

        """)
        == Self.tiers(
          bot: .init(
            dailyTrades: [.init(5), .init(from: Money(units: 1_000_500_000), 20)], closesPositions: false),
          family: .init(loss: family, closesPositions: false),
          account: .init(dailyLoss: day, weeklyLoss: week),
          session: .init(
            endOfDay: DailyReset(zone: .newYork, secondsInDay: 59_400),
            weekend: WeekSpan(
              zone: .newYork, from: .init(weekday: 5, secondsInDay: 57_600),
              to: .init(weekday: 0, secondsInDay: 64_800)),
            exit: SmartExit(style: .smartLoss, deadlineSeconds: 60)),
          levels: .init(yellow: 400_000, hysteresis: 100_000)))
  }

  @Test("risk modes by their table, each row as it is or otherwise")
  func modes() throws {
    func policy(_ settings: RiskModes.Settings) throws -> [UInt8] {
      var policy = RiskPolicy()
      policy.add(try RiskModes(settings), toEach: .account)
      return Array(try StateEncoder.encode(policy))
    }
    #expect(try Self.bytes("risk_modes: {}\n") == policy(.init()))
    var rows = RiskModes.table
    rows[0].reduce = 10_000
    rows.removeLast(2)
    #expect(
      try Self.bytes("risk_modes: {daily_drawdown: {reduce: 0.01}, api_errors: off, stale_feed: off}\n")
        == policy(.init(rows: rows)))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "kill_switch_tiers: {bot_level: {daily_trade_limit: 0}}",
        "bad value of 'kill_switch_tiers.bot_level.daily_trade_limit' (risk.yaml:2): expected a whole number from 1 to 1000000, was '0'"
      ),
      (
        "kill_switch_tiers: {account_level: {daily_loss_limit_pct: 3}}",
        "bad value of 'kill_switch_tiers.account_level.daily_loss_limit_pct' (risk.yaml:2): expected a share above 0 and up to 1: 0.03 is 3 %, was '3'"
      ),
      (
        "kill_switch_tiers: {session_level: {end_of_day_close: \"21:00\"}}",
        "bad value of 'kill_switch_tiers.session_level.end_of_day_close' (risk.yaml:2): expected a time of day with its clock like \"21:00 UTC\", which is one of UTC, Europe/London, America/New_York"
      ),
      (
        "kill_switch_tiers: {session_level: {weekend_from: \"Friday 16:00 America/New_York\"}}",
        "bad value of 'kill_switch_tiers.session_level.weekend_from' (risk.yaml:2): weekend_from and weekend_to go by two clocks; give both with the same clock"
      ),
      (
        "alert_levels: {yellow: 0.9}",
        "bad value of 'alert_levels' (risk.yaml:2): alert_levels: yellow, orange, red and black have to rise, above 0 and below 1; change it, or leave it out with off"
      ),
      (
        "kill_switch_tiers: {bot: {}}",
        "unknown key 'bot' (risk.yaml:2)"
      ),
      (
        "risk_modes: {chaos: {reduce: 0.7}}",
        "bad value of 'risk_modes' (risk.yaml:2): risk_modes: chaos: reduce and observe have to rise above 0; change it, or leave it out with off"
      ),
    ])
  func faults(text: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try Self.file(text + "\n") }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "none")")
  }
}
