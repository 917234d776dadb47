package import TradingCore

/// Running totals of trades' net results, in exact money of one currency.
package struct TradeTally: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case trades = "trades"
    case wins = "wins"
    case losses = "losses"
    case grossProfit = "grossProfit"
    case grossLoss = "grossLoss"
  }

  /// Trades counted.
  package private(set) var trades = 0
  /// Trades with a net result above zero.
  package private(set) var wins = 0
  /// Trades with a net result below zero.
  package private(set) var losses = 0
  /// The sum of positive net results.
  package private(set) var grossProfit = Money.zero
  /// The magnitude of the sum of negative net results.
  package private(set) var grossLoss = Money.zero

  /// No trades yet.
  package init() {}

  /// Counts a trade.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits; nothing is counted then.
  package mutating func add(net: Money) throws(ArithmeticError) {
    if net > .zero {
      grossProfit = try grossProfit.adding(net)
      wins += 1
    } else if net < .zero {
      grossLoss = try grossLoss.subtracting(net)
      losses += 1
    }
    trades += 1
  }

  /// The sum of all net results: gross profit less gross loss.
  ///
  /// Both are zero or more, so the difference always fits.
  package var netProfit: Money { Money(units: grossProfit.units - grossLoss.units) }

  /// Wins over trades, or `nil` without trades.
  package var winRate: Double? { trades == 0 ? nil : Double(wins) / Double(trades) }

  /// Gross profit over gross loss, or `nil` without a losing trade.
  package var profitFactor: Double? {
    grossLoss == .zero ? nil : Double(grossProfit.units) / Double(grossLoss.units)
  }

  /// The mean net result, rounded half to even, or `nil` without trades.
  ///
  /// - Throws: nothing in practice, as a mean is no larger than its sum.
  package var expectancy: Money? {
    get throws(ArithmeticError) {
      guard trades > 0 else { return nil }
      return Money(units: try WideArithmetic.multiplyDivide(netProfit.units, 1, by: Int64(trades)))
    }
  }
}
