import TradingCore

/// What a quote does to what is at the broker.
extension OracleScripted {
  // MARK: 1, those that waited

  /// By order of placement, when the quote is not crossed. An order is not fillable after its expiry, and no longer there.
  mutating func fillWaiting(at index: Int) {
    guard !quotes[index].isCrossed else {
      let now = quotes[index].eventTime
      return waiting.removeAll { one in
        if case .opening(let row, _) = one.kind { row.expiry.map { $0 < now } ?? false } else { false }
      }
    }
    let all = waiting.sorted { $0.number < $1.number }
    waiting = []
    for one in all { fill(one, at: index) }
  }

  private mutating func fill(_ one: Waiting, at index: Int) {
    let time = quotes[index].eventTime
    switch one.kind {
    case .opening(let row, let triggeredAt):
      guard let side = row.action.side else { return }
      if let expiry = row.expiry, expiry < time { return }
      let market = openingSide(quotes[index], side)
      let refusal =
        triggeredAt == nil
        ? refusal(row, side: side, meeting: index, time: time) : marginRefusal(row, at: index, price: market)
      if let refusal {
        refusals.append(refusal)
        return
      }
      open(
        row, number: one.number, side: side, price: money.marketPrice(quotes[index], side: side),
        meeting: index, time: time, trailFrom: index)
    case .close(let row):
      if let position = positions.first(where: { $0.id == row.id }) {
        close(position.number, meeting: index, time: time, reason: .strategy)
      } else {
        refusals.append("position_gone")
      }
    case .stopLoss(let reason):
      close(one.number, meeting: index, time: time, reason: reason)
    }
  }

  // MARK: 2

  mutating func cancelExpired(at index: Int) {
    let now = quotes[index].eventTime
    working.removeAll { order in order.row.expiry.map { $0 < now } ?? false }
  }

  // MARK: 3

  /// Everything that works from this quote or before, by order of placement.
  mutating func checkTriggers(at index: Int) {
    var numbers: [Int] = []
    for order in working where order.worksFrom <= index { numbers.append(order.number) }
    for position in positions where position.openIndex < index { numbers.append(position.number) }
    for number in numbers.sorted() {
      if let order = working.first(where: { $0.number == number }) {
        checkOrder(order, at: index)
      } else if let place = positions.firstIndex(where: { $0.number == number }) {
        checkProtection(place, at: index)
      }
    }
  }

  private mutating func checkOrder(_ order: Working, at index: Int) {
    guard let side = order.row.action.side, let price = order.row.price else { return }
    let quote = quotes[index]
    let isStop = order.row.action == .buyStop || order.row.action == .sellStop
    let current = openingSide(quote, side)
    // A buy stop and a sell limit wait for a rise, a sell stop and a buy limit for a fall.
    let isReached = isStop == (side == .buy) ? current >= price : current <= price
    guard isReached else { return }
    working.removeAll { $0.number == order.number }
    let market = isStop ? openingSide(quote, side) : price
    if isStop, quote.isCrossed {
      waiting.append(Waiting(number: order.number, kind: .opening(order.row, triggeredAt: index)))
    } else if let refusal = marginRefusal(order.row, at: index, price: market) {
      refusals.append(refusal)
    } else {
      open(
        order.row, number: order.number, side: side,
        price: isStop
          ? money.marketPrice(quote, side: side) : limitFill(price, current: current, at: index),
        meeting: index, time: quote.eventTime, trailFrom: index)
    }
  }

  /// A limit gets its price, and the quote's on the first quote after a closing time of the market.
  private func limitFill(_ price: Int64, current: Int64, at index: Int) -> Int64 {
    settings.limitsFillAtQuote || isFirstAfterClose(index) ? current : price
  }

  /// Whether a closing time lies in (previous quote, this quote].
  private func isFirstAfterClose(_ index: Int) -> Bool {
    guard index > 0, hours != .always else { return false }
    var roll = NewYorkCalendar.nextRoll(after: quotes[index - 1].eventTime)
    while roll <= quotes[index].eventTime {
      if hours.isOpen(at: roll.advanced(by: -1)), !hours.isOpen(at: roll) { return true }
      roll = NewYorkCalendar.nextRoll(after: roll)
    }
    return false
  }

  /// The stop loss is looked at before the take profit.
  private mutating func checkProtection(_ place: Int, at index: Int) {
    let position = positions[place]
    guard position.waitingReason == nil else { return }
    let quote = quotes[index]
    let current = money.closingPrice(quote, side: position.side)
    let isLong = position.side == .buy
    if let (level, reason) = effectiveStop(position), isLong ? current <= level : current >= level {
      if quote.isCrossed {
        positions[place].waitingReason = reason
        waiting.append(Waiting(number: position.number, kind: .stopLoss(reason)))
      } else {
        close(position.number, meeting: index, time: quote.eventTime, reason: reason)
      }
    } else if let target = position.takeProfit, isLong ? current >= target : current <= target {
      let price =
        isPastSinceOpening(target, of: position, before: index)
        ? current : limitFill(target, current: current, at: index)
      close(position.number, at: price, meeting: index, time: quote.eventTime, reason: .takeProfit)
    }
  }

  /// Whether no quote since the one that the position opened on has been short of its target: the market was
  /// past it before it worked, and that price was never there.
  private func isPastSinceOpening(_ target: Int64, of position: OraclePosition, before index: Int) -> Bool {
    quotes[position.openIndex..<index].allSatisfy { quote in
      let side = money.closingPrice(quote, side: position.side)
      return position.side == .buy ? side >= target : side <= target
    }
  }

  /// The tighter of the fixed and the trailing stop, at equal prices the fixed one.
  private func effectiveStop(_ position: OraclePosition) -> (level: Int64, reason: OracleReason)? {
    switch (position.stopLoss, position.trailLevel) {
    case (nil, nil): return nil
    case (let fixed?, nil): return (fixed, .stopLoss)
    case (nil, let trail?): return (trail, .trailingStop)
    case (let fixed?, let trail?):
      let trailIsTighter = position.side == .buy ? trail > fixed : trail < fixed
      return trailIsTighter ? (trail, .trailingStop) : (fixed, .stopLoss)
    }
  }

  mutating func moveTrails(at index: Int) {
    for place in positions.indices {
      let position = positions[place]
      guard let distance = position.trailPoints, let level = position.trailLevel else { continue }
      let current = money.closingPrice(quotes[index], side: position.side)
      positions[place].trailLevel =
        position.side == .buy ? max(level, current - distance) : min(level, current + distance)
    }
  }

  // MARK: 4

  /// Nothing closes at market on a crossed quote, so nothing is stopped out on one either.
  mutating func stopOut(at index: Int) {
    guard !quotes[index].isCrossed else { return }
    while !positions.isEmpty, isStoppedOut(at: index) {
      var worst = positions.sorted { $0.number < $1.number }[0]
      for position in positions.sorted(by: { $0.number < $1.number })
      where openResult(position, at: index) < openResult(worst, at: index) { worst = position }
      close(worst.number, meeting: index, time: quotes[index].eventTime, reason: .stopOut)
    }
  }

  /// Equity ≤ notional ÷ leverage × percent ÷ 100, multiplied out.
  private func isStoppedOut(at index: Int) -> Bool {
    let used = usedNotional()
    let equity = Int128(currentEquity(at: index)) * Int128(settings.leverage) * 100 * used.denominator
    return equity <= used.numerator * Int128(settings.stopOutPercent)
  }
}
