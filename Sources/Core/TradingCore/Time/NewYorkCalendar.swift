/// New York's clock and the trading day of FX: days run from 17:00 to 17:00 New York, weeks from Sunday
/// 17:00 to Friday 17:00. Pure code, so every machine agrees.
///
/// Daylight saving since 2007 (Energy Policy Act of 2005): second Sunday of March to first Sunday of November;
/// 1987–2006: first Sunday of April to last Sunday of October; 1967–1986: last Sunday of April to last Sunday
/// of October (the emergency starts of 1974 and 1975 are left out: no tick data is that old).
public enum NewYorkCalendar {
  /// Seconds from UTC to New York's clock: −18,000 in winter, −14,400 in summer.
  public static func utcOffsetSeconds(at time: Timestamp) -> Int {
    let winter = CivilDate(containing: time.advanced(by: -5 * Timestamp.hour))
    let (start, end) = daylightSaving(year: winter.components.year)
    return time >= start && time < end ? -14_400 : -18_000
  }

  /// The instants at which daylight saving starts and ends in a year: 2:00 local time, so 7:00 and 6:00 UTC.
  static func daylightSaving(year: Int) -> (start: Timestamp, end: Timestamp) {
    let startDay: CivilDate
    let endDay: CivilDate
    if year >= 2007 {
      startDay = sunday(number: 2, year: year, month: 3)
      endDay = sunday(number: 1, year: year, month: 11)
    } else {
      startDay = year >= 1987 ? sunday(number: 1, year: year, month: 4) : lastSunday(year: year, month: 4)
      endDay = lastSunday(year: year, month: 10)
    }
    return (
      startDay.startUTC.advanced(by: 7 * Timestamp.hour), endDay.startUTC.advanced(by: 6 * Timestamp.hour)
    )
  }

  private static func sunday(number: Int, year: Int, month: Int) -> CivilDate {
    let first = CivilDate(year: year, month: month, day: 1) ?? CivilDate(daysSinceEpoch: 0)
    return first.adding(days: Int64((7 - first.weekday) % 7 + (number - 1) * 7))
  }

  private static func lastSunday(year: Int, month: Int) -> CivilDate {
    let next = CivilDate(year: year, month: month + 1, day: 1) ?? CivilDate(daysSinceEpoch: 0)
    let last = next.adding(days: -1)
    return last.adding(days: -Int64(last.weekday))
  }

  /// New York's local date and nanoseconds since local midnight.
  public static func localTime(at time: Timestamp) -> (date: CivilDate, nanosecondsInDay: Int64) {
    let shifted = time.advanced(by: Int64(utcOffsetSeconds(at: time)) * Timestamp.second)
    let date = CivilDate(containing: shifted)
    return (date, shifted.nanoseconds - date.startUTC.nanoseconds)
  }

  /// The instant at which New York's clock shows the given hour of the date, in standard or daylight time as
  /// is in force then. Hours 1 to 3 of a change day are resolved to standard time; no rule here uses them.
  public static func instant(of date: CivilDate, hour: Int) -> Timestamp {
    let standard = date.startUTC.advanced(by: Int64(hour + 5) * Timestamp.hour)
    let daylight = standard.advanced(by: -Timestamp.hour)
    return utcOffsetSeconds(at: daylight) == -14_400 ? daylight : standard
  }

  /// The trading day an instant belongs to: the date on which its 17:00-to-17:00 day ends.
  public static func tradingDay(at time: Timestamp) -> CivilDate {
    let (date, inDay) = localTime(at: time)
    return inDay >= 17 * Timestamp.hour ? date.adding(days: 1) : date
  }

  /// The first 17:00 New York strictly after the instant.
  public static func nextRoll(after time: Timestamp) -> Timestamp {
    instant(of: tradingDay(at: time), hour: 17)
  }
}
