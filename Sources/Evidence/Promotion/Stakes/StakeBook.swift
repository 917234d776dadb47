import TradingCore

/// What a round trip has at stake in points times units, position by position; part of a checkpoint.
///
/// Stop losses are taken as they were asked for, each where it stood farthest: whether a broker took a change, and when,
/// can't be told in time, and the nearer one would make results look better.
struct StakeBook: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case entryRisk = "entryRisk"
    case entryValue = "entryValue"
    case coveredRisk = "coveredRisk"
    case isCovered = "isCovered"
    case mostValue = "mostValue"
    case positions = "positions"
  }

  /// A position that is open.
  private struct Position: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case id = "id"
      case side = "side"
      case units = "units"
      case pricedUnits = "pricedUnits"
      case stop = "stop"
    }

    let id: ClientOrderID
    let side: OrderSide
    var units: Int64
    /// Prices in points times units over its entries.
    var pricedUnits: Int128
    /// The farthest stop loss in points; `nil` once there was none.
    var stop: Int64?

    /// From the entries to the stop loss, 0 and more.
    var risk: Int128? {
      stop.map { max((pricedUnits - Int128($0) * Int128(units)) * Int128(side.sign), 0) }
    }

    /// Takes a stop loss of points, if it stands farther away than the one before; none leaves it without any for good.
    mutating func widen(to asked: Int64?) {
      guard let asked, let present = stop else {
        stop = nil
        return
      }
      let points = OrderLevels.inRange(asked)
      stop = side == .buy ? min(points, present) : max(points, present)
    }
  }

  /// The first entry's way to its stop loss; `nil` without one.
  private(set) var entryRisk: Int128?
  /// The first entry's value.
  private(set) var entryValue: Int128 = 0
  /// The most value at any time.
  private(set) var mostValue: Int128 = 0
  private var coveredRisk: Int128 = 0
  private var isCovered = true
  private var positions: [Position] = []

  /// The most risk at any time; `nil` once a position was without a stop loss.
  var mostRisk: Int128? { isCovered ? coveredRisk : nil }

  /// Takes an entry. `levels` are those of its order; `nil` when the order had none.
  mutating func enter(_ fill: Fill, levels: OrderLevels?) {
    let priced = Int128(fill.price.points) * Int128(fill.quantity.units)
    let stop = levels?.stakePoints(of: fill).map { fill.price.points - $0 * fill.side.sign }
    let isFirst = entryValue == 0
    if let index = positions.firstIndex(where: { $0.id == fill.position }) {
      positions[index].units += fill.quantity.units
      positions[index].pricedUnits += priced
      // An order without levels of its own leaves those of the position it adds to as they are.
      if levels != nil { positions[index].widen(to: stop) }
    } else {
      positions.append(
        Position(
          id: fill.position, side: fill.side, units: fill.quantity.units, pricedUnits: priced, stop: stop))
    }
    note()
    if isFirst { (entryRisk, entryValue) = (mostRisk, mostValue) }
  }

  /// Takes an exit; of a position that it does not know it makes nothing less.
  mutating func leave(_ fill: Fill) {
    guard let index = positions.firstIndex(where: { $0.id == fill.position }) else { return }
    let (units, left) = (Int128(positions[index].units), Int128(positions[index].units - fill.quantity.units))
    guard left > 0 else {
      positions.remove(at: index)
      return
    }
    let (each, rest) = positions[index].pricedUnits.quotientAndRemainder(dividingBy: units)
    positions[index].pricedUnits = each * left + rest * left / units
    positions[index].units = Int64(left)
  }

  /// Takes levels that were asked for in place of a position's.
  mutating func change(_ id: ClientOrderID, to protection: Protection) {
    guard let index = positions.firstIndex(where: { $0.id == id }) else { return }
    let position = positions[index]
    // A stop that follows begins within the old one at most its distance farther away.
    let trailing = protection.trailPoints.flatMap { trail in
      position.stop.map { $0 - OrderLevels.inRange(trail) * position.side.sign }
    }
    positions[index].widen(to: protection.stopLoss?.points ?? trailing)
    note()
  }

  private mutating func note() {
    var (risk, value) = (Int128(0), Int128(0))
    for position in positions {
      value += Int128(position.pricedUnits.magnitude)
      if let own = position.risk { risk += own } else { isCovered = false }
    }
    coveredRisk = max(coveredRisk, risk)
    mostValue = max(mostValue, value)
  }
}
