extension Account {
  /// Margin of an opening at a price: notional ÷ leverage, rounded half to even.
  ///
  /// - Throws: `overflow`.
  package func marginNeeded(
    symbolIndex: Int, units: Int64, price: Price
  ) throws(ArithmeticError) -> Money {
    try valuations[symbolIndex].margin(units: units, price: price, leverage: leverage)
  }

  /// Whether equity covers the margin once such an opening is added.
  ///
  /// The larger of a symbol's long and short margin counts, so that a hedge needs none of its own.
  /// `countsClosing`: whether closes in flight count as done, as risk sees it.
  /// - Throws: `overflow`.
  package func affords(
    symbolIndex: Int, side: OrderSide, units: Int64, price: Price, countsClosing: Bool
  ) throws(ArithmeticError) -> Bool {
    let added = try marginNeeded(symbolIndex: symbolIndex, units: units, price: price)
    var needed: Int64 = 0
    for index in exposures.indices {
      var long = exposures[index].longMargin
      var short = exposures[index].shortMargin
      if countsClosing {
        let closing = try closingMargin(symbolIndex: index)
        long -= closing.long
        short -= closing.short
      }
      if index == symbolIndex {
        if side == .buy {
          long = try Money(units: long).adding(added).units
        } else {
          short = try Money(units: short).adding(added).units
        }
      }
      needed = try Money(units: needed).adding(Money(units: max(long, short))).units
    }
    return equity.units >= needed
  }

  private func closingMargin(symbolIndex: Int) throws(ArithmeticError) -> (long: Int64, short: Int64) {
    var margins: (long: Int64, short: Int64) = (0, 0)
    for position in positions where position.symbolIndex == symbolIndex && position.closingUnits > 0 {
      var remaining = min(position.closingUnits, position.quantity.units)
      for lot in lots where lot.position == position.id && remaining > 0 {
        let portion = min(remaining, lot.units)
        let share = try WideArithmetic.multiplyDivide(lot.margin, portion, by: lot.units)
        if lot.isLong { margins.long += share } else { margins.short += share }
        remaining -= portion
      }
    }
    return margins
  }

  mutating func refreshMargin() throws(ArithmeticError) {
    var used: Int64 = 0
    for exposure in exposures {
      used = try Money(units: used).adding(Money(units: max(exposure.longMargin, exposure.shortMargin))).units
    }
    usedMargin = Money(units: used)
    let level = Int128(used) * Int128(stopOutPercent) * Int128(scale)
    stopOutFloor = used == 0 ? .min : level / 100
  }
}
