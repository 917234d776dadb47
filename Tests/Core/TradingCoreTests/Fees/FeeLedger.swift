import TestSupport
import TradingCore

/// Fills and trades of one made-up account, written as they are told.
struct FeeLedger {
  private var ordinal: UInt64 = 0
  private(set) var book: FeeBook

  init(
    balance: Int64 = 200_000_000, symbol: String = "EURUSD",
    profile: BrokerProfile = BrokerProfile(name: "x"),
    countsNotional: Bool = false, until: Timestamp = .distantFuture, tracing: CivilDate? = nil
  ) throws {
    let account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: balance),
      instruments: [Known.instrument(symbol)])
    book = FeeBook(account, countsNotional: countsNotional, until: until, tracing: tracing)
  }

  /// A fill of 0.01 lot; amounts in units of the money.
  mutating func fill(
    _ time: String, commission: Int64 = 0, spread: Int64 = 0, units: Int64 = 1_000, price: Int64 = 110_000
  ) throws {
    ordinal += 1
    let id = ClientOrderID(ordinal: ordinal)
    try book.take(
      .filled(
        Fill(
          ordinal: ordinal, order: id, position: id, symbolIndex: 0, eventTime: try Timestamp(iso8601: time),
          side: .buy, quantity: Quantity(units: units), price: Price(points: price), reason: .entry,
          commission: Money(units: commission), spreadCost: Money(units: spread), slippageCost: .zero)))
  }

  /// A trade that was closed.
  mutating func close(_ time: String, gross: Int64, swap: Int64 = 0) throws {
    ordinal += 1
    let at = try Timestamp(iso8601: time)
    let price = Price(points: 110_000)
    try book.take(
      .closed(
        ClosedTrade(
          ordinal: ordinal, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000),
          position: ClientOrderID(ordinal: ordinal), openTime: at, openPrice: price, closeTime: at,
          closePrice: price, grossResult: Money(units: gross), commission: .zero, swap: Money(units: swap),
          spreadCost: .zero, slippageCost: .zero, exitReason: .strategy, maximumAdverseExcursion: .zero,
          maximumFavorableExcursion: .zero, netResult: Money(units: gross + swap))))
  }

  /// How the day of a time stands.
  func reading(_ time: String, capital: Int64? = nil, limit: Int64? = nil) throws -> FeeReading {
    let at = try Timestamp(iso8601: time)
    var history = FeeHistory()
    try history.add(book)
    let day = NewYorkCalendar.tradingDay(at: at)
    let begun = try book.capital(atStartOf: day)
    return try FeeReading(
      history, at: at, capital: capital.map { Money(units: $0) } ?? begun,
      limit: limit.map { Money(units: $0) })
  }
}
