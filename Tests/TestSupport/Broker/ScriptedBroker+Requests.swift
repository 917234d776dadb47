package import TradingCore

/// What comes in from the host.
extension ScriptedBroker {
  /// Takes an intent that the host sends now: it arrives, soon or late, or it does not.
  package mutating func receive(_ intent: VenueIntent) {
    if outageEnds != nil || chance(script.notSent) {
      return post(.notSent(intent: intent.number), after: 0)
    }
    if chance(script.losesIntent) {
      if chance(500) { post(.unknown(intent: intent.number, why: "the line broke"), after: 0) }
      guard chance(script.deliversLost) else { return }
    }
    let delay = script.intentDelay > 0 ? number(0...script.intentDelay) : 0
    // What was sent first arrives first: a lookup never overtakes what it looks for.
    let earliest = transit.map(\.due).max() ?? 0
    transit.append((max(earliest, step + Int(delay)), intent))
    arrive()
  }

  /// Lets a step of time pass: what is on its way arrives.
  package mutating func advance(to time: Timestamp) {
    step += 1
    now = max(now, time)
    if let end = outageEnds, step >= end { comeBack() }
    arrive()
  }

  private mutating func arrive() {
    while let first = transit.first, first.due <= step {
      transit.removeFirst()
      carryOut(first.intent)
    }
  }

  /// Whether an order has ever arrived.
  package func hasSeen(_ key: OrderKey) -> Bool { orders.contains { $0.key == key } }

  /// A stop loss or take profit that works as an order of its own.
  package struct WorkingLeg: Sendable, Hashable {
    package let symbolIndex: Int
    package let leg: OrderLeg
    package let price: Price
    package let units: Int64
  }

  /// Stop losses and take profits that work as orders of their own.
  package var workingLegs: [WorkingLeg] {
    orders.indices.compactMap { index in
      let order = orders[index]
      guard isLive(index), order.key.leg != .own, let price = order.kind.price else { return nil }
      return WorkingLeg(symbolIndex: order.symbol, leg: order.key.leg, price: price, units: order.rest)
    }
  }

  /// Nothing is on its way in either direction.
  package var isQuiet: Bool { transit.isEmpty && letters.isEmpty && outageEnds == nil }

  private mutating func carryOut(_ intent: VenueIntent) {
    switch intent.action {
    case .submit(let submission):
      let closes = submission.closes == nil ? nil : holdingNumber(submission.venuePosition, submission.closes)
      place(
        submission.key, submission.request, closes: closes,
        isClosing: submission.closes != nil, placement: submission.closes ?? submission.key.order)
    case .close(let closing):
      let request = OrderRequest(
        id: closing.key.order, symbolIndex: closing.symbolIndex, side: closing.side,
        quantity: closing.quantity)
      place(
        closing.key, request, closes: holdingNumber(closing.venuePosition, closing.position), isClosing: true,
        placement: closing.key.order)
    case .modify(let change): modify(change, intent.number)
    case .cancel(let key, _): cancel(key)
    case .lookup(.order(let key, _)): lookUp(key, intent.number)
    case .lookup(.snapshot):
      let pause = delay()
      if script.hasHistory || isNetting {
        for (content, time) in ownActs { post(content, after: pause, isReplayed: true, at: time) }
      }
      post(.snapshot(snapshot()), after: pause)
    }
  }

  private func holdingNumber(_ name: VenuePositionID?, _ opener: ClientOrderID?) -> Int? {
    holdings.first { positionName($0.number) == name || (name == nil && $0.opener == opener) }?.number
  }

  private mutating func place(
    _ key: OrderKey, _ request: OrderRequest, closes: Int?, isClosing: Bool, placement: ClientOrderID
  ) {
    guard !orders.contains(where: { $0.key == key }) else { return arrivedTwice(key) }
    var order = Order(
      key: key, name: nextName(), symbol: request.symbolIndex, side: request.side,
      units: request.quantity.units, kind: request.kind, force: request.timeInForce,
      levels: request.protection, closes: closes, placement: placement)
    if case .goodTill(let instant) = request.timeInForce { order.expiry = instant }
    if request.timeInForce == .day { order.expiry = NewYorkCalendar.nextRoll(after: now) }
    orders.append(order)
    let index = orders.count - 1
    if isClosing, closes == nil, !isNetting { return refuse(index, .positionGone) }
    if chance(script.refuses) { return refuse(index, .otherReason) }
    guard let quote = quotes[request.symbolIndex] else { return refuse(index, .noPrice) }
    let market = request.side.price(of: quote)
    switch request.kind {
    case .market:
      tell(.accepted(notice(index)))
      orders[index].state = .working
      fill(index, at: market.points)
      if request.timeInForce.isImmediate, isLive(index) { end(index, .canceled) }
    case .limit(let price):
      if (market.points - price.points) * request.side.sign <= 0 {
        orders[index].state = .working
        fill(index, at: market.points)
        if isLive(index) { work(index, isImmediate: request.timeInForce.isImmediate) }
      } else {
        work(index, isImmediate: request.timeInForce.isImmediate)
      }
    case .stop(let price), .stopLimit(let price, _):
      if (price.points - market.points) * request.side.sign <= 0 {
        refuse(index, .stopAlreadyPassed)
      } else {
        work(index, isImmediate: false)
      }
    }
  }

  private mutating func work(_ index: Int, isImmediate: Bool) {
    if isImmediate { return end(index, .canceled) }
    orders[index].since = quoteCount
    if orders[index].filled == 0 { orders[index].state = .working }
    tell(.working(notice(index)))
  }

  private mutating func refuse(_ index: Int, _ code: RejectionCode) {
    orders[index].state = .rejected
    did(.ended(orders[index].key, .rejected))
    tell(.rejected(notice(index), code, text: "no"))
  }

  private mutating func cancel(_ key: OrderKey) {
    guard !chance(script.ignores) else { return }
    guard let index = orders.firstIndex(where: { $0.key == key }), isLive(index) else {
      return tell(.cancelRejected(OrderNotice(key), .orderGone, text: "too late"))
    }
    if chance(script.refuses) {
      return tell(.cancelRejected(notice(index), .throttled, text: "later"))
    }
    end(index, .canceled)
  }

  private mutating func modify(_ change: VenueIntent.Modification, _ intent: UInt64) {
    guard !chance(script.ignores) else { return }
    if change.isOfPosition { return modifyLevels(change, intent) }
    guard let index = orders.firstIndex(where: { $0.key == change.target }), isLive(index) else {
      return tell(.replaceRejected(OrderNotice(change.target), .orderGone, text: "too late"), answers: intent)
    }
    if chance(script.refuses) {
      return tell(.replaceRejected(notice(index), .insideStopsLevel, text: "too near"), answers: intent)
    }
    let isMoved = orders[index].kind != change.kind
    if isMoved, let code = refusal(of: change.kind, index) {
      return tell(.replaceRejected(notice(index), code, text: "passed"), answers: intent)
    }
    if chance(script.renames) {
      // Carried out as cancel and new order; some brokers tell of the first half.
      if chance(500) { tell(.canceled(notice(index))) }
      orders[index].name = nextName()
    }
    orders[index].kind = change.kind
    orders[index].levels = change.protection
    if orders[index].key.leg != .own { orders[index].units = orders[index].filled + change.quantity.units }
    if isMoved {
      orders[index].since = quoteCount
      orders[index].isPassed = isPassed(change.kind, index)
    }
    tell(.replaced(notice(index)), answers: intent)
  }

  /// Whether a limit's price is one that the market is at or beyond.
  private func isPassed(_ kind: OrderKind, _ index: Int) -> Bool {
    guard case .limit(let price) = kind, let quote = quotes[orders[index].symbol] else { return false }
    return Self.isReached(price, orders[index].side, orders[index].side.price(of: quote))
  }

  /// Why an order can't wait for such prices.
  private func refusal(of kind: OrderKind, _ index: Int) -> RejectionCode? {
    guard let quote = quotes[orders[index].symbol] else { return .noPrice }
    let side = orders[index].side
    switch kind {
    case .market: return .otherReason
    case .limit: return nil
    case .stop(let price), .stopLimit(let price, _):
      let isPassed = (price.points - side.price(of: quote).points) * side.sign <= 0
      let code: RejectionCode = orders[index].key.leg == .own ? .stopAlreadyPassed : .stopLossWrongSide
      return isPassed ? code : nil
    }
  }

  private mutating func modifyLevels(_ change: VenueIntent.Modification, _ intent: UInt64) {
    guard let number = holdingNumber(change.venuePosition, change.target.order),
      let index = holdings.firstIndex(where: { $0.number == number })
    else {
      return tell(.replaceRejected(OrderNotice(change.target), .positionGone, text: "gone"), answers: intent)
    }
    if chance(script.refuses) {
      return tell(.replaceRejected(OrderNotice(change.target), .throttled, text: "later"), answers: intent)
    }
    let sign = holdings[index].side.sign
    if let quote = quotes[holdings[index].symbol] {
      let close = holdings[index].side.opposite.price(of: quote).points
      if let stop = change.protection.stopLoss, (close - stop.points) * sign <= 0 {
        return tell(
          .replaceRejected(OrderNotice(change.target), .stopLossWrongSide, text: "wrong side"),
          answers: intent)
      }
      if let target = change.protection.takeProfit, (target.points - close) * sign <= 0 {
        return tell(
          .replaceRejected(OrderNotice(change.target), .takeProfitWrongSide, text: "wrong side"),
          answers: intent)
      }
    }
    setLevels(change.protection, of: index)
    tell(.protected(OrderNotice(change.target)), answers: intent)
  }

  // MARK: Answers to questions

  /// Tells what became of an order: how it stands, sometimes with its executions before that.
  private mutating func lookUp(_ key: OrderKey, _ intent: UInt64) {
    guard let index = orders.firstIndex(where: { $0.key == key }) else {
      return post(.absent(key), after: delay(), answers: intent)
    }
    let pause = delay()
    if chance(500) {
      for execution in orders[index].executions { post(.executed(execution), after: pause, isReplayed: true) }
    }
    var notice = notice(index)
    notice.kind = orders[index].kind == .market ? nil : orders[index].kind
    let content: VenueReport.Content =
      switch orders[index].state {
      case .canceled: .canceled(notice)
      case .rejected: .rejected(notice, .otherReason, text: "no")
      case .expired: .expired(notice)
      case .filled, .pendingNew: .accepted(notice)
      default: .working(notice)
      }
    post(content, after: pause, isReplayed: true, answers: intent)
  }

  /// What the account holds now.
  private func snapshot() -> VenueSnapshot {
    VenueSnapshot(
      positions: holdings.map { holding in
        VenueSnapshot.OpenPosition(
          venuePosition: positionName(holding.number),
          order: script.labels && !isNetting ? holding.opener : nil, symbolIndex: holding.symbol,
          side: holding.side, quantity: Quantity(units: holding.units),
          openPrice: Price(points: holding.cost / holding.units),
          protection: keepsLevels ? holding.levels : nil)
      },
      orders: orders.indices.filter { isLive($0) }.map { index in
        var notice = notice(index)
        notice.kind = orders[index].kind == .market ? nil : orders[index].kind
        return notice
      },
      balance: script.tellsBalance ? Money(units: cash) : nil)
  }
}
