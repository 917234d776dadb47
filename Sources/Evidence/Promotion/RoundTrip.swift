import Statistics
import TradingCore

/// A round trip while it is open, or closed but with closed portions still to be reported.
struct RoundTrip: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbolIndex = "symbolIndex"
    case side = "side"
    case openTime = "openTime"
    case closeTime = "closeTime"
    case exitReason = "exitReason"
    case openUnits = "openUnits"
    case mostUnits = "mostUnits"
    case enteredUnits = "enteredUnits"
    case reportedUnits = "reportedUnits"
    case entries = "entries"
    case portions = "portions"
    case gross = "gross"
    case commission = "commission"
    case swap = "swap"
    case spreadCost = "spreadCost"
    case slippageCost = "slippageCost"
    case net = "net"
    case onlyLowest = "onlyLowest"
    case onlyHighest = "onlyHighest"
    case lowest = "lowest"
    case highest = "highest"
    case stop = "stop"
    case riskPointUnits = "riskPointUnits"
    case movedPointUnits = "movedPointUnits"
    case movedMoney = "movedMoney"
    case stakes = "stakes"
  }

  let symbolIndex: Int
  let side: OrderSide
  let openTime: Timestamp
  private(set) var closeTime: Timestamp
  private(set) var exitReason = FillReason.entry
  /// Units open by the fills so far, long and short ones together.
  private(set) var openUnits: Int64 = 0
  private var mostUnits: Int64 = 0
  private var enteredUnits: Int64 = 0
  private var reportedUnits: Int64 = 0
  private var entries = 0
  private var portions = 0
  private var gross = Money.zero
  private var commission = Money.zero
  private var swap = Money.zero
  private var spreadCost = Money.zero
  private var slippageCost = Money.zero
  private var net = Money.zero
  /// Of the first portion as it is, which is all there is to one portion.
  private var onlyLowest = Money.zero
  private var onlyHighest = Money.zero
  private var lowest = Money.zero
  private var highest = Money.zero
  /// The stop loss that later entries without one of their own stand under, on a netting account.
  private var stop: Price?
  /// Entry to stop loss in points times units over all entries; `nil` once an entry had none.
  private var riskPointUnits: Int128? = 0
  /// Magnitudes of points moved times units, and of what they came to, over the closed portions.
  private var movedPointUnits: Int128 = 0
  private var movedMoney: Int128 = 0
  /// What is at stake; `nil` for a round trip that began before this was kept.
  private var stakes: StakeBook? = StakeBook()

  init(opening fill: Fill) {
    symbolIndex = fill.symbolIndex
    side = fill.side
    openTime = fill.eventTime
    closeTime = fill.eventTime
  }

  /// Entered units whose portions are still to be reported.
  var unreportedUnits: Int64 { enteredUnits - reportedUnits }

  /// Whether nothing is open and every portion is in.
  var isDone: Bool { openUnits == 0 && unreportedUnits == 0 }
}

extension RoundTrip {
  /// Takes an entry. `levels` are those of its order; `nil` when the order had no levels.
  mutating func enter(_ fill: Fill, levels: OrderLevels?) throws(ArithmeticError) {
    openUnits = try Self.sum(openUnits, fill.quantity.units)
    enteredUnits = try Self.sum(enteredUnits, fill.quantity.units)
    mostUnits = max(mostUnits, openUnits)
    entries += 1
    stakes?.enter(fill, levels: levels)
    // An order without levels of its own leaves those of the position it adds to as they are.
    let addsToAnother = fill.position != fill.order
    let distance =
      levels.map { $0.riskPoints(of: fill) }
      ?? stop.flatMap {
        addsToAnother ? OrderLevels.distance(from: fill, to: $0) : nil
      }
    if let levels { stop = levels.stop }
    guard let distance, let risk = riskPointUnits else {
      riskPointUnits = nil
      return
    }
    let (sum, overflowed) = risk.addingReportingOverflow(Int128(distance) * Int128(fill.quantity.units))
    guard !overflowed else { throw .overflow }
    riskPointUnits = sum
  }

  /// Takes an exit; it closes no more than is open.
  mutating func leave(_ fill: Fill) {
    stakes?.leave(fill)
    openUnits -= fill.quantity.units
    closeTime = fill.eventTime
    exitReason = fill.reason
  }

  /// Takes a change of a position's levels that was asked for.
  mutating func change(position: ClientOrderID, to protection: Protection) {
    stakes?.change(position, to: protection)
  }

  /// Takes a closed portion.
  mutating func report(_ trade: ClosedTrade) throws(ArithmeticError) {
    reportedUnits = try Self.sum(reportedUnits, trade.quantity.units)
    gross = try gross.adding(trade.grossResult)
    commission = try commission.adding(trade.commission)
    swap = try swap.adding(trade.swap)
    spreadCost = try spreadCost.adding(trade.spreadCost)
    slippageCost = try slippageCost.adding(trade.slippageCost)
    net = try net.adding(trade.netResult)
    portions += 1
    (onlyLowest, onlyHighest) = (trade.maximumAdverseExcursion, trade.maximumFavorableExcursion)
    // Portions overlap in time or don't: while one is not open it stands at zero or at its result.
    lowest = try lowest.adding(min(onlyLowest, .zero))
    highest = try highest.adding(max(onlyHighest, .zero))
    let moved = Int128(trade.closePrice.points) - Int128(trade.openPrice.points)
    movedPointUnits += Int128(moved.magnitude) * Int128(trade.quantity.units)
    movedMoney += Int128(trade.grossResult.units.magnitude)
  }

  /// The trade, once all of it is in.
  func finished(ordinal: UInt64) throws(ArithmeticError) -> FlatTrade {
    FlatTrade(
      ordinal: ordinal, symbolIndex: symbolIndex, side: side, openTime: openTime, closeTime: closeTime,
      mostUnits: Quantity(units: mostUnits), entries: entries, portions: portions, netResult: net,
      grossResult: gross, commission: commission, swap: swap, spreadCost: spreadCost,
      slippageCost: slippageCost, maximumAdverseExcursion: portions == 1 ? onlyLowest : lowest,
      maximumFavorableExcursion: portions == 1 ? onlyHighest : highest, exitReason: exitReason,
      initialRisk: try worth(of: riskPointUnits), stakes: stakes.flatMap(tradeStakes))
  }

  /// What points times units come to, at what a point was worth in this trade; `nil` unless positive, and where that can't
  /// be told.
  private func worth(of pointUnits: Int128?) throws(ArithmeticError) -> Money? {
    guard let pointUnits, pointUnits > 0, movedPointUnits > 0, movedMoney > 0 else { return nil }
    let (product, overflowed) = pointUnits.multipliedReportingOverflow(by: movedMoney)
    guard !overflowed else { return nil }
    let units = try WideArithmetic.narrow(WideArithmetic.divideHalfEven(product, by: movedPointUnits))
    return units > 0 ? Money(units: units) : nil
  }

  private func tradeStakes(_ book: StakeBook) -> TradeStakes? {
    // A stop loss may be asked for anywhere: one that no money reaches is as good as the farthest.
    func stake(_ pointUnits: Int128?) -> Money? {
      do throws(ArithmeticError) { return try worth(of: pointUnits) } catch { return Money(units: .max) }
    }
    guard let entry = stake(book.entryValue), let most = stake(book.mostValue) else { return nil }
    return TradeStakes(
      entry: TradeStakes.Amount(toStops: stake(book.entryRisk), value: entry),
      most: TradeStakes.Amount(toStops: stake(book.mostRisk), value: most))
  }

  private static func sum(_ left: Int64, _ right: Int64) throws(ArithmeticError) -> Int64 {
    let (sum, overflowed) = left.addingReportingOverflow(right)
    guard !overflowed else { throw .overflow }
    return sum
  }
}
