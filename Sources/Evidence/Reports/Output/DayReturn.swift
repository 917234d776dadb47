package import Statistics
package import TradingCore

/// The return of a trading day, as `--daily` writes it.
package struct DayReturn: Sendable, Hashable {
  /// The trading day, named for the date it ends on.
  package let date: CivilDate
  /// Equity at its end.
  package let equity: Money
  /// Equity at its end over that of the day before, less one; the first day's over the start balance. `nil` where equity
  /// was zero or less before it.
  package let rate: Double?

  /// The returns of days in order.
  package static func all(_ days: [DayEquity], start: Money, currency: Currency) -> [DayReturn] {
    let before = [start] + days.map(\.equity)
    return zip(days, before).map { day, previous in
      DayReturn(
        date: day.date, equity: day.equity,
        rate: previous > .zero
          ? day.equity.value(in: currency) / previous.value(in: currency) - 1 : nil)
    }
  }

  /// The columns of `--daily`, in order: the return is the last, where `stats` looks for it.
  package static let csvColumns = ["date", "equity", "return"]

  /// The row of `--daily`, one field a column; a return that has no value is empty.
  package func csvRow(in currency: Currency) -> [String] {
    [date.description, equity.text(in: currency), rate.map { "\($0)" } ?? ""]
  }
}
