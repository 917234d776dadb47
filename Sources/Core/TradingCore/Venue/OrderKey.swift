/// Which of the orders that rest on one of ours is meant: it, or one that protects the position it opened.
package enum OrderLeg: String, Sendable, Hashable, Codable, CaseIterable {
  /// The order or close that was asked for.
  case own
  /// The stop order that protects its position, where the broker has no levels on positions.
  case stopLoss = "stop_loss"
  /// The limit order that takes its position's profit, likewise.
  case takeProfit = "take_profit"
}

/// An order at a broker by our own numbers.
package struct OrderKey: Sendable, Hashable {
  /// The order or close; for a protecting leg the number of the intent that placed it, which no other leg has.
  package var order: ClientOrderID
  /// Which one of those that rest on it.
  package var leg: OrderLeg

  /// A key from its parts.
  package init(_ order: ClientOrderID, leg: OrderLeg = .own) {
    self.order = order
    self.leg = leg
  }
}

extension OrderKey: Comparable {
  /// Orders by number, an order before its legs.
  package static func < (left: OrderKey, right: OrderKey) -> Bool {
    (left.order, left.rank) < (right.order, right.rank)
  }

  private var rank: Int {
    switch leg {
    case .own: 0
    case .stopLoss: 1
    case .takeProfit: 2
    }
  }
}

extension OrderKey: CustomStringConvertible {
  /// `12`, or `12 stop_loss`.
  package var description: String {
    leg == .own ? "\(order.ordinal)" : "\(order.ordinal) \(leg.rawValue)"
  }
}

extension OrderKey: Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case leg = "leg"
  }

  /// Reads number and leg; without a leg it is the order itself.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    order = try values.decode(ClientOrderID.self, forKey: .order)
    leg = try values.decodeIfPresent(OrderLeg.self, forKey: .leg) ?? .own
  }

  /// Writes the number, and the leg where it is one.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(order, forKey: .order)
    if leg != .own { try values.encode(leg, forKey: .leg) }
  }
}
