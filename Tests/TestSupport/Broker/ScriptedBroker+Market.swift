package import TradingCore

/// What a quote does.
extension ScriptedBroker {
  /// What a quote may reach: an order by its index, or the levels of a holding by its number.
  struct Due: Sendable {
    let placement: ClientOrderID
    let rank: Int
    let number: Int
  }

  /// Takes a quote: expiries, then what it reaches in order of placement, then what the broker does by itself.
  package mutating func take(_ quote: Quote, symbolIndex: Int) {
    meet(quote, symbolIndex: symbolIndex)
    while triggerNext() {}
    actByItself(quote, symbolIndex)
  }

  /// Takes a quote as far as expiries; what it reaches waits for `triggerNext`.
  package mutating func meet(_ quote: Quote, symbolIndex: Int) {
    quotes[symbolIndex] = quote
    quoteCount += 1
    now = quote.eventTime
    for index in orders.indices
    where orders[index].symbol == symbolIndex && isLive(index) && orders[index].expiry < now {
      end(index, .expired)
    }
    due = []
    for index in orders.indices where orders[index].symbol == symbolIndex && isLive(index) {
      due.append(
        Due(placement: orders[index].placement, rank: orders[index].key.leg == .own ? 0 : 1, number: index))
    }
    for holding in holdings where holding.symbol == symbolIndex && !holding.levels.isEmpty {
      due.append(Due(placement: holding.opener, rank: 2, number: holding.number))
    }
    due.sort { ($0.placement, $0.rank, $0.number) > ($1.placement, $1.rank, $1.number) }
  }

  /// Looks whether the quote reaches the next of what it may reach.
  ///
  /// - Returns: whether there was one.
  package mutating func triggerNext() -> Bool {
    guard let next = due.popLast() else { return false }
    if next.rank < 2 { trigger(next.number) } else { triggerLevels(of: next.number) }
    return true
  }

  func isLive(_ index: Int) -> Bool { !orders[index].state.isEnded && orders[index].state != .pendingNew }

  private mutating func trigger(_ index: Int) {
    let order = orders[index]
    guard isLive(index), order.since < quoteCount, let quote = quotes[order.symbol] else { return }
    let market = order.side.price(of: quote)
    switch order.kind {
    case .market: fill(index, at: market.points)
    case .limit(let price):
      guard Self.isReached(price, order.side, market) else { return orders[index].isPassed = false }
      fill(index, at: order.isPassed ? market.points : price.points)
    case .stop(let price):
      if (price.points - market.points) * order.side.sign <= 0 { fill(index, at: market.points) }
    case .stopLimit(let stop, let limit):
      guard (stop.points - market.points) * order.side.sign <= 0 else { return }
      orders[index].kind = .limit(limit)
      if (market.points - limit.points) * order.side.sign <= 0 {
        fill(index, at: market.points)
      } else {
        orders[index].since = quoteCount
      }
    }
  }

  /// Whether the market has come to a limit's price.
  static func isReached(_ limit: Price, _ side: OrderSide, _ market: Price) -> Bool {
    (market.points - limit.points) * side.sign <= 0
  }

  private mutating func triggerLevels(of number: Int) {
    guard let index = holdings.firstIndex(where: { $0.number == number }), holdings[index].since < quoteCount,
      let quote = quotes[holdings[index].symbol]
    else { return }
    let holding = holdings[index]
    let exit = holding.side.opposite
    let close = exit.price(of: quote)
    if let stop = holding.levels.stopLoss, (close.points - stop.points) * holding.side.sign <= 0 {
      closeByItself(number, holding.units, close.points, .stopLoss)
    } else if let target = holding.levels.takeProfit {
      guard Self.isReached(target, exit, close) else { return holdings[index].isPassed = false }
      let price = holding.isPassed ? close : target
      closeByItself(number, holding.units, price.points, .takeProfit)
    }
  }

  /// Lets levels rest on a holding, from the next quote on.
  mutating func setLevels(_ levels: Protection, of index: Int) {
    holdings[index].levels = levels
    holdings[index].since = quoteCount
    let exit = holdings[index].side.opposite
    let market = quotes[holdings[index].symbol].map { exit.price(of: $0) }
    holdings[index].isPassed =
      if let market, let target = levels.takeProfit { Self.isReached(target, exit, market) } else { false }
  }

  /// Liquidates, charges a night, lies, or hangs up.
  private mutating func actByItself(_ quote: Quote, _ symbol: Int) {
    if chance(script.liquidates), let holding = holdings.first(where: { $0.symbol == symbol }) {
      let price = holding.side.opposite.price(of: quote)
      closeByItself(holding.number, holding.units, price.points, .stopOut)
    }
    if chance(script.charges), let holding = holdings.last {
      let amount = number(-5_000_000...1_000_000)
      pay(amount)
      did(.money(amount))
      if let trade = TradeID("S\(nextName())") {
        let change = BalanceChange(
          trade: trade, cause: .swap, amount: Money(units: amount),
          venuePosition: positionName(holding.number))
        ownActs.append((.balanceChanged(change), now))
        tell(.balanceChanged(change))
      }
    }
    if chance(script.contradicts) { lie() }
    if outageEnds == nil, chance(script.disconnects) { hangUp() }
  }
}
