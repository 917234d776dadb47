import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct LeanAndHistDataTests {
  private let folder: TemporaryFolder
  private let utc = ImportOptions.eurusd.with { $0.zone = .utc }

  init() throws { folder = try TemporaryFolder() }

  @Test func `the date is in the name, or an option`() throws {
    let row = "46.2042,1.38727,1.38729\n"
    let named = try folder.write("20140501_quote.zip", Fixture.zip("ticks.csv", row))
    #expect(try Imported(named, utc).quotes == [Quote("2014-05-01T00:00:00.0462042Z", 138_727, 138_729)])
    let bare = try folder.write("ticks.zip", Fixture.zip("ticks.csv", row))
    let lean = utc.with { $0.format = .lean }
    #expect(
      refusal(bare, lean)
        == "nothing says the date of the ticks (\(bare)): say it with --date D, as in 2014-05-01")
    let date = CivilDate(year: 2014, month: 5, day: 2)
    #expect(
      try Imported(bare, lean.with { $0.date = date }).quotes.first?.eventTime
        == Timestamp(iso8601: "2014-05-02T00:00:00.0462042Z"))
    #expect(
      refusal(named, utc.with { $0.date = date }).hasPrefix(
        "the file says 2014-05-01, the option says --date 2014-05-02"))
    let twice = try folder.write("20140501_quote.zip", Fixture.zip("20140502_eurusd_tick_quote.csv", row))
    #expect(
      refusal(twice, utc).hasPrefix("the file says 2014-05-01 by its name and 2014-05-02 by its entry's"))
  }

  @Test func `the member has to be of the symbol`() throws {
    let path = try folder.write(
      "20140501_quote.zip", Fixture.zip("20140501_xauusd_tick_quote.csv", "1,1.3,1.4\n"))
    #expect(refusal(path, utc).hasPrefix("expected ticks of EURUSD, was xauusd (\(path))"))
  }

  @Test(arguments: [
    ("5,1.1,1.2,3", "expected 3 fields, was 4"), ("5,1.1", "expected 3 fields, was 2"),
    ("86400000,1.1,1.2", "time '86400000' is outside of the day of the file, 0 to 86399999 ms"),
    ("-1,1.1,1.2", "time '-1' is outside of the day"), ("5.1234567,1.1,1.2", "'5.1234567' is not a time"),
    ("x,1.1,1.2", "'x' is not a time"), ("0.5,1.1,1.2", "time 2014-05-01T00:00:00.000500000Z comes after"),
  ])
  func `a bad LEAN row is named by its line`(row: String, message: String) throws {
    let path = try folder.write(
      "20140501_quote.zip", Fixture.zip("20140501_eurusd_tick_quote.csv", "1,1.1,1.2\n\(row)\n"))
    #expect(refusal(path, utc).hasPrefix(message))
    #expect(refusal(path, utc).contains("(\(path), entry 20140501_eurusd_tick_quote.csv, line 2): "))
  }

  @Test(arguments: [
    ("20200101 170000065,1.1,1.2", "expected 4 fields, was 3"),
    ("20200101 17000006,1.1,1.2,0", "'20200101 17000006' is not a time"),
    ("20200132 170000065,1.1,1.2,0", "time '20200132 170000065' is outside of the calendar and the clock"),
    ("20200101 176000065,1.1,1.2,0", "time '20200101 176000065' is outside of the calendar and the clock"),
    ("20200101 160000064,1.1,1.2,0", "time 2020-01-01T21:00:00.064000000Z comes after"),
  ])
  func `a bad HistData row is named by its line`(row: String, message: String) throws {
    let path = try folder.write("a.csv", "20200101 170000064,1.1,1.2,0\n\(row)\n")
    #expect(refusal(path).hasPrefix(message))
    #expect(refusal(path).contains("(\(path), line 2): "))
  }
}
