import TradingCore

extension EquityCurve {
  /// The points of a curve, packed: a long run has thousands, and each is near the one before.
  struct State: Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
      case width = "width"
      case hasLast = "hasLast"
      case cycles = "cycles"
      case times = "times"
      case balances = "balances"
      case equitiesHigh = "equitiesHigh"
      case equitiesLow = "equitiesLow"
    }

    var width: UInt64
    /// Three points for each bucket, then the last one if the run has ended.
    var hasLast: Bool
    /// Differences to the point before.
    var cycles: [Int64]
    var times: [Int64]
    var balances: [Int64]
    /// The upper and lower 64 bits of the difference.
    var equitiesHigh: [Int64]
    var equitiesLow: [Int64]
  }

  var state: State {
    var state = State(
      width: width, hasLast: last != nil, cycles: [], times: [], balances: [], equitiesHigh: [],
      equitiesLow: [])
    var before = Point.origin
    for point in buckets.flatMap({ [$0.first, $0.lowest, $0.highest] }) + (last.map { [$0] } ?? []) {
      state.cycles.append(Int64(bitPattern: point.cycle &- before.cycle))
      state.times.append(point.time.nanoseconds &- before.time.nanoseconds)
      state.balances.append(point.balance.units &- before.balance.units)
      let equity = point.scaledEquity &- before.scaledEquity
      state.equitiesHigh.append(Int64(truncatingIfNeeded: equity >> 64))
      state.equitiesLow.append(Int64(truncatingIfNeeded: equity))
      before = point
    }
    return state
  }

  /// Goes on where another curve stood; one that keeps fewer points thins them out as it goes on.
  mutating func restore(_ state: State) throws(StateMismatch) {
    guard bucketLimit > 0 else { return }
    let count = state.cycles.count
    let columns = [state.times, state.balances, state.equitiesHigh, state.equitiesLow]
    guard columns.allSatisfy({ $0.count == count }), count % 3 == (state.hasLast ? 1 : 0), state.width > 0
    else { throw StateMismatch("its equity curve is incomplete") }
    var points: [Point] = []
    points.reserveCapacity(count)
    var before = Point.origin
    for index in 0..<count {
      let low = Int128(UInt64(bitPattern: state.equitiesLow[index]))
      let equity = Int128(state.equitiesHigh[index]) << 64 | low
      before = Point(
        cycle: before.cycle &+ UInt64(bitPattern: state.cycles[index]),
        time: Timestamp(nanoseconds: before.time.nanoseconds &+ state.times[index]),
        balance: Money(units: before.balance.units &+ state.balances[index]),
        scaledEquity: before.scaledEquity &+ equity)
      points.append(before)
    }
    last = state.hasLast ? points.popLast() : nil
    width = state.width
    buckets = stride(from: 0, to: points.count, by: 3).map {
      Bucket(first: points[$0], lowest: points[$0 + 1], highest: points[$0 + 2])
    }
    guard let open = buckets.last else { return }
    end = (open.first.cycle / width &+ 1) &* width
    (lowest, highest) = (open.lowest.scaledEquity, open.highest.scaledEquity)
  }
}

extension EquityCurve.Point {
  fileprivate static let origin = EquityCurve.Point(
    cycle: 0, time: Timestamp(nanoseconds: 0), balance: .zero, scaledEquity: 0)
}
