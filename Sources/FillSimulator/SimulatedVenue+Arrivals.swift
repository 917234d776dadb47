import TradingCore

extension SimulatedVenue {
  /// Executes what waited for an uncrossed quote of its symbol, in order of placement.
  mutating func executeWaiting(_ moment: MarketMoment, _ account: inout Account) throws(ArithmeticError) {
    guard !waiting.isEmpty, !moment.quote.isCrossed else { return }
    let met = Meeting(quote: moment.quote, time: moment.quote.eventTime, cycle: moment.cycle)
    let due = waiting.filter { symbolIndex(of: $0, account) ?? moment.symbolIndex == moment.symbolIndex }
    waiting.removeAll { due.contains($0) }
    for errand in due.sorted(by: { $0.placement < $1.placement }) {
      if let request = errand.openingRequest, expiry(of: request, placed: met.time) < met.time {
        events.append(.expired(request.id))
      } else {
        try arrive(errand, met, &account)
      }
    }
  }

  /// Executes what was in flight and has arrived before this quote, or by the rule `first_after` at it.
  ///
  /// `roll`: where only what arrived before a roll is due.
  mutating func executeArrivals(
    _ moment: MarketMoment, before roll: Timestamp = .distantFuture, _ account: inout Account
  ) throws(ArithmeticError) {
    let now = min(moment.quote.eventTime, roll)
    while let next = inFlight.first {
      switch latencyRule {
      case .lastBefore:
        guard next.time < now else { return }
        inFlight.removeFirst()
        // The cycle before this one: what is placed now works from this quote on.
        let cycle = moment.cycle - 1
        guard let quote = moment.previous(symbolIndex: next.symbolIndex) else { continue }
        try arrive(next.errand, Meeting(quote: quote, time: next.time, cycle: cycle), &account)
      case .firstAfter:
        guard next.time <= now, next.symbolIndex == moment.symbolIndex else { return }
        inFlight.removeFirst()
        try arrive(next.errand, Meeting(quote: moment.quote, time: now, cycle: moment.cycle), &account)
      }
    }
  }

  /// Lets an errand meet a quote.
  mutating func arrive(_ errand: Errand, _ met: Meeting, _ account: inout Account) throws(ArithmeticError) {
    switch errand {
    case .order(let request): try place(request, met, &account)
    case .triggeredStop(let request): try fillTriggered(request, met, &account)
    case .close(let request, let reason): try executeClose(request, reason, met, &account)
    case .protectiveClose(let position, let reason):
      try closeWhole(position, reason, purpose: .protectiveSlippage, met, &account)
    case .modify(let request): change(request, met, &account)
    case .cancel(let id): drop(id, met)
    }
  }

  private func symbolIndex(of errand: Errand, _ account: Account) -> Int? {
    switch errand {
    case .order(let request), .triggeredStop(let request): request.symbolIndex
    case .close(let request, _): account.position(request.position)?.symbolIndex
    case .protectiveClose(let id, _): account.position(id)?.symbolIndex
    case .modify, .cancel: nil
    }
  }

  private mutating func place(
    _ request: OrderRequest, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let expiry = expiry(of: request, placed: met.time)
    if let code = try rejection(of: request, expiry: expiry, met, account) {
      return reject(request.id, code, met)
    }
    switch request.kind {
    case .market:
      if met.quote.isCrossed {
        if request.timeInForce.isImmediate { return reject(request.id, .crossedQuote, met) }
        wait(.order(request))
      } else {
        try fillAtMarket(request, met, &account)
      }
    case .limit:
      let distance = OrderRules.pendingDistance(of: request.kind, side: request.side, quote: met.quote) ?? 0
      if distance <= 0 {
        try fill(request, at: request.side.price(of: met.quote), met, &account)
      } else if request.timeInForce.isImmediate {
        events.append(.canceled(request.id))
      } else {
        work(request, expiry: expiry, met)
      }
    case .stop, .stopLimit: work(request, expiry: expiry, met)
    }
  }

  private mutating func work(_ request: OrderRequest, expiry: Timestamp, _ met: Meeting) {
    working.append(WorkingOrder(request: request, expiry: expiry, since: met.cycle))
    events.append(.accepted(request.id))
  }

  private func expiry(of request: OrderRequest, placed time: Timestamp) -> Timestamp {
    switch request.timeInForce {
    case .goodTill(let instant): instant
    case .day: NewYorkCalendar.nextRoll(after: time)
    case .goodTillCanceled, .immediateOrCancel, .fillOrKill: .distantFuture
    }
  }

  private mutating func executeClose(
    _ request: CloseRequest, _ reason: FillReason, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    guard let index = account.positions.firstIndex(where: { $0.id == request.position }) else {
      return reject(request.id, .positionGone, met)
    }
    let position = account.positions[index]
    if let code = marketRejection(symbolIndex: position.symbolIndex, met) {
      account.positions[index].closingUnits -= request.quantity?.units ?? position.quantity.units
      return reject(request.id, code, met)
    }
    guard !met.quote.isCrossed else {
      wait(.close(request, reason))
      return
    }
    let units = min(request.quantity?.units ?? position.quantity.units, position.quantity.units)
    account.positions[index].closingUnits = max(0, position.closingUnits - units)
    let side = position.side.opposite
    let slip = slippage(position.symbolIndex, .slippage, request.id)
    let price = side.price(of: met.quote).offset(by: side.sign * slip)
    try execute(
      Trade(
        order: request.id, position: position.id, symbolIndex: position.symbolIndex, side: side, units: units,
        price: price, reason: reason), met, &account)
  }

  /// Replaces the levels of a position or order, or rejects the change without any effect.
  private mutating func change(_ request: ModifyRequest, _ met: Meeting, _ account: inout Account) {
    switch request.target {
    case .position(let id):
      guard let position = account.position(id) else { return reject(request.id, .positionGone, met) }
      let reference = OrderRules.closingPrice(of: position.side, quote: met.quote)
      if let code = levelRejection(
        request.protection, position.side, reference, level: costs[position.symbolIndex].stopsLevel)
      {
        return reject(request.id, code, met)
      }
      protect(id, with: request.protection, met, &account)
    case .order(let id):
      guard let index = working.firstIndex(where: { $0.request.id == id }) else {
        return reject(request.id, .orderGone, met)
      }
      changeOrder(at: index, request, met)
    }
  }

  private mutating func changeOrder(at index: Int, _ request: ModifyRequest, _ met: Meeting) {
    var changed = working[index].request
    if let price = request.price {
      if case .limit = changed.kind { changed.kind = .limit(price) } else { changed.kind = .stop(price) }
    }
    changed.protection = request.protection
    if let code = pendingRejection(of: changed, met) { return reject(request.id, code, met) }
    working[index] = WorkingOrder(request: changed, expiry: working[index].expiry, since: met.cycle)
  }

  private mutating func drop(_ id: ClientOrderID, _ met: Meeting) {
    if let index = working.firstIndex(where: { $0.request.id == id }) {
      working.remove(at: index)
    } else if let index = waiting.firstIndex(where: { $0.placement == id && $0.isCancelable }) {
      waiting.remove(at: index)
    } else {
      return reject(id, .orderGone, met)
    }
    events.append(.canceled(id))
  }

  mutating func wait(_ errand: Errand) {
    waiting.append(errand)
    events.append(.delayed(errand.placement))
  }

  mutating func reject(_ id: ClientOrderID, _ code: RejectionCode, _ met: Meeting) {
    events.append(.rejected(Rejection(order: id, code: code, eventTime: met.time)))
  }
}

extension Errand {
  /// The order, where it is one that opens.
  fileprivate var openingRequest: OrderRequest? {
    switch self {
    case .order(let request), .triggeredStop(let request): request
    case .close, .modify, .cancel, .protectiveClose: nil
    }
  }

  /// Whether a cancel can still stop it while it waits.
  fileprivate var isCancelable: Bool {
    switch self {
    case .order, .triggeredStop: true
    case .close, .modify, .cancel, .protectiveClose: false
    }
  }
}
