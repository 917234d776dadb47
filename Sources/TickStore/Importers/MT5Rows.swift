import TradingCore

/// A MetaTrader 5 tick export: tabs, a header `<DATE> <TIME> <BID> <ASK> [<LAST>] [<VOLUME>] [<FLAGS>]`, times of
/// the broker's server.
///
/// An empty or zero bid or ask means that it has not changed. Rows before both are known are left out.
struct MT5Rows: RowParser {
  static let headerStart = "<DATE>"
  private static let tab: UInt8 = 9

  private let columns: (date: Int, time: Int, bid: Int, ask: Int)
  private let count: Int
  private let zone: ImportZone
  private var prices: PriceReader
  private var days = ClockText(dateSeparator: UInt8(ascii: "."))
  private var clock: ZoneClock
  private var bid: Int64?
  private var ask: Int64?
  private var oneSided = 0

  /// Rows below a header.
  ///
  /// - Throws: `headerColumn`.
  init(header: ByteField, digits: Int, zone: ImportZone) throws(ImportFault) {
    let names = header.split(separator: Self.tab, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self).trimmingSpaces.uppercased()
    }
    func index(_ name: String) throws(ImportFault) -> Int {
      let found = names.indices.filter { names[$0] == "<\(name)>" }
      guard found.count == 1 else { throw .headerColumn("<\(name)>", found: found.count) }
      return found[0]
    }
    columns = (try index("DATE"), try index("TIME"), try index("BID"), try index("ASK"))
    count = names.count
    self.zone = zone
    prices = PriceReader(digits: digits)
    clock = ZoneClock(zone)
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { zone.note }
  var dropped: [String: Int] { oneSided > 0 ? ["one_sided": oneSided] : [:] }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line, separator: Self.tab)
    var (date, time, newBid, newAsk): (ByteField?, ByteField?, ByteField?, ByteField?)
    var found = 0
    while let field = fields.take() {
      if found == columns.date {
        date = field
      } else if found == columns.time {
        time = field
      } else if found == columns.bid {
        newBid = field
      } else if found == columns.ask {
        newAsk = field
      }
      found += 1
    }
    guard found == count, let date, let time, let newBid, let newAsk else {
      throw .fieldCount(expected: count, found: found)
    }
    let local = try days.day(date) &+ ClockText.timeOfDay(time)
    let instant = try clock.nanoseconds(local: local, time)
    if !Self.isUnchanged(newBid) { bid = try prices.points(newBid) }
    if !Self.isUnchanged(newAsk) { ask = try prices.points(newAsk) }
    guard let bid, let ask else {
      oneSided += 1
      return nil
    }
    return Quote(
      eventTime: Timestamp(nanoseconds: instant), bid: Price(points: bid), ask: Price(points: ask))
  }

  private static func isUnchanged(_ field: ByteField) -> Bool {
    field.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }
}
