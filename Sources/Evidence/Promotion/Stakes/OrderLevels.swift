import TradingCore

/// The stop loss an order was sent with, kept until the order has ended.
struct OrderLevels: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case side = "side"
    case unfilledUnits = "unfilledUnits"
    case stop = "stop"
    case farthest = "farthest"
    case trail = "trail"
  }

  let order: ClientOrderID
  private let side: OrderSide
  var unfilledUnits: Int64
  /// The stop loss asked for last.
  private(set) var stop: Price?
  /// The farthest stop loss asked for: whether a change came before the fill can't be told, and the nearer one
  /// would make the result look better. `nil` once there was none.
  private var farthest: Price?
  /// The longest distance asked for at which a stop follows; `nil` once there was none, and for an order of before this was
  /// kept.
  private var trail: Int64?

  init(_ request: OrderRequest) {
    order = request.id
    side = request.side
    unfilledUnits = request.quantity.units
    stop = request.protection.stopLoss
    farthest = stop
    trail = request.protection.trailPoints.map(Self.inRange)
  }

  /// Takes a change that was asked for while the order waited.
  mutating func change(to protection: Protection) {
    let asked = protection.stopLoss
    stop = asked
    trail = trail.flatMap { trail in protection.trailPoints.map { max(trail, Self.inRange($0)) } }
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

  /// Points from an entry to the stop loss that counts, or else to the stop that follows; `nil` without either.
  func stakePoints(of fill: Fill) -> Int64? { riskPoints(of: fill) ?? trail }

  /// Points from an entry down to a stop loss, for a sale up to it; `nil` unless positive.
  static func distance(from fill: Fill, to stop: Price) -> Int64? {
    let points = (fill.price.points - inRange(stop.points)) * fill.side.sign
    return points > 0 ? points : nil
  }

  /// Points as near to what was asked for as a price may be: nobody has looked at it yet when it is asked for.
  static func inRange(_ points: Int64) -> Int64 {
    min(max(points, -Price.magnitudeLimit), Price.magnitudeLimit)
  }
}
