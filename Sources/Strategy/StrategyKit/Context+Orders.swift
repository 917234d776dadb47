public import TradingCore

extension Context {
  /// Asks to buy or sell at market.
  ///
  /// - Returns: the number of the order, which the position will carry.
  @discardableResult
  public mutating func market(
    _ side: OrderSide, _ lots: LotCount, symbolIndex: Int = 0, protection: Protection = .none
  ) -> ClientOrderID {
    submit(side, quantity(lots, symbolIndex: symbolIndex), symbolIndex: symbolIndex, protection: protection)
  }

  /// Asks to buy at market.
  ///
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func buy(
    _ lots: LotCount, symbolIndex: Int = 0, protection: Protection = .none
  ) -> ClientOrderID {
    market(.buy, lots, symbolIndex: symbolIndex, protection: protection)
  }

  /// Asks to sell at market.
  ///
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func sell(
    _ lots: LotCount, symbolIndex: Int = 0, protection: Protection = .none
  ) -> ClientOrderID {
    market(.sell, lots, symbolIndex: symbolIndex, protection: protection)
  }

  /// Asks for any order.
  ///
  /// - Returns: the number of the order.
  @discardableResult
  public mutating func submit(
    _ side: OrderSide, _ quantity: Quantity, kind: OrderKind = .market, symbolIndex: Int = 0,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) -> ClientOrderID {
    let id = nextID()
    intents.append(
      .submit(
        OrderRequest(
          id: id, symbolIndex: symbolIndex, side: side, quantity: quantity, kind: kind,
          timeInForce: timeInForce, protection: protection)))
    return id
  }

  /// Asks to close a position at market, whole unless a quantity is given.
  ///
  /// - Returns: the number of the closing order.
  @discardableResult
  public mutating func close(_ position: ClientOrderID, quantity: Quantity? = nil) -> ClientOrderID {
    let id = nextID()
    intents.append(.close(CloseRequest(id: id, position: position, quantity: quantity)))
    return id
  }

  /// Asks to close every open position, in order of opening.
  public mutating func closeAll() {
    for position in account.positions { close(position.id) }
  }

  /// Asks to replace the levels of a position.
  ///
  /// - Returns: the number of the modification.
  @discardableResult
  public mutating func protect(_ position: ClientOrderID, with protection: Protection) -> ClientOrderID {
    let id = nextID()
    intents.append(.modify(ModifyRequest(id: id, target: .position(position), protection: protection)))
    return id
  }

  /// Asks to change the prices and levels of a working order.
  ///
  /// `price`: the new price, of a stop-limit the stop; `limitPrice`: the new limit of a stop-limit; `nil` leaves
  /// them. `protection` replaces all present levels.
  /// - Returns: the number of the modification.
  @discardableResult
  public mutating func modify(
    _ order: ClientOrderID, price: Price?, limitPrice: Price? = nil, protection: Protection
  ) -> ClientOrderID {
    let id = nextID()
    intents.append(
      .modify(
        ModifyRequest(
          id: id, target: .order(order), price: price, limitPrice: limitPrice, protection: protection)))
    return id
  }

  /// Asks to cancel an order that is working or in flight.
  public mutating func cancel(_ order: ClientOrderID) { intents.append(.cancel(order)) }

  private mutating func nextID() -> ClientOrderID {
    lastOrdinal += 1
    return ClientOrderID(ordinal: lastOrdinal)
  }
}
