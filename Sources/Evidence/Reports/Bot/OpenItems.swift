package import JSONText
package import TradingCore

/// An open position.
package struct OpenPosition: Sendable, Hashable {
  /// The bot.
  package let bot: String
  /// `paper`, `demo` or `live`.
  package let mode: String
  /// The number of the order that opened it.
  package let order: Int64
  /// What is held.
  package let symbol: String
  /// `buy` for long, `sell` for short.
  package let side: String
  /// How much.
  package let lots: String
  /// Since when.
  package let openTime: Timestamp
  /// The price of its first entry.
  package let openPrice: String
  /// Where it is closed at a loss now, a trailing stop included.
  package let stopLoss: String?
  /// Where it is closed with a profit.
  package let takeProfit: String?
  /// What closing it would bring at the last quote, without the commission of closing; `nil` where nothing converts it.
  package let result: String?
  /// What the result is in.
  package let currency: String
  /// The bot's last tick.
  package let lastTick: Timestamp
  /// Nanoseconds from its opening to the bot's last tick.
  package let age: Int64

  /// One of its parts.
  package init(
    bot: String, mode: String, order: Int64, symbol: String, side: String, lots: String, openTime: Timestamp,
    openPrice: String, stopLoss: String?, takeProfit: String?, result: String?, currency: String,
    lastTick: Timestamp, age: Int64
  ) {
    self.bot = bot
    self.mode = mode
    self.order = order
    self.symbol = symbol
    self.side = side
    self.lots = lots
    self.openTime = openTime
    self.openPrice = openPrice
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.result = result
    self.currency = currency
    self.lastTick = lastTick
    self.age = age
  }
}

/// An order that waits.
package struct OpenOrder: Sendable, Hashable {
  /// The bot.
  package let bot: String
  /// `paper`, `demo` or `live`.
  package let mode: String
  /// Its number in the bot's evidence.
  package let order: Int64
  /// What it is for.
  package let symbol: String
  /// Buy or sell.
  package let side: String
  /// `limit`, `stop` or `stop_limit`.
  package let type: String
  /// How much of it is not filled.
  package let lots: String
  /// Its limit or, for a stop, where it triggers.
  package let price: String
  /// The limit behind the trigger of a stop-limit.
  package let limitPrice: String?
  /// Where the position it opens is closed at a loss.
  package let stopLoss: String?
  /// Where the position it opens is closed with a profit.
  package let takeProfit: String?
  /// The last instant at which it can be filled; `nil` for no end.
  package let expiry: Timestamp?

  /// One of its parts.
  package init(
    bot: String, mode: String, order: Int64, symbol: String, side: String, type: String, lots: String,
    price: String, limitPrice: String?, stopLoss: String?, takeProfit: String?, expiry: Timestamp?
  ) {
    self.bot = bot
    self.mode = mode
    self.order = order
    self.symbol = symbol
    self.side = side
    self.type = type
    self.lots = lots
    self.price = price
    self.limitPrice = limitPrice
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.expiry = expiry
  }
}

extension OpenPosition {
  /// Positions, for programs.
  package static func json(_ positions: [OpenPosition]) -> JSONValue { .array(positions.map(\.json)) }

  private var json: JSONValue {
    [
      "bot": .string(bot), "mode": .string(mode), "order": .integer(order), "symbol": .string(symbol),
      "side": .string(side), "lots": .string(lots), "open_time": .string(openTime.iso8601),
      "open_price": .string(openPrice), "stop_loss": stopLoss.map { .string($0) } ?? .null,
      "take_profit": takeProfit.map { .string($0) } ?? .null,
      "result": result.map { .string($0) } ?? .null, "currency": .string(currency),
      "last_tick": .string(lastTick.iso8601), "age_seconds": .integer(age / 1_000_000_000),
    ]
  }
}

extension OpenOrder {
  /// Orders, for programs.
  package static func json(_ orders: [OpenOrder]) -> JSONValue { .array(orders.map(\.json)) }

  private var json: JSONValue {
    [
      "bot": .string(bot), "mode": .string(mode), "order": .integer(order), "symbol": .string(symbol),
      "side": .string(side), "type": .string(type), "lots": .string(lots), "price": .string(price),
      "limit_price": limitPrice.map { .string($0) } ?? .null,
      "stop_loss": stopLoss.map { .string($0) } ?? .null,
      "take_profit": takeProfit.map { .string($0) } ?? .null,
      "expiry": expiry.map { .string($0.iso8601) } ?? .null,
    ]
  }
}
