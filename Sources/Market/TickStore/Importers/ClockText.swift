import TradingCore

/// Dates and times of day as formats of their own write them.
struct ClockText {
  private let separator: UInt8?
  private var cachedText: [UInt8] = []
  private var cachedDay: Int64 = 0

  /// Dates as `YYYYMMDD`, or with a separator.
  init(dateSeparator: UInt8?) { separator = dateSeparator }

  /// Midnight of a date, in nanoseconds since 1970; consecutive rows mostly have the same one.
  mutating func day(_ field: ByteField) throws(ImportFault) -> Int64 {
    if !cachedText.isEmpty, field.elementsEqual(cachedText) { return cachedDay }
    var scanner = TimeScanner(Array(field))
    let date: CivilDate
    do { date = try scanner.date(separator: separator) } catch {
      if error == .malformed { throw .malformedOwnTime(excerpt(field)) }
      throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
    }
    guard scanner.isAtEnd else { throw .malformedOwnTime(excerpt(field)) }
    guard TickTimes.years.contains(date.components.year) else {
      throw .timeOutOfRange(excerpt(field), allowed: TickTimes.yearsRule)
    }
    cachedText = Array(field)
    cachedDay = date.startUTC.nanoseconds
    return cachedDay
  }

  /// `HH:MM[:SS]`, seconds with up to nine decimals or none, in nanoseconds since midnight.
  static func timeOfDay(_ field: ByteField) throws(ImportFault) -> Int64 {
    let hasSeconds = field.count != 5
    guard field.count >= 8 || !hasSeconds, field[2] == 58, let hour = twoDigits(field, 0),
      let minute = twoDigits(field, 3), !hasSeconds || field[5] == 58,
      let second = hasSeconds ? twoDigits(field, 6) : 0
    else { throw .malformedOwnTime(excerpt(field)) }
    var fraction: Int64 = 0
    if field.count > 8 {
      guard field[8] == UInt8(ascii: "."),
        TimeReader.fraction(field, from: 9, into: &fraction) == field.count
      else { throw .malformedOwnTime(excerpt(field)) }
    }
    guard hour < 24, minute < 60, second < 60 else {
      throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
    }
    return ((hour &* 60 &+ minute) &* 60 &+ second) &* Timestamp.second &+ fraction
  }
}
