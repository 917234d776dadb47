package import TradingCore

/// Something a bot asks for, as far as it matters to risk.
package struct RiskAsk: Sendable, Hashable {
  /// What it would do. Text codes are stable.
  package enum Effect: String, Sendable, Hashable, Codable, CaseIterable {
    /// Opens or adds to something.
    case opens
    /// Takes more risk with what is there: moves an order that opens, takes a stop away.
    case raises
    /// An order that does no more than reduce what is open.
    case reduces
    /// Closes a position, whole or in part.
    case closes
    /// Changes levels or prices without taking more risk.
    case changes
    /// Cancels an order.
    case cancels
  }

  /// Our number of it; of a cancel that of the order.
  package var order: ClientOrderID
  /// What it would do.
  package var effect: Effect
  /// Which of the bot's symbols; `nil` where what it is about is not there any more.
  package var symbolIndex: Int?
  /// Buy or sell, of an order.
  package var side: OrderSide?
  /// How much, of an order; else 0.
  package var units: Int64
  /// The same in 1e-8 lots.
  package var lots: Int64
  /// The price that an order names, or that of the market for one that names none; of an order that is moved, the one it
  /// is moved to; `nil` for what is no order.
  package var price: Price?
  /// The price of the market for the order's side; `nil` for what is no order.
  package var marketPrice: Price?
  /// What an order is worth at its price, in the account's currency; `nil` for what is no order, and where it can't be
  /// reckoned.
  package var value: Money?
  /// Whether an order comes with a stop for what it opens.
  package var hasStop: Bool
  /// Whether an order names no price.
  package var isAtMarket: Bool
  /// The margin that an order needs at its price, in the account's currency; `nil` for what is no order, and where it
  /// can't be reckoned.
  package var margin: Money?
  /// What an order would lose from its price to its stop, in the account's currency; `nil` without a stop, and where it can't
  /// be reckoned.
  package var risk: Money?

  /// An ask from its parts.
  package init(
    _ effect: Effect, order: ClientOrderID, symbolIndex: Int?, side: OrderSide? = nil, units: Int64 = 0,
    lots: Int64 = 0, price: Price? = nil, marketPrice: Price? = nil, value: Money? = nil,
    hasStop: Bool = false, isAtMarket: Bool = false, margin: Money? = nil, risk: Money? = nil
  ) {
    self.order = order
    self.effect = effect
    self.symbolIndex = symbolIndex
    self.side = side
    self.units = units
    self.lots = lots
    self.price = price
    self.marketPrice = marketPrice
    self.value = value
    self.hasStop = hasStop
    self.isAtMarket = isAtMarket
    self.margin = margin
    self.risk = risk
  }

  /// Whether a limit on entries may deny it. What closes, reduces, protects or cancels is never denied by one.
  package var takesRisk: Bool { effect == .opens || effect == .raises }
}

extension RiskAsk: Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case effect = "effect"
    case side = "side"
    case units = "units"
    case symbolIndex = "symbol"
    case lots = "lots"
    case price = "price"
    case marketPrice = "market_price"
    case value = "value"
    case hasStop = "stop"
    case isAtMarket = "at_market"
    case margin = "margin"
    case risk = "risk"
  }

  /// Reads an ask.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(Effect.self, forKey: .effect),
      order: try values.decode(ClientOrderID.self, forKey: .order),
      symbolIndex: try values.decodeIfPresent(Int.self, forKey: .symbolIndex),
      side: try values.decodeIfPresent(OrderSide.self, forKey: .side),
      units: try values.decode(Int64.self, forKey: .units),
      lots: try values.decodeIfPresent(Int64.self, forKey: .lots) ?? 0,
      price: try values.decodeIfPresent(Price.self, forKey: .price),
      marketPrice: try values.decodeIfPresent(Price.self, forKey: .marketPrice),
      value: try values.decodeIfPresent(Money.self, forKey: .value),
      hasStop: try values.decodeIfPresent(Bool.self, forKey: .hasStop) ?? false,
      isAtMarket: try values.decodeIfPresent(Bool.self, forKey: .isAtMarket) ?? false,
      margin: try values.decodeIfPresent(Money.self, forKey: .margin),
      risk: try values.decodeIfPresent(Money.self, forKey: .risk))
  }

  /// Writes an ask; what only orders have, only where it is there.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(effect, forKey: .effect)
    try values.encode(order, forKey: .order)
    try values.encodeIfPresent(symbolIndex, forKey: .symbolIndex)
    try values.encodeIfPresent(side, forKey: .side)
    try values.encode(units, forKey: .units)
    if lots != 0 { try values.encode(lots, forKey: .lots) }
    try values.encodeIfPresent(price, forKey: .price)
    try values.encodeIfPresent(marketPrice, forKey: .marketPrice)
    try values.encodeIfPresent(value, forKey: .value)
    if hasStop { try values.encode(hasStop, forKey: .hasStop) }
    if isAtMarket { try values.encode(isAtMarket, forKey: .isAtMarket) }
    try values.encodeIfPresent(margin, forKey: .margin)
    try values.encodeIfPresent(risk, forKey: .risk)
  }
}

extension RiskAsk {
  /// What an intent would do to an account.
  ///
  /// `pendingUnits`: what orders of a symbol and side that are on their way or working may still fill; asked for
  /// orders only.
  package init(
    _ intent: Intent, account: Account, workingOrders: [WorkingOrder],
    pendingUnits: (_ symbolIndex: Int, _ side: OrderSide) -> Int64
  ) {
    switch intent {
    case .submit(let order):
      let pending = pendingUnits(order.symbolIndex, order.side)
      let reduces = account.isReduced(by: order, pendingUnits: pending)
      let index = order.symbolIndex
      let isKnown = (0..<account.symbolCount).contains(index)
      let market = isKnown ? account.lastPrice(symbolIndex: index, side: order.side) : nil
      let price = OrderRules.ownPrice(of: order.kind) ?? market
      let units = order.quantity.units
      self.init(
        reduces ? .reduces : .opens, order: order.id, symbolIndex: index, side: order.side, units: units,
        lots: isKnown && units > 0 ? account.instrument(symbolIndex: index).eightDigitLots(units: units) : 0,
        price: price, marketPrice: market,
        value: isKnown && units > 0
          ? price.flatMap { try? account.value(symbolIndex: index, units: units, price: $0) } : nil,
        hasStop: order.protection.hasStop, isAtMarket: OrderRules.ownPrice(of: order.kind) == nil,
        margin: isKnown && units > 0
          ? price.flatMap {
            try? account.marginNeeded(symbolIndex: index, side: order.side, units: units, price: $0)
          } : nil,
        risk: isKnown && units > 0
          ? order.protection.distance(from: price, order.side).flatMap {
            try? account.value(symbolIndex: index, units: units, price: Price(points: $0))
          } : nil)
    case .close(let close):
      self.init(.closes, order: close.id, symbolIndex: account.position(close.position)?.symbolIndex)
    case .cancel(let id):
      self.init(.cancels, order: id, symbolIndex: workingOrders.first { $0.id == id }?.symbolIndex)
    case .modify(let change):
      let raise = account.raise(by: change, workingOrders: workingOrders)
      self.init(raise == nil ? .changes : .raises, order: change.id, symbolIndex: raise?.symbolIndex)
      guard raise != nil, case .order(let id) = change.target,
        let order = workingOrders.first(where: { $0.id == id }),
        (0..<account.symbolCount).contains(order.symbolIndex)
      else { return }
      let kind = order.kind.moved(to: change.price, limit: change.limitPrice)
      side = order.side
      marketPrice = account.lastPrice(symbolIndex: order.symbolIndex, side: order.side)
      price = OrderRules.ownPrice(of: kind)
      value = price.flatMap {
        try? account.value(symbolIndex: order.symbolIndex, units: order.quantity.units, price: $0)
      }
    }
  }
}

/// How a change would take more risk with what is there.
struct RiskRaise {
  /// Which symbol.
  let symbolIndex: Int
  /// In words.
  let text: String
}

extension Account {
  /// Units of a side that do no more than reduce what is open, closes in flight done; none on a hedging account.
  private func reducible(_ symbolIndex: Int, _ side: OrderSide) -> Int64 {
    guard mode == .netting, (0..<symbolCount).contains(symbolIndex) else { return 0 }
    let net = netUnits(symbolIndex: symbolIndex) * side.sign
    let closing = positions.reduce(0) { $0 + ($1.symbolIndex == symbolIndex ? $1.closingUnits : 0) }
    return max(0, -net - closing)
  }

  /// Whether an order does no more than reduce what is open.
  ///
  /// `pendingUnits`: what orders of the same side that are on their way or working may still fill.
  func isReduced(by order: OrderRequest, pendingUnits: Int64) -> Bool {
    let units = order.quantity.units
    return units > 0 && units <= reducible(order.symbolIndex, order.side) - pendingUnits
  }

  /// How a change would take more risk: other prices of an order that waits to open, or levels without the stop
  /// there was.
  func raise(by change: ModifyRequest, workingOrders: [WorkingOrder]) -> RiskRaise? {
    switch change.target {
    case .position(let id):
      guard let position = position(id), position.protection.hasStop, !change.protection.hasStop else {
        return nil
      }
      return RiskRaise(symbolIndex: position.symbolIndex, text: "taking the stop away")
    case .order(let id):
      guard let order = workingOrders.first(where: { $0.id == id }) else { return nil }
      if order.protection.hasStop, !change.protection.hasStop {
        return RiskRaise(symbolIndex: order.symbolIndex, text: "taking the stop away")
      }
      let moves = order.kind.moved(to: change.price, limit: change.limitPrice) != order.kind
      if !moves || order.quantity.units <= reducible(order.symbolIndex, order.side) { return nil }
      return RiskRaise(symbolIndex: order.symbolIndex, text: "moving an order that opens")
    }
  }
}

extension Protection {
  fileprivate var hasStop: Bool { stopLoss != nil || trailPoints != nil }

  /// How far below a price, for a sale above it, its stop is; the nearer where it has two, 0 beyond the price.
  fileprivate func distance(from price: Price?, _ side: OrderSide) -> Int64? {
    let fixed = stopLoss.flatMap { stop in price.map { ($0.points - stop.points) * side.sign } }
    let distances = [fixed, trailPoints].compactMap { $0 }
    return distances.min().map { max(0, $0) }
  }
}
