package import JSONText
package import TradingCore

/// What a bot has come to under one identity: what `bot show` and `bot list` tell without running anything.
package struct EvidenceSummary: Sendable, Hashable {
  /// The account's balance, a decimal in its currency.
  package var balance: String
  /// The balance with what is open at the prices that would close it, a decimal in the account's currency.
  package var equity: String
  /// Positions open now.
  package var openPositions = 0
  /// Closed trades.
  package var trades = 0
  /// Trades with a net result above zero.
  package var wins = 0
  /// Wins by trades; `nil` without a trade.
  package var winRate: Double?
  /// What was won by what was lost; `nil` without a losing trade.
  package var profitFactor: Double?
  /// The largest fall of equity from a peak, as a ratio to the peak.
  package var maxDrawdown: Double = 0
  /// Trading days from 17:00 to 17:00 in New York with a tick.
  package var daysActive = 0
  /// The first tick seen; `nil` before it.
  package var firstTick: Timestamp?
  /// The last tick seen; `nil` before the first.
  package var lastTick: Timestamp?

  /// An account that nothing has happened to yet.
  package init(balance: String) {
    self.balance = balance
    equity = balance
  }

  /// The summary as it is stored, times to the nanosecond.
  package var json: JSONValue {
    [
      "balance": .string(balance), "equity": .string(equity), "open_positions": .count(openPositions),
      "trades": .count(trades), "wins": .count(wins), "win_rate": .ratio(winRate),
      "profit_factor": .ratio(profitFactor), "max_drawdown": .number(maxDrawdown),
      "days_active": .count(daysActive), "first_tick": Self.json(firstTick), "last_tick": Self.json(lastTick),
    ]
  }

  private static func json(_ time: Timestamp?) -> JSONValue {
    time.map { .string($0.iso8601(fractionDigits: 9)) } ?? .null
  }

  /// The summary that `json` made; `nil` for anything else. Members of unknown names are passed over.
  package init?(json: JSONValue) {
    guard case .string(let balance)? = json["balance"], case .string(let equity)? = json["equity"],
      let openPositions = Self.count(json["open_positions"]), let trades = Self.count(json["trades"]),
      let wins = Self.count(json["wins"]), let daysActive = Self.count(json["days_active"]),
      let maxDrawdown = Self.ratio(json["max_drawdown"])
    else { return nil }
    self.init(balance: balance)
    self.equity = equity
    self.openPositions = openPositions
    self.trades = trades
    self.wins = wins
    winRate = Self.ratio(json["win_rate"])
    profitFactor = Self.ratio(json["profit_factor"])
    self.maxDrawdown = maxDrawdown
    self.daysActive = daysActive
    firstTick = Self.time(json["first_tick"])
    lastTick = Self.time(json["last_tick"])
  }

  private static func count(_ value: JSONValue?) -> Int? {
    guard case .integer(let value)? = value, value >= 0 else { return nil }
    return Int(exactly: value)
  }

  private static func ratio(_ value: JSONValue?) -> Double? {
    switch value {
    case .number(let value)?: value
    // A whole number may have lost its point on the way.
    case .integer(let value)?: Double(value)
    default: nil
    }
  }

  private static func time(_ value: JSONValue?) -> Timestamp? {
    guard case .string(let text)? = value else { return nil }
    return try? Timestamp(iso8601: text)
  }
}
