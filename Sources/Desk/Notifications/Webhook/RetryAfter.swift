import TradingCore

/// The header by which a server says when to come back.
enum RetryAfter {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The wait it asks for: a number of seconds, or a date as in `Mon, 04 Feb 2019 13:00:00 GMT`; `nil` when it
  /// can't be read, zero for a date in the past.
  ///
  /// Source: RFC 9110, 10.2.3 and 5.6.7; the two obsolete forms of dates are not read.
  static func wait(_ text: String, now: Timestamp) -> Duration? {
    let text = text.drop { $0 == " " }
    if !text.isEmpty, text.utf8.allSatisfy({ $0 &- 48 <= 9 }) {
      return .seconds(min(Int64(text) ?? .max, 1 << 31))
    }
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: String(words[2])),
      let date = CivilDate(year: year, month: month + 1, day: day), (1970...2200).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3, zip(clock, [24, 60, 61]).allSatisfy({ $0 >= 0 && $0 < $1 }) else { return nil }
    let seconds = clock[0] * 3_600 + clock[1] * 60 + clock[2]
    let due = date.startUTC.advanced(by: seconds * Timestamp.second)
    return max(.zero, .nanoseconds(due.nanoseconds - now.nanoseconds))
  }
}
