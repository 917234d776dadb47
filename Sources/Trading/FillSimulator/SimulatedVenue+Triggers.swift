public import TradingCore

extension SimulatedVenue {
  /// Cancels working orders of the symbol whose expiry is before this quote.
  mutating func expire(_ moment: MarketMoment) {
    let now = moment.quote.eventTime
    for order in working where order.request.symbolIndex == moment.symbolIndex && order.expiry < now {
      events.append(.expired(order.request.id))
    }
    let count = working.count
    working.removeAll { $0.request.symbolIndex == moment.symbolIndex && $0.expiry < now }
    if working.count != count { workingRevision &+= 1 }
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
    // An order before the position that it has opened a part of.
    candidates.sort { ($0.placement, $0.isPosition ? 1 : 0) < ($1.placement, $1.isPosition ? 1 : 0) }
    let met = Meeting(moment)
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
    guard isReached(request, met.quote) else {
      working[index].passedSince = nil
      return
    }
    var order = working.remove(at: index)
    workingRevision &+= 1
    switch request.kind {
    case .limit(let limit):
      if order.passedSince == nil, moment.isFirstAfterClose { order.passedSince = moment.cycle }
      let price = getsQuote(order.passedSince) ? request.side.price(of: met.quote) : limit
      if let rest = try fillReached(order, at: price, met, &account) {
        working.insert(rest, at: min(index, working.count))
      }
    case .stopLimit(_, let limit): try placeTriggered(order, limit, met, &account)
    case .market, .stop:
      if met.quote.isCrossed {
        wait(.atMarket(order))
      } else {
        try fillTriggered(order, met, &account)
      }
    }
  }

  /// Fills a limit order that was working and is reached, if its margin is still there.
  private mutating func fillReached(
    _ order: VenueOrder, at price: Price, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) -> VenueOrder? {
    let request = order.request
    if !order.isRest,
      let code = try marginRejection(of: request, units: request.quantity.units, met, account)
    {
      reject(request.id, code, met)
      return nil
    }
    return try fillAtLimit(order, at: price, isMaker: true, met, &account)
  }

  /// Fills a stop order whose price was reached, if its margin is still there.
  mutating func fillTriggered(
    _ order: VenueOrder, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    var order = order
    order.request.kind = .market
    let request = order.request
    if let code = try marginRejection(of: request, units: request.quantity.units, met, account) {
      return reject(request.id, code, met)
    }
    try fillAtMarket(order, met, &account)
  }

  /// Turns a stop-limit whose stop was reached into a limit order that arrives at this quote.
  private mutating func placeTriggered(
    _ order: VenueOrder, _ limit: Price, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    var order = order
    order.request.kind = .limit(limit)
    order.isTriggered = true
    let request = order.request
    if let code = try marginRejection(of: request, units: request.quantity.units, met, account) {
      return reject(request.id, code, met)
    }
    try placeLimit(order, met, &account)
  }

  /// Whether the market has come to the price of a working order.
  func isReached(_ request: OrderRequest, _ quote: Quote) -> Bool {
    (OrderRules.pendingDistance(of: request.kind, side: request.side, quote: quote) ?? 1) <= 0
  }

  /// Whether a limit or take profit fills at the quote and not at its price: one that the market was past before
  /// it could be filled there.
  private func getsQuote(_ passedSince: UInt64?) -> Bool { limitFill == .atQuote || passedSince != nil }

  private mutating func triggerProtection(
    of id: ClientOrderID, _ moment: MarketMoment, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    // Netting may have replaced or re-protected the position earlier on this quote.
    guard let position = account.position(id), position.protectedSince < moment.cycle else { return }
    let close = OrderRules.closingPrice(of: position.side, quote: met.quote)
    let sign = position.side.sign
    if let (stop, reason) = position.effectiveStop, (close.points - stop.points) * sign <= 0 {
      _ = cancel(id)
      let exit = ProtectiveClose(position: id, symbolIndex: position.symbolIndex, reason: reason)
      if met.quote.isCrossed {
        suspendProtection(of: id, &account)
        wait(.protective(exit))
      } else {
        try executeProtective(exit, met, &account)
      }
    } else if let target = position.protection.takeProfit {
      guard (close.points - target.points) * sign >= 0 else { return setPassed(id, since: nil, &account) }
      let passedSince = position.passedSince ?? (moment.isFirstAfterClose ? moment.cycle : nil)
      setPassed(id, since: passedSince, &account)
      _ = cancel(id)
      try takeProfit(position, at: getsQuote(passedSince) ? close : target, met, &account)
    }
  }

  private func setPassed(_ id: ClientOrderID, since cycle: UInt64?, _ account: inout Account) {
    guard let index = account.positions.firstIndex(where: { $0.id == id }),
      account.positions[index].passedSince != cycle
    else { return }
    account.positions[index].passedSince = cycle
  }

  /// Closes at a price what the quote offers of a position; what is left stays a take profit.
  private mutating func takeProfit(
    _ position: Position, at price: Price, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let side = position.side.opposite
    let part = min(position.quantity.units, depth.offered(side, position.symbolIndex, met.size))
    guard part > 0 else { return }
    depth.take(part, side, position.symbolIndex)
    try execute(position.closing(part, at: price, .takeProfit, isMaker: true), met, &account)
  }

  /// Moves stop losses of the symbol to their entries where the market has gone far enough.
  func breakEven(_ moment: MarketMoment, _ account: inout Account) {
    for index in account.positions.indices where account.positions[index].symbolIndex == moment.symbolIndex {
      let position = account.positions[index]
      guard let move = position.protection.breakEven, position.protectedSince < moment.cycle,
        let opening = account.openingPrice(of: position.id)
      else { continue }
      let sign = position.side.sign
      let close = OrderRules.closingPrice(of: position.side, quote: moment.quote)
      guard (close.points - opening.points) * sign >= move.triggerPoints else { continue }
      let moved = opening.offset(by: sign * move.offsetPoints)
      account.positions[index].protection.breakEven = nil
      if let present = position.protection.stopLoss, (present.points - moved.points) * sign >= 0 { continue }
      account.positions[index].protection.stopLoss = moved
    }
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

  /// Closes the worst position, of equals the one placed first, until equity has left the stop-out level; those
  /// on crossed quotes wait.
  @usableFromInline
  package mutating func onStopOut(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    while account.isStoppedOut {
      var worst: (position: Position, quote: Quote, result: Int64)?
      for position in account.positions.sorted(by: { $0.id < $1.id }) {
        guard let quote = moment.latest(symbolIndex: position.symbolIndex), !quote.isCrossed else { continue }
        let result = try account.openResult(of: position, at: quote)
        if worst.map({ result < $0.result }) ?? true { worst = (position, quote, result) }
      }
      guard let worst else { break }
      let met = Meeting(
        quote: worst.quote, size: .zero, time: moment.quote.eventTime, cycle: moment.cycle)
      try closeWhole(worst.position, .stopOut, purpose: .stopOutSlippage, met, &account)
    }
    refreshWatches(account)
  }

  /// Cancels what is in flight or working; closes positions at the given quotes when asked.
  @usableFromInline
  package mutating func finish(
    quotes: [Quote?], closesPositions: Bool, account: inout Account
  ) throws(ArithmeticError) {
    for arrival in inFlight {
      if case .order(let request) = arrival.errand { events.append(.canceled(request.id)) }
    }
    for item in waiting {
      if let order = item.order { events.append(.canceled(order.request.id)) }
    }
    for order in working { events.append(.canceled(order.request.id)) }
    inFlight = []
    waiting = []
    working = []
    workingRevision &+= 1
    if closesPositions {
      for position in account.positions.sorted(by: { $0.id < $1.id }) {
        guard let quote = quotes[position.symbolIndex] else { continue }
        // An order may have arrived after the symbol's last quote, while another symbol's went on.
        let time = max(quote.eventTime, account.lastEntryTime(of: position.id) ?? quote.eventTime)
        let met = Meeting(quote: quote, size: .zero, time: time, cycle: 0)
        try closeWhole(position, .endOfData, purpose: .finalSlippage, met, &account)
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
