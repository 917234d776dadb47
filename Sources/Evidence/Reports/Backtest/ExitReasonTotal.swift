package import TradingCore

/// What the trades that ended for one reason came to.
package struct ExitReasonTotal: Sendable, Hashable {
  /// The reason: `strategy`, `stop_loss`, …
  package let reason: String
  /// Trades that ended so.
  package private(set) var trades = 0
  /// Those of them with a net result above zero.
  package private(set) var wins = 0
  /// Their net results together.
  package private(set) var netProfit = Money.zero

  /// A reason without trades yet.
  package init(reason: String, trades: Int = 0, wins: Int = 0, netProfit: Money = .zero) {
    self.reason = reason
    self.trades = trades
    self.wins = wins
    self.netProfit = netProfit
  }

  /// Counts a trade's net result.
  ///
  /// - Throws: `overflow` when the total exceeds 64 bits.
  package mutating func add(net: Money) throws(ArithmeticError) {
    netProfit = try netProfit.adding(net)
    trades += 1
    if net > .zero { wins += 1 }
  }

  /// The totals of trades by reason, most frequent first, then by name.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package static func totals(of trades: [ReportTrade]) throws(ArithmeticError) -> [ExitReasonTotal] {
    var totals: [String: ExitReasonTotal] = [:]
    for trade in trades {
      try totals[trade.exitReason, default: ExitReasonTotal(reason: trade.exitReason)].add(
        net: trade.netProfit)
    }
    return sorted(Array(totals.values))
  }

  /// Most frequent first, then by name.
  package static func sorted(_ totals: [ExitReasonTotal]) -> [ExitReasonTotal] {
    totals.sorted { ($1.trades, $0.reason) < ($0.trades, $1.reason) }
  }
}
