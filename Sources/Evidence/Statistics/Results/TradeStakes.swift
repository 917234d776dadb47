package import TradingCore

/// What was at stake in a trade: with its first entry, when nothing was known of its result yet, and at most while it was
/// open. Amounts are positive and in the account's currency, at what a point was worth in the trade's own results.
package struct TradeStakes: Sendable, Hashable {
  /// What open positions can lose.
  package struct Amount: Sendable, Hashable {
    /// To the stop losses, each where it stood farthest; `nil` where a position was without one for a time.
    package var toStops: Money?
    /// The value of the positions, long and short ones added up.
    package var value: Money

    /// An amount of its parts.
    package init(toStops: Money?, value: Money) {
      self.toStops = toStops
      self.value = value
    }
  }

  /// With the first entry, at the stop loss that it was made with.
  package var entry: Amount
  /// The most, with all that was added and with stop losses that were moved away or taken off.
  package var most: Amount

  /// Stakes of their parts.
  package init(entry: Amount, most: Amount) {
    self.entry = entry
    self.most = most
  }
}
