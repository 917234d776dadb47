import TradingCore

extension SimulatedVenue {
  /// Works out anew at which prices and times something may be due.
  mutating func refreshWatches(_ account: Account) {
    if meter.isCrowded { meter.keep(only: liveOrders(account)) }
    let isProtected = account.positions.contains { !$0.protection.isEmpty }
    let isUrgent = seesEveryQuote || depth.isTaken || !waiting.isEmpty || hasPassedLevels(account)
    let hasWork =
      isUrgent || !working.isEmpty || !inFlight.isEmpty || isProtected || awaitsRoll(account)
    guard hasWork || isWatching else { return }
    isWatching = hasWork
    for index in watches.indices { watches[index] = Watch() }
    var wake = Timestamp.distantFuture
    for order in working {
      watches[order.request.symbolIndex].include(order.request)
      if order.expiry != .distantFuture { wake = min(wake, order.expiry.advanced(by: 1)) }
    }
    for position in account.positions {
      watches[position.symbolIndex].include(position)
      guard position.protection.breakEven != nil else { continue }
      watches[position.symbolIndex].include(position, opening: account.openingPrice(of: position.id))
    }
    for arrival in inFlight.prefix(1) {
      wake = min(wake, latencyRule == .lastBefore ? arrival.time.advanced(by: 1) : arrival.time)
    }
    if awaitsRoll(account) { wake = min(wake, rollTime) }
    if isUrgent { wake = .distantPast }
    wakeTime = wake
  }

  /// Whether the market is past a level that has not worked yet: until it comes back every quote has to be seen.
  private func hasPassedLevels(_ account: Account) -> Bool {
    working.contains { $0.passedSince != nil } || account.positions.contains { $0.passedSince != nil }
  }
}

extension Watch {
  fileprivate mutating func include(_ request: OrderRequest) {
    switch (request.side, request.kind) {
    case (_, .market): break
    case (.buy, .limit(let price)): askAtMost = max(askAtMost, price.points)
    case (.buy, .stop(let price)), (.buy, .stopLimit(let price, _)):
      askAtLeast = min(askAtLeast, price.points)
    case (.sell, .limit(let price)): bidAtLeast = min(bidAtLeast, price.points)
    case (.sell, .stop(let price)), (.sell, .stopLimit(let price, _)):
      bidAtMost = max(bidAtMost, price.points)
    }
  }

  fileprivate mutating func include(_ position: Position) {
    let isLong = position.side == .buy
    if let stop = position.protection.stopLoss { includeLoss(stop.points, isLong) }
    if let target = position.protection.takeProfit { includeGain(target.points, isLong) }
    if let stop = position.trailedStop, let distance = position.protection.trailPoints {
      includeLoss(stop.points, isLong)
      includeGain(stop.points + (isLong ? distance + 1 : -distance - 1), isLong)
    }
  }

  /// The price from which the position's stop loss moves.
  fileprivate mutating func include(_ position: Position, opening: Price?) {
    guard let opening, let move = position.protection.breakEven else { return }
    let isLong = position.side == .buy
    includeGain(opening.points + (isLong ? move.triggerPoints : -move.triggerPoints), isLong)
  }

  private mutating func includeLoss(_ points: Int64, _ isLong: Bool) {
    if isLong { bidAtMost = max(bidAtMost, points) } else { askAtLeast = min(askAtLeast, points) }
  }

  private mutating func includeGain(_ points: Int64, _ isLong: Bool) {
    if isLong { bidAtLeast = min(bidAtLeast, points) } else { askAtMost = max(askAtMost, points) }
  }
}
