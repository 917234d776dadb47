import TradingCore

/// Times of a CSV column to nanoseconds since the epoch.
struct TimeReader {
  private let epochUnit: EpochUnit?
  private var clock: ZoneClock?
  private var cachedDate: (UInt64, UInt16) = (0, 0)
  private var cachedDay: Int64 = 0
  /// Whether a time with its own zone was read.
  private(set) var sawZone = false
  /// Whether a time without a zone was read.
  private(set) var sawLocal = false

  /// - Parameters:
  ///   - epochUnit: the unit of numeric times, or `nil` for ISO 8601.
  ///   - zone: the zone of times that have none, or `nil` to refuse them.
  init(epochUnit: EpochUnit?, zone: ImportZone?) {
    self.epochUnit = epochUnit
    clock = zone.map { ZoneClock($0) }
  }

  @inline(__always)
  mutating func nanoseconds(_ field: ByteField) throws(ImportFault) -> Int64 {
    if let epochUnit { return try epoch(field, unit: epochUnit) }
    return try iso(field)
  }

  private func epoch(_ field: ByteField, unit: EpochUnit) throws(ImportFault) -> Int64 {
    let nanoseconds: Int64
    do throws(DecimalText.Fault) { nanoseconds = try DecimalText.parse(field, digits: unit.decimals) } catch {
      if error == .overflow { throw .implausibleTime(excerpt(field), nil, hasUnitOption: true) }
      throw .malformedTime(excerpt(field))
    }
    return try Timestamp(number: nanoseconds, unit: 1, hasUnitOption: true, field).nanoseconds
  }

  /// The usual shape, `YYYY-MM-DD?HH:MM:SS[.fraction][zone]`; anything else goes the slow way.
  private mutating func iso(_ field: ByteField) throws(ImportFault) -> Int64 {
    guard field.count >= 19, field[13] == 58, field[16] == 58, field[10] == 84 || field[10] == 32,
      let day = dayNanoseconds(field), let hour = twoDigits(field, 11), let minute = twoDigits(field, 14),
      let second = twoDigits(field, 17), hour < 24, minute < 60, second < 60
    else { return try slowISO(field) }
    var index = 19
    var fraction: Int64 = 0
    if index < field.count, field[index] == UInt8(ascii: ".") {
      guard let end = Self.fraction(field, from: 20, into: &fraction) else { return try slowISO(field) }
      index = end
    }
    let local = day &+ ((hour &* 60 &+ minute) &* 60 &+ second) &* Timestamp.second &+ fraction
    if index == field.count { return try resolve(local: local, field) }
    guard let offset = zoneOffset(field, from: index) else { return try slowISO(field) }
    return try withZone(local: local, offset: offset, field)
  }

  /// Midnight of the date in the first ten bytes; consecutive rows mostly have the same one.
  @inline(__always)
  private mutating func dayNanoseconds(_ field: ByteField) -> Int64? {
    let bytes = UnsafeRawBufferPointer(field)
    let key = (
      bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    )
    if key == cachedDate { return cachedDay }
    guard field[4] == UInt8(ascii: "-"), field[7] == UInt8(ascii: "-"), let century = twoDigits(field, 0),
      let year = twoDigits(field, 2), let month = twoDigits(field, 5), let day = twoDigits(field, 8),
      let date = CivilDate(year: Int(century * 100 + year), month: Int(month), day: Int(day)),
      (1700..<2262).contains(century * 100 + year)
    else { return nil }
    cachedDate = key
    cachedDay = date.startUTC.nanoseconds
    return cachedDay
  }

  /// One to nine digits.
  @inline(__always)
  static func fraction(_ field: ByteField, from start: Int, into fraction: inout Int64) -> Int? {
    var index = start
    var place: Int64 = 100_000_000
    while index < field.count, field[index] &- 48 <= 9 {
      fraction &+= Int64(field[index] &- 48) &* place
      place /= 10
      index &+= 1
    }
    return (1...9).contains(index - start) ? index : nil
  }

  /// `Z` or `±HH:MM` to the end of the field, in seconds.
  @inline(__always)
  private func zoneOffset(_ field: ByteField, from index: Int) -> Int64? {
    if field[index] == UInt8(ascii: "Z"), index + 1 == field.count { return 0 }
    guard field.count - index == 6, field[index + 3] == UInt8(ascii: ":"),
      let hours = twoDigits(field, index + 1), let minutes = twoDigits(field, index + 4), hours <= 15,
      minutes < 60
    else { return nil }
    let seconds = (hours * 60 + minutes) * 60
    if field[index] == UInt8(ascii: "+") { return seconds }
    return field[index] == UInt8(ascii: "-") ? -seconds : nil
  }

  /// Everything `Timestamp(iso8601:)` takes, and its refusals.
  private mutating func slowISO(_ field: ByteField) throws(ImportFault) -> Int64 {
    var scanner = TimeScanner(Array(field))
    do {
      let date = try scanner.date(separator: UInt8(ascii: "-"))
      guard scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")) else {
        throw Timestamp.ParseFault.malformed
      }
      let inDay = try scanner.timeOfDay()
      let local = try Timestamp(date: date, nanosecondsInDay: inDay).nanoseconds
      if scanner.isAtEnd { return try resolve(local: local, field) }
      let offset = try scanner.zoneOffset()
      guard scanner.isAtEnd else { throw Timestamp.ParseFault.malformed }
      return try withZone(local: local, offset: Int64(offset), field)
    } catch let fault as ImportFault {
      throw fault
    } catch Timestamp.ParseFault.outOfRange {
      throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
    } catch {
      throw .malformedTime(excerpt(field))
    }
  }

  @inline(__always)
  private mutating func resolve(local: Int64, _ field: ByteField) throws(ImportFault) -> Int64 {
    sawLocal = true
    guard clock != nil else { throw .zoneMissing(excerpt(field)) }
    return try clock?.nanoseconds(local: local, field) ?? local
  }

  /// A stated zone is for times without one; where both are there they have to agree.
  @inline(__always)
  private mutating func withZone(
    local: Int64, offset: Int64, _ field: ByteField
  ) throws(ImportFault) -> Int64 {
    sawZone = true
    let instant = local &- offset &* Timestamp.second
    if let clock, clock.zone.offsetSeconds(at: Timestamp(nanoseconds: instant)) != Int(offset) {
      throw .contradiction(file: "'\(excerpt(field))'", option: "--zone \(clock.zone)")
    }
    return instant
  }
}

/// Two decimal digits as a number, or `nil`.
@inline(__always)
func twoDigits(_ field: ByteField, _ index: Int) -> Int64? {
  let tens = field[index] &- 48
  let ones = field[index &+ 1] &- 48
  return tens <= 9 && ones <= 9 ? Int64(tens) &* 10 &+ Int64(ones) : nil
}
