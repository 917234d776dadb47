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
  /// The side's quote plus slippage.
  private func slippedPrice(
    _ side: OrderSide, _ symbolIndex: Int, _ purpose: DrawPurpose, _ id: ClientOrderID,
    executions: UInt32 = 0, units: Int64, _ met: Meeting
  ) throws(ArithmeticError) -> Price {
    let points = try costs[symbolIndex].slippagePoints(
      random,
      ExecutionCosts.Occasion(
        purpose: purpose, order: id, executions: executions, units: units, spread: met.quote.spreadPoints,
        minuteRange: seesEveryQuote ? minuteRanges[symbolIndex].lastPoints : 0))
    return side.price(of: met.quote).offset(by: side.sign * points)
  }

  /// Fills at the side's quote plus slippage what the quote offers; the rest waits, or is canceled.
  mutating func fillAtMarket(
    _ order: VenueOrder, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    var order = order
    let request = order.request
    guard let part = granted(request, met) else { return }
    if part > 0 {
      if order.isRest, let code = try marginRejection(of: request, units: part, met, account) {
        return reject(request.id, code, met)
      }
      let price = try slippedPrice(
        request.side, request.symbolIndex, .slippage, request.id, executions: order.executions, units: part,
        met)
      guard try fill(&order, part, at: price, met, &account) else { return }
    }
    guard order.request.quantity.units > 0 else { return }
    if request.timeInForce.isImmediate { return events.append(.canceled(request.id)) }
    order.wasShort = true
    wait(.atMarket(order))
  }

  /// Fills at a price what the quote offers.
  ///
  /// - Returns: the order, if something of it is left to work on.
  mutating func fillAtLimit(
    _ order: VenueOrder, at price: Price, isMaker: Bool, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) -> VenueOrder? {
    var order = order
    let request = order.request
    guard let part = granted(request, met) else { return nil }
    if part > 0 {
      if order.isRest, let code = try marginRejection(of: request, units: part, met, account) {
        reject(request.id, code, met)
        return nil
      }
      guard try fill(&order, part, at: price, isMaker: isMaker, met, &account) else { return nil }
    }
    guard order.request.quantity.units > 0 else { return nil }
    if request.timeInForce.isImmediate {
      events.append(.canceled(request.id))
      return nil
    }
    return order
  }

  /// How much of an order the quote has; `nil` when it has to be whole and isn't: it is canceled.
  private mutating func granted(_ request: OrderRequest, _ met: Meeting) -> Int64? {
    let offered = depth.offered(request.side, request.symbolIndex, met.size)
    if request.timeInForce == .fillOrKill, offered < request.quantity.units {
      events.append(.canceled(request.id))
      return nil
    }
    return min(offered, request.quantity.units)
  }

  /// Fills a part of an opening order: under netting what closes first, then what is left opens.
  ///
  /// - Returns: `false` when the opening lacked margin and the order is at its end.
  private mutating func fill(
    _ order: inout VenueOrder, _ part: Int64, at price: Price, isMaker: Bool = false, _ met: Meeting,
    _ account: inout Account
  ) throws(ArithmeticError) -> Bool {
    let request = order.request
    var units = part
    var position = request.id
    order.executions += 1
    order.request.quantity.units -= part
    if account.mode == .netting,
      let open = account.positions.first(where: { $0.symbolIndex == request.symbolIndex })
    {
      position = open.id
      if open.side != request.side {
        let closing = min(units, open.quantity.units)
        let close = trade(request, open.id, closing, price, .strategy, isMaker)
        if request.timeInForce == .fillOrKill,
          try !affords(units - closing, of: request, at: price, after: close, met, account)
        {
          reject(request.id, .noMargin, met)
          return false
        }
        depth.take(closing, request.side, request.symbolIndex)
        try execute(close, met, &account)
        units -= closing
        guard units > 0 else { return true }
        position = request.id
        let affords = try account.affords(
          symbolIndex: request.symbolIndex, side: request.side, units: units, price: price,
          countsClosing: false)
        guard affords else {
          reject(request.id, .noMargin, met)
          return false
        }
      }
    }
    let opens = !account.positions.contains { $0.id == position }
    depth.take(units, request.side, request.symbolIndex)
    try execute(trade(request, position, units, price, .entry, isMaker), met, &account)
    if !request.protection.isEmpty, opens || !order.hasEntered {
      protect(position, with: request.protection, met, &account)
    }
    order.hasEntered = true
    return true
  }

  /// Whether what a reversal opens has its margin once its closing part is booked: tried out on copies.
  private func affords(
    _ units: Int64, of request: OrderRequest, at price: Price, after close: Trade, _ met: Meeting,
    _ account: Account
  ) throws(ArithmeticError) -> Bool {
    guard units > 0 else { return true }
    var (venue, account) = (self, account)
    try venue.execute(close, met, &account)
    return try account.affords(
      symbolIndex: request.symbolIndex, side: request.side, units: units, price: price,
      countsClosing: false)
  }

  private func trade(
    _ request: OrderRequest, _ position: ClientOrderID, _ units: Int64, _ price: Price, _ reason: FillReason,
    _ isMaker: Bool
  ) -> Trade {
    Trade(
      order: request.id, position: position, symbolIndex: request.symbolIndex, side: request.side,
      units: units, price: price, reason: reason, isMaker: isMaker)
  }

  /// Closes at market what the quote offers of what the strategy asked to close; the rest waits.
  mutating func executeClose(
    _ close: VenueClose, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    var close = close
    let id = close.request.id
    guard let index = account.positions.firstIndex(where: { $0.id == close.request.position }) else {
      return reject(id, .positionGone, met)
    }
    let position = account.positions[index]
    if !close.isRest, let code = marketRejection(symbolIndex: position.symbolIndex, met) {
      account.positions[index].closingUnits -= close.request.quantity?.units ?? position.quantity.units
      return reject(id, code, met)
    }
    guard !met.quote.isCrossed else { return wait(.close(close)) }
    let units = min(close.request.quantity?.units ?? position.quantity.units, position.quantity.units)
    let side = position.side.opposite
    let part = min(units, depth.offered(side, position.symbolIndex, met.size))
    if part > 0 {
      account.positions[index].closingUnits = max(0, position.closingUnits - part)
      let price = try slippedPrice(
        side, position.symbolIndex, .slippage, id, executions: close.executions, units: part, met)
      depth.take(part, side, position.symbolIndex)
      try execute(
        Trade(
          order: id, position: position.id, symbolIndex: position.symbolIndex, side: side, units: part,
          price: price, reason: close.reason), met, &account)
      close.executions += 1
    }
    guard part < units else { return }
    close.request.quantity = Quantity(units: units - part)
    close.isRest = true
    wait(.close(close))
  }

  /// Closes at market what the quote offers of a position whose stop was reached, if it is still there; the
  /// rest waits, and the position's other levels no longer count.
  mutating func executeProtective(
    _ close: ProtectiveClose, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let position = account.position(close.position) else { return }
    var close = close
    let side = position.side.opposite
    let part = min(position.quantity.units, depth.offered(side, position.symbolIndex, met.size))
    if part > 0 {
      let price = try slippedPrice(
        side, position.symbolIndex, .protectiveSlippage, position.id, executions: close.executions,
        units: part, met)
      depth.take(part, side, position.symbolIndex)
      try execute(position.closing(part, at: price, close.reason), met, &account)
      close.executions += 1
    }
    guard part < position.quantity.units else { return }
    suspendProtection(of: position.id, &account)
    wait(.protective(close))
  }

  /// Closes all of a position at market, whatever the depth.
  mutating func closeWhole(
    _ position: Position, _ reason: FillReason, purpose: DrawPurpose, _ met: Meeting,
    _ account: inout Account
  ) throws(ArithmeticError) {
    let price = try slippedPrice(
      position.side.opposite, position.symbolIndex, purpose, position.id, units: position.quantity.units, met)
    try execute(position.closing(position.quantity.units, at: price, reason), met, &account)
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
    let close = OrderRules.closingPrice(of: side, quote: met.quote)
    let targetDistance = OrderRules.distances(of: protection, side: side, reference: close).takeProfit ?? 1
    account.positions[index].protection = protection
    account.positions[index].protectedSince = met.cycle
    account.positions[index].passedSince = targetDistance <= 0 ? met.cycle : nil
    account.positions[index].trailedStop = protection.trailPoints.map { close.offset(by: -side.sign * $0) }
  }

  /// Takes a position's levels away, as its stop has been reached.
  func suspendProtection(of id: ClientOrderID, _ account: inout Account) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }) else { return }
    account.positions[index].protection = .none
    account.positions[index].passedSince = nil
    account.positions[index].trailedStop = nil
    account.positions[index].closingUnits = account.positions[index].quantity.units
  }
}

extension Position {
  /// A close by the venue, which carries the position's own number.
  func closing(_ units: Int64, at price: Price, _ reason: FillReason, isMaker: Bool = false) -> Trade {
    Trade(
      order: id, position: id, symbolIndex: symbolIndex, side: side.opposite, units: units, price: price,
      reason: reason, isMaker: isMaker)
  }
}
