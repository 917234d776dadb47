package import TradingCore

/// Totals over trades by side and by symbol, in exact money of one currency.
package struct TradeBreakdown: Sendable, Hashable {
  /// Trades that began with a buy.
  package private(set) var long = TradeTally()
  /// Trades that began with a sale.
  package private(set) var short = TradeTally()
  /// Trades of each symbol, in the order of the symbols.
  package private(set) var symbols: [TradeTally]

  /// No trades yet, of so many symbols.
  package init(symbols count: Int) { symbols = Array(repeating: TradeTally(), count: count) }

  /// Counts a trade; one of a symbol that is not among them counts for its side alone.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package mutating func add(symbolIndex: Int, side: OrderSide, net: Money) throws(ArithmeticError) {
    if side == .buy { try long.add(net: net) } else { try short.add(net: net) }
    if symbols.indices.contains(symbolIndex) { try symbols[symbolIndex].add(net: net) }
  }
}
