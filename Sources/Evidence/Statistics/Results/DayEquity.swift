package import TradingCore

/// Equity at the end of a trading day that had ticks.
package struct DayEquity: Sendable, Hashable {
  /// The trading day: the date on which it ends, at 17:00 New York.
  package var date: CivilDate
  /// Equity after its last tick.
  package var equity: Money

  /// A day.
  package init(date: CivilDate, equity: Money) {
    self.date = date
    self.equity = equity
  }
}
