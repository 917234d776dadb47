package import TradingCore

/// Dates and times as a page shows them, always UTC.
package enum DateText {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Short names of the days of the week, Sunday first.
  static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  /// Said where dates are those of trading days, beside times that are UTC.
  package static let tradingDates =
    "Dates are trading days, 17:00 to 17:00 New York, named for the date they end on."

  /// The short name of a month, 1 to 12.
  static func monthName(_ month: Int) -> String { months[month - 1] }

  /// The month's short name.
  static func month(_ date: CivilDate) -> String { months[date.components.month - 1] }

  /// `4 Feb`.
  static func shortDay(_ date: CivilDate) -> String { "\(date.components.day) \(month(date))" }

  /// `4 Feb 2019`.
  package static func day(_ date: CivilDate) -> String { "\(shortDay(date)) \(date.components.year)" }

  /// `2019-02-04 13:05:22`.
  package static func second(_ time: Timestamp) -> String {
    String(time.iso8601(fractionDigits: 0).dropLast().map { $0 == "T" ? " " : $0 })
  }

  /// `2019-02-04 13:05`, for lists on a terminal.
  package static func minute(_ time: Timestamp) -> String { String(second(time).prefix(16)) }

  /// `13:05`, or with seconds.
  static func clock(_ time: Timestamp, withSeconds: Bool) -> String {
    String(second(time).dropFirst(11).prefix(withSeconds ? 8 : 5))
  }

  /// `4 Feb 2019 to 5 Mar 2019`, or the one day.
  package static func period(_ first: Timestamp, _ last: Timestamp) -> String {
    let (start, end) = (CivilDate(containing: first), CivilDate(containing: last))
    return start == end ? day(start) : "\(day(start)) to \(day(end))"
  }
}
