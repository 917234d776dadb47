extension Account {
  /// Margin that such an opening adds to its side, at the rates in force, rounded half to even.
  ///
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  package func marginNeeded(
    symbolIndex: Int, side: OrderSide, units: Int64, price: Price
  ) throws(ArithmeticError) -> Money {
    if usesTiers, let tiers = marginTiers[symbolIndex] {
      let isLong = side == .buy
      let exposure = exposures[symbolIndex]
      let with = try tieredMargin(tiers, symbolIndex, isLong: isLong, added: (units, price))
      return try Money(units: with).subtracting(
        Money(units: isLong ? exposure.longMargin : exposure.shortMargin))
    }
    let rate = try resultRate(symbolIndex: symbolIndex, at: price)
    return Money(units: try valuations[symbolIndex].margin(units: units, price: price, rate: rate))
  }

  /// What units of a symbol are worth at a price, at the rates in force, rounded half to even.
  ///
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  package func value(symbolIndex: Int, units: Int64, price: Price) throws(ArithmeticError) -> Money {
    let rate = try resultRate(symbolIndex: symbolIndex, at: price)
    return Money(
      units: try valuations[symbolIndex].money(
        pointUnits: Int128(price.points.magnitude) * Int128(units), rate: rate))
  }

  /// Whether equity covers the margin once such an opening is added.
  ///
  /// The larger of a symbol's long and short margin counts, so that a hedge needs none of its own.
  /// `countsClosing`: whether closes in flight count as done, as risk sees it.
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  package func affords(
    symbolIndex: Int, side: OrderSide, units: Int64, price: Price, countsClosing: Bool
  ) throws(ArithmeticError) -> Bool {
    var needed: Int64 = 0
    for index in exposures.indices {
      let added = index == symbolIndex ? (units, price) : nil
      var long = try sideMargin(
        index, isLong: true, countsClosing, added: side == .buy ? added : nil)
      let short = try sideMargin(
        index, isLong: false, countsClosing, added: side == .sell ? added : nil)
      long = max(long, short)
      needed = try Money(units: needed).adding(Money(units: long)).units
    }
    return equity.units >= needed
  }

  private func sideMargin(
    _ symbolIndex: Int, isLong: Bool, _ countsClosing: Bool, added: (Int64, Price)?
  ) throws(ArithmeticError) -> Int64 {
    if usesTiers, let tiers = marginTiers[symbolIndex] {
      return try tieredMargin(
        tiers, symbolIndex, isLong: isLong, countsClosing: countsClosing, added: added)
    }
    var margin = isLong ? exposures[symbolIndex].longMargin : exposures[symbolIndex].shortMargin
    if countsClosing { margin -= try closingMargin(symbolIndex: symbolIndex, isLong: isLong) }
    guard let (units, price) = added else { return margin }
    let rate = try resultRate(symbolIndex: symbolIndex, at: price)
    let more = try valuations[symbolIndex].margin(units: units, price: price, rate: rate)
    return try Money(units: margin).adding(Money(units: more)).units
  }

  private func closingMargin(symbolIndex: Int, isLong: Bool) throws(ArithmeticError) -> Int64 {
    var margin: Int64 = 0
    for position in positions
    where position.symbolIndex == symbolIndex && position.closingUnits > 0
      && (position.side == .buy) == isLong
    {
      var remaining = min(position.closingUnits, position.quantity.units)
      for lot in lots where lot.position == position.id && remaining > 0 {
        let portion = min(remaining, lot.units)
        margin += try WideArithmetic.multiplyDivide(lot.margin, portion, by: lot.units)
        remaining -= portion
      }
    }
    return margin
  }

  mutating func refreshMargin() throws(ArithmeticError) {
    var used: Int64 = 0
    for exposure in exposures {
      used = try Money(units: used).adding(Money(units: max(exposure.longMargin, exposure.shortMargin))).units
    }
    usedMargin = Money(units: used)
    guard used != 0 else { return marking.setMarginFloors(nil) }
    let scaled = Int128(used) * Int128(scale)
    marking.setMarginFloors(
      (scaled * Int128(stopOutPercent) / 100, marginCall: scaled * Int128(marginCallPercent) / 100))
  }

  /// Takes note of whether the equity of the last valuation is at or below the margin-call level.
  ///
  /// - Returns: whether it has come there since it was last above it or nothing was open.
  @inlinable @inline(__always)
  package mutating func meetsMarginCall() -> Bool { marking.meetsMarginCall() }
}

// MARK: Tiers

extension Account {
  /// Margin of a symbol's side by tiers: its entries end to end, oldest first, cut where the tiers begin.
  ///
  /// `added`: an opening at the end of them, at the rates in force.
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  func tieredMargin(
    _ tiers: [MarginModel.Tier], _ symbolIndex: Int, isLong: Bool, countsClosing: Bool = false,
    added: (units: Int64, price: Price)? = nil
  ) throws(ArithmeticError) -> Int64 {
    var ladder = TierLadder(tiers, valuations[symbolIndex])
    var closing: [ClientOrderID: Int64] = [:]
    if countsClosing {
      for position in positions where position.closingUnits > 0 {
        closing[position.id] = position.closingUnits
      }
    }
    for lot in lots where lot.symbolIndex == symbolIndex && lot.isLong == isLong {
      let gone = min(closing[lot.position, default: 0], lot.units)
      if gone > 0 { closing[lot.position, default: 0] -= gone }
      let rate = try resultRate(symbolIndex: symbolIndex, at: lot.openPrice, mid: lot.openMid)
      try ladder.add(units: lot.units - gone, price: lot.openPrice, rate: rate)
    }
    if let (units, price) = added {
      try ladder.add(units: units, price: price, rate: resultRate(symbolIndex: symbolIndex, at: price))
    }
    return ladder.margin
  }
}

/// Adds up margin along the tiers.
private struct TierLadder {
  /// 1e-8 lots in a lot: volume is counted in 1e-8 units, so that every boundary is a whole number of them.
  private static let perUnit: Int64 = 100_000_000

  private let tiers: [MarginModel.Tier]
  private let valuation: Valuation
  private var filled: Int128 = 0
  private(set) var margin: Int64 = 0

  init(_ tiers: [MarginModel.Tier], _ valuation: Valuation) {
    self.tiers = tiers
    self.valuation = valuation
  }

  mutating func add(units: Int64, price: Price, rate: ExchangeRate) throws(ArithmeticError) {
    let end = filled + Int128(units) * Int128(Self.perUnit)
    for index in tiers.indices {
      let start = index == 0 ? 0 : boundary(index)
      let limit = index + 1 < tiers.count ? boundary(index + 1) : .max
      let piece = min(end, limit) - max(filled, start)
      guard piece > 0 else { continue }
      let leverage = min(tiers[index].leverage, valuation.leverage)
      let part = try margin(of: piece, price, leverage, rate)
      margin = try Money(units: margin).adding(Money(units: part)).units
    }
    filled = end
  }

  private func boundary(_ index: Int) -> Int128 {
    Int128(tiers[index].fromLots) * Int128(valuation.unitsPerLot)
  }

  private func margin(
    of piece: Int128, _ price: Price, _ leverage: Int64, _ rate: ExchangeRate
  ) throws(ArithmeticError) -> Int64 {
    let points = Int128(price.points.magnitude)
    let (units, rest) = piece.quotientAndRemainder(dividingBy: Int128(Self.perUnit))
    if rest == 0 { return try valuation.money(pointUnits: points * units, divisor: leverage, rate: rate) }
    let (divisor, overflowed) = leverage.multipliedReportingOverflow(by: Self.perUnit)
    guard !overflowed else { throw .overflow }
    return try valuation.money(
      pointUnits: try Checked.product(points, piece, 1), divisor: divisor, rate: rate)
  }
}
