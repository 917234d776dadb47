import FileSystem
import TradingCore

extension TickFileReader {
  /// Writes all ticks as CSV: a header `time,bid,ask`, times in ISO 8601 UTC with at least milliseconds and as
  /// many decimals as the file's unit needs, prices with all digits. Importing it gives the same ticks.
  ///
  /// - Parameters:
  ///   - path: the path of the CSV file.
  ///   - progress: called after each block with the ticks written so far.
  /// - Returns: how many ticks were written.
  /// - Throws: `damaged`; `file`. Nothing is left then.
  package func export(to path: String, progress: ((Int) -> Void)? = nil) throws(TickStoreError) -> Int {
    let file = try wrappingFileErrors { () throws(FileError) in try AtomicFile(path: path) }
    var formatter = QuoteTextFormatter(digits: metadata.digits, timeUnit: timeUnit)
    let cursor = makeCursor()
    var block = TickBlock()
    var count = 0
    try wrappingFileErrors { () throws(FileError) in try file.write("time,bid,ask\n") }
    while try cursor.nextBlock(into: &block) {
      for quote in block.quotes { formatter.append(quote) }
      count += block.quotes.count
      try wrappingFileErrors { () throws(FileError) in
        try Interruption.check()
        try file.write(formatter.bytes)
      }
      formatter.removeAll()
      progress?(count)
    }
    try wrappingFileErrors { () throws(FileError) in try file.commit() }
    return count
  }
}

/// Quotes as rows of CSV.
struct QuoteTextFormatter {
  private(set) var bytes: [UInt8] = []
  private let digits: Int
  private let fractionDigits: Int
  private let fractionUnit: Int64
  // The date part changes once a day; making it anew for each row would take most of the time.
  private var dayStart: Int64 = 0
  private var dayText: [UInt8] = Array("1970-01-01T".utf8)

  init(digits: Int, timeUnit: TimeUnit) {
    self.digits = digits
    fractionDigits = max(3, timeUnit.fractionDigits)
    fractionUnit = WideArithmetic.powerOfTen(9 - fractionDigits)
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ quote: Quote) {
    append(quote.eventTime)
    bytes.append(UInt8(ascii: ","))
    append(quote.bid)
    bytes.append(UInt8(ascii: ","))
    append(quote.ask)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func append(_ time: Timestamp) {
    var inDay = time.nanoseconds - dayStart
    if !(0..<Timestamp.day).contains(inDay) {
      let date = CivilDate(containing: time)
      dayStart = date.startUTC.nanoseconds
      dayText = Array("\(date)T".utf8)
      inDay = time.nanoseconds - dayStart
    }
    bytes.append(contentsOf: dayText)
    let seconds = UInt64(inDay / Timestamp.second)
    append(seconds / 3_600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    append(seconds / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    append(seconds % 60, width: 2)
    bytes.append(UInt8(ascii: "."))
    append(UInt64(inDay % Timestamp.second / fractionUnit), width: fractionDigits)
    bytes.append(UInt8(ascii: "Z"))
  }

  private mutating func append(_ price: Price) {
    if price.points < 0 { bytes.append(UInt8(ascii: "-")) }
    append(price.points.magnitude, width: digits + 1)
    guard digits > 0 else { return }
    bytes.insert(UInt8(ascii: "."), at: bytes.count - digits)
  }

  /// Decimal digits, with zeros before them up to the width.
  private mutating func append(_ value: UInt64, width: Int) {
    let start = bytes.count
    var rest = value
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < width { bytes.append(UInt8(ascii: "0")) }
    bytes[start...].reverse()
  }
}
