import TradingCore

extension SimulatedVenue {
  /// The first reason to refuse an arriving order, in the order of `docs/fill-semantics.md`.
  func rejection(
    of request: OrderRequest, expiry: Timestamp, _ met: Meeting, _ account: Account
  ) throws(ArithmeticError) -> RejectionCode? {
    if let code = marketRejection(symbolIndex: request.symbolIndex, met) { return code }
    guard account.canConvert(symbolIndex: request.symbolIndex) else { return .noConversion }
    let fault = OrderRules.volumeFault(
      units: request.quantity.units, instrument: instruments[request.symbolIndex])
    if fault != nil { return .invalidVolume }
    if let code = pendingRejection(of: request, met) { return code }
    if expiry < met.time { return .expiredOnArrival }
    return try marginRejection(of: request, met, account)
  }

  /// Whether the market can't be traded at all now.
  func marketRejection(symbolIndex: Int, _ met: Meeting) -> RejectionCode? {
    if enforcesHours, !instruments[symbolIndex].hours.isOpen(at: met.time) { return .closedMarket }
    if let staleAfter, met.time.nanoseconds - met.quote.eventTime.nanoseconds > staleAfter {
      return .oldPrice
    }
    return nil
  }

  /// Faults of an order's own price and levels.
  func pendingRejection(of request: OrderRequest, _ met: Meeting) -> RejectionCode? {
    let level = costs[request.symbolIndex].stopsLevel
    let distance = OrderRules.pendingDistance(of: request.kind, side: request.side, quote: met.quote)
    if let distance, distance > 0, distance < level { return .insideStopsLevel }
    let reference =
      request.kind.price ?? OrderRules.closingPrice(of: request.side, quote: met.quote)
    if let code = levelRejection(request.protection, request.side, reference, level: level) { return code }
    if case .stop = request.kind, let distance, distance <= 0 { return .stopAlreadyPassed }
    return nil
  }

  /// Faults of levels against the price they are measured from.
  func levelRejection(
    _ protection: Protection, _ side: OrderSide, _ reference: Price, level: Int64
  ) -> RejectionCode? {
    let distances = OrderRules.distances(of: protection, side: side, reference: reference)
    if let stop = distances.stopLoss {
      if stop <= 0 { return .stopLossWrongSide }
      if stop < level { return .insideStopsLevel }
    }
    if let target = distances.takeProfit {
      if target <= 0 { return .takeProfitWrongSide }
      if target < level { return .insideStopsLevel }
    }
    return nil
  }

  /// Whether the opening part of an order is not covered by equity.
  func marginRejection(
    of request: OrderRequest, _ met: Meeting, _ account: Account
  ) throws(ArithmeticError) -> RejectionCode? {
    var units = request.quantity.units
    if account.mode == .netting {
      let net = account.netUnits(symbolIndex: request.symbolIndex) * request.side.sign
      // A reversal closes first; what it then opens is checked after that.
      if net < 0 { units = 0 }
    }
    guard units > 0 else { return nil }
    let price = request.kind.price ?? request.side.price(of: met.quote)
    let affords = try account.affords(
      symbolIndex: request.symbolIndex, side: request.side, units: units, price: price, countsClosing: false)
    return affords ? nil : .noMargin
  }
}
