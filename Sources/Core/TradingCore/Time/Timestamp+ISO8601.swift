extension Timestamp {
  /// ISO 8601 UTC with milliseconds, truncated: `2019-02-04T00:00:00.994Z`.
  public var iso8601: String { iso8601(fractionDigits: 3) }

  /// ISO 8601 UTC with 0 to 9 digits of a second, truncated.
  public func iso8601(fractionDigits: Int) -> String {
    let date = CivilDate(containing: self)
    // Not the distance to the day's start: the first instants of 64 bits lie in a day that starts before them.
    let remainder = nanoseconds % Timestamp.day
    let inDay = remainder < 0 ? remainder + Timestamp.day : remainder
    let seconds = Int(inDay / Timestamp.second)
    let fraction = CivilDate.padded(Int(inDay % Timestamp.second), 9).prefix(fractionDigits)
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { CivilDate.padded($0, 2) }
    return "\(date)T" + clock.joined(separator: ":") + (fraction.isEmpty ? "" : ".\(fraction)") + "Z"
  }

  /// Why a text is not an instant.
  public enum ParseFault: Error, Sendable, Hashable {
    /// Not ISO 8601 (`2019-02-04T00:00:00.994Z`).
    case malformed
    /// No `Z` or offset at the end: the instant would be a guess.
    case zoneMissing
    /// A date or time of day that does not exist, or outside of 1678 to 2262.
    case outOfRange
  }

  /// An instant from ISO 8601 with a zone: `2019-02-04T00:00:00Z`, `2019-02-04 00:00:00.123456+02:00`.
  /// A date alone is refused, as it has no zone; seconds may be left out; up to nine decimals.
  ///
  /// - Throws: `malformed`, `zoneMissing` or `outOfRange`.
  public init(iso8601 text: some StringProtocol) throws(ParseFault) {
    var scanner = TimeScanner(Array(text.utf8))
    let date = try scanner.date(separator: UInt8(ascii: "-"))
    guard !scanner.isAtEnd else { throw .zoneMissing }
    guard scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")) else { throw .malformed }
    let inDay = try scanner.timeOfDay()
    let offset = try scanner.zoneOffset()
    guard scanner.isAtEnd else { throw .malformed }
    try self.init(date: date, nanosecondsInDay: inDay, offsetSeconds: offset)
  }

  /// The instant at which a clock `offsetSeconds` ahead of UTC shows the date and time of day.
  ///
  /// - Throws: `outOfRange` outside of the years 1678 to 2262.
  public init(date: CivilDate, nanosecondsInDay: Int64, offsetSeconds: Int = 0) throws(ParseFault) {
    guard (-106_000...106_000).contains(date.daysSinceEpoch) else { throw .outOfRange }
    self.init(
      nanoseconds: date.daysSinceEpoch * Timestamp.day + nanosecondsInDay - Int64(offsetSeconds)
        * Timestamp.second)
  }
}

/// Reads the parts of a date and time from bytes, left to right.
package struct TimeScanner {
  private let bytes: [UInt8]
  private var index = 0

  /// A scanner at the first byte.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether every byte has been read.
  package var isAtEnd: Bool { index == bytes.count }

  /// Steps over the byte if it is next.
  package mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Exactly `count` decimal digits.
  ///
  /// - Throws: `malformed` when there are fewer.
  package mutating func number(_ count: Int) throws(Timestamp.ParseFault) -> Int {
    guard index + count <= bytes.count else { throw .malformed }
    var value = 0
    for _ in 0..<count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { throw .malformed }
      value = value * 10 + Int(digit)
      index += 1
    }
    return value
  }

  /// `YYYY?MM?DD` with the given separator, or without one when `nil`.
  ///
  /// - Throws: `malformed`, or `outOfRange` for a day that does not exist.
  package mutating func date(separator: UInt8?) throws(Timestamp.ParseFault) -> CivilDate {
    let year = try number(4)
    if let separator { guard take(separator) else { throw .malformed } }
    let month = try number(2)
    if let separator { guard take(separator) else { throw .malformed } }
    let day = try number(2)
    guard let date = CivilDate(year: year, month: month, day: day) else { throw .outOfRange }
    return date
  }

  /// `HH:MM[:SS[.fffffffff]]` as nanoseconds since midnight.
  ///
  /// - Throws: `malformed`, or `outOfRange` for an hour over 23, a minute or second over 59.
  package mutating func timeOfDay() throws(Timestamp.ParseFault) -> Int64 {
    let hour = try number(2)
    guard take(UInt8(ascii: ":")) else { throw .malformed }
    let minute = try number(2)
    var second = 0
    var fraction: Int64 = 0
    if take(UInt8(ascii: ":")) {
      second = try number(2)
      if take(UInt8(ascii: ".")) { fraction = try fractionOfSecond() }
    }
    guard hour < 24, minute < 60, second < 60 else { throw .outOfRange }
    return Int64(hour * 3_600 + minute * 60 + second) * Timestamp.second + fraction
  }

  private mutating func fractionOfSecond() throws(Timestamp.ParseFault) -> Int64 {
    var fraction: Int64 = 0
    var place = Timestamp.second / 10
    var count = 0
    while index < bytes.count, bytes[index] &- UInt8(ascii: "0") <= 9 {
      fraction += Int64(bytes[index] &- UInt8(ascii: "0")) * place
      place /= 10
      index += 1
      count += 1
    }
    guard (1...9).contains(count) else { throw .malformed }
    return fraction
  }

  /// `Z`, `+HH:MM`, `+HHMM` or `+HH` as seconds ahead of UTC.
  ///
  /// - Throws: `zoneMissing` at the end of the text, `malformed` or `outOfRange`.
  package mutating func zoneOffset() throws(Timestamp.ParseFault) -> Int {
    guard !isAtEnd else { throw .zoneMissing }
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    let sign: Int
    if take(UInt8(ascii: "+")) {
      sign = 1
    } else if take(UInt8(ascii: "-")) {
      sign = -1
    } else {
      throw .malformed
    }
    let hours = try number(2)
    var minutes = 0
    if take(UInt8(ascii: ":")) || !isAtEnd { minutes = try number(2) }
    guard hours <= 15, minutes < 60 else { throw .outOfRange }
    return sign * (hours * 3_600 + minutes * 60)
  }
}
