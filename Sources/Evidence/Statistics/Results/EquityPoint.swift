package import TradingCore

/// The account at an instant, in its own currency.
package struct EquityPoint: Sendable, Hashable {
  /// When.
  package var eventTime: Timestamp
  /// Money booked.
  package var balance: Money
  /// Balance and the open result.
  package var equity: Money

  /// A point.
  package init(eventTime: Timestamp, balance: Money, equity: Money) {
    self.eventTime = eventTime
    self.balance = balance
    self.equity = equity
  }
}
