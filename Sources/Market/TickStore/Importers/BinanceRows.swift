import TradingCore

/// Binance websocket recordings: the local receive time since 1970 in micro- or nanoseconds, a space, the message.
///
/// Quotes come from `bookTicker` messages, trades from `trade` or `aggTrade` ones, whichever comes first: both tell
/// of the same trades. Times are the recorder's.
struct BinanceRows: RowParser {
  private let kind: ImportKind
  private var prices: PriceReader
  private let sizes: SizeReader?
  private var filter: SymbolFilter
  private var timeDigits = 0
  /// `trade` or `aggTrade`, once one was seen.
  private var tradeKind: String?
  private var ticks = 0
  private(set) var size = QuoteSize.zero
  private var reasons: [String: Int] = [:]

  init(kind: ImportKind, names: SymbolNames, digits: Int, sizes: SizeReader?) {
    self.kind = kind
    prices = PriceReader(digits: digits)
    self.sizes = sizes
    filter = SymbolFilter(names)
  }

  var layout: TickLayout { TickLayout(kind: kind, hasSizes: sizes != nil) }
  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var dropped: [String: Int] { reasons }
  var zoneNote: String { "numbers since 1970 UTC (the recorder's clock)" }

  /// Whether a line starts like one of a recording.
  static func matches(_ line: ByteField) -> Bool {
    let digits = line.prefix { $0 &- 48 <= 9 }.count
    return units[digits] != nil && line.dropFirst(digits).starts(with: Array(" {".utf8))
  }

  /// Nanoseconds in a unit by the digits of a time of our days.
  private static let units: [Int: Int64] = [
    13: Timestamp.millisecond, 16: Timestamp.microsecond, 19: 1,
  ]

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    let digits = line.firstIndex(of: 32) ?? line.count
    let time = try timestamp(ByteField(rebasing: line[..<digits]))
    guard digits < line.count else { throw .malformedMessage("there is none") }
    let message = try BinanceMessage(ByteField(rebasing: line[(digits + 1)...]))
    let reason = message.reason
    guard isWanted(reason) else { return leaveOut(reason) }
    guard let symbol = message.symbol else { throw .malformedMessage("it names no symbol 's'") }
    guard filter.admits(symbol) else { return leaveOut("other_symbol") }
    let quote = kind == .quotes ? try book(message, time) : try trade(message, time)
    if quote != nil { ticks += 1 }
    return quote
  }

  func finish() throws(ImportFault) {
    try filter.finish()
    let others = kind == .quotes ? ["trade", "agg_trade"] : ["book_ticker"]
    if ticks == 0, others.contains(where: { reasons[$0] != nil }) {
      throw .otherKind(found: kind == .quotes ? .trades : .quotes, wanted: kind)
    }
  }

  private mutating func isWanted(_ reason: String) -> Bool {
    if kind == .quotes { return reason == "book_ticker" }
    guard reason == "trade" || reason == "agg_trade" else { return false }
    if tradeKind == nil { tradeKind = reason }
    return tradeKind == reason
  }

  private mutating func leaveOut(_ reason: String) -> Quote? {
    reasons[reason, default: 0] += 1
    return nil
  }

  private mutating func timestamp(_ field: ByteField) throws(ImportFault) -> Timestamp {
    guard let unit = Self.units[field.count], timeDigits == 0 || timeDigits == field.count,
      let value = try? DecimalText.parse(field, digits: 0)
    else { throw .malformedOwnTime(excerpt(field)) }
    timeDigits = field.count
    return try Timestamp(number: value, unit: unit, field)
  }

  private mutating func book(_ message: BinanceMessage, _ time: Timestamp) throws(ImportFault) -> Quote? {
    guard let bid = message.bid, let ask = message.ask, let bidSize = message.bidSize,
      let askSize = message.askSize
    else { throw .malformedMessage("a bookTicker without b, B, a and A") }
    // An empty side of the book has the price 0.
    if Self.isZero(bid) || Self.isZero(ask) { return leaveOut("one_sided") }
    if let sizes {
      size = QuoteSize(bidUnits: try sizes.units(bidSize), askUnits: try sizes.units(askSize))
    }
    return Quote(
      eventTime: time, bid: Price(points: try prices.points(bid)), ask: Price(points: try prices.points(ask)))
  }

  private mutating func trade(_ message: BinanceMessage, _ time: Timestamp) throws(ImportFault) -> Quote? {
    guard let price = message.price, let quantity = message.quantity, let maker = message.buyerIsMaker
    else { throw .malformedMessage("a trade without p, q and m") }
    // Insurance fund and auto-deleveraging prints are far from any market.
    if let origin = message.origin, !origin.elementsEqual("MARKET".utf8) { return leaveOut("not_market") }
    let isBuyerMaker = maker.elementsEqual("true".utf8)
    guard isBuyerMaker || maker.elementsEqual("false".utf8), let sizes else {
      throw .malformedMessage("'m' is neither true nor false")
    }
    let trade = TradeTick(
      eventTime: time, price: Price(points: try prices.points(price)),
      sizeUnits: try sizes.units(quantity), aggressor: isBuyerMaker ? .sell : .buy)
    size = trade.pair
    return trade.quote
  }

  private static func isZero(_ field: ByteField) -> Bool {
    field.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }
}
