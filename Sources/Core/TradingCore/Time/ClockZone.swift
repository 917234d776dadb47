/// A clock that sessions go by, with its daylight saving as code: every machine agrees.
public enum ClockZone: String, Sendable, Hashable, Codable, CaseIterable {
  /// Universal time.
  case utc
  /// London, by `LondonCalendar`.
  case london
  /// New York, by `NewYorkCalendar`.
  case newYork = "new_york"
  /// Chicago, where futures are traded.
  case chicago
  /// Berlin, the clock of Frankfurt.
  case berlin
  /// Tokyo; no daylight saving.
  case tokyo
  /// Sydney.
  case sydney

  /// Seconds from UTC to the clock at an instant.
  public func utcOffsetSeconds(at time: Timestamp) -> Int {
    switch self {
    case .utc: 0
    case .london: LondonCalendar.utcOffsetSeconds(at: time)
    case .newYork: NewYorkCalendar.utcOffsetSeconds(at: time)
    case .chicago: isSaving(DaylightSaving.chicago, at: time, winter: -21_600) ? -18_000 : -21_600
    case .berlin: isSaving(DaylightSaving.berlin, at: time, winter: 3_600) ? 7_200 : 3_600
    case .tokyo: 32_400
    case .sydney: sydneyOffset(at: time)
    }
  }

  private func isSaving(
    _ rule: (Int) -> (start: Timestamp, end: Timestamp), at time: Timestamp, winter offset: Int64
  ) -> Bool {
    let standard = CivilDate(containing: time.advanced(by: offset * Timestamp.second))
    let (start, end) = rule(standard.components.year)
    return time >= start && time < end
  }

  private func sydneyOffset(at time: Timestamp) -> Int {
    let standard = CivilDate(containing: time.advanced(by: 10 * Timestamp.hour))
    let (end, start) = DaylightSaving.sydney(year: standard.components.year)
    return time < end || time >= start ? 39_600 : 36_000
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
      case .chicago: [-18_000, -21_600]
      case .berlin: [7_200, 3_600]
      case .tokyo: [32_400]
      case .sydney: [39_600, 36_000]
      }
    let instants = offsets.map { local.advanced(by: -Int64($0) * Timestamp.second) }
    let matching = zip(offsets, instants).first { utcOffsetSeconds(at: $1) == $0 }
    return matching?.1 ?? instants[instants.count - 1]
  }
}
