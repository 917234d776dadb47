import TradingCore

/// Times of a CSV column to nanoseconds since the epoch.
///
/// Dates are written `YYYY-MM-DD`, with points or slashes instead of dashes, `DD.MM.YYYY` or `YYYYMMDD`, times of day
/// `HH:MM[:SS[.fffffffff]]`, zones `Z`, `+02:00`, `GMT+0200` or not at all.
struct TimeReader {
  private let epochUnit: EpochUnit?
  private var clock: ZoneClock?
  private var cachedDate: (UInt64, UInt16) = (0, 0)
  private var cachedDay: Int64 = 0
  private var joined: [UInt8] = []
  /// Whether a time with its own zone was read.
  private(set) var sawZone = false
  /// Whether a time without a zone was read.
  private(set) var sawLocal = false

  /// - Parameters:
  ///   - epochUnit: the unit of numeric times, or `nil` for dates.
  ///   - clock: that of times that have no zone, or `nil` to refuse them.
  init(epochUnit: EpochUnit?, clock: ZoneClock?) {
    self.epochUnit = epochUnit
    self.clock = clock
  }

  @inline(__always)
  mutating func nanoseconds(_ field: ByteField) throws(ImportFault) -> Int64 {
    if let epochUnit { return try epoch(field, unit: epochUnit) }
    return try dated(field)
  }

  /// A date and a time of day in columns of their own.
  mutating func nanoseconds(date: ByteField, time: ByteField) throws(ImportFault) -> Int64 {
    joined.removeAll(keepingCapacity: true)
    joined.append(contentsOf: date)
    joined.append(32)
    joined.append(contentsOf: time)
    let text = joined
    var answer: Result<Int64, ImportFault> = .failure(.malformedTime(""))
    text.withUnsafeBufferPointer { field in
      do throws(ImportFault) { answer = .success(try dated(field)) } catch { answer = .failure(error) }
    }
    return try answer.get()
  }

  private func epoch(_ field: ByteField, unit: EpochUnit) throws(ImportFault) -> Int64 {
    let nanoseconds: Int64
    do throws(DecimalText.Fault) { nanoseconds = try DecimalText.parse(field, digits: unit.decimals) } catch {
      if error == .overflow { throw .implausibleTime(excerpt(field), nil, hasUnitOption: true) }
      throw .malformedTime(excerpt(field))
    }
    return try Timestamp(number: nanoseconds, unit: 1, hasUnitOption: true, field).nanoseconds
  }

  /// The usual shape, a date of ten characters and `HH:MM:SS[.fraction][zone]`; anything else goes the slow way.
  private mutating func dated(_ field: ByteField) throws(ImportFault) -> Int64 {
    guard field.count >= 19, field[13] == 58, field[16] == 58, field[10] == 84 || field[10] == 32,
      let day = dayNanoseconds(field), let hour = twoDigits(field, 11), let minute = twoDigits(field, 14),
      let second = twoDigits(field, 17), hour < 24, minute < 60, second < 60
    else { return try slowly(field) }
    var index = 19
    var fraction: Int64 = 0
    if index < field.count, field[index] == UInt8(ascii: ".") {
      guard let end = Self.fraction(field, from: 20, into: &fraction) else { return try slowly(field) }
      index = end
    }
    let local = day &+ ((hour &* 60 &+ minute) &* 60 &+ second) &* Timestamp.second &+ fraction
    if index == field.count { return try resolve(local: local, field) }
    guard let offset = zoneOffset(field, from: index) else { return try slowly(field) }
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
    guard let date = WrittenTime.longDate(field), TickTimes.years.contains(date.components.year) else {
      return nil
    }
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

  /// Every shape of time, and every refusal.
  private mutating func slowly(_ field: ByteField) throws(ImportFault) -> Int64 {
    let time = try WrittenTime(field)
    guard let offset = time.offsetSeconds else { return try resolve(local: time.local, field) }
    return try withZone(local: time.local, offset: Int64(offset), field)
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
