package import TradingCore

/// A trading center, by whose own clock its session runs from Monday to Friday.
package enum TradingCenter: String, Sendable, Hashable, CaseIterable {
  /// Tokyo, 9:00 to 18:00; no daylight saving.
  case asia
  /// London, 8:00 to 17:00.
  case london
  /// New York, 8:00 to 17:00.
  case newYork = "new_york"

  /// Seconds from midnight to the opening and to the closing, by the center's clock.
  package var hours: (opens: Int, closes: Int) {
    switch self {
    case .asia: (32_400, 64_800)
    case .london, .newYork: (28_800, 61_200)
    }
  }

  /// The center's day at an instant.
  package func date(at time: Timestamp) -> CivilDate {
    switch self {
    case .asia: CivilDate(containing: time.advanced(by: 9 * Timestamp.hour))
    case .london: LondonCalendar.localTime(at: time).date
    case .newYork: NewYorkCalendar.localTime(at: time).date
    }
  }

  /// When it is open on a day, holidays not considered; `nil` at weekends.
  package func businessHours(on date: CivilDate) -> TimeSpan? {
    guard (1...5).contains(date.weekday) else { return nil }
    return TimeSpan(from: instant(date, hours.opens), to: instant(date, hours.closes))
  }

  private func instant(_ date: CivilDate, _ secondsInDay: Int) -> Timestamp {
    switch self {
    case .asia: date.startUTC.advanced(by: Int64(secondsInDay) * Timestamp.second - 9 * Timestamp.hour)
    case .london: ClockZone.london.instant(of: date, secondsInDay: secondsInDay)
    case .newYork: ClockZone.newYork.instant(of: date, secondsInDay: secondsInDay)
    }
  }
}

extension TradingSession {
  /// The centers that are all open while the session is.
  package var centers: [TradingCenter] {
    switch self {
    case .asia: [.asia]
    case .london: [.london]
    case .newYork: [.newYork]
    case .overlap: [.london, .newYork]
    case .asiaLondon: [.asia, .london]
    }
  }
}

/// A span of time, its end not included.
package struct TimeSpan: Sendable, Hashable {
  /// When it starts.
  package var from: Timestamp
  /// The first instant after it.
  package var to: Timestamp

  /// A span; without length where the end is not after the start.
  package init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }

  /// Whether it holds no instant.
  package var isEmpty: Bool { to <= from }

  /// Whether the instant is in it.
  package func contains(_ time: Timestamp) -> Bool { from <= time && time < to }

  /// What two spans have in common.
  package func intersection(_ other: TimeSpan) -> TimeSpan {
    TimeSpan(from: max(from, other.from), to: min(to, other.to))
  }
}
