import ArgumentParser
import FileSystem
import Reports
import TickStore
import TradingCore

/// `slipway data export`
struct DataExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ticks of a tick file as CSV: time,bid,ask.",
    discussion:
      "Times are UTC, in milliseconds or finer where the file is: importing the CSV gives the same ticks."
  )

  @Argument(help: "A tick file.")
  var file: String

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let reader = try TickFileReader(path: file)
    try output.check(against: [file])
    let csv = try AtomicFile(path: output.path)
    let bar = ProgressBar("Exporting", unit: "ticks", quiet: shared.quiet)
    var rows = QuoteRows(digits: reader.metadata.digits, timeUnit: reader.timeUnit)
    try csv.write("time,bid,ask\n")
    let source = DecodeAheadReader(reader.makeCursor())
    var block = TickBlock()
    var count = 0
    while try source.nextBlock(into: &block) {
      try Interruption.check()
      try csv.write(rows.text(of: block.quotes))
      count += block.quotes.count
      bar.update(done: count, of: reader.statistics.ticks)
    }
    try csv.commit()
    bar.finish()
    let document: JSONValue = [
      "file": .string(output.path), "rows": .count(count), "bytes": .count(csv.size),
      "content_digest": .string(reader.contentDigest),
    ]
    try shared.printResult(json: document) { _ in
      "\(NumberText.grouped(count)) ticks written to \(output.path), \(NumberText.grouped(csv.size)) bytes\n"
    }
  }
}

/// Writes quotes as rows of CSV, quickly: a year of ticks is a hundred million rows.
struct QuoteRows {
  private let digits: Int
  private let fractionDigits: Int
  private let fractionUnit: Int64
  private var buffer: [UInt8] = []
  private var second = Int64.min
  private var secondText: [UInt8] = []

  /// Rows of prices with so many digits and times in the unit, or in milliseconds when it is coarser.
  init(digits: Int, timeUnit: TimeUnit) {
    self.digits = digits
    let unit = max(timeUnit, .milliseconds)
    fractionDigits = unit.fractionDigits
    fractionUnit = unit.nanoseconds
  }

  /// The rows; each ends in a line feed.
  mutating func text(of quotes: UnsafeBufferPointer<Quote>) -> [UInt8] {
    buffer.removeAll(keepingCapacity: true)
    for quote in quotes {
      appendTime(quote.eventTime)
      buffer.append(UInt8(ascii: ","))
      append(quote.bid.points, digits: digits)
      buffer.append(UInt8(ascii: ","))
      append(quote.ask.points, digits: digits)
      buffer.append(UInt8(ascii: "\n"))
    }
    return buffer
  }

  /// Neighbors mostly share their second, whose text is kept.
  private mutating func appendTime(_ time: Timestamp) {
    let newSecond = time.secondsSinceEpoch
    if newSecond != second {
      second = newSecond
      secondText = Array(time.iso8601(fractionDigits: 0).utf8.dropLast())
    }
    buffer.append(contentsOf: secondText)
    buffer.append(UInt8(ascii: "."))
    let fraction = time.nanoseconds - second * Timestamp.second
    appendPadded(UInt64(fraction / fractionUnit), width: fractionDigits)
    buffer.append(UInt8(ascii: "Z"))
  }

  private mutating func append(_ points: Int64, digits: Int) {
    if points < 0 { buffer.append(UInt8(ascii: "-")) }
    let scale = WideArithmetic.powerOfTen(digits).magnitude
    appendPadded(points.magnitude / scale, width: 1)
    guard digits > 0 else { return }
    buffer.append(UInt8(ascii: "."))
    appendPadded(points.magnitude % scale, width: digits)
  }

  /// Decimal digits with zeros in front up to the width.
  private mutating func appendPadded(_ value: UInt64, width: Int) {
    let start = buffer.count
    var rest = value
    repeat {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0 || buffer.count - start < width
    buffer[start...].reverse()
  }
}
