import TradingCore

/// Turns lines of one format into quotes, or into trades: quotes with the price on both sides.
protocol RowParser {
  /// The quote of a line; `nil` when the format leaves the row out, which `dropped` has counted then.
  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote?

  /// Lets prices be zero or below.
  mutating func allowNegativePrices()

  /// What is wrong with the file as a whole, known at its end.
  func finish() throws(ImportFault)

  /// Whether a line is the format's header, which no row looks like.
  func isHeader(_ line: ByteField) -> Bool

  /// What the rows are.
  var layout: TickLayout { get }

  /// What stands beside the last quote, when the layout has sizes; of a trade, its size and aggressor.
  var size: QuoteSize { get }

  /// Rows left out so far, by reason.
  var dropped: [String: Int] { get }

  /// Prices rounded so far, because they were float noise around a point.
  var floatNoise: Int { get }

  /// The source of the zone, for the report; settled after the first row.
  var zoneNote: String { get }
}

extension RowParser {
  func finish() throws(ImportFault) {}
  func isHeader(_ line: ByteField) -> Bool { false }
  var layout: TickLayout { TickLayout() }
  var size: QuoteSize { .zero }
  var dropped: [String: Int] { [:] }
}

/// A line cut at commas, for formats with few columns and no quoting.
struct Fields {
  private let line: ByteField
  private let separator: UInt8
  private var next = 0

  init(_ line: ByteField, separator: UInt8 = UInt8(ascii: ",")) {
    self.line = line
    self.separator = separator
  }

  /// The next field, or `nil` after the last.
  @inline(__always)
  mutating func take() -> ByteField? {
    guard next <= line.count else { return nil }
    var index = next
    while index < line.count, line[index] != separator { index &+= 1 }
    defer { next = index &+ 1 }
    return ByteField(rebasing: line[next..<index])
  }

  static func count(_ line: ByteField) -> Int { line.count { $0 == UInt8(ascii: ",") } + 1 }
}

/// HistData ASCII ticks: `YYYYMMDD HHMMSSmmm,bid,ask,volume`, fixed UTC−5 all year.
struct HistDataRows: RowParser {
  private var prices: PriceReader
  private var cachedDate: UInt64 = 0
  private var cachedDay: Int64 = 0

  init(digits: Int) { prices = PriceReader(digits: digits) }

  static let zone = ImportZone.fixed(secondsFromUTC: -5 * 3_600)

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { "UTC-5 all year (HistData's own)" }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line)
    guard let time = fields.take(), let bid = fields.take(), let ask = fields.take(), fields.take() != nil,
      fields.take() == nil
    else { throw .fieldCount(expected: 4, found: Fields.count(line)) }
    return Quote(
      eventTime: Timestamp(nanoseconds: try nanoseconds(time)),
      bid: Price(points: try prices.points(bid)), ask: Price(points: try prices.points(ask)))
  }

  @inline(__always)
  private mutating func nanoseconds(_ field: ByteField) throws(ImportFault) -> Int64 {
    guard field.count == 18, field[8] == UInt8(ascii: " "), let hour = twoDigits(field, 9),
      let minute = twoDigits(field, 11), let second = twoDigits(field, 13), let tens = twoDigits(field, 15),
      field[17] &- 48 <= 9
    else { throw .malformedOwnTime(excerpt(field)) }
    let day = try day(field)
    guard hour < 24, minute < 60, second < 60 else {
      throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
    }
    let milliseconds = tens &* 10 &+ Int64(field[17] &- 48)
    return day &+ ((hour &* 60 &+ minute) &* 60 &+ second) &* Timestamp.second &+ milliseconds
      &* Timestamp.millisecond &+ 5 &* Timestamp.hour
  }

  @inline(__always)
  private mutating func day(_ field: ByteField) throws(ImportFault) -> Int64 {
    let key = UnsafeRawBufferPointer(field).loadUnaligned(as: UInt64.self)
    if key == cachedDate { return cachedDay }
    var scanner = TimeScanner(Array(field[0..<8]))
    let date: CivilDate
    do { date = try scanner.date(separator: nil) } catch {
      if error == .malformed { throw .malformedOwnTime(excerpt(field)) }
      throw .timeOutOfRange(excerpt(field), allowed: "the calendar and the clock")
    }
    guard TickTimes.years.contains(date.components.year) else {
      throw .timeOutOfRange(excerpt(field), allowed: TickTimes.yearsRule)
    }
    cachedDate = key
    cachedDay = date.startUTC.nanoseconds
    return cachedDay
  }
}
