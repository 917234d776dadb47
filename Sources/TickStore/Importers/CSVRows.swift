import TradingCore

/// Quotes or trades in CSV with a column map.
///
/// Fields may stand in double quotes and between spaces; a separator inside quotes makes the row unequal
/// and is refused.
struct CSVRows: RowParser {
  private let columns: ColumnMap
  private let separator: UInt8
  private let symbol: Symbol
  private let zone: ImportZone?
  private var prices: PriceReader
  private let sizes: SizeReader?
  private var times: TimeReader
  private(set) var size = QuoteSize.zero

  /// Rows by a map; the zone is that of times without one, when stated or settled by the header. Without a reader
  /// of sizes these are left aside.
  init(
    columns: ColumnMap, separator: UInt8, prices: PriceReader, sizes: SizeReader?, symbol: Symbol,
    zone: ImportZone?, epochUnit: EpochUnit?
  ) {
    self.columns = columns
    self.separator = separator
    self.symbol = symbol
    self.zone = zone
    self.prices = prices
    self.sizes = columns.bidSize == nil ? nil : sizes
    times = TimeReader(epochUnit: epochUnit, zone: zone)
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var layout: TickLayout { TickLayout(kind: columns.kind, hasSizes: sizes != nil) }

  var zoneNote: String {
    if let zone, times.sawLocal { return columns.isUTC ? "UTC (named by the header)" : zone.note }
    return times.sawZone ? "a zone in each time" : "numbers since 1970 UTC"
  }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var time: ByteField?
    var bid: ByteField?
    var ask: ByteField?
    var others: (bidSize: ByteField?, askSize: ByteField?, side: ByteField?)
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
        try check(field)
      } else if column == columns.bidSize {
        others.bidSize = field
      } else if column == columns.askSize {
        others.askSize = field
      } else if column == columns.side {
        others.side = field
      }
      column &+= 1
      start = end &+ 1
    }
    guard column == columns.count, let time, let bid, let ask = columns.kind == .trades ? bid : ask else {
      throw .fieldCount(expected: columns.count, found: column)
    }
    if let sizes { try takeSize(sizes, others.bidSize, others.askSize, others.side) }
    return Quote(
      eventTime: Timestamp(nanoseconds: try times.nanoseconds(bare(time))),
      bid: Price(points: try prices.points(bare(bid))), ask: Price(points: try prices.points(bare(ask))))
  }

  private mutating func takeSize(
    _ sizes: SizeReader, _ first: ByteField?, _ second: ByteField?, _ side: ByteField?
  ) throws(ImportFault) {
    if let first { size.bidUnits = try sizes.units(bare(first)) }
    if let second { size.askUnits = try sizes.units(bare(second)) }
    if columns.kind == .trades {
      size.askUnits =
        try side.map { (side) throws(ImportFault) in try AggressorSide(bare(side)) }?.rawValue ?? 0
    }
  }

  /// A row of another instrument must not slip in; `EUR/USD` names EURUSD.
  private func check(_ field: ByteField) throws(ImportFault) {
    let name = bare(field)
    if name.elementsEqual(symbol.name.utf8) { return }
    let letters = name.filter { $0 != UInt8(ascii: "/") }
    if String(decoding: letters, as: UTF8.self).uppercased() == symbol.name { return }
    throw .symbolMismatch(found: excerpt(name), expected: symbol)
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
