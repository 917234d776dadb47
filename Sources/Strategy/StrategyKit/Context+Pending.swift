public import TradingCore

extension Context {
  /// Asks for a limit order at a price.
  ///
  /// - Returns: the number of the order, which the position will carry.
  @discardableResult
  public mutating func limit(
    _ side: OrderSide, _ lots: LotCount, at price: Price, symbolIndex: Int = 0,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) -> ClientOrderID {
    submit(
      side, quantity(lots, symbolIndex: symbolIndex), kind: .limit(price), symbolIndex: symbolIndex,
      timeInForce: timeInForce, protection: protection)
  }

  /// Asks for a stop order at a price.
  ///
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func stop(
    _ side: OrderSide, _ lots: LotCount, at price: Price, symbolIndex: Int = 0,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) -> ClientOrderID {
    submit(
      side, quantity(lots, symbolIndex: symbolIndex), kind: .stop(price), symbolIndex: symbolIndex,
      timeInForce: timeInForce, protection: protection)
  }

  /// Asks for an order that becomes a limit order at `limit` once the market has come to `stop`.
  ///
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func stopLimit(
    _ side: OrderSide, _ lots: LotCount, stop: Price, limit: Price, symbolIndex: Int = 0,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) -> ClientOrderID {
    submit(
      side, quantity(lots, symbolIndex: symbolIndex), kind: .stopLimit(stop: stop, limit: limit),
      symbolIndex: symbolIndex, timeInForce: timeInForce, protection: protection)
  }

  /// Asks for an order with a stop loss and a take profit at distances in points, of which either may be missing.
  ///
  /// They are measured from the order's own price, of a stop-limit the limit; of a market order from the closing
  /// side of the last quote, as a broker measures them. They are put on the instrument's price step, away from
  /// the market. Without a quote of the symbol a market order gets no levels and risk denies it.
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func bracket(
    _ side: OrderSide, _ lots: LotCount, kind: OrderKind = .market, stopPoints: Int64?, targetPoints: Int64?,
    symbolIndex: Int = 0, timeInForce: TimeInForce = .goodTillCanceled, trailPoints: Int64? = nil,
    breakEven: BreakEven? = nil
  ) -> ClientOrderID {
    let reference = OrderRules.ownPrice(of: kind) ?? quote(symbolIndex: symbolIndex).map(side.opposite.price)
    var protection = Protection(trailPoints: trailPoints, breakEven: breakEven)
    if let reference {
      let levels = levels(
        side, from: reference, stopPoints: stopPoints, targetPoints: targetPoints, symbolIndex: symbolIndex)
      (protection.stopLoss, protection.takeProfit) = (levels.stopLoss, levels.takeProfit)
    }
    return submit(
      side, quantity(lots, symbolIndex: symbolIndex), kind: kind, symbolIndex: symbolIndex,
      timeInForce: timeInForce, protection: protection)
  }

  /// A stop loss and a take profit at distances in points from a price, of which either may be missing.
  ///
  /// They are put on the instrument's price step, away from the price: futures refuse levels between two steps.
  public func levels(
    _ side: OrderSide, from price: Price, stopPoints: Int64?, targetPoints: Int64?, symbolIndex: Int = 0
  ) -> Protection {
    let tick = instrument(symbolIndex: symbolIndex).tickPoints
    return Protection(
      stopLoss: stopPoints.map { price.offset(by: -side.sign * $0).onStep(tick, upward: side == .sell) },
      takeProfit: targetPoints.map { price.offset(by: side.sign * $0).onStep(tick, upward: side == .buy) })
  }

  /// Asks to change some levels of a position and to leave the others as they are now.
  ///
  /// A trailing stop that stays starts anew at its distance from the market, as with any change of levels. Asking
  /// for a position that is not open is denied.
  /// - Returns: the number of the modification.
  @discardableResult
  public mutating func protect(
    _ position: ClientOrderID, _ change: (inout Protection) -> Void
  ) -> ClientOrderID {
    var protection = account.position(position)?.protection ?? .none
    change(&protection)
    return protect(position, with: protection)
  }

  /// Asks to change the prices of a working order and to leave its levels as they are.
  ///
  /// `price`: the new price, of a stop-limit the stop; `limitPrice`: the new limit of a stop-limit.
  /// - Returns: the number of the modification.
  @discardableResult
  public mutating func move(
    _ order: ClientOrderID, to price: Price? = nil, limitPrice: Price? = nil
  ) -> ClientOrderID {
    modify(
      order, price: price, limitPrice: limitPrice, protection: self.order(order)?.protection ?? .none)
  }

  /// Asks to cancel every working order, in order of placement.
  public mutating func cancelAll() {
    for order in workingOrders { cancel(order.id) }
  }
}

extension Price {
  /// The nearest multiple of a price step that is not below (or above) this price.
  func onStep(_ tick: Int64, upward: Bool) -> Price {
    let remainder = points % tick
    if remainder == 0 { return self }
    return offset(by: (upward ? tick : 0) - (remainder < 0 ? remainder + tick : remainder))
  }
}
