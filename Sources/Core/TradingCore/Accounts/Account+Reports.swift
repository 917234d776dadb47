/// Why an execution that somebody else decided on can't be booked.
package enum BookingFault: String, Sendable, Hashable, CaseIterable {
  /// There is no such symbol.
  case unknownSymbol
  /// Nothing or less, or so much that the sums no longer fit.
  case quantityOutOfRange
  /// No price of the instrument.
  case priceOutOfRange
  /// An amount of money beyond 2^53 units.
  case amountOutOfRange
  /// A close of a position that is not open.
  case unknownPosition
  /// A close of more than is open.
  case exceedsPosition
  /// An entry that adds to a position of the other side or of another symbol, or a close that does not reduce.
  case wrongSide
  /// Nothing converts its result into the account's currency yet.
  case noConversion
}

/// What a broker reports, which need not be what a simulator would do.
extension Account {
  /// One past the largest magnitude of a reported amount, in money units.
  package static let reportedLimit: Int64 = 1 << 53

  /// Whether an amount is one that can be booked.
  package static func isBookable(_ amount: Money) -> Bool { amount.units.magnitude < reportedLimit.magnitude }

  /// Why an execution can't be booked, or `nil` when `book` will do it.
  package func bookingFault(_ execution: Execution) -> BookingFault? {
    let index = execution.symbolIndex
    guard (0..<symbolCount).contains(index) else { return .unknownSymbol }
    let units = execution.quantity.units
    let exposure = exposures[index]
    let open = execution.side == .buy ? exposure.longUnits : exposure.shortUnits
    guard units > 0, units < Quantity.magnitudeLimit, units < Quantity.magnitudeLimit - open else {
      return .quantityOutOfRange
    }
    let points = execution.price.points
    guard points >= instruments[index].lowestPoints, points < Price.magnitudeLimit else {
      return .priceOutOfRange
    }
    guard Self.isBookable(execution.commission) else { return .amountOutOfRange }
    guard canConvert(symbolIndex: index) else { return .noConversion }
    let position = position(execution.position)
    if execution.reason == .entry {
      guard let position else { return nil }
      return position.symbolIndex == index && position.side == execution.side ? nil : .wrongSide
    }
    guard let position else { return .unknownPosition }
    guard position.symbolIndex == index, position.side != execution.side else { return .wrongSide }
    return units <= position.quantity.units ? nil : .exceedsPosition
  }

  /// What money that came or went belongs to.
  package enum Adjustment: Sendable, Hashable {
    /// Financing of a position; a credit is positive.
    case swap(ClientOrderID)
    /// A commission on a position; what is charged is below zero.
    case commission(ClientOrderID)
    /// Nothing that is open.
    case cash
  }

  /// Books money that came or went without an execution.
  ///
  /// What belongs to a position that is open becomes part of the trades that will close it.
  /// - Throws: `overflow` when an amount does not fit.
  package mutating func adjust(by amount: Money, _ adjustment: Adjustment) throws(ArithmeticError) {
    marking.markLowest()
    balance = try balance.adding(amount)
    switch adjustment {
    case .swap(let position): try share(amount, position, \.swap)
    case .commission(let position):
      try share(try Money.zero.subtracting(amount), position, \.commission)
    case .cash: break
    }
    marking.setBalance(scaled: Int128(balance.units) * Int128(scale))
  }

  private mutating func share(
    _ amount: Money, _ position: ClientOrderID, _ part: WritableKeyPath<OpenLot, Int64>
  ) throws(ArithmeticError) {
    var rest = amount.units
    var units = lots.reduce(0) { $0 + ($1.position == position ? $1.units : 0) }
    for index in lots.indices where lots[index].position == position {
      let share = try OpenLot.takeShare(of: &rest, portion: lots[index].units, units: units)
      units -= lots[index].units
      lots[index][keyPath: part] = try Money(units: lots[index][keyPath: part])
        .adding(Money(units: share)).units
    }
  }

  /// Gives open entries of a position another opening price, as it has turned out to be; what of them is closed by
  /// now stays as it was booked.
  ///
  /// - Returns: how many units were still open at the price that was thought.
  /// - Throws: `overflow` or `divisionByZero` when an amount does not fit.
  package mutating func amendEntry(
    of position: ClientOrderID, units: Int64, from thought: Price, to price: Price, quote: Quote
  ) throws(ArithmeticError) -> Int64 {
    guard price != thought, let symbolIndex = self.position(position)?.symbolIndex else { return 0 }
    marking.markLowest()
    marking.forgetQuietRange()
    settleExtremes(symbolIndex: symbolIndex)
    var rest = units
    while rest > 0,
      let index = lots.firstIndex(where: { $0.position == position && $0.openPrice == thought })
    {
      let part = min(rest, lots[index].units)
      if part < lots[index].units { try splitLot(at: index, keeping: part) }
      let rate = try resultRate(symbolIndex: symbolIndex, at: price, mid: lots[index].openMid)
      lots[index].openPrice = price
      lots[index].margin = try valuations[symbolIndex].margin(units: part, price: price, rate: rate)
      rest -= part
    }
    if let index = positions.firstIndex(where: { $0.id == position && $0.openPrice == thought }), rest < units
    {
      positions[index].openPrice = price
    }
    try refresh(symbolIndex: symbolIndex, quote: quote)
    return units - rest
  }

  /// Makes two lots of one, the first of so many units.
  private mutating func splitLot(at index: Int, keeping units: Int64) throws(ArithmeticError) {
    var first = lots[index]
    var second = lots[index]
    for part in [\OpenLot.commission, \.spreadCost, \.slippageCost, \.swap, \.margin] {
      first[keyPath: part] = try OpenLot.takeShare(
        of: &second[keyPath: part], portion: units, units: lots[index].units)
    }
    first.units = units
    second.units -= units
    lots[index] = first
    lots.insert(second, at: index + 1)
  }
}
