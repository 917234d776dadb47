import TradingCore

/// What is to be executed, before its costs are known.
struct Trade {
  let order: ClientOrderID
  let position: ClientOrderID
  let symbolIndex: Int
  let side: OrderSide
  let units: Int64
  let price: Price
  let reason: FillReason
  /// Whether an order that was working before this quote, or a take profit, is filled.
  var isMaker = false
}

extension SimulatedVenue {
  func slippage(_ symbolIndex: Int, _ purpose: DrawPurpose, _ id: ClientOrderID) -> Int64 {
    costs[symbolIndex].slippagePoints(random, purpose: purpose.rawValue, ordinal: id.ordinal)
  }

  /// Fills at the side's quote plus slippage.
  mutating func fillAtMarket(
    _ request: OrderRequest, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let slip = slippage(request.symbolIndex, .slippage, request.id)
    let price = request.side.price(of: met.quote).offset(by: request.side.sign * slip)
    try fill(request, at: price, met, &account)
  }

  /// Fills a stop order whose price was reached, if its margin is still there.
  mutating func fillTriggered(
    _ request: OrderRequest, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let market = OrderRequest(
      id: request.id, symbolIndex: request.symbolIndex, side: request.side, quantity: request.quantity)
    if let code = try marginRejection(of: market, met, account) { return reject(request.id, code, met) }
    try fillAtMarket(request, met, &account)
  }

  /// Fills an opening order: under netting what closes first, then what is left opens.
  mutating func fill(
    _ request: OrderRequest, at price: Price, isMaker: Bool = false, _ met: Meeting,
    _ account: inout Account
  ) throws(ArithmeticError) {
    var units = request.quantity.units
    var position = request.id
    if account.mode == .netting,
      let open = account.positions.first(where: { $0.symbolIndex == request.symbolIndex })
    {
      position = open.id
      if open.side != request.side {
        let closing = min(units, open.quantity.units)
        try execute(trade(request, open.id, closing, price, .strategy, isMaker), met, &account)
        units -= closing
        guard units > 0 else { return }
        position = request.id
        let affords = try account.affords(
          symbolIndex: request.symbolIndex, side: request.side, units: units, price: price,
          countsClosing: false)
        guard affords else { return reject(request.id, .noMargin, met) }
      }
    }
    try execute(trade(request, position, units, price, .entry, isMaker), met, &account)
    if !request.protection.isEmpty { protect(position, with: request.protection, met, &account) }
  }

  private func trade(
    _ request: OrderRequest, _ position: ClientOrderID, _ units: Int64, _ price: Price, _ reason: FillReason,
    _ isMaker: Bool
  ) -> Trade {
    Trade(
      order: request.id, position: position, symbolIndex: request.symbolIndex, side: request.side,
      units: units, price: price, reason: reason, isMaker: isMaker)
  }

  /// Closes all of a position at market, if it is still there.
  mutating func closeWhole(
    _ id: ClientOrderID, _ reason: FillReason, purpose: DrawPurpose, _ met: Meeting,
    _ account: inout Account
  ) throws(ArithmeticError) {
    guard let position = account.position(id) else { return }
    let side = position.side.opposite
    let slip = slippage(position.symbolIndex, purpose, id)
    try closeWhole(
      position, at: side.price(of: met.quote).offset(by: side.sign * slip), reason, met, &account)
  }

  /// Closes all of a position at a price.
  mutating func closeWhole(
    _ position: Position, at price: Price, _ reason: FillReason, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    try execute(
      Trade(
        order: position.id, position: position.id, symbolIndex: position.symbolIndex,
        side: position.side.opposite, units: position.quantity.units, price: price, reason: reason,
        isMaker: reason == .takeProfit), met, &account)
  }

  /// Books an execution and reports it.
  mutating func execute(_ trade: Trade, _ met: Meeting, _ account: inout Account) throws(ArithmeticError) {
    let commission = try meter.charge(
      CommissionCharge(
        order: trade.order, symbolIndex: trade.symbolIndex, isMaker: trade.isMaker, units: trade.units,
        price: trade.price, time: met.time, reason: trade.reason), account: account)
    let fill = try account.book(
      Execution(
        order: trade.order, position: trade.position, symbolIndex: trade.symbolIndex, eventTime: met.time,
        side: trade.side, quantity: Quantity(units: trade.units), price: trade.price, reason: trade.reason,
        quote: met.quote, commission: commission))
    events.append(.filled(fill))
  }

  /// Attaches levels to a position; they work from the next quote on.
  mutating func protect(
    _ id: ClientOrderID, with protection: Protection, _ met: Meeting, _ account: inout Account
  ) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }) else { return }
    let side = account.positions[index].side
    account.positions[index].protection = protection
    account.positions[index].protectedSince = met.cycle
    account.positions[index].trailedStop = protection.trailPoints.map {
      OrderRules.closingPrice(of: side, quote: met.quote).offset(by: -side.sign * $0)
    }
  }
}
