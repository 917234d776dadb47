import TradingCore

extension SimulatedVenue {
  /// The first reason to refuse an arriving order, in the order of `docs/fill-semantics.md`.
  func rejection(
    of request: OrderRequest, expiry: Timestamp, _ met: Meeting, _ account: Account
  ) throws(ArithmeticError) -> RejectionCode? {
    if let code = marketRejection(symbolIndex: request.symbolIndex, met) { return code }
    guard account.canConvert(symbolIndex: request.symbolIndex) else { return .noConversion }
    let index = request.symbolIndex
    let fault = OrderRules.volumeFault(
      units: request.quantity.units, minimum: instruments[index].minimumUnits,
      maximum: instruments[index].maximumUnits, step: instruments[index].stepUnits)
    if fault != nil { return .invalidVolume }
    if let code = pendingRejection(of: request, met) { return code }
    if expiry < met.time { return .expiredOnArrival }
    return try marginRejection(of: request, units: request.quantity.units, met, account)
  }

  /// Whether the market can't be traded at all now.
  func marketRejection(symbolIndex: Int, _ met: Meeting) -> RejectionCode? {
    if enforcesHours, !instruments[symbolIndex].hours.isOpen(at: met.time) { return .closedMarket }
    if let staleAfter, met.time.nanoseconds - met.quote.eventTime.nanoseconds > staleAfter {
      return .oldPrice
    }
    return nil
  }

  /// Faults of an order's own prices and levels.
  func pendingRejection(of request: OrderRequest, _ met: Meeting) -> RejectionCode? {
    let symbolIndex = request.symbolIndex
    let tick = instruments[symbolIndex].tickPoints
    if !OrderRules.arePricesOnTick(request.kind, request.protection, tick: tick) {
      return .invalidPrice
    }
    let distance = OrderRules.pendingDistance(of: request.kind, side: request.side, quote: met.quote)
    let reference =
      OrderRules.ownPrice(of: request.kind) ?? OrderRules.closingPrice(of: request.side, quote: met.quote)
    if let code = levelRejection(
      request.protection, symbolIndex, request.side, reference, pendingDistance: distance)
    {
      return code
    }
    switch request.kind {
    case .market, .limit: return nil
    case .stop, .stopLimit: return (distance ?? 1) <= 0 ? .stopAlreadyPassed : nil
    }
  }

  /// Faults of levels by themselves and against the price they are measured from.
  ///
  /// `pendingDistance`: how far an order's own price is from the market.
  func levelRejection(
    _ protection: Protection, _ symbolIndex: Int, _ side: OrderSide, _ reference: Price,
    pendingDistance: Int64? = nil
  ) -> RejectionCode? {
    if !OrderRules.arePricesOnTick(.market, protection, tick: instruments[symbolIndex].tickPoints) {
      return .invalidPrice
    }
    let level = costs[symbolIndex].stopsLevel
    let distances = OrderRules.distances(of: protection, side: side, reference: reference)
    for distance in [pendingDistance, distances.stopLoss, distances.takeProfit] {
      if let distance, distance > 0, distance < level { return .insideStopsLevel }
    }
    if let distance = distances.stopLoss, distance <= 0 { return .stopLossWrongSide }
    if let distance = distances.takeProfit, distance <= 0 { return .takeProfitWrongSide }
    return nil
  }

  /// Whether the opening of so many units of an order, at its own price or else the side's, is not covered by
  /// equity.
  func marginRejection(
    of request: OrderRequest, units: Int64, _ met: Meeting, _ account: Account
  ) throws(ArithmeticError) -> RejectionCode? {
    var units = units
    if account.mode == .netting {
      let net = account.netUnits(symbolIndex: request.symbolIndex) * request.side.sign
      // A reversal closes first; what it then opens is checked after that.
      if net < 0 { units = 0 }
    }
    guard units > 0 else { return nil }
    let price = OrderRules.ownPrice(of: request.kind) ?? request.side.price(of: met.quote)
    let affords = try account.affords(
      symbolIndex: request.symbolIndex, side: request.side, units: units, price: price, countsClosing: false)
    return affords ? nil : .noMargin
  }
}
