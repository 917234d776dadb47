import TradingCore

extension SimulatedVenue {
  /// Executes what waited for a quote of its symbol, in order of placement.
  mutating func executeWaiting(_ moment: MarketMoment, _ account: inout Account) throws(ArithmeticError) {
    guard !waiting.isEmpty else { return }
    let met = Meeting(moment)
    let now = met.time
    let due = waiting.filter {
      $0.symbolIndex == moment.symbolIndex
        && (!met.quote.isCrossed || $0.order.map { $0.expiry < now } ?? false)
    }
    guard !due.isEmpty else { return }
    waiting.removeAll { due.contains($0) }
    for item in due.sorted(by: { $0.placement < $1.placement }) {
      if let order = item.order, order.expiry < now {
        events.append(.expired(order.request.id))
      } else {
        try resume(item, met, &account)
      }
    }
  }

  private mutating func resume(
    _ item: Waiting, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    switch item {
    case .arrived(let order): try place(order, met, &account)
    case .atMarket(let order):
      if order.isRest {
        try fillAtMarket(order, met, &account)
      } else {
        try fillTriggered(order, met, &account)
      }
    case .close(let close): try executeClose(close, met, &account)
    case .protective(let close): try executeProtective(close, met, &account)
    }
  }

  /// Executes what was in flight and has arrived before this quote, or by the rule `first_after` at it.
  ///
  /// `roll`: where only what arrived before a roll is due.
  mutating func executeArrivals(
    _ moment: MarketMoment, before roll: Timestamp = .distantFuture, _ account: inout Account
  ) throws(ArithmeticError) {
    let now = min(moment.quote.eventTime, roll)
    switch latencyRule {
    case .lastBefore:
      while let next = inFlight.first, next.time < now {
        inFlight.removeFirst()
        guard let quote = moment.previous(symbolIndex: next.symbolIndex) else { continue }
        // The cycle before this one: what is placed now works from this quote on.
        let met = Meeting(
          quote: quote, size: moment.previousSize(symbolIndex: next.symbolIndex), time: next.time,
          cycle: moment.cycle - 1)
        try arrive(next.errand, symbolIndex: next.symbolIndex, met, &account)
      }
    case .firstAfter:
      // What is on its way to another symbol holds nobody up.
      while let index = inFlight.firstIndex(where: { $0.symbolIndex == moment.symbolIndex }),
        inFlight[index].time <= now
      {
        let next = inFlight.remove(at: index)
        try arrive(next.errand, symbolIndex: next.symbolIndex, Meeting(moment), &account)
      }
    }
  }

  /// Lets an errand meet a quote.
  mutating func arrive(
    _ errand: Errand, symbolIndex: Int, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    switch errand {
    case .order(let request):
      try place(VenueOrder(request: request, expiry: expiry(of: request, placed: met.time)), met, &account)
    case .close(let request, let reason):
      try executeClose(VenueClose(request: request, reason: reason, symbolIndex: symbolIndex), met, &account)
    case .modify(let request): change(request, met, &account)
    case .cancel(let id): drop(id, met)
    }
  }

  private mutating func place(
    _ order: VenueOrder, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let request = order.request
    if let code = try rejection(of: request, expiry: order.expiry, met, account) {
      return reject(request.id, code, met)
    }
    switch request.kind {
    case .market:
      if met.quote.isCrossed {
        if request.timeInForce.isImmediate { return reject(request.id, .crossedQuote, met) }
        wait(.arrived(order))
      } else {
        try fillAtMarket(order, met, &account)
      }
    case .limit: try placeLimit(order, met, &account)
    case .stop, .stopLimit: work(order, met)
    }
  }

  /// A limit order that meets its first quote: fills at the quote's side, or works from the next one on.
  mutating func placeLimit(
    _ order: VenueOrder, _ met: Meeting, _ account: inout Account
  ) throws(ArithmeticError) {
    let request = order.request
    let distance = OrderRules.pendingDistance(of: request.kind, side: request.side, quote: met.quote) ?? 0
    if distance <= 0 {
      let price = request.side.price(of: met.quote)
      if let rest = try fillAtLimit(order, at: price, isMaker: false, met, &account) { work(rest, met) }
    } else if request.timeInForce.isImmediate {
      events.append(.canceled(request.id))
    } else {
      work(order, met)
    }
  }

  private mutating func work(_ order: VenueOrder, _ met: Meeting) {
    var order = order
    order.since = met.cycle
    order.passedSince = isReached(order.request, met.quote) ? met.cycle : nil
    // Always in order of placement: a triggered stop-limit takes its old place.
    let index = working.firstIndex { order.request.id < $0.request.id } ?? working.count
    working.insert(order, at: index)
    workingRevision &+= 1
    events.append(.accepted(order.request.id))
  }

  private func expiry(of request: OrderRequest, placed time: Timestamp) -> Timestamp {
    switch request.timeInForce {
    case .goodTill(let instant): instant
    case .day: NewYorkCalendar.nextRoll(after: time)
    case .goodTillCanceled, .immediateOrCancel, .fillOrKill: .distantFuture
    }
  }

  /// Replaces the levels of a position or order, or rejects the change without any effect.
  private mutating func change(_ request: ModifyRequest, _ met: Meeting, _ account: inout Account) {
    switch request.target {
    case .position(let id):
      guard let position = account.position(id) else { return reject(request.id, .positionGone, met) }
      let reference = OrderRules.closingPrice(of: position.side, quote: met.quote)
      if let code = levelRejection(request.protection, position.symbolIndex, position.side, reference) {
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
    var changed = working[index]
    switch changed.request.kind {
    case .market: break
    case .limit(let limit):
      // The stop of a stop-limit that has been triggered is behind it: only its limit can change.
      let price = changed.isTriggered ? request.limitPrice : request.price
      changed.request.kind = .limit(price ?? limit)
    case .stop(let stop): changed.request.kind = .stop(request.price ?? stop)
    case .stopLimit(let stop, let limit):
      changed.request.kind = .stopLimit(
        stop: request.price ?? stop, limit: request.limitPrice ?? limit)
    }
    changed.request.protection = request.protection
    if let code = pendingRejection(of: changed.request, met) { return reject(request.id, code, met) }
    changed.since = met.cycle
    changed.passedSince = isReached(changed.request, met.quote) ? met.cycle : nil
    working[index] = changed
    workingRevision &+= 1
  }

  private mutating func drop(_ id: ClientOrderID, _ met: Meeting) {
    if !cancel(id) { reject(id, .orderGone, met) }
  }

  /// Cancels what works or waits of an order.
  ///
  /// - Returns: whether there was anything.
  mutating func cancel(_ id: ClientOrderID) -> Bool {
    if let index = working.firstIndex(where: { $0.request.id == id }) {
      working.remove(at: index)
      workingRevision &+= 1
    } else if let index = waiting.firstIndex(where: { $0.order?.request.id == id }) {
      waiting.remove(at: index)
    } else {
      return false
    }
    events.append(.canceled(id))
    return true
  }

  /// Lets something wait for the symbol's next quote; told once, however often it waits.
  mutating func wait(_ item: Waiting) {
    var item = item
    if !item.isReported { events.append(.delayed(item.placement)) }
    item.isReported = true
    waiting.append(item)
  }

  mutating func reject(_ id: ClientOrderID, _ code: RejectionCode, _ met: Meeting) {
    events.append(.rejected(Rejection(order: id, code: code, eventTime: met.time)))
  }
}
