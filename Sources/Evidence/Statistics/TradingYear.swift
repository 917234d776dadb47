package import TradingCore

/// How many trading days a year has: what daily figures are brought to a year with.
package enum TradingYear: Sendable, Hashable {
  /// 252: markets that close at weekends.
  case weekdays
  /// 365: markets that never close.
  case everyDay

  /// The year of a run over these markets. A day counts when any of them had a tick, so one that never closes makes
  /// every day a trading day.
  package init(_ hours: some Sequence<TradingHours>) {
    self = hours.contains(.always) ? .everyDay : .weekdays
  }

  /// Days in it.
  package var days: Double {
    switch self {
    case .weekdays: PerformanceRatios.tradingDaysPerYear
    case .everyDay: 365
    }
  }

  /// `√252` or `√365`.
  package var root: String {
    switch self {
    case .weekdays: "√252"
    case .everyDay: "√365"
    }
  }

  /// Nanoseconds in a year by the calendar: 365.25 days.
  package static let calendarNanoseconds = 365.25 * Double(Timestamp.day)
}
