import TradingCore

/// Quotes in CSV with a column map.
///
/// Fields may stand in double quotes and between spaces; a separator inside quotes makes the row unequal
/// and is refused.
struct CSVRows: RowParser {
  private let columns: ColumnMap
  private let separator: UInt8
  private let symbol: Symbol
  private let zone: ImportZone?
  private var prices: PriceReader
  private var times: TimeReader

  /// Rows by a map; the zone is that of times without one, when stated or settled by the header.
  init(
    columns: ColumnMap, separator: UInt8, digits: Int, symbol: Symbol, zone: ImportZone?,
    epochUnit: EpochUnit?
  ) {
    self.columns = columns
    self.separator = separator
    self.symbol = symbol
    self.zone = zone
    prices = PriceReader(digits: digits)
    times = TimeReader(epochUnit: epochUnit, zone: zone)
  }

  var floatNoise: Int { prices.floatNoise }

  var zoneNote: String {
    if let zone, times.sawLocal { return columns.isUTC ? "UTC (named by the header)" : zone.note }
    return times.sawZone ? "a zone in each time" : "numbers since 1970 UTC"
  }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote {
    var time: ByteField?
    var bid: ByteField?
    var ask: ByteField?
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
      }
      column &+= 1
      start = end &+ 1
    }
    guard column == columns.count, let time, let bid, let ask else {
      throw .fieldCount(expected: columns.count, found: column)
    }
    return Quote(
      eventTime: Timestamp(nanoseconds: try times.nanoseconds(bare(time))),
      bid: Price(points: try prices.points(bare(bid))), ask: Price(points: try prices.points(bare(ask))))
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
