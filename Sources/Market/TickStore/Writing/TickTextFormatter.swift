import TradingCore

/// Ticks as rows of CSV.
struct TickTextFormatter {
  private(set) var bytes: [UInt8] = []
  /// The first line.
  let header: String
  private let digits: Int
  private let sizeDigits: Int
  private let fractionDigits: Int
  private let fractionUnit: Int64
  // The date part changes once a day; making it anew for each row would take most of the time.
  private var dayStart: Int64 = 0
  private var dayText: [UInt8] = Array("1970-01-01T".utf8)

  init(metadata: TickFileMetadata, kind: TickKind, timeUnit: TimeUnit) {
    digits = metadata.digits
    sizeDigits = metadata.sizeDigits
    fractionDigits = max(3, timeUnit.fractionDigits)
    fractionUnit = WideArithmetic.powerOfTen(9 - fractionDigits)
    header =
      switch kind {
      case .quotes: "time,bid,ask\n"
      case .quotesWithSizes: "time,bid,ask,bid_size,ask_size\n"
      case .bareTrades, .trades: "time,price,size,side\n"
      }
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ quote: Quote) {
    appendPrices(quote)
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func append(_ quote: Quote, _ size: QuoteSize) {
    appendPrices(quote)
    bytes.append(UInt8(ascii: ","))
    append(size.bidUnits, digits: sizeDigits)
    bytes.append(UInt8(ascii: ","))
    append(size.askUnits, digits: sizeDigits)
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func append(_ trade: TradeTick) {
    append(trade.eventTime)
    bytes.append(UInt8(ascii: ","))
    append(trade.price.points, digits: digits)
    bytes.append(UInt8(ascii: ","))
    append(trade.sizeUnits, digits: sizeDigits)
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: trade.aggressor.word.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func appendPrices(_ quote: Quote) {
    append(quote.eventTime)
    bytes.append(UInt8(ascii: ","))
    append(quote.bid.points, digits: digits)
    bytes.append(UInt8(ascii: ","))
    append(quote.ask.points, digits: digits)
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

  private mutating func append(_ value: Int64, digits: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(value.magnitude, width: digits + 1)
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
