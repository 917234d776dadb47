public import TradingCore

extension SimulatedVenue {
  /// Cancels working orders of the symbol whose expiry is before this quote.
  mutating func expire(_ moment: MarketMoment) {
    let now = moment.quote.eventTime
    for order in working where order.request.symbolIndex == moment.symbolIndex && order.expiry < now {
      events.append(.expired(order.request.id))
    }
    working.removeAll { $0.request.symbolIndex == moment.symbolIndex && $0.expiry < now }
  }

  /// Executes what this quote reaches, by order of placement.
  mutating func trigger(_ moment: MarketMoment, _ account: inout Account) throws(ArithmeticError) {
    let symbolIndex = moment.symbolIndex
    var candidates: [(placement: ClientOrderID, isPosition: Bool)] = []
    for order in working where order.request.symbolIndex == symbolIndex && order.since < moment.cycle {
      candidates.append((order.request.id, false))
    }
    for position in account.positions
    where position.symbolIndex == symbolIndex && position.protectedSince < moment.cycle
      && !position.protection.isEmpty
    {
      candidates.append((position.id, true))
    }
    candidates.sort { $0.placement < $1.placement }
    let met = Meeting(quote: moment.quote, time: moment.quote.eventTime, cycle: moment.cycle)
    for candidate in candidates {
      if candidate.isPosition {
        try triggerProtection(of: candidate.placement, moment, met, &account)
      } else {
        try triggerOrder(candidate.placement, moment, met, &account)
      }
    }
  }

  private mutating func triggerOrder(
    _ id: ClientOrderID, _ moment: MarketMoment, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let index = working.firstIndex(where: { $0.request.id == id }) else { return }
    let request = working[index].request
    let distance = OrderRules.pendingDistance(of: request.kind, side: request.side, quote: met.quote) ?? 1
    guard distance <= 0 else { return }
    working.remove(at: index)
    guard case .limit(let limit) = request.kind else {
      if met.quote.isCrossed {
        wait(.triggeredStop(request))
      } else {
        try fillTriggered(request, met, &account)
      }
      return
    }
    if let code = try marginRejection(of: request, met, account) { return reject(id, code, met) }
    let price = getsQuote(moment) ? request.side.price(of: met.quote) : limit
    try fill(request, at: price, isMaker: true, met, &account)
  }

  /// Whether limits fill at the quote and not at their price.
  private func getsQuote(_ moment: MarketMoment) -> Bool { limitFill == .atQuote || moment.isFirstAfterClose }

  private mutating func triggerProtection(
    of id: ClientOrderID, _ moment: MarketMoment, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    // Netting may have replaced or re-protected the position earlier on this quote.
    guard let position = account.position(id), position.protectedSince < moment.cycle else { return }
    let close = OrderRules.closingPrice(of: position.side, quote: met.quote)
    let sign = position.side.sign
    if let (stop, reason) = position.effectiveStop, (close.points - stop.points) * sign <= 0 {
      if met.quote.isCrossed {
        suspendProtection(of: id, &account)
        wait(.protectiveClose(id, reason))
      } else {
        try closeWhole(id, reason, purpose: .protectiveSlippage, met, &account)
      }
    } else if let target = position.protection.takeProfit, (close.points - target.points) * sign >= 0 {
      try closeWhole(position, at: getsQuote(moment) ? close : target, .takeProfit, met, &account)
    }
  }

  private func suspendProtection(of id: ClientOrderID, _ account: inout Account) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }) else { return }
    account.positions[index].protection = .none
    account.positions[index].trailedStop = nil
    account.positions[index].closingUnits = account.positions[index].quantity.units
  }

  /// Moves trailing stops of the symbol after the closing side where that is more favourable.
  func trail(_ moment: MarketMoment, _ account: inout Account) {
    for index in account.positions.indices where account.positions[index].symbolIndex == moment.symbolIndex {
      let position = account.positions[index]
      guard let distance = position.protection.trailPoints, let stop = position.trailedStop else { continue }
      let close = OrderRules.closingPrice(of: position.side, quote: moment.quote)
      let followed = close.offset(by: -position.side.sign * distance)
      if (followed.points - stop.points) * position.side.sign > 0 {
        account.positions[index].trailedStop = followed
      }
    }
  }

  /// Closes the worst position until equity has left the stop-out level; those on crossed quotes wait.
  @usableFromInline
  package mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    while account.isStoppedOut {
      var worst: (position: Position, quote: Quote, result: Int64)?
      for position in account.positions {
        guard let quote = moment.latest(symbolIndex: position.symbolIndex), !quote.isCrossed else { continue }
        let result = try account.openResult(of: position, at: quote)
        if worst.map({ result < $0.result }) ?? true { worst = (position, quote, result) }
      }
      guard let worst else { break }
      let met = Meeting(quote: worst.quote, time: moment.quote.eventTime, cycle: moment.cycle)
      try closeWhole(worst.position.id, .stopOut, purpose: .stopOutSlippage, met, &account)
    }
    refreshWatches(account)
  }

  /// Cancels what is in flight or working; closes positions at the given quotes when asked.
  @usableFromInline
  package mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError) {
    let flying = inFlight.map(\.errand) + waiting
    for case .order(let request) in flying { events.append(.canceled(request.id)) }
    for case .triggeredStop(let request) in waiting { events.append(.canceled(request.id)) }
    for order in working { events.append(.canceled(order.request.id)) }
    inFlight = []
    waiting = []
    working = []
    if closesPositions {
      for position in account.positions.sorted(by: { $0.id < $1.id }) {
        guard let quote = quotes[position.symbolIndex] else { continue }
        let met = Meeting(quote: quote, time: quote.eventTime, cycle: 0)
        try closeWhole(position.id, .endOfData, purpose: .finalSlippage, met, &account)
      }
    }
    refreshWatches(account)
  }
}

extension Position {
  /// The tighter of fixed and trailed stop, the fixed one at equal prices, and the reason it closes for.
  fileprivate var effectiveStop: (price: Price, reason: FillReason)? {
    switch (protection.stopLoss, trailedStop) {
    case (nil, nil): nil
    case (let fixed?, nil): (fixed, .stopLoss)
    case (nil, let trailed?): (trailed, .trailingStop)
    case (let fixed?, let trailed?):
      (trailed.points - fixed.points) * side.sign > 0 ? (trailed, .trailingStop) : (fixed, .stopLoss)
    }
  }
}
