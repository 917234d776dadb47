import Statistics
import TradingCore

/// Returns of calendar months and years, compounded from equity at the ends of trading days.
struct PeriodReturns: Sendable, Hashable {
  /// One year.
  struct Year: Sendable, Hashable {
    /// Which.
    let year: Int
    /// Returns of January to December; `nil` for months without a day or where a return has no meaning.
    var months = [Double?](repeating: nil, count: 12)
    /// The whole year's return.
    var total: Double?
  }

  /// The years that have days, in order.
  private(set) var years: [Year] = []

  /// The periods of days in order; a period's return is from the last day before it to its own last day.
  init(startBalance: Double, days: [DayEquity], currency: Currency) {
    var (monthStart, yearStart) = (startBalance, startBalance)
    for (index, day) in days.enumerated() {
      let (year, month, _) = day.date.components
      let next = index + 1 < days.count ? days[index + 1].date.components : nil
      let equity = day.equity.value(in: currency)
      if years.last?.year != year { years.append(Year(year: year)) }
      if next?.month != month || next?.year != year {
        years[years.count - 1].months[month - 1] = Self.change(monthStart, equity)
        monthStart = equity
      }
      if next?.year != year {
        years[years.count - 1].total = Self.change(yearStart, equity)
        yearStart = equity
      }
    }
  }

  private static func change(_ start: Double, _ end: Double) -> Double? {
    start > 0 ? end / start - 1 : nil
  }
}
