import TradingCore

/// Tardis CSV of quotes or trades: a header, microseconds since 1970 by the exchange's clock and by the recorder's,
/// of which the exchange's is taken.
///
/// Source: docs.tardis.dev, "Downloadable CSV files", data types `quotes` and `trades`.
struct TardisRows: RowParser {
  /// Where each column stands.
  private struct Columns {
    var count = 0
    var exchange = -1
    var symbol = -1
    var time = -1
    /// Bid or price.
    var first = -1
    /// Ask; of trades, the price again.
    var second = -1
    var firstSize = -1
    /// Ask's size or the side.
    var last = -1
  }

  private let kind: ImportKind
  private let columns: Columns
  private var prices: PriceReader
  private let sizes: SizeReader
  private let keepsSizes: Bool
  private var filter: SymbolFilter
  private var exchange: [UInt8] = []
  private(set) var size = QuoteSize.zero
  private var oneSided = 0

  /// Whether a line is the header of one of Tardis's files.
  static func isHeader(_ names: [String]) -> Bool {
    names.contains("exchange") && names.contains("localtimestamp")
  }

  /// Rows below a header, whose columns may stand in any order.
  ///
  /// - Throws: `headerColumn`; `layoutNotRead` for another of Tardis's data types.
  init(header names: [String], options: ImportOptions, digits: Int, sizeDigits: Int)
    throws(ImportFault)
  {
    func index(_ name: String, _ title: String) throws(ImportFault) -> Int {
      let found = names.indices.filter { names[$0] == name }
      guard found.count == 1 else { throw .headerColumn(title, found: found.count) }
      return found[0]
    }
    var columns = Columns()
    columns.count = names.count
    columns.exchange = try index("exchange", "exchange")
    columns.symbol = try index("symbol", "symbol")
    columns.time = try index("timestamp", "timestamp")
    if names.contains("bidprice"), names.contains("askprice") {
      kind = .quotes
      columns.first = try index("bidprice", "bid_price")
      columns.second = try index("askprice", "ask_price")
      columns.firstSize = try index("bidamount", "bid_amount")
      columns.last = try index("askamount", "ask_amount")
    } else if names.contains("price"), names.contains("id") {
      kind = .trades
      columns.first = try index("price", "price")
      columns.second = columns.first
      columns.firstSize = try index("amount", "amount")
      columns.last = try index("side", "side")
    } else {
      throw .layoutNotRead("Tardis files other than quotes and trades")
    }
    self.columns = columns
    prices = PriceReader(digits: digits)
    sizes = SizeReader(digits: sizeDigits)
    keepsSizes = kind == .trades || options.sizes != false
    filter = SymbolFilter(options.names)
  }

  var layout: TickLayout { TickLayout(kind: kind, hasSizes: keepsSizes) }
  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { "numbers since 1970 UTC (the exchange's clock)" }

  var dropped: [String: Int] {
    var reasons: [String: Int] = [:]
    if filter.others > 0 { reasons["other_symbol"] = filter.others }
    if oneSided > 0 { reasons["one_sided"] = oneSided }
    return reasons
  }

  func finish() throws(ImportFault) { try filter.finish() }

  func isHeader(_ line: ByteField) -> Bool {
    Self.isHeader(ColumnMap.names(line, separator: UInt8(ascii: ",")))
  }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    guard Fields.count(line) == columns.count else {
      throw .fieldCount(expected: columns.count, found: Fields.count(line))
    }
    let empty = ByteField(rebasing: line[..<0])
    var (first, second, firstSize, last, time) = (empty, empty, empty, empty, empty)
    var fields = Fields(line)
    var column = 0
    var isOurs = true
    while let field = fields.take() {
      switch column {
      case columns.exchange: try checkExchange(field)
      case columns.symbol: isOurs = filter.admits(field)
      case columns.time: time = field
      case columns.firstSize: firstSize = field
      case columns.last: last = field
      default:
        if column == columns.first { first = field }
        if column == columns.second { second = field }
      }
      column += 1
    }
    guard isOurs else { return nil }
    return kind == .quotes
      ? try book(try timestamp(time), first, firstSize, second, last)
      : try trade(try timestamp(time), first, firstSize, last)
  }

  private mutating func book(
    _ time: Timestamp, _ bid: ByteField, _ bidSize: ByteField, _ ask: ByteField, _ askSize: ByteField
  ) throws(ImportFault) -> Quote? {
    // An empty side of the book has empty fields.
    guard !bid.isEmpty, !ask.isEmpty else {
      oneSided += 1
      return nil
    }
    if keepsSizes { size = QuoteSize(bidUnits: try sizes.units(bidSize), askUnits: try sizes.units(askSize)) }
    return Quote(
      eventTime: time, bid: Price(points: try prices.points(bid)), ask: Price(points: try prices.points(ask)))
  }

  private mutating func trade(
    _ time: Timestamp, _ price: ByteField, _ amount: ByteField, _ side: ByteField
  ) throws(ImportFault) -> Quote? {
    let trade = TradeTick(
      eventTime: time, price: Price(points: try prices.points(price)), sizeUnits: try sizes.units(amount),
      aggressor: try AggressorSide(side))
    size = trade.pair
    return trade.quote
  }

  /// Two exchanges in a file are two markets, and nothing says which is meant.
  private mutating func checkExchange(_ field: ByteField) throws(ImportFault) {
    if exchange.isEmpty { exchange = Array(field) }
    guard field.elementsEqual(exchange) else {
      throw .otherSeries(found: excerpt(field), expected: String(decoding: exchange, as: UTF8.self))
    }
  }

  private func timestamp(_ field: ByteField) throws(ImportFault) -> Timestamp {
    guard (1...18).contains(field.count), let value = try? DecimalText.parse(field, digits: 0) else {
      throw .malformedOwnTime(excerpt(field))
    }
    return try Timestamp(number: value, unit: Timestamp.microsecond, field)
  }
}
