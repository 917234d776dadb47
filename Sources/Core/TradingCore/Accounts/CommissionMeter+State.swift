extension CommissionMeter {
  /// What the meter has counted; its schedules stay with it.
  package struct State: Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
      case months = "months"
      case orders = "orders"
      case crowdLimit = "crowdLimit"
    }

    struct Order: Sendable, Codable {
      private enum CodingKeys: String, CodingKey {
        case order = "order"
        case cost = "cost"
      }

      var order: ChargedOrder
      var cost: OrderCost
    }

    var months: [MonthVolume]
    /// By number, so that equal meters have equal states.
    var orders: [Order]
    var crowdLimit: Int
  }

  /// Everything it has counted.
  package var state: State {
    let sorted = orders.map { State.Order(order: $0.key, cost: $0.value) }
      .sorted { $0.order.rank < $1.order.rank }
    return State(months: months, orders: sorted, crowdLimit: crowdLimit)
  }

  /// Goes on where another meter of the same schedules stood.
  package mutating func restore(_ state: State) {
    months = state.months
    orders = Dictionary(state.orders.map { ($0.order, $0.cost) }) { first, _ in first }
    crowdLimit = state.crowdLimit
  }
}

extension ChargedOrder {
  fileprivate var rank: (UInt64, Int) { (order.ordinal, closeReason.map { Int($0.rawValue) } ?? -1) }
}
