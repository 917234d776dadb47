import RiskControl
public import TradingCore

extension SimulatedVenue {
  /// What changes at the simulated broker while a bot trades; costs and rules stay with the venue.
  @usableFromInline
  package struct State: Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
      case inFlight = "inFlight"
      case waiting = "waiting"
      case working = "working"
      case workingRevision = "workingRevision"
      case taken = "taken"
      case minuteRanges = "minuteRanges"
      case rollTime = "rollTime"
      case meter = "meter"
    }

    var inFlight: [Arrival]
    var waiting: [Waiting]
    var working: [VenueOrder]
    var workingRevision: UInt64
    var taken: [MarketDepth.Taken]
    var minuteRanges: [MinuteRange]
    var rollTime: Timestamp
    var meter: CommissionMeter.State

    /// Limit and stop orders that were working, in order of placement.
    package var workingOrders: [WorkingOrder] { working.map(\.reported) }
  }

  /// Everything that has changed since the venue was made; events have been told before.
  @usableFromInline
  package var state: State {
    State(
      inFlight: inFlight, waiting: waiting, working: working, workingRevision: workingRevision,
      taken: depth.taken, minuteRanges: minuteRanges, rollTime: rollTime, meter: meter.state)
  }

  /// Goes on where another venue of the same configuration stood; watches are worked out anew.
  ///
  /// - Throws: `StateMismatch` when it can't be of the same configuration; nothing has changed then.
  @usableFromInline
  package mutating func restore(_ state: State, account: Account) throws(StateMismatch) {
    guard state.taken.count == instruments.count, state.minuteRanges.count == minuteRanges.count else {
      throw StateMismatch("its broker has \(state.taken.count) symbols, not \(instruments.count)")
    }
    let symbols =
      state.inFlight.map(\.symbolIndex) + state.waiting.map(\.symbolIndex)
      + state.working.map(\.request.symbolIndex)
    guard symbols.allSatisfy(instruments.indices.contains) else {
      throw StateMismatch("it has orders of symbols that the bot does not have")
    }
    inFlight = state.inFlight
    waiting = state.waiting
    working = state.working
    workingRevision = state.workingRevision
    depth.restore(state.taken)
    minuteRanges = state.minuteRanges
    rollTime = state.rollTime
    meter.restore(state.meter)
    events = []
    refreshWatches(account)
  }

  /// Units that orders of a side may still open or reduce a symbol by: in flight, waiting and working.
  @usableFromInline
  package func pendingUnits(symbolIndex: Int, side: OrderSide) -> Int64 {
    var requests = working.map(\.request) + waiting.compactMap { $0.order?.request }
    for arrival in inFlight {
      if case .order(let request) = arrival.errand { requests.append(request) }
    }
    return requests.reduce(0) { sum, request in
      guard request.symbolIndex == symbolIndex, request.side == side else { return sum }
      let (next, overflowed) = sum.addingReportingOverflow(request.quantity.units)
      return overflowed ? .max : next
    }
  }
}
