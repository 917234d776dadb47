import TradingCore

/// Swap at 17:00 New York.
extension SimulatedVenue {
  /// Books the rolls up to this quote, in order, each after what was in flight and arrived before it.
  mutating func passRolls(_ moment: MarketMoment, _ account: inout Account) throws(ArithmeticError) {
    guard chargesSwap else { return }
    let now = moment.quote.eventTime
    if rollTime == .distantPast { return skipRolls(through: now) }
    while rollTime <= now {
      if latencyRule == .lastBefore { try executeArrivals(moment, before: rollTime, &account) }
      try account.bookSwap(swaps, at: rollTime)
      rollTime = NewYorkCalendar.nextRoll(after: rollTime)
    }
  }

  /// Passes rolls that were not waited for, as nothing was open or in flight.
  mutating func skipRolls(through now: Timestamp) {
    guard chargesSwap, rollTime <= now else { return }
    rollTime = NewYorkCalendar.nextRoll(after: now)
  }

  /// Whether something is open that the next roll is booked on.
  func awaitsRoll(_ account: Account) -> Bool { chargesSwap && !account.isFlat }

  /// Orders that have been charged and may still be, and positions the venue may still close.
  func liveOrders(_ account: Account) -> Set<ClientOrderID> {
    let orders = working.map(\.request.id) + waiting.map(\.placement)
    return Set(orders + account.positions.map(\.id))
  }
}
