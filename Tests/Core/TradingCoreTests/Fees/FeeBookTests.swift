import TestSupport
import Testing
import TradingCore

@Suite("What an account has paid")
struct FeeBookTests {
  private func day(_ year: Int, _ month: Int, _ day: Int) throws -> CivilDate {
    try #require(CivilDate(year: year, month: month, day: day))
  }

  @Test("A day ends at 17:00 New York: 22:00 UTC in winter, 21:00 UTC in summer")
  func dayBoundary() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-01-10T21:59:59.999Z", commission: 1)
    try ledger.fill("2024-01-10T22:00:00Z", commission: 2)
    try ledger.fill("2024-07-10T20:59:59.999Z", commission: 4)
    try ledger.fill("2024-07-10T21:00:00Z", commission: 8)
    let paid = ledger.book.days.mapValues(\.fees.units)
    #expect(
      paid == [
        try day(2024, 1, 10): 1, try day(2024, 1, 11): 2, try day(2024, 7, 10): 4, try day(2024, 7, 11): 8,
      ])
  }

  @Test("The week in which New York changes its clock: Friday's roll at 22:00, Monday's at 21:00 UTC")
  func daylightSaving() throws {
    var ledger = try FeeLedger()
    try ledger.fill("2024-03-08T21:30:00Z", commission: 1)
    try ledger.fill("2024-03-11T20:59:59Z", commission: 2)
    try ledger.fill("2024-03-11T21:30:00Z", commission: 4)
    let paid = ledger.book.days.mapValues(\.fees.units)
    #expect(
      paid == [try day(2024, 3, 8): 1, try day(2024, 3, 11): 2, try day(2024, 3, 12): 4])
    // The Sunday of the change has 23 hours, of which coins trade all.
    let clock = TradingDayClock(at: try Timestamp(iso8601: "2024-03-10T12:00:00Z"), hours: [.always])
    #expect(clock.openSeconds == 23 * 3_600 && clock.passedSeconds == 14 * 3_600)
    let autumn = TradingDayClock(at: try Timestamp(iso8601: "2024-11-03T12:00:00Z"), hours: [.always])
    #expect(autumn.openSeconds == 25 * 3_600 && autumn.passedSeconds == 15 * 3_600)
  }

  @Test("Swap stands apart, and capital is the balance that the day began with")
  func capital() throws {
    var ledger = try FeeLedger(balance: 1_000)
    try ledger.fill("2024-01-09T12:00:00Z", commission: 30, spread: 7)
    try ledger.close("2024-01-09T13:00:00Z", gross: 100, swap: -5)
    try ledger.fill("2024-01-10T12:00:00Z", commission: 30)
    let totals = try #require(ledger.book.days[try day(2024, 1, 9)])
    #expect(totals.fees.units == 37 && totals.swap.units == -5 && totals.trades == 1 && totals.fills == 1)
    #expect(try ledger.book.capital(atStartOf: try day(2024, 1, 9)).units == 1_000)
    #expect(try ledger.book.capital(atStartOf: try day(2024, 1, 10)).units == 1_065)
    #expect(try ledger.book.capital(atStartOf: try day(2024, 1, 11)).units == 1_035)
  }

  @Test("What comes after the instant that is looked at is not looked at")
  func until() throws {
    var ledger = try FeeLedger(
      until: try Timestamp(iso8601: "2024-01-10T12:00:00Z"), tracing: try day(2024, 1, 10))
    try ledger.fill("2024-01-09T12:00:00Z", commission: 1)
    try ledger.fill("2024-01-10T12:00:00Z", commission: 2, spread: 1)
    try ledger.fill("2024-01-10T12:00:00.001Z", commission: 4)
    try ledger.close("2024-01-10T12:00:00.001Z", gross: 9)
    #expect(ledger.book.days.values.map(\.fees.units).reduce(0, +) == 4)
    #expect(ledger.book.trace.map(\.fees.units) == [3])
  }

  @Test("Volume counts by calendar month in UTC, as schedules do; notional where the fill's price converts")
  func volume() throws {
    var ledger = try FeeLedger(countsNotional: true)
    try ledger.fill("2024-01-31T23:00:00Z", units: 150_000)
    try ledger.fill("2024-02-01T00:00:00Z", units: 1_000)
    let january = ledger.book.volume(inMonthOf: try Timestamp(iso8601: "2024-01-05T00:00:00Z"))
    #expect(january.lots == 150_000_000 && january.notional == Money(units: 165_000_000_000))
    let yen = BrokerProfile(name: "x", accountCurrency: .jpy)
    var cross = try FeeLedger(profile: yen, countsNotional: true)
    try cross.fill("2024-01-31T23:00:00Z")
    #expect(
      cross.book.volume(inMonthOf: try Timestamp(iso8601: "2024-01-05T00:00:00Z")).notional == nil)
  }

  @Test("Accounts add up day by day")
  func history() throws {
    var (one, two) = (try FeeLedger(), try FeeLedger(symbol: "BTCUSD"))
    try one.fill("2024-01-10T12:00:00Z", commission: 1)
    try two.fill("2024-01-10T13:00:00Z", spread: 2)
    try two.fill("2024-01-11T13:00:00Z", spread: 4)
    var history = FeeHistory()
    try history.add(one.book)
    try history.add(two.book)
    #expect(history.totals(on: try day(2024, 1, 10)).fees.units == 3)
    #expect(history.totals(on: try day(2024, 1, 11)).fees.units == 4)
    #expect(history.hours == [.fxWeek, .always])
  }
}
