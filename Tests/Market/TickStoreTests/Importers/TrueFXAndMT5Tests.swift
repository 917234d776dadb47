import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct TrueFXAndMT5Tests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // MARK: TrueFX

  @Test func `TrueFX rows name their pair and are UTC`() throws {
    let path = try folder.write(
      "EURUSD-2016-05.csv",
      "EUR/USD,20160502 00:00:00.959,1.14601,1.14605\nEUR/USD,20160502 00:00:01.001,1.14602,1.14605\n")
    let imported = try Imported(path)
    #expect(
      try imported.quotes == [
        Quote("2016-05-02T00:00:00.959Z", 114_601, 114_605),
        Quote("2016-05-02T00:00:01.001Z", 114_602, 114_605),
      ])
    #expect(imported.report.format == .truefx)
    #expect(imported.report.zoneNote == "UTC (TrueFX's own)")
    let zip = try folder.write(
      "EURUSD-2016-05.zip", Fixture.zip("EURUSD-2016-05.csv", "EUR/USD,20160502 00:00:00,1.1,1.2\n"))
    #expect(try Imported(zip).quotes == [Quote("2016-05-02T00:00:00Z", 110_000, 120_000)])
  }

  @Test func `the noise of TrueFX's 32-bit floats is rounded away, row by row counted`() throws {
    let path = try folder.write(
      "a.csv",
      "USD/JPY,20160502 00:00:00.959,107.089996,107.094002\nUSD/JPY,20160502 00:00:01.000,107.09,107.095\n"
        + "USD/JPY,20160502 00:00:02.000,107.091,107.094994\n")
    let imported = try Imported(path, .symbol("USDJPY"))
    #expect(imported.quotes.map(\.bid.points) == [107_090, 107_090, 107_091])
    #expect(imported.quotes.map(\.ask.points) == [107_094, 107_095, 107_095])
    #expect(imported.report.rowsCorrected == [ReasonCount(reason: "float_noise", count: 2)])
    let csv = try folder.write("b.csv", "time,bid,ask\n2016-05-02T00:00:00Z,107.089996,107.1\n")
    #expect(refusal(csv, .symbol("USDJPY")).hasPrefix("price '107.089996' has more than the 3 decimals"))
    #expect(try Imported(csv, ImportOptions.symbol("USDJPY").with { $0.format = .truefx }).quotes.count == 1)
  }

  @Test(arguments: [
    ("EUR/USD,20160502 00:00:01.000,1.1", "expected 4 fields, was 3"),
    ("EUR/USD,20160502T00:00:01.000,1.1,1.2", "'20160502T00:00:01.000' is not a time"),
    ("EUR/USD,20160532 00:00:01.000,1.1,1.2", "time '20160532' is outside of the calendar"),
    ("EUR/USD,20160502 25:00:01.000,1.1,1.2", "time '25:00:01.000' is outside of the calendar and the clock"),
    ("EUR/USD,20160502 00:00:01.000,1.1,x", "'x' is not a price"),
    ("EUR/USD,20160502 00:00:01.000,1.1,1.200005", "price '1.200005' has more than the 5 decimals"),
    ("EUR/USD,20160501 00:00:01.000,1.1,1.2", "time 2016-05-01T00:00:01.000000000Z comes after"),
  ])
  func `a bad TrueFX row is named by its line`(row: String, message: String) throws {
    let path = try folder.write("a.csv", "EUR/USD,20160502 00:00:00.959,1.1,1.2\n\(row)\n")
    #expect(refusal(path).hasPrefix(message))
    #expect(refusal(path).contains("(\(path), line 2): "))
  }

  // MARK: MT5

  private static let header = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n"
  private let gold = ImportOptions.symbol("XAUUSD").with { $0.zone = .utc }

  @Test func `an empty or zero price carries the last one on`() throws {
    let path = try folder.write(
      "XAUUSD.csv",
      Self.header + "2026.07.01\t11:00:00.051\t3975.95\t3976.00\t\t\t6\r\n"
        + "2026.07.01\t11:00:00.102\t3975.96\t\t\t\t2\r\n2026.07.01\t11:00:00.153\t0.00\t3976.10\t0\t0\t4\r\n"
    )
    let imported = try Imported(path, gold)
    #expect(
      try imported.quotes == [
        Quote("2026-07-01T11:00:00.051Z", 3_975_950, 3_976_000),
        Quote("2026-07-01T11:00:00.102Z", 3_975_960, 3_976_000),
        Quote("2026-07-01T11:00:00.153Z", 3_975_960, 3_976_100),
      ])
    #expect(imported.report.format == .mt5)
    #expect(imported.report.rowsDropped == [])
  }

  @Test func `rows before both sides are known are left out and counted`() throws {
    let path = try folder.write(
      "a.csv",
      Self.header
        + "2026.07.01\t11:00:00.000\t3975.95\t\t\t\t2\n2026.07.01\t11:00:00.001\t3975.90\t0\t\t\t2\n"
        + "2026.07.01\t11:00:00.002\t\t3976.00\t\t\t4\n")
    let imported = try Imported(path, gold)
    #expect(imported.quotes.map(\.bid.points) == [3_975_900])
    #expect(imported.report.rowsRead == 3)
    #expect(imported.report.rowsDropped == [ReasonCount(reason: "one_sided", count: 2)])
  }

  @Test func `the server's zone has to be given, and follows its daylight saving`() throws {
    let path = try folder.write(
      "a.csv",
      "<DATE>\t<TIME>\t<BID>\t<ASK>\t<FLAGS>\n2026.01.05\t11:00:00\t3975.95\t3976.00\t6\n"
        + "2026.07.01\t11:00:00\t3975.95\t3976.00\t6\n")
    #expect(
      refusal(path, .symbol("XAUUSD"))
        == "nothing says the time zone of the broker's server (\(path)): say it with --zone America/New_York+7 "
        + "(most servers: New York plus seven hours), Europe/Athens or another"
    )
    let athens = try gold.with { $0.zone = try ImportZone(name: "Europe/Athens") }
    #expect(
      try Imported(path, athens).quotes.map(\.eventTime) == [
        Timestamp(iso8601: "2026-01-05T09:00:00Z"), Timestamp(iso8601: "2026-07-01T08:00:00Z"),
      ])
  }

  @Test(arguments: [
    ("2026.07.01\t11:00:01\t1.1", "expected 7 fields, was 3"),
    ("2026-07-01\t11:00:01\t1\t1\t\t\t6", "'2026-07-01' is not a time"),
    ("2026.07.01\t11:0\t1\t1\t\t\t6", "'11:0' is not a time"),
    ("2026.07.01\t11:00:1\t1\t1\t\t\t6", "'11:00:1' is not a time"),
    ("2026.07.01\t11-00\t1\t1\t\t\t6", "'11-00' is not a time"),
    ("2026.07.01\t24:00\t1\t1\t\t\t6", "time '24:00' is outside of the calendar"),
    ("2026.07.01\t11:00:01.\t1\t1\t\t\t6", "'11:00:01.' is not a time"),
    ("2026.07.01\t11:00:01\tx\t1\t\t\t6", "'x' is not a price"),
    ("2026.07.01\t11:00:01\t3975.9551\t1\t\t\t6", "price '3975.9551' has more than the 3 decimals"),
    ("2026.07.01\t10:00:01\t3975\t3976\t\t\t6", "time 2026-07-01T10:00:01.000000000Z comes after"),
  ])
  func `a bad MT5 row is named by its line`(row: String, message: String) throws {
    let path = try folder.write(
      "a.csv", Self.header + "2026.07.01\t11:00:00.051\t3975.95\t3976.00\t\t\t6\r\n\(row)\r\n")
    #expect(refusal(path, gold).hasPrefix(message))
    #expect(refusal(path, gold).contains("(\(path), line 3): "))
  }

  @Test func `an MT5 export of bars has no bids`() throws {
    let path = try folder.write("a.csv", "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\n2026.07.01\t11:00:00\t1\t2\n")
    #expect(
      refusal(path, gold).hasPrefix(
        "the header names no <BID> column (\(path), line 1): give an export of ticks"))
  }
}
