package import TradingCore

/// What was open over time, by fills: the value of long and short positions at their entries, and the margin they bound.
///
/// Both stay as they were at the entry while the price moves, as the margin of an account does. Of each symbol the larger of
/// the long and the short margin counts. In bounded memory: fills go into buckets, which grow as the run does; of each the
/// points with the most long, short and margin, with the least open, and the last are kept.
package struct ExposureCurve: Sendable, Hashable {
  /// What is open from an instant on.
  package struct Point: Sendable, Hashable {
    /// From when.
    package var time: Timestamp
    /// Value of long positions at their entry prices, in the account's currency.
    package var long: Money
    /// Value of short ones, not negative.
    package var short: Money
    /// Margin they bind.
    package var margin: Money

    /// A point.
    package init(time: Timestamp, long: Money, short: Money, margin: Money) {
      (self.time, self.long, self.short, self.margin) = (time, long, short, margin)
    }

    /// Value of long and short positions together.
    package var value: Money { Money(units: long.units + short.units) }
  }

  /// An entry, or what is left of it.
  private struct Lot: Sendable, Hashable {
    let position: ClientOrderID
    var units: Int64
    var value: Int64
    var margin: Int64
  }

  /// One side of one symbol.
  private struct Side: Sendable, Hashable {
    let symbolIndex: Int
    let side: OrderSide
    var lots: [Lot] = []
    var value: Int64 = 0
    var margin: Int64 = 0

    mutating func enter(_ lot: Lot) {
      lots.append(lot)
      value += lot.value
      margin += lot.margin
    }

    /// Takes units of a position off, its oldest entries first.
    mutating func leave(_ position: ClientOrderID, _ units: Int64) {
      var rest = units
      while rest > 0, let index = lots.firstIndex(where: { $0.position == position }) {
        let lot = lots[index]
        let taken = min(rest, lot.units)
        let left = lot.units - taken
        lots[index].units = left
        // What is left of an entry keeps its share; the last part takes what rounding left.
        lots[index].value = share(lot.value, left, of: lot.units)
        lots[index].margin = share(lot.margin, left, of: lot.units)
        value -= lot.value - lots[index].value
        margin -= lot.margin - lots[index].margin
        if left == 0 { lots.remove(at: index) }
        rest -= taken
      }
    }

    private func share(_ amount: Int64, _ part: Int64, of whole: Int64) -> Int64 {
      guard part > 0 else { return 0 }
      return Int64(Int128(amount) * Int128(part) / Int128(whole))
    }
  }

  /// What is kept of so many changes one after the other.
  private struct Bucket: Sendable, Hashable {
    var kept: [Point]

    mutating func add(_ point: Point) {
      kept.append(point)
      guard kept.count > ExposureCurve.keptOfBucket else { return }
      var chosen = Set([kept.count - 1])
      for better: (Point, Point) -> Bool in [
        { $0.long > $1.long }, { $0.short > $1.short }, { $0.margin > $1.margin }, { $0.value < $1.value },
      ] {
        var best = 0
        for index in kept.indices where better(kept[index], kept[best]) { best = index }
        chosen.insert(best)
      }
      kept = kept.indices.filter(chosen.contains).map { kept[$0] }
    }
  }

  private static let keptOfBucket = 5

  private var sides: [Side] = []
  private let bucketLimit: Int
  private var width = 1
  private var changes = 0
  private var buckets: [Bucket] = []
  /// Whether every entry could be valued; else the curve says too little.
  package private(set) var isComplete = true

  /// A curve of nothing, of at most so many points.
  package init(pointLimit: Int = 5_000) { bucketLimit = max(pointLimit / Self.keptOfBucket, 2) }

  /// The points kept, by time.
  package var points: [Point] { buckets.flatMap(\.kept) }

  /// Takes what a bot was told, in order. `account` is that of the bot with the rates in force, whatever it holds.
  package mutating func take(_ event: BotEvent, _ account: Account) {
    switch event {
    case .filled(let fill) where fill.reason == .entry:
      do throws(ArithmeticError) {
        let units = fill.quantity.units
        let value = try account.value(symbolIndex: fill.symbolIndex, units: units, price: fill.price)
        let margin = try account.marginNeeded(
          symbolIndex: fill.symbolIndex, side: fill.side, units: units, price: fill.price)
        enter(fill, value: value, margin: margin)
      } catch {
        isComplete = false
      }
    case .closed(let trade): leave(trade)
    default: break
    }
  }

  private mutating func enter(_ fill: Fill, value: Money, margin: Money) {
    let lot = Lot(
      position: fill.position, units: fill.quantity.units, value: value.units, margin: margin.units)
    if let index = place(fill.symbolIndex, fill.side) {
      sides[index].enter(lot)
    } else {
      var side = Side(symbolIndex: fill.symbolIndex, side: fill.side)
      side.enter(lot)
      sides.append(side)
    }
    note(fill.eventTime)
  }

  private mutating func leave(_ trade: ClosedTrade) {
    guard let index = place(trade.symbolIndex, trade.side) else { return }
    sides[index].leave(trade.position, trade.quantity.units)
    note(trade.closeTime)
  }

  private func place(_ symbolIndex: Int, _ side: OrderSide) -> Int? {
    sides.firstIndex { $0.symbolIndex == symbolIndex && $0.side == side }
  }

  private mutating func note(_ time: Timestamp) {
    var (long, short, margin) = (Int64(0), Int64(0), Int64(0))
    for side in sides {
      if side.side == .buy { long += side.value } else { short += side.value }
      let other = sides.first { $0.symbolIndex == side.symbolIndex && $0.side != side.side }
      // Of two sides with as much margin the long one counts.
      let isLarger = side.margin > other?.margin ?? 0 || (side.margin == other?.margin && side.side == .buy)
      if isLarger || other == nil { margin += side.margin }
    }
    let point = Point(
      time: time, long: Money(units: long), short: Money(units: short), margin: Money(units: margin))
    // What is closed and opened at one instant counts as it is after it.
    if let last = buckets.last?.kept.last, last.time == time {
      buckets[buckets.count - 1].kept.removeLast()
      buckets[buckets.count - 1].add(point)
      return
    }
    if changes % width == 0 || buckets.isEmpty {
      buckets.append(Bucket(kept: [point]))
    } else {
      buckets[buckets.count - 1].add(point)
    }
    changes += 1
    if buckets.count > bucketLimit { join() }
  }

  /// Doubles the width of the buckets.
  private mutating func join() {
    width *= 2
    buckets = stride(from: 0, to: buckets.count, by: 2).map { start in
      var joined = buckets[start]
      if start + 1 < buckets.count { buckets[start + 1].kept.forEach { joined.add($0) } }
      return joined
    }
  }
}

extension ExposureCurve {
  /// Keeps the points of a span alone, and what was open at its first instant.
  package mutating func keep(from start: Timestamp, _ isInside: (Timestamp) -> Bool) {
    let all = points
    var before = all.last { $0.time < start }
    before?.time = start
    buckets = ([before].compactMap { $0 } + all.filter { $0.time >= start && isInside($0.time) }).map {
      Bucket(kept: [$0])
    }
  }

  /// The most value open at one time; `nil` when nothing was opened or not all could be valued.
  package var mostValue: Money? { isComplete ? points.map(\.value).max() : nil }

  /// The most margin bound at one time; `nil` when nothing was opened or not all could be valued.
  package var mostMargin: Money? { isComplete ? points.map(\.margin).max() : nil }
}
