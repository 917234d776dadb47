import TradingCore

/// The stop loss an order was sent with, kept until the order has ended.
struct OrderLevels: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case side = "side"
    case unfilledUnits = "unfilledUnits"
    case stop = "stop"
    case farthest = "farthest"
  }

  let order: ClientOrderID
  private let side: OrderSide
  var unfilledUnits: Int64
  /// The stop loss asked for last.
  private(set) var stop: Price?
  /// The farthest stop loss asked for: whether a change came before the fill can't be told, and the nearer one
  /// would make the result look better. `nil` once there was none.
  private var farthest: Price?

  init(_ request: OrderRequest) {
    order = request.id
    side = request.side
    unfilledUnits = request.quantity.units
    stop = request.protection.stopLoss
    farthest = stop
  }

  /// Takes a change that was asked for while the order waited.
  mutating func change(to asked: Price?) {
    stop = asked
    guard let asked, let present = farthest else {
      farthest = nil
      return
    }
    farthest = side == .buy ? min(asked, present) : max(asked, present)
  }

  /// Points from an entry to the stop loss that counts; `nil` without one on the losing side.
  func riskPoints(of fill: Fill) -> Int64? {
    farthest.flatMap { Self.distance(from: fill, to: $0) }
  }

  /// Points from an entry down to a stop loss, for a sale up to it; `nil` unless positive.
  static func distance(from fill: Fill, to stop: Price) -> Int64? {
    let points = (fill.price.points - stop.points) * fill.side.sign
    return points > 0 ? points : nil
  }
}
