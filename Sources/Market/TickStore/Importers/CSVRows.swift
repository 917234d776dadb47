import TradingCore

/// Quotes or trades in CSV with a column map.
///
/// Fields may stand in double quotes and between spaces; a separator inside quotes makes the row unequal
/// and is refused. Where semicolons or tabs separate, numbers may have a decimal comma, all of them or none. Rows of
/// other instruments than the one asked for are left out and counted.
struct CSVRows: RowParser {
  private let columns: ColumnMap
  private let separator: UInt8
  private let clock: ZoneClock?
  private var prices: PriceReader
  private var sizes: SizeReader?
  private var times: TimeReader
  private var filter: SymbolFilter
  private var hasSettledMark: Bool
  private(set) var size = QuoteSize.zero

  /// The columns of a row that few files have.
  private struct Others {
    var bidSize: ByteField?
    var askSize: ByteField?
    var side: ByteField?
    var date: ByteField?
  }

  /// Rows by a map; the clock is that of times without a zone, when stated or settled by the header. Without a reader
  /// of sizes these are left aside.
  init(
    columns: ColumnMap, separator: UInt8, prices: PriceReader, sizes: SizeReader?, names: SymbolNames,
    clock: ZoneClock?, epochUnit: EpochUnit?
  ) {
    self.columns = columns
    self.separator = separator
    self.clock = clock
    self.prices = prices
    self.sizes = columns.bidSize == nil ? nil : sizes
    filter = SymbolFilter(names)
    times = TimeReader(epochUnit: epochUnit, clock: clock)
    hasSettledMark = separator == UInt8(ascii: ",")
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var layout: TickLayout { TickLayout(kind: columns.kind, hasSizes: sizes != nil) }
  var dropped: [String: Int] { filter.others > 0 ? ["other_symbol": filter.others] : [:] }

  var zoneNote: String {
    if let clock, times.sawLocal { return columns.isUTC ? "UTC (named by the header)" : clock.note }
    return times.sawZone ? "a zone in each time" : "numbers since 1970 UTC"
  }

  func finish() throws(ImportFault) { try filter.finish() }

  func isHeader(_ line: ByteField) -> Bool {
    ColumnMap.isHeader(ColumnMap.names(line, separator: separator))
  }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var time: ByteField?
    var bid: ByteField?
    var ask: ByteField?
    var others = Others()
    var isOurs = true
    var column = 0
    var start = 0
    while start <= line.count {
      var end = start
      while end < line.count, line[end] != separator { end &+= 1 }
      let field = ByteField(rebasing: line[start..<end])
      if column == columns.time {
        time = field
      } else if column == columns.bid {
        bid = field
      } else if column == columns.ask {
        ask = field
      } else if column == columns.symbol {
        isOurs = filter.admits(bare(field))
      } else if column == columns.bidSize {
        others.bidSize = field
      } else if column == columns.askSize {
        others.askSize = field
      } else if column == columns.side {
        others.side = field
      } else if column == columns.date {
        others.date = field
      }
      column &+= 1
      start = end &+ 1
    }
    guard column == columns.count, let time, let bid, let ask = columns.kind == .trades ? bid : ask else {
      throw .fieldCount(expected: columns.count, found: column)
    }
    guard isOurs else { return nil }
    if !hasSettledMark { settleMark([bid, ask, others.bidSize, others.askSize]) }
    if let sizes { try takeSize(sizes, others) }
    return Quote(
      eventTime: Timestamp(nanoseconds: try nanoseconds(bare(time), others.date)),
      bid: Price(points: try prices.points(bare(bid))), ask: Price(points: try prices.points(bare(ask))))
  }

  @inline(__always)
  private mutating func nanoseconds(_ time: ByteField, _ date: ByteField?) throws(ImportFault) -> Int64 {
    guard let date else { return try times.nanoseconds(time) }
    return try times.nanoseconds(date: bare(date), time: time)
  }

  private mutating func takeSize(_ sizes: SizeReader, _ others: Others) throws(ImportFault) {
    if let first = others.bidSize { size.bidUnits = try sizes.units(bare(first)) }
    if let second = others.askSize { size.askUnits = try sizes.units(bare(second)) }
    if columns.kind == .trades {
      size.askUnits =
        try others.side.map { (side) throws(ImportFault) in try AggressorSide(bare(side)) }?.rawValue ?? 0
    }
  }

  /// The first mark in a number is that of all: a comma that groups thousands here and a point that groups them there
  /// must not pass for decimals.
  private mutating func settleMark(_ numbers: [ByteField?]) {
    let marks = [UInt8(ascii: "."), UInt8(ascii: ",")]
    for case let number? in numbers {
      guard let mark = number.first(where: marks.contains) else { continue }
      prices.point = mark
      sizes?.point = mark
      hasSettledMark = true
      return
    }
  }

  /// The field without spaces and quotes around it.
  @inline(__always)
  private func bare(_ field: ByteField) -> ByteField {
    guard let first = field.first, let last = field.last, first <= 34 || last <= 34 else { return field }
    var rest = field[...]
    while rest.first == 32 { rest.removeFirst() }
    while rest.last == 32 { rest.removeLast() }
    if rest.count >= 2, rest.first == 34, rest.last == 34 { rest = rest.dropFirst().dropLast() }
    return ByteField(rebasing: rest)
  }
}
