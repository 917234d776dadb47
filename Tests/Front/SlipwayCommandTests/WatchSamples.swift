import Reports
import TradingCore

@testable import Operations

/// Screens as an operator may see them.
enum WatchSamples {
  private static func time(_ text: String) -> Timestamp { (try? Timestamp(iso8601: text)) ?? .distantPast }

  private static let last = time("2014-01-03T15:22:31Z")

  private static func reading(_ timeframe: Timeframe, _ regime: MarketRegime, _ chaos: Double?)
    -> ClimateReading
  {
    ClimateReading(
      timeframe: timeframe, at: last, regime: regime, since: last, chaos: chaos, quality: 1,
      efficiencyRatio: nil, permutationEntropy: nil, jumpShare: nil, volatilityPercentile: nil,
      volatilityBasis: nil, direction: 0, unknownReason: nil)
  }

  private static func allowance(
    _ scope: String, _ rule: String, _ left: String, of limit: String, used: Int64, isLoss: Bool = true
  ) -> RiskStatus.Allowance {
    RiskStatus.Allowance(
      scope: scope, rule: rule, limit: limit, left: left, usedMillionths: used, isLoss: isLoss)
  }

  private static func position(
    _ bot: String, _ symbol: String, _ side: String, _ price: String, _ result: String
  ) -> OpenPosition {
    OpenPosition(
      bot: bot, mode: "paper", order: 7, symbol: symbol, side: side, lots: "0.10", openTime: last,
      openPrice: price, stopLoss: nil, takeProfit: nil, result: result, currency: "USD", lastTick: last,
      age: 0)
  }

  private static func screen(
    _ allowances: [RiskStatus.Allowance], lockouts: [RiskStatus.Lockout] = [], stopReason: String? = nil
  ) -> WatchScreen {
    var screen = WatchScreen(clock: time("2026-05-04T09:10:11.400Z"), at: last)
    screen.goesByTicks = true
    (screen.run, screen.session, screen.ticks, screen.lastTick) = (.running, 3, 184_223, last)
    (screen.shownAt, screen.riskAsOf) = (time("2026-05-04T09:10:11Z"), time("2014-01-03T15:22:30Z"))
    screen.sessions = [
      .init(
        name: "asia", isOpen: false, opensAt: time("2014-01-06T00:00:00Z"),
        closesAt: time("2014-01-06T09:00:00Z")),
      .init(
        name: "london", isOpen: true, opensAt: time("2014-01-06T08:00:00Z"),
        closesAt: time("2014-01-03T17:00:00Z")),
      .init(
        name: "new_york", isOpen: true, opensAt: time("2014-01-06T13:00:00Z"),
        closesAt: time("2014-01-03T22:00:00Z")),
    ]
    screen.fees = [
      .init(currency: "USD", today: "4.31", limit: "20.00", used: 0.2155, level: "green", at: last)
    ]
    screen.markets = [
      .init(
        symbol: "EURUSD",
        readings: [
          reading(.m1, .rangeStable, 0.35), reading(.m5, .trendStable, 0.21),
          reading(.m15, .trendStable, 0.18),
          reading(.h1, .breakoutPrime, 0.4), reading(.h4, .unknown, nil),
        ]),
      .init(symbol: "XAUUSD", readings: [reading(.m1, .highChaos, 0.91), reading(.m5, .rangeStable, 0.44)]),
    ]
    (screen.stopReason, screen.lockouts) = (stopReason, lockouts)
    screen.alert = WatchAlert(lockouts: lockouts, allowances: allowances, stopReason: stopReason)
    screen.warnings = WatchWarning.all(allowances)
    return screen
  }

  private static func bot(_ id: String, _ equity: String, open: Int, _ halts: [String] = [])
    -> WatchScreen.Bot
  {
    .init(
      id: id, mode: "paper", currency: "USD", balance: "1000.00", equity: equity, openPositions: open,
      orders: 0,
      halts: halts)
  }

  /// Two bots that trade, far from every limit.
  static var green: WatchScreen {
    var screen = screen([
      allowance("account:A1", "daily_realized_loss.day", "93.40 USD", of: "100.00 USD", used: 66_000),
      allowance("bot:trend", "trade_frequency_limit.hour", "4", of: "10", used: 600_000, isLoss: false),
    ])
    screen.bots = [bot("trend", "1012.30", open: 1), bot("gold", "998.10", open: 1)]
    screen.positions = [
      position("trend", "EURUSD", "buy", "1.36120", "12.30"),
      position("gold", "XAUUSD", "sell", "1231.40", "-1.90"),
    ]
    return screen
  }

  /// A bot that has lost much of the day's limit, another one in a cooldown, and an operator's word that waits.
  static var orange: WatchScreen {
    var screen = screen(
      [
        allowance("account:A1", "daily_realized_loss.day", "21.60 USD", of: "100.00 USD", used: 784_000),
        allowance(
          "family:donchian_breakout", "trailing_drawdown.peak", "24.00 USD", of: "50.00 USD", used: 520_000),
        allowance("bot:trend", "trade_frequency_limit.hour", "0", of: "10", used: 1_000_000, isLoss: false),
      ],
      lockouts: [
        .init(
          scope: "bot:trend", code: "trade_frequency_limit", rule: "trade_frequency_limit", symbol: nil,
          since: last, until: time("2014-01-03T15:52:00Z"), flattens: false, limit: "10 an hour",
          value: "11 entries")
      ])
    screen.waiting = [.init(verb: "lock", scope: "bot:gold", by: "bob", reason: "payrolls")]
    screen.bots = [
      bot("trend", "921.60", open: 0, ["trade_frequency_limit"]), bot("gold", "998.10", open: 1),
    ]
    screen.positions = [position("gold", "XAUUSD", "sell", "1231.40", "-1.90")]
    return screen
  }

  /// Everything is killed and closed.
  static var black: WatchScreen {
    var screen = screen(
      [
        allowance("account:A1", "daily_realized_loss.day", "1.20 USD", of: "100.00 USD", used: 988_000)
      ],
      lockouts: [
        .init(
          scope: "desk", code: "kill_switch", rule: "operator", symbol: nil, since: last, until: nil,
          flattens: true, limit: "ann", value: "the broker sends nonsense"),
        .init(
          scope: "account:A1", code: "daily_loss_limit", rule: "daily_realized_loss", symbol: nil,
          since: last,
          until: time("2014-01-03T22:00:00Z"), flattens: true, limit: "100.00 USD a day",
          value: "98.80 USD lost"),
      ], stopReason: "fire drill")
    screen.bots = [
      bot("trend", "901.20", open: 0, ["kill_switch", "daily_loss_limit"]),
      bot("gold", "998.10", open: 0, ["kill_switch"]),
    ]
    return screen
  }
}
