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

  /// The stretch of UTC, from a multiple of it on, within which a market neither opens nor closes.
  static let slot = 30 * Timestamp.minute

  /// Whether the market is open; constant within a slot.
  package func isOpen(at time: Timestamp) -> Bool {
    guard hours.isOpen(at: time) else { return false }
    guard hours != .always else { return true }
    let (_, month, day) = NewYorkCalendar.tradingDay(at: time).components
    return !(month == 1 && day == 1) && !(month == 12 && day == 25)
  }

  /// Nanoseconds of the half-open range in which the market is open, at most what 64 bits hold.
  ///
  /// - Complexity: linear in the slots of the range.
  package func openNanoseconds(from: Timestamp, to: Timestamp) -> Int64 {
    if hours == .always {
      let (length, overflowed) = to.nanoseconds.subtractingReportingOverflow(from.nanoseconds)
      return overflowed ? .max : length
    }
    var total: Int64 = 0
    var time = from
    while time < to {
      let end = min(time.slotStart.advanced(by: Self.slot), to)
      if isOpen(at: time) {
        let (sum, overflowed) = total.addingReportingOverflow(end.nanoseconds - time.nanoseconds)
        if overflowed { return .max }
        total = sum
      }
      time = end
    }
    return total
  }
}

extension Timestamp {
  /// The start of the slot of `OpenHours` that the instant lies in.
  var slotStart: Timestamp {
    let remainder = nanoseconds % OpenHours.slot
    return Timestamp(nanoseconds: nanoseconds - (remainder < 0 ? remainder + OpenHours.slot : remainder))
  }
}
