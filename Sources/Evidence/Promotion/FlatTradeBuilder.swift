package import Statistics
package import TradingCore

/// Builds flat-to-flat trades from a bot's events in order; part of its checkpoint.
///
/// It keeps what is open and the levels of orders that have not ended, nothing of what is over, and costs
/// nothing on a tick. Closed portions may come right after their fill, before it, or together with others later:
/// they are matched to round trips in order.
package struct FlatTradeBuilder: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case count = "count"
    case rounds = "rounds"
    case orders = "orders"
  }

  /// Trades finished so far.
  package private(set) var count: UInt64 = 0
  private var rounds: [RoundTrip] = []
  /// Arrays rather than dictionaries, so that equal states are equal bytes.
  private var orders: [OrderLevels] = []

  /// A builder of a bot that is flat and has no orders.
  package init() {}

  /// When each round trip that is not over was opened, in order of opening.
  package var openTimes: [Timestamp] { rounds.lazy.filter { $0.openUnits > 0 }.map(\.openTime) }

  /// Takes the next event.
  ///
  /// - Returns: the trade that it finished, if any.
  /// - Throws: `nothingOpen` when events are missing; `overflow` when a sum exceeds 64 bits.
  package mutating func take(_ event: BotEvent) throws(PromotionError) -> FlatTrade? {
    switch event {
    case .asked(let intent, _): note(intent)
    case .canceled(let order, _), .expired(let order, _): forget(order)
    case .rejected(let rejection): forget(rejection.order)
    case .filled(let fill): return try take(fill)
    case .closed(let trade): return try take(trade)
    case .denied, .accepted, .delayed, .marginCall: break
    }
    return nil
  }
}

extension FlatTradeBuilder {
  private mutating func note(_ intent: Intent) {
    switch intent {
    case .submit(let request):
      if !request.protection.isEmpty { orders.append(OrderLevels(request)) }
    case .modify(let change):
      switch change.target {
      case .order(let id):
        guard let index = orders.firstIndex(where: { $0.order == id }) else { return }
        orders[index].change(to: change.protection)
      case .position(let id):
        for index in rounds.indices { rounds[index].change(position: id, to: change.protection) }
      }
    case .close, .cancel: break
    }
  }

  private mutating func forget(_ order: ClientOrderID) {
    if let index = orders.firstIndex(where: { $0.order == order }) { orders.remove(at: index) }
  }

  private mutating func take(_ fill: Fill) throws(PromotionError) -> FlatTrade? {
    let place = orders.firstIndex { $0.order == fill.order }
    let levels = place.map { orders[$0] }
    if let place {
      orders[place].unfilledUnits -= fill.quantity.units
      if orders[place].unfilledUnits <= 0 { orders.remove(at: place) }
    }
    var index = rounds.firstIndex { $0.symbolIndex == fill.symbolIndex && $0.openUnits > 0 }
    guard fill.reason == .entry else {
      guard let index, rounds[index].openUnits >= fill.quantity.units else {
        throw .nothingOpen(symbolIndex: fill.symbolIndex, position: fill.position, at: fill.eventTime)
      }
      rounds[index].leave(fill)
      return try finish(index)
    }
    if index == nil {
      rounds.append(RoundTrip(opening: fill))
      index = rounds.count - 1
    }
    guard let index else { return nil }
    do { try rounds[index].enter(fill, levels: levels) } catch {
      throw .overflow(symbolIndex: fill.symbolIndex)
    }
    return nil
  }

  private mutating func take(_ trade: ClosedTrade) throws(PromotionError) -> FlatTrade? {
    // Portions are reported in order of closing, so those of a symbol's earlier round trip come first.
    let index = rounds.firstIndex { $0.symbolIndex == trade.symbolIndex && $0.unreportedUnits > 0 }
    guard let index, rounds[index].unreportedUnits >= trade.quantity.units else {
      throw .nothingOpen(symbolIndex: trade.symbolIndex, position: trade.position, at: trade.closeTime)
    }
    do { try rounds[index].report(trade) } catch { throw .overflow(symbolIndex: trade.symbolIndex) }
    return try finish(index)
  }

  private mutating func finish(_ index: Int) throws(PromotionError) -> FlatTrade? {
    guard rounds[index].isDone else { return nil }
    let round = rounds.remove(at: index)
    count += 1
    do { return try round.finished(ordinal: count) } catch { throw .overflow(symbolIndex: round.symbolIndex) }
  }
}
