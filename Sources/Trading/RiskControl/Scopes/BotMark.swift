package import TradingCore

/// What a bot's account comes to at some instant, in units of its currency's money.
///
/// Equity is rounded down to a unit, so that it is below a limit exactly when the exact equity is. The equity of a
/// scope is the sum of its bots' equities.
@usableFromInline
package struct BotMark: Sendable, Hashable {
  /// The bot.
  package var bot: String
  /// Cash.
  package var balance: Money
  /// Cash and open results.
  package var equity: Money
  /// Whether it has positions, or orders that could open one.
  package var isOpen: Bool
  /// Its open positions, in order of opening; none unless a rule of its scopes looks at what is held.
  package var positions: [PositionMark] = []
  /// Its orders that could open something, on their way or working; none unless a rule looks at what is held.
  package var orders: [OrderMark] = []
  /// The margin that its positions take, known where what it holds is.
  package var usedMargin = Money.zero

  /// A mark from its parts.
  package init(bot: String, balance: Money, equity: Money, isOpen: Bool) {
    self.bot = bot
    self.balance = balance
    self.equity = equity
    self.isOpen = isOpen
  }

  /// The mark of a bot's account. `isOpen`: whether an order of it could open something, or a position is open.
  package init(bot: String, account: Account, isOpen: Bool) {
    self.init(
      bot: bot, balance: account.balance, equity: account.flooredEquity, isOpen: isOpen || !account.isFlat)
  }
}

extension BotMark: Codable {
  private enum CodingKeys: String, CodingKey {
    case bot = "bot"
    case balance = "balance"
    case equity = "equity"
    case isOpen = "open"
    case positions = "positions"
    case orders = "orders"
    case usedMargin = "used_margin"
  }

  /// Reads a mark.
  @usableFromInline
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      bot: try values.decode(String.self, forKey: .bot),
      balance: try values.decode(Money.self, forKey: .balance),
      equity: try values.decode(Money.self, forKey: .equity),
      isOpen: try values.decode(Bool.self, forKey: .isOpen))
    positions = try values.decodeIfPresent([PositionMark].self, forKey: .positions) ?? []
    orders = try values.decodeIfPresent([OrderMark].self, forKey: .orders) ?? []
    usedMargin = try values.decodeIfPresent(Money.self, forKey: .usedMargin) ?? .zero
  }

  /// Writes a mark; what is held only where there is anything.
  @usableFromInline
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(bot, forKey: .bot)
    try values.encode(balance, forKey: .balance)
    try values.encode(equity, forKey: .equity)
    try values.encode(isOpen, forKey: .isOpen)
    if !positions.isEmpty { try values.encode(positions, forKey: .positions) }
    if !orders.isEmpty { try values.encode(orders, forKey: .orders) }
    if usedMargin != .zero { try values.encode(usedMargin, forKey: .usedMargin) }
  }
}

/// An open position as risk looks at it. Money is in the account's currency.
package struct PositionMark: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case symbol = "symbol"
    case side = "side"
    case units = "units"
    case lots = "lots"
    case stepUnits = "step"
    case tickPoints = "tick"
    case price = "price"
    case openTime = "open_time"
    case openPrice = "open_price"
    case stop = "stop"
    case levels = "levels"
    case isProtected = "protected"
    case result = "result"
    case value = "value"
    case risk = "risk"
  }

  /// Its number at its bot.
  package var id: ClientOrderID
  /// The symbol.
  package var symbol: Symbol
  /// Bought or sold.
  package var side: OrderSide
  /// How much is open, in units, with what is being closed and may not be; above 0.
  package var units: Int64
  /// The same in 1e-8 lots.
  package var lots: Int64
  /// Units of which a part of it that is closed has to be a multiple.
  package var stepUnits: Int64
  /// Points of a price step of its symbol.
  package var tickPoints: Int64
  /// What it would close at by the last quote; `nil` before one.
  package var price: Price?
  /// When it was opened.
  package var openTime: Timestamp
  /// At which price.
  package var openPrice: Price
  /// Its stop as it stands now; `nil` without one.
  package var stop: Price?
  /// Its levels as they were given.
  package var levels: Protection
  /// Whether it has a stop, one that trails and has not begun to among them.
  package var isProtected: Bool
  /// Its open result; `nil` where it can't be reckoned.
  package var result: Money?
  /// What it is worth at the last quote; `nil` where it can't be reckoned.
  package var value: Money?
  /// What is lost from the entry if it closes at its stop, 0 where that would be a gain; `nil` without a stop, and where
  /// it can't be reckoned.
  package var risk: Money?

  /// A position from its parts.
  package init(
    id: ClientOrderID, symbol: Symbol, side: OrderSide, units: Int64, lots: Int64, stepUnits: Int64 = 1,
    tickPoints: Int64 = 1, price: Price? = nil, openTime: Timestamp, openPrice: Price, stop: Price? = nil,
    levels: Protection = .none, isProtected: Bool = false, result: Money? = nil, value: Money? = nil,
    risk: Money? = nil
  ) {
    self.id = id
    self.symbol = symbol
    self.side = side
    self.units = units
    self.lots = lots
    self.stepUnits = stepUnits
    self.tickPoints = tickPoints
    self.price = price
    self.openTime = openTime
    self.openPrice = openPrice
    self.stop = stop
    self.levels = levels
    self.isProtected = isProtected
    self.result = result
    self.value = value
    self.risk = risk
  }
}

/// What orders of a symbol and side that are on their way or working may still open.
package struct OrderMark: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbol = "symbol"
    case side = "side"
    case units = "units"
    case lots = "lots"
    case value = "value"
    case margin = "margin"
  }

  /// The symbol.
  package var symbol: Symbol
  /// Buy or sell.
  package var side: OrderSide
  /// How much, in units; above 0.
  package var units: Int64
  /// The same in 1e-8 lots.
  package var lots: Int64
  /// What it is worth at the last quote, in the account's currency; `nil` where it can't be reckoned.
  package var value: Money?
  /// The margin that they need at the last quote; `nil` where it can't be reckoned.
  package var margin: Money?

  /// Orders from their parts.
  package init(
    symbol: Symbol, side: OrderSide, units: Int64, lots: Int64, value: Money? = nil, margin: Money? = nil
  ) {
    self.symbol = symbol
    self.side = side
    self.units = units
    self.lots = lots
    self.value = value
    self.margin = margin
  }
}

extension BotMark {
  /// Takes what is held of an account, as far as it can be reckoned.
  ///
  /// `pendingUnits`: what orders of a symbol and side that are on their way or working may still fill.
  package mutating func hold(
    _ account: Account, symbols: [Symbol], pendingUnits: (_ symbolIndex: Int, _ side: OrderSide) -> Int64
  ) {
    usedMargin = account.usedMargin
    positions = account.positions.compactMap { position in
      guard position.quantity.units > 0, symbols.indices.contains(position.symbolIndex) else { return nil }
      return PositionMark(position, of: account, symbol: symbols[position.symbolIndex])
    }
    orders = symbols.indices.flatMap { index in
      OrderSide.allCases.compactMap { side in
        let units = pendingUnits(index, side)
        guard units > 0 else { return nil }
        let price = account.lastPrice(symbolIndex: index, side: side)
        return OrderMark(
          symbol: symbols[index], side: side, units: units,
          lots: account.instrument(symbolIndex: index).eightDigitLots(units: units),
          value: price.flatMap { try? account.value(symbolIndex: index, units: units, price: $0) },
          margin: price.flatMap {
            try? account.marginNeeded(symbolIndex: index, side: side, units: units, price: $0)
          })
      }
    }
  }
}

extension PositionMark {
  fileprivate init(_ position: Position, of account: Account, symbol: Symbol) {
    let index = position.symbolIndex
    let units = position.quantity.units
    let stop = position.trailedStop ?? position.protection.stopLoss
    let price = account.lastPrice(symbolIndex: index, side: position.side == .buy ? .sell : .buy)
    let instrument = account.instrument(symbolIndex: index)
    self.init(
      id: position.id, symbol: symbol, side: position.side, units: units,
      lots: instrument.eightDigitLots(units: units), stepUnits: instrument.stepUnits,
      tickPoints: instrument.tickPoints, price: price, openTime: position.openTime,
      openPrice: position.openPrice, stop: stop,
      levels: position.protection,
      isProtected: stop != nil || position.protection.trailPoints != nil,
      result: account.openResult(of: position),
      value: price.flatMap { try? account.value(symbolIndex: index, units: units, price: $0) },
      risk: stop.flatMap { stop in
        let distance = (position.openPrice.points - stop.points) * position.side.sign
        return try? account.value(symbolIndex: index, units: units, price: Price(points: max(0, distance)))
      })
  }
}

extension Instrument {
  /// Units as 1e-8 lots, rounded up: a limit in lots is never exceeded by what rounding left out.
  package func eightDigitLots(units: Int64) -> Int64 {
    let (quotient, remainder) = (Int128(units) * 100_000_000).quotientAndRemainder(
      dividingBy: Int128(unitsPerLot))
    return Int64(clamping: remainder > 0 ? quotient + 1 : quotient)
  }
}
