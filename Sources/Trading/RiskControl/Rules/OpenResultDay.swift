import TradingCore

/// The day of a rule that holds what is open, equity less balance, against an amount.
///
/// The balance comes with every execution. Financing is booked without one, at 17:00 New York by the first quote behind
/// it, so it is looked at by the next.
package struct OpenResultDay: Sendable, Hashable, Codable {
  /// When it ends; not known before the first event with a time.
  var nextReset = Timestamp.distantPast
  /// Whether its limit has been reached.
  var isReached = false
  /// When financing is booked next.
  var nextRoll = Timestamp.distantPast
  /// From when on what was booked is in the marks; never, where nothing was.
  var nextLook = Timestamp.distantFuture

  private enum CodingKeys: String, CodingKey {
    case nextReset = "next_reset"
    case isReached = "reached"
    case nextRoll = "next_roll"
    case nextLook = "next_look"
  }

  /// When it has something to do.
  var wakeTime: Timestamp { min(nextReset, nextRoll, nextLook) }

  /// Ends what is over.
  mutating func pass(to time: Timestamp, _ reset: DailyReset) {
    if time >= nextReset {
      isReached = false
      nextReset = reset.next(after: time)
    }
    if time >= nextRoll {
      nextLook = nextRoll == .distantPast ? .distantFuture : time.advanced(by: 1)
      nextRoll = NewYorkCalendar.nextRoll(after: time)
    } else if time >= nextLook {
      nextLook = .distantFuture
    }
  }
}
