import TradingCore

/// A date and time of day as people and programs write them, with a zone or without.
struct WrittenTime {
  /// What the clock shows, in nanoseconds since 1970-01-01T00:00 of the same clock.
  let local: Int64
  /// How far the clock is ahead of UTC, where the text says it.
  let offsetSeconds: Int?

  /// Reads a date, a `T` or space, a time of day and a zone or none.
  ///
  /// - Throws: `malformedTime`; `dateUnclear` for slashes around a day and a month, of which either may be first;
  ///   `timeOutOfRange`.
  init(_ field: ByteField) throws(ImportFault) {
    do throws(Timestamp.ParseFault) {
      let length = field.firstIndex { $0 == 84 || $0 == 32 } ?? field.count
      let date = try Self.date(ByteField(rebasing: field[..<length]))
      guard TickTimes.years.contains(date.components.year) else { throw .outOfRange }
      var scanner = TimeScanner(Self.withPoint(field[min(length + 1, field.count)...]))
      let inDay = try scanner.timeOfDay()
      local = date.startUTC.nanoseconds + inDay
      offsetSeconds = try Self.zone(&scanner)
    } catch {
      switch error {
      case .outOfRange: throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
      case .malformed, .zoneMissing:
        throw Self.hasSlashes(field) ? .dateUnclear(excerpt(field)) : .malformedTime(excerpt(field))
      }
    }
  }

  /// Seconds may have a comma before their decimals, as the rest of such a file has.
  private static func withPoint(_ bytes: Slice<ByteField>) -> [UInt8] {
    bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
  }

  private static func date(_ field: ByteField) throws(Timestamp.ParseFault) -> CivilDate {
    if field.count == 8 {
      var scanner = TimeScanner(Array(field))
      return try scanner.date(separator: nil)
    }
    guard field.count == 10, let parts = longParts(field) else { throw .malformed }
    guard let date = CivilDate(year: parts.year, month: parts.month, day: parts.day) else {
      throw .outOfRange
    }
    return date
  }

  /// The date in the first ten bytes: `YYYY-MM-DD`, `YYYY.MM.DD`, `YYYY/MM/DD` or `DD.MM.YYYY`.
  @inline(__always)
  static func longDate(_ field: ByteField) -> CivilDate? {
    longParts(field).flatMap { CivilDate(year: $0.year, month: $0.month, day: $0.day) }
  }

  private static func longParts(_ field: ByteField) -> (year: Int, month: Int, day: Int)? {
    func number(_ index: Int) -> Int? { twoDigits(field, index).map { Int($0) } }
    let separator = field[4]
    if separator == field[7], [45, 46, 47].contains(separator) {
      guard let century = number(0), let year = number(2), let month = number(5), let day = number(8) else {
        return nil
      }
      return (century * 100 + year, month, day)
    }
    guard field[2] == 46, field[5] == 46, let day = number(0), let month = number(3),
      let century = number(6), let year = number(8)
    else { return nil }
    return (century * 100 + year, month, day)
  }

  /// Whether the text starts like `01/02/2024` or `1/2/2024`.
  private static func hasSlashes(_ field: ByteField) -> Bool {
    let digits = field.prefix { $0 &- 48 <= 9 }.count
    return (1...2).contains(digits) && field.count > digits && field[digits] == UInt8(ascii: "/")
  }

  /// `Z`, `+02:00`, `GMT+0200`, `UTC` or nothing, with a space before it or without.
  private static func zone(_ scanner: inout TimeScanner) throws(Timestamp.ParseFault) -> Int? {
    while scanner.take(32) {}
    if scanner.isAtEnd { return nil }
    let isNamed = scanner.take("GMT") || scanner.take("UTC")
    if isNamed, scanner.isAtEnd { return 0 }
    let offset = try scanner.zoneOffset()
    guard scanner.isAtEnd else { throw .malformed }
    return offset
  }
}

extension TimeScanner {
  /// Steps over a word if it is next.
  fileprivate mutating func take(_ word: StaticString) -> Bool {
    var ahead = self
    for byte in UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount) {
      guard ahead.take(byte) else { return false }
    }
    self = ahead
    return true
  }
}
