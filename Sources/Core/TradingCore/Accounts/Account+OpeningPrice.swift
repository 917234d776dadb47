extension Account {
  /// The opening price of a position: the average of its open entries weighted by units, rounded half to even to
  /// a point; `nil` when it is not open.
  public func openingPrice(of id: ClientOrderID) -> Price? {
    var cost: Int128 = 0
    var units: Int128 = 0
    for lot in lots where lot.position == id {
      cost += Int128(lot.openPrice.points) * Int128(lot.units)
      units += Int128(lot.units)
    }
    guard let points = try? WideArithmetic.divideHalfEven(cost, by: units) else { return nil }
    return Price(points: Int64(clamping: points))
  }

  /// When the last of a position's open entries was filled; `nil` when it is not open.
  package func lastEntryTime(of id: ClientOrderID) -> Timestamp? {
    lots.lazy.filter { $0.position == id }.map(\.openTime).max()
  }
}
