import Statistics
import TradingCore

/// What evidence could have lost, as shares of the balance it began with: positions as large as it had them, against prices
/// that did not come.
package struct LossScenarios: Sendable, Hashable {
  /// The largest loss of a trade that came; 0 without one.
  package private(set) var worstTrade = 0.0
  /// The largest position at its stop losses; `nil` without a trade that had some all along.
  package private(set) var toStops: Double?
  /// Trades without a stop loss, or not all of the time.
  package private(set) var unstopped = 0
  /// The largest position in a catastrophe.
  package private(set) var catastrophe = 0.0
  /// All that was open at one time in a catastrophe, whatever stop losses say: prices jump over them.
  package private(set) var together = 0.0
  /// The day's move in standard deviations that a catastrophe is.
  package let sigmas: Double

  /// Those of evidence; `nil` without a trade.
  ///
  /// - Complexity: O(n log n) for n trades.
  package init?(_ evidence: Evidence, _ rules: StakeRules) {
    guard !evidence.trades.isEmpty, evidence.startBalance > .zero else { return nil }
    sigmas = rules.catastrophe
    var changes: [(time: Timestamp, isEnd: Bool, size: Double)] = []
    for trade in evidence.trades {
      let risk = TradeRisk(
        trade, of: evidence.asset(symbolIndex: trade.symbolIndex), start: evidence.startBalance)
      worstTrade = max(worstTrade, -risk.net)
      guard let most = risk.most else { continue }
      if let stops = most.toStops { toStops = max(toStops ?? 0, stops) } else { unstopped += 1 }
      let size = most.dayMove * rules.catastrophe
      catastrophe = max(catastrophe, size)
      changes += [(trade.openTime, false, size), (trade.closeTime, true, size)]
    }
    // What ends as another begins was not open beside it.
    changes.sort { ($0.time, $0.isEnd ? 0 : 1) < ($1.time, $1.isEnd ? 0 : 1) }
    var present = 0.0
    for change in changes {
      present += change.isEnd ? -change.size : change.size
      together = max(together, present)
    }
    together = max(together, catastrophe)
  }
}
