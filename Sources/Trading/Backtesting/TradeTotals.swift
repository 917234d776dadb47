package import Statistics
package import TradingCore

/// Totals over closed trades, and a bounded sample of them for charts.
package struct TradeTotals: Sendable {
  /// Trades that were closed for one reason.
  package struct Exit: Sendable, Hashable {
    /// How many.
    package private(set) var trades = 0
    /// How many with a positive net result.
    package private(set) var wins = 0
    /// The sum of their net results.
    package private(set) var net = Money.zero

    mutating func add(_ result: Money) throws(ArithmeticError) {
      trades += 1
      wins += result > .zero ? 1 : 0
      net = try net.adding(result)
    }
  }

  /// Wins, losses, gross profit and loss.
  package private(set) var tally = TradeTally()
  /// Commission over all trades.
  package private(set) var commission = Money.zero
  /// Financing over all trades.
  package private(set) var swap = Money.zero
  /// Spread cost over all trades.
  package private(set) var spreadCost = Money.zero
  /// Slippage cost over all trades.
  package private(set) var slippageCost = Money.zero
  /// Trades, wins and net result by exit reason, those that occurred.
  package var exits: [(reason: FillReason, total: Exit)] {
    FillReason.allCases.map { ($0, exitTotals[Int($0.rawValue)]) }.filter { $0.total.trades > 0 }
  }
  private var exitTotals = [Exit](repeating: Exit(), count: FillReason.allCases.count)
  private var sampled: [ClosedTrade] = []
  private var best: [ClosedTrade] = []
  private var worst: [ClosedTrade] = []
  private var stride: UInt64 = 1
  private let sampleLimit: Int

  private static let extremesKept = 5

  /// Totals that keep at most so many trades for charts.
  package init(sampleLimit: Int = 4_000) { self.sampleLimit = max(sampleLimit, 2) }

  /// Takes a trade.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package mutating func add(_ trade: ClosedTrade) throws(ArithmeticError) {
    try tally.add(net: trade.netResult)
    commission = try commission.adding(trade.commission)
    swap = try swap.adding(trade.swap)
    spreadCost = try spreadCost.adding(trade.spreadCost)
    slippageCost = try slippageCost.adding(trade.slippageCost)
    try exitTotals[Int(trade.exitReason.rawValue)].add(trade.netResult)
    sample(trade)
  }

  /// Every stride-th trade, the stride doubling when the sample is full; and the best and worst of all.
  private mutating func sample(_ trade: ClosedTrade) {
    if (trade.ordinal - 1) % stride == 0 { sampled.append(trade) }
    if sampled.count > sampleLimit {
      stride *= 2
      sampled.removeAll { ($0.ordinal - 1) % stride != 0 }
    }
    if best.count < Self.extremesKept || trade.netResult > best[best.count - 1].netResult {
      Self.insert(trade, into: &best) { $0.netResult > $1.netResult }
    }
    if worst.count < Self.extremesKept || trade.netResult < worst[worst.count - 1].netResult {
      Self.insert(trade, into: &worst) { $0.netResult < $1.netResult }
    }
  }

  private static func insert(
    _ trade: ClosedTrade, into trades: inout [ClosedTrade], by precedes: (ClosedTrade, ClosedTrade) -> Bool
  ) {
    let index = trades.firstIndex { precedes(trade, $0) } ?? trades.count
    trades.insert(trade, at: index)
    if trades.count > extremesKept { trades.removeLast() }
  }

  /// The sample, with the best and worst trades of all, by ordinal.
  package var sample: [ClosedTrade] {
    var seen: Set<UInt64> = []
    return (sampled + best + worst).filter { seen.insert($0.ordinal).inserted }
      .sorted { $0.ordinal < $1.ordinal }
  }
}
