package import TradingCore

/// When ticks can be expected: an instrument's trading hours less the two days a year on which no center trades.
///
/// For all but `always`, the trading days (17:00 to 17:00 New York) that end on January 1 and December 25 count as
/// closed. Other holidays, local ones and early closings are not known: they show as gaps.
package struct OpenHours: Sendable, Hashable {
  /// The instrument's hours.
  package let hours: TradingHours

  /// The open time of instruments with these hours.
  package init(_ hours: TradingHours) { self.hours = hours }

  /// Whether the market is open; constant within an hour of UTC.
  package func isOpen(at time: Timestamp) -> Bool {
    guard hours.isOpen(at: time) else { return false }
    guard hours != .always else { return true }
    let (_, month, day) = NewYorkCalendar.tradingDay(at: time).components
    return !(month == 1 && day == 1) && !(month == 12 && day == 25)
  }

  /// Nanoseconds of the half-open range in which the market is open.
  ///
  /// - Complexity: linear in the hours of the range.
  package func openNanoseconds(from: Timestamp, to: Timestamp) -> Int64 {
    if hours == .always { return to.nanoseconds - from.nanoseconds }
    var open: Int64 = 0
    var time = from
    while time < to {
      let end = min(time.hourStart.advanced(by: Timestamp.hour), to)
      if isOpen(at: time) { open += end.nanoseconds - time.nanoseconds }
      time = end
    }
    return open
  }
}

extension Timestamp {
  /// The last full hour of UTC at or before the instant.
  var hourStart: Timestamp {
    let remainder = nanoseconds % Timestamp.hour
    return Timestamp(nanoseconds: nanoseconds - (remainder < 0 ? remainder + Timestamp.hour : remainder))
  }
}
