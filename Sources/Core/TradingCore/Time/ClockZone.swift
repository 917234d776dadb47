/// A clock that sessions go by, with its daylight saving as code: every machine agrees.
public enum ClockZone: String, Sendable, Hashable, Codable, CaseIterable {
  /// Universal time.
  case utc
  /// London, by `LondonCalendar`.
  case london
  /// New York, by `NewYorkCalendar`.
  case newYork = "new_york"

  /// Seconds from UTC to the clock at an instant.
  public func utcOffsetSeconds(at time: Timestamp) -> Int {
    switch self {
    case .utc: 0
    case .london: LondonCalendar.utcOffsetSeconds(at: time)
    case .newYork: NewYorkCalendar.utcOffsetSeconds(at: time)
    }
  }

  /// The clock's date and nanoseconds since its midnight.
  public func localTime(at time: Timestamp) -> (date: CivilDate, nanosecondsInDay: Int64) {
    let shifted = time.advanced(by: Int64(utcOffsetSeconds(at: time)) * Timestamp.second)
    let date = CivilDate(containing: shifted)
    return (date, shifted.nanoseconds - date.startUTC.nanoseconds)
  }

  /// The instant at which the clock shows a time of day, in seconds since midnight, on a date.
  ///
  /// A time that comes twice as daylight saving ends is its first; one that is skipped as it starts is as long
  /// after the change as it is after the hour that is skipped: 2:30 is 3:30.
  public func instant(of date: CivilDate, secondsInDay: Int) -> Timestamp {
    let local = date.startUTC.advanced(by: Int64(secondsInDay) * Timestamp.second)
    let offsets =
      switch self {
      case .utc: [0]
      case .london: [3_600, 0]
      case .newYork: [-14_400, -18_000]
      }
    let instants = offsets.map { local.advanced(by: -Int64($0) * Timestamp.second) }
    let matching = zip(offsets, instants).first { utcOffsetSeconds(at: $1) == $0 }
    return matching?.1 ?? instants[instants.count - 1]
  }
}
