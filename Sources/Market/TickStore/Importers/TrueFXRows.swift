import TradingCore

/// TrueFX's own CSV: `EUR/USD,20160502 00:00:00.959,1.14601,1.14605`, UTC, no header.
///
/// Prices carry the noise of 32-bit floats, which is rounded away.
struct TrueFXRows: RowParser {
  private var filter: SymbolFilter
  private var prices: PriceReader
  private var clock = ClockText(dateSeparator: nil)

  init(names: SymbolNames, digits: Int) {
    filter = SymbolFilter(names)
    prices = PriceReader(digits: digits, noise: .single)
  }

  mutating func allowNegativePrices() { prices.allowsNegative = true }

  var floatNoise: Int { prices.floatNoise }
  var zoneNote: String { "UTC (TrueFX's own)" }
  var dropped: [String: Int] { filter.others > 0 ? ["other_symbol": filter.others] : [:] }

  func finish() throws(ImportFault) { try filter.finish() }

  mutating func quote(_ line: ByteField) throws(ImportFault) -> Quote? {
    var fields = Fields(line)
    guard let name = fields.take(), let time = fields.take(), let bid = fields.take(),
      let ask = fields.take(), fields.take() == nil
    else { throw .fieldCount(expected: 4, found: Fields.count(line)) }
    guard filter.admits(name) else { return nil }
    guard time.count >= 17, time[8] == 32 else { throw .malformedOwnTime(excerpt(time)) }
    let day = try clock.day(ByteField(rebasing: time[..<8]))
    let inDay = try ClockText.timeOfDay(ByteField(rebasing: time[9...]))
    return Quote(
      eventTime: Timestamp(nanoseconds: day &+ inDay), bid: Price(points: try prices.points(bid)),
      ask: Price(points: try prices.points(ask)))
  }
}
