/// When clocks that have no calendar of their own are put forward and back, as code: every machine agrees.
enum DaylightSaving {
  /// Chicago's, by the rules of New York: at 2:00 by its own clock, so an hour later.
  static func chicago(year: Int) -> (start: Timestamp, end: Timestamp) {
    let newYork = NewYorkCalendar.daylightSaving(year: year)
    return (newYork.start.advanced(by: Timestamp.hour), newYork.end.advanced(by: Timestamp.hour))
  }

  /// Berlin's, and Frankfurt's with it: with London's at 1:00 UTC, but until 1995 it ended on the last Sunday of
  /// September. Years before 1981 follow the rule of that year: no tick data is that old.
  ///
  /// Source: the zone database's rules EU.
  static func berlin(year: Int) -> (start: Timestamp, end: Timestamp) {
    let london = LondonCalendar.summerTime(year: year)
    guard year <= 1995 else { return london }
    return (london.start, sunday(from: 24, year: year, month: 9).startUTC.advanced(by: Timestamp.hour))
  }

  /// Sydney's, within a year: it ends in autumn and starts in spring, at 2:00 standard time, so at 16:00 UTC of the day
  /// before.
  ///
  /// Since 2008 from the first Sunday of October to the first of April; before, from the last of October (2000, the
  /// year of its games, of August) to the last of March (2006 the first of April). Years before 1996 follow the rule of
  /// that year: no tick data is that old.
  /// Source: the zone database's rules AN.
  static func sydney(year: Int) -> (end: Timestamp, start: Timestamp) {
    let end =
      year >= 2008 || year == 2006
      ? sunday(from: 1, year: year, month: 4) : sunday(from: 25, year: year, month: 3)
    let start =
      year >= 2008
      ? sunday(from: 1, year: year, month: 10)
      : sunday(from: 25, year: year, month: year == 2000 ? 8 : 10)
    return (
      end.startUTC.advanced(by: -8 * Timestamp.hour), start.startUTC.advanced(by: -8 * Timestamp.hour)
    )
  }

  /// The first Sunday at or after a day of a month; six days before a month's last day, its last.
  private static func sunday(from day: Int, year: Int, month: Int) -> CivilDate {
    let first = CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    return first.adding(days: Int64((7 - first.weekday) % 7))
  }
}
