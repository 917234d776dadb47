public import TradingCore

/// What happens at the simulated broker while no quote comes.
extension SimulatedVenue {
  /// When the next errand arrives, order expires or night is charged.
  ///
  /// By the rule `first_after` an errand waits for a quote, so that the clock alone brings it nowhere.
  @usableFromInline
  package var dueTime: Timestamp {
    var due = Timestamp.distantFuture
    if latencyRule == .lastBefore, let next = inFlight.first { due = next.time.advanced(by: 1) }
    for order in working + waiting.compactMap(\.order) where order.expiry != .distantFuture {
      due = min(due, order.expiry.advanced(by: 1))
    }
    if chargesSwap, rollTime != .distantPast, isWatching { due = min(due, rollTime) }
    return due
  }

  /// Rolls, arrivals at the last quotes, and expiries up to the moment's time. Nothing is triggered: no price has changed.
  @usableFromInline
  package mutating func onClock(_ moment: MarketMoment, account: inout Account) throws(ArithmeticError) {
    try passRolls(moment, &account)
    if latencyRule == .lastBefore { try executeArrivals(moment, &account) }
    expireAll(at: moment.time)
    refreshWatches(account)
  }

  private mutating func expireAll(at now: Timestamp) {
    let late = waiting.compactMap(\.order).filter { $0.expiry < now } + working.filter { $0.expiry < now }
    guard !late.isEmpty else { return }
    for order in late { events.append(.expired(order.request.id)) }
    waiting.removeAll { $0.order.map { $0.expiry < now } ?? false }
    working.removeAll { $0.expiry < now }
    workingRevision &+= 1
  }

  /// Orders that could still open something, in order of placement.
  @usableFromInline
  package func openOrders(symbolIndex: Int?) -> [ClientOrderID] {
    let flying: [OrderRequest] = inFlight.compactMap { arrival in
      if case .order(let request) = arrival.errand { request } else { nil }
    }
    return (flying + waiting.compactMap { $0.order?.request } + working.map(\.request))
      .filter { symbolIndex == nil || $0.symbolIndex == symbolIndex }.map(\.id).sorted()
  }

  /// There is no broker behind it that could report anything.
  @usableFromInline
  package mutating func take(
    _ report: VenueReport, at moment: MarketMoment, account: inout Account
  ) throws(ArithmeticError) {}

  /// It asks nobody.
  @usableFromInline
  package mutating func takeIntents() -> [VenueIntent] { [] }
}
