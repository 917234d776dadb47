import TradingCore

/// Times of LEAN's rows: milliseconds since midnight, with decimals or without. Midnight is in the data's own zone,
/// the date stands in the file's name.
struct LeanTimes {
  private var clock: ZoneClock
  private let midnight: Int64
  let zoneNote: String

  init(date: CivilDate, clock: ZoneClock, zoneNote: String) {
    self.clock = clock
    midnight = date.startUTC.nanoseconds
    self.zoneNote = zoneNote
  }

  @inline(__always)
  mutating func timestamp(_ field: ByteField) throws(ImportFault) -> Timestamp {
    let local = midnight &+ (try inDay(field))
    return Timestamp(nanoseconds: try clock.nanoseconds(local: local, field))
  }

  /// Milliseconds with up to six decimals, as nanoseconds: `46.2042` is 46,204,200.
  @inline(__always)
  private func inDay(_ field: ByteField) throws(ImportFault) -> Int64 {
    let nanoseconds: Int64
    do { nanoseconds = try DecimalText.parse(field, digits: 6) } catch {
      throw .malformedOwnTime(excerpt(field))
    }
    guard (0..<Timestamp.day).contains(nanoseconds) else {
      throw .timeOutOfRange(excerpt(field), allowed: "the day of the file, 0 to 86399999 ms")
    }
    return nanoseconds
  }
}

/// LEAN quotes of FX and CFDs: `milliseconds,bid,ask`.
struct LeanRows: RowParser {
  private var prices: PriceReader
  private var times: LeanTimes

  init(digits: Int, times: LeanTimes) {
    prices = PriceReader(digits: digits)
    self.times = times
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { times.zoneNote }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line)
    guard let time = fields.take(), let bid = fields.take(), let ask = fields.take(), fields.take() == nil
    else { throw .fieldCount(expected: 3, found: Fields.count(line)) }
    return Quote(
      eventTime: try times.timestamp(time), bid: Price(points: try prices.points(bid)),
      ask: Price(points: try prices.points(ask)))
  }
}

/// LEAN quotes of coins: `milliseconds,bid,bidSize,ask,askSize[,suspicious]`.
struct LeanCryptoQuoteRows: RowParser {
  private var prices: PriceReader
  private var times: LeanTimes
  private let sizes: SizeReader?
  private(set) var size = QuoteSize.zero
  private var suspicious = 0

  init(digits: Int, sizes: SizeReader?, times: LeanTimes) {
    prices = PriceReader(digits: digits)
    self.sizes = sizes
    self.times = times
  }

  var layout: TickLayout { TickLayout(kind: .quotes, hasSizes: sizes != nil) }
  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { times.zoneNote }
  var dropped: [String: Int] { suspicious > 0 ? ["suspicious": suspicious] : [:] }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line)
    guard let time = fields.take(), let bid = fields.take(), let bidSize = fields.take(),
      let ask = fields.take(), let askSize = fields.take(), (5...6).contains(Fields.count(line))
    else { throw .fieldCount(expected: 5, found: Fields.count(line)) }
    let quote = Quote(
      eventTime: try times.timestamp(time), bid: Price(points: try prices.points(bid)),
      ask: Price(points: try prices.points(ask)))
    if let sizes {
      size = QuoteSize(bidUnits: try sizes.units(bidSize), askUnits: try sizes.units(askSize))
    }
    guard try !LeanFlags.isSuspicious(fields.take()) else {
      suspicious += 1
      return nil
    }
    return quote
  }
}

/// LEAN trades: of equities and futures `milliseconds,price,size,exchange,conditions,suspicious`, of coins
/// `milliseconds,price,size[,suspicious]`. Prices of equities are in ten-thousandths.
struct LeanTradeRows: RowParser {
  private let asset: LeanAsset
  private var prices: PriceReader
  private let digits: Int
  private let divisor: Int64
  private let sizes: SizeReader
  private var times: LeanTimes
  private(set) var size = QuoteSize.zero
  private var suspicious = 0

  init(asset: LeanAsset, digits: Int, sizes: SizeReader, times: LeanTimes) {
    self.asset = asset
    self.digits = digits
    let shift = asset == .equity ? 4 : 0
    prices = PriceReader(digits: max(0, digits - shift))
    divisor = WideArithmetic.powerOfTen(max(0, shift - digits))
    self.sizes = sizes
    self.times = times
  }

  var layout: TickLayout { TickLayout(kind: .trades, hasSizes: true) }
  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { times.zoneNote }
  var dropped: [String: Int] { suspicious > 0 ? ["suspicious": suspicious] : [:] }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line)
    let count = Fields.count(line)
    let isRight = asset == .crypto ? (3...4).contains(count) : count == 6
    guard isRight, let time = fields.take(), let price = fields.take(), let quantity = fields.take() else {
      throw .fieldCount(expected: asset == .crypto ? 3 : 6, found: count)
    }
    if asset != .crypto {
      _ = fields.take()
      _ = fields.take()
    }
    let points = try prices.points(price)
    guard points % divisor == 0 else { throw .excessDigits("\(excerpt(price))/10000", digits: digits) }
    let trade = TradeTick(
      eventTime: try times.timestamp(time), price: Price(points: points / divisor),
      sizeUnits: try sizes.units(quantity))
    size = trade.pair
    guard try !LeanFlags.isSuspicious(fields.take()) else {
      suspicious += 1
      return nil
    }
    return trade.quote
  }
}

/// LEAN's mark on ticks that it would not use itself.
enum LeanFlags {
  static func isSuspicious(_ field: ByteField?) throws(ImportFault) -> Bool {
    guard let field else { return false }
    switch String(decoding: field, as: UTF8.self).lowercased() {
    case "0", "false", "": return false
    case "1", "true": return true
    default: throw .malformedMark(excerpt(field))
    }
  }
}
