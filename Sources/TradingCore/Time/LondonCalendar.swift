/// London's clock. Pure code, so every machine agrees.
///
/// Summer time since 1996 (Directive 94/21/EC and those after it): from 1:00 UTC on the last Sunday of March to
/// 1:00 UTC on the last Sunday of October. The earlier British rules are left out: no tick data is that old.
public enum LondonCalendar {
  /// Seconds from UTC to London's clock: 0 in winter, 3,600 in summer.
  public static func utcOffsetSeconds(at time: Timestamp) -> Int {
    let (start, end) = summerTime(year: CivilDate(containing: time).components.year)
    return time >= start && time < end ? 3_600 : 0
  }

  /// The instants at which summer time starts and ends in a year.
  static func summerTime(year: Int) -> (start: Timestamp, end: Timestamp) {
    (
      lastSunday(year: year, month: 3).startUTC.advanced(by: Timestamp.hour),
      lastSunday(year: year, month: 10).startUTC.advanced(by: Timestamp.hour)
    )
  }

  /// Both months have 31 days.
  private static func lastSunday(year: Int, month: Int) -> CivilDate {
    let last = CivilDate(year: year, month: month, day: 31) ?? CivilDate(daysSinceEpoch: 0)
    return last.adding(days: -Int64(last.weekday))
  }

  /// London's local date and nanoseconds since local midnight.
  public static func localTime(at time: Timestamp) -> (date: CivilDate, nanosecondsInDay: Int64) {
    ClockZone.london.localTime(at: time)
  }

  /// The instant at which London's clock shows the given hour of the date.
  public static func instant(of date: CivilDate, hour: Int) -> Timestamp {
    ClockZone.london.instant(of: date, secondsInDay: hour * 3_600)
  }
}
