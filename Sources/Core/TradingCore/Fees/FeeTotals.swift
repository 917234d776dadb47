/// What trading cost over some time, and what it came to, in money of one account's currency.
///
/// Fees are what the broker takes for trading: the commission less its rebate, and the spread. Swap is the price of
/// holding, and slippage that of the market: neither is a fee.
package struct FeeTotals: Sendable, Hashable {
  /// Commission of the fills less the rebate, as it was booked; below zero for a credit.
  package private(set) var commission = Money.zero
  /// Spread of the fills: from the mid to the side's quote on the quantity, which is half of the quoted spread a fill.
  package private(set) var spread = Money.zero
  /// Swap of the trades that were closed; a credit is positive. What open positions have gathered is not in it.
  package private(set) var swap = Money.zero
  /// What the balance changed by: price results and swap of the trades closed, less the commission of the fills.
  package private(set) var change = Money.zero
  /// Fills.
  package private(set) var fills: Int64 = 0
  /// Matched portions of entry and exit.
  package private(set) var trades: Int64 = 0

  /// Nothing.
  package init() {}

  /// Commission and spread.
  package var fees: Money { Money(units: commission.units &+ spread.units) }

  /// Counts a fill.
  ///
  /// - Throws: `overflow`; nothing is counted then.
  package mutating func add(_ fill: Fill) throws(ArithmeticError) {
    var sum = self
    sum.commission = try commission.adding(fill.commission)
    sum.spread = try spread.adding(fill.spreadCost)
    sum.change = try change.subtracting(fill.commission)
    sum.fills += 1
    try sum.check()
    self = sum
  }

  /// Counts a trade that was closed.
  ///
  /// - Throws: `overflow`; nothing is counted then.
  package mutating func add(_ trade: ClosedTrade) throws(ArithmeticError) {
    var sum = self
    sum.swap = try swap.adding(trade.swap)
    sum.change = try change.adding(trade.grossResult).adding(trade.swap)
    sum.trades += 1
    self = sum
  }

  /// The sum; both are of one currency.
  ///
  /// - Throws: `overflow`.
  package func adding(_ other: FeeTotals) throws(ArithmeticError) -> FeeTotals {
    var sum = self
    sum.commission = try commission.adding(other.commission)
    sum.spread = try spread.adding(other.spread)
    sum.swap = try swap.adding(other.swap)
    sum.change = try change.adding(other.change)
    sum.fills += other.fills
    sum.trades += other.trades
    try sum.check()
    return sum
  }

  /// That `fees` fits.
  private func check() throws(ArithmeticError) { _ = try commission.adding(spread) }
}
