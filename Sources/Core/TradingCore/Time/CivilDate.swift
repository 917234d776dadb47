/// A day of the proleptic Gregorian calendar, without a zone.
public struct CivilDate: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  private enum CodingKeys: String, CodingKey {
    case daysSinceEpoch = "daysSinceEpoch"
  }

  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int64

  /// The day so many days after 1970-01-01.
  public init(daysSinceEpoch: Int64) { self.daysSinceEpoch = daysSinceEpoch }

  /// The given year, month (1 to 12) and day (1 to 31).
  ///
  /// - Returns: `nil` when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let candidate = CivilDate(daysSinceEpoch: Self.days(year: year, month: month, day: day))
    let back = candidate.components
    guard back.year == year, back.month == month, back.day == day else { return nil }
    self = candidate
  }

  /// The UTC day that contains the instant.
  public init(containing time: Timestamp) {
    let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: Timestamp.day)
    daysSinceEpoch = remainder < 0 ? quotient - 1 : quotient
  }

  /// Midnight UTC at the start of the day; the distant ends for days outside of the years 1678 to 2261, which no
  /// timestamp reaches.
  public var startUTC: Timestamp {
    let (nanoseconds, overflowed) = daysSinceEpoch.multipliedReportingOverflow(by: Timestamp.day)
    if overflowed { return daysSinceEpoch < 0 ? .distantPast : .distantFuture }
    return Timestamp(nanoseconds: nanoseconds)
  }

  /// 0 for Sunday to 6 for Saturday.
  public var weekday: Int { Int(((daysSinceEpoch + 4) % 7 + 7) % 7) }

  /// The day so many days later.
  public func adding(days: Int64) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

  /// Year, month and day.
  ///
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
  }

  /// Source: Howard Hinnant, `days_from_civil`.
  private static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// Orders by time.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = components
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
