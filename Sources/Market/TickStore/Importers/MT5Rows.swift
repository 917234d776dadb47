import TradingCore

/// A MetaTrader 5 tick export: a header `<DATE> <TIME> <BID> <ASK> [<LAST>] [<VOLUME>] [<FLAGS>]`, columns cut by tabs,
/// commas or semicolons, date and time in two columns or in one, times of the broker's server, seconds or not.
///
/// An empty or zero bid or ask means that it has not changed. Rows before both are known are left out.
struct MT5Rows: RowParser {
  private let separator: UInt8
  private let columns: (date: Int, time: Int, bid: Int, ask: Int)
  private let count: Int
  private var prices: PriceReader
  private var days = ClockText(dateSeparator: UInt8(ascii: "."))
  private var clock: ZoneClock
  private var bid: Int64?
  private var ask: Int64?
  private var oneSided = 0

  /// Whether a line is a header of MetaTrader's.
  static func isHeader(_ line: ByteField) -> Bool {
    ["<DATE", "<TIME>"].contains { start in
      line.count >= start.utf8.count && zip(line, start.utf8).allSatisfy { upper($0) == $1 }
    }
  }

  private static func upper(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }

  /// Rows below a header.
  ///
  /// - Throws: `headerColumn`.
  init(header: ByteField, digits: Int, clock: ZoneClock) throws(ImportFault) {
    let separator = ColumnMap.separator(of: header)
    let names = header.split(separator: separator, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self).trimmingSpaces.uppercased()
    }
    func index(_ name: String) throws(ImportFault) -> Int {
      let found = names.indices.filter { names[$0] == "<\(name)>" }
      guard found.count == 1 else { throw .headerColumn("<\(name)>", found: found.count) }
      return found[0]
    }
    if let both = names.firstIndex(where: { ["<DATETIME>", "<DATE> <TIME>", "<DATE TIME>"].contains($0) }) {
      columns = (both, both, try index("BID"), try index("ASK"))
    } else if names.contains("<DATE>"), names.contains("<TIME>") {
      columns = (try index("DATE"), try index("TIME"), try index("BID"), try index("ASK"))
    } else {
      let only = try index(names.contains("<TIME>") ? "TIME" : "DATE")
      columns = (only, only, try index("BID"), try index("ASK"))
    }
    self.separator = separator
    count = names.count
    self.clock = clock
    prices = PriceReader(digits: digits)
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { clock.note }
  var dropped: [String: Int] { oneSided > 0 ? ["one_sided": oneSided] : [:] }

  func isHeader(_ line: ByteField) -> Bool { Self.isHeader(line) }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line, separator: separator)
    var (date, time, newBid, newAsk): (ByteField?, ByteField?, ByteField?, ByteField?)
    var found = 0
    while let field = fields.take() {
      if found == columns.date { date = field }
      if found == columns.time {
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
    let instant = try instant(date, time)
    if !Self.isUnchanged(newBid) { bid = try prices.points(newBid) }
    if !Self.isUnchanged(newAsk) { ask = try prices.points(newAsk) }
    guard let bid, let ask else {
      oneSided += 1
      return nil
    }
    return Quote(
      eventTime: Timestamp(nanoseconds: instant), bid: Price(points: bid), ask: Price(points: ask))
  }

  private mutating func instant(_ date: ByteField, _ time: ByteField) throws(ImportFault) -> Int64 {
    guard columns.date == columns.time else {
      let local = try days.day(date) &+ ClockText.timeOfDay(time)
      return try clock.nanoseconds(local: local, time)
    }
    guard let space = date.firstIndex(of: 32) else { throw .malformedOwnTime(excerpt(date)) }
    let local =
      try days.day(ByteField(rebasing: date[..<space]))
      &+ ClockText.timeOfDay(ByteField(rebasing: date[(space + 1)...]))
    return try clock.nanoseconds(local: local, date)
  }

  private static func isUnchanged(_ field: ByteField) -> Bool {
    field.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }
}
