package import TradingCore

/// A daily trading session by a clock: from one time of day to another, which may lie on the next day.
///
/// A session is of the date on which it ends, as trading days are: one from 18:00 to 17:00 that ends on a holiday is
/// left out whole. Its ends are instants, daylight saving included.
package struct ClockSession: Sendable, Hashable, Codable {
  /// Seconds since midnight at which it opens, below 86,400.
  package var start: Int
  /// Seconds since midnight at which it closes, up to 86,400; before `start` for one that crosses midnight.
  package var end: Int
  /// The clock.
  package var zone: ClockZone

  private enum CodingKeys: String, CodingKey {
    case start = "start"
    case end = "end"
    case zone = "zone"
  }

  /// A session from its times of day.
  package init(start: Int, end: Int, zone: ClockZone) {
    self.start = start
    self.end = end
    self.zone = zone
  }

  /// Days without a session, and days on which it closes early.
  package struct Holidays: Sendable, Hashable, Codable {
    /// Days without a session.
    package var closed: [CivilDate]
    /// Days whose session closes at another time, in seconds since midnight of its clock.
    package var early: [EarlyClose]

    private enum CodingKeys: String, CodingKey {
      case closed = "closed"
      case early = "early"
    }

    /// Days from their lists.
    package init(closed: [CivilDate] = [], early: [EarlyClose] = []) {
      self.closed = closed
      self.early = early
    }

    /// None.
    package static let none = Holidays()

    /// A number that is another one for other days, the same on every machine.
    var checksum: Int64 {
      var sum: Int64 = 0
      for date in closed { sum = sum &* 31 &+ date.daysSinceEpoch }
      for day in early { sum = sum &* 31 &+ day.date.daysSinceEpoch &* 86_400 &+ Int64(day.secondsInDay) }
      return sum
    }
  }

  /// A day whose session closes before its time.
  package struct EarlyClose: Sendable, Hashable, Codable {
    /// The day.
    package var date: CivilDate
    /// When, in seconds since midnight.
    package var secondsInDay: Int

    private enum CodingKeys: String, CodingKey {
      case date = "date"
      case secondsInDay = "seconds_in_day"
    }

    /// A day and a time of it.
    package init(date: CivilDate, secondsInDay: Int) {
      self.date = date
      self.secondsInDay = secondsInDay
    }
  }

  /// The session that ends on a date; `nil` on a holiday, and where the clock leaves nothing of it.
  package func span(endingOn date: CivilDate, _ holidays: Holidays) -> Range<Timestamp>? {
    guard !holidays.closed.contains(date) else { return nil }
    let early = holidays.early.filter { $0.date == date }.map(\.secondsInDay).min()
    let crosses = end < start
    let opening = zone.instant(of: crosses ? date.adding(days: -1) : date, secondsInDay: start)
    let closing = zone.instant(of: date, secondsInDay: min(end, early ?? end))
    return opening < closing ? opening..<closing : nil
  }

  /// When the session that is open at an instant closes; `nil` outside of one. At its opening it is open, at its close
  /// no more.
  package func close(at time: Timestamp, _ holidays: Holidays) -> Timestamp? {
    let date = zone.localTime(at: time).date
    for days in Int64(-1)...1 {
      if let span = span(endingOn: date.adding(days: days), holidays), span.contains(time) {
        return span.upperBound
      }
    }
    return nil
  }

  /// The first opening after an instant; the distant future where there is none within ten years.
  package func opening(after time: Timestamp, _ holidays: Holidays) -> Timestamp {
    let date = zone.localTime(at: time).date
    for days in Int64(-1)...3_660 {
      if let span = span(endingOn: date.adding(days: days), holidays), span.lowerBound > time {
        return span.lowerBound
      }
    }
    return .distantFuture
  }
}
