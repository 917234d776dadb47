/// London's clock. Pure code, so every machine agrees.
///
/// Summer time changes at 1:00 UTC: since 1996 from the last Sunday of March to the last Sunday of October
/// (Directive 2000/84/EC and its forerunners); 1990–1995 to the first Sunday from October 22 on, 1981–1989
/// from October 23 on. Earlier years follow the rule of 1981: no tick data is that old.
/// Source: the zone database's rules GB-Eire and EU.
public enum LondonCalendar {
  /// Seconds from UTC to London's clock: 0 in winter, 3,600 in summer.
  public static func utcOffsetSeconds(at time: Timestamp) -> Int {
    let (start, end) = summerTime(year: CivilDate(containing: time).components.year)
    return time >= start && time < end ? 3_600 : 0
  }

  /// London's local date and nanoseconds since local midnight.
  public static func localTime(at time: Timestamp) -> (date: CivilDate, nanosecondsInDay: Int64) {
    ClockZone.london.localTime(at: time)
  }

  /// The instant at which London's clock shows the given hour of the date.
  public static func instant(of date: CivilDate, hour: Int) -> Timestamp {
    ClockZone.london.instant(of: date, secondsInDay: hour * 3_600)
  }

  /// The instants at which summer time starts and ends in a year.
  static func summerTime(year: Int) -> (start: Timestamp, end: Timestamp) {
    let earliestEnd = year >= 1996 ? 25 : year >= 1990 ? 22 : 23
    return (
      sunday(from: 25, year: year, month: 3).startUTC.advanced(by: Timestamp.hour),
      sunday(from: earliestEnd, year: year, month: 10).startUTC.advanced(by: Timestamp.hour)
    )
  }

  /// The first Sunday at or after a day of a month; from the 25th of a month with 31 days it is the last.
  private static func sunday(from day: Int, year: Int, month: Int) -> CivilDate {
    let first = CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    return first.adding(days: Int64((7 - first.weekday) % 7))
  }
}
