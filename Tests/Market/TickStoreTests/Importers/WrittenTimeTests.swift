import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Dates, times of day and numbers as exports write them.
struct WrittenTimeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func csv(_ lines: String...) throws -> String {
    try folder.write("ticks.csv", lines.joined(separator: "\n") + "\n")
  }

  private static let utc = ImportOptions.eurusd.with { $0.zone = .utc }

  @Test(
    arguments: [
      ("2024-01-02 10:00:00", "2024-01-02T10:00:00Z"),
      ("2024.01.02 10:00:00.605", "2024-01-02T10:00:00.605Z"),
      ("2024/01/02 10:00:00", "2024-01-02T10:00:00Z"),
      ("02.01.2024 10:00:00.605", "2024-01-02T10:00:00.605Z"),
      ("20240102 10:00:00", "2024-01-02T10:00:00Z"),
      ("20240102 10:00:00.123456789", "2024-01-02T10:00:00.123456789Z"),
      ("2024.01.02 10:00", "2024-01-02T10:00:00Z"), ("20240102T10:00", "2024-01-02T10:00:00Z"),
      ("2024.01.02T10:00:00.5Z", "2024-01-02T10:00:00.5Z"), ("2024-01-02 10:00:00 Z", "2024-01-02T10:00:00Z"),
      ("02.01.2024 10:00:00.605 GMT", "2024-01-02T10:00:00.605Z"),
      ("2024-01-02T10:00:00 UTC+00:00", "2024-01-02T10:00:00Z"),
    ])
  func `dates are written in many ways`(text: String, time: String) throws {
    let path = try csv("time,bid,ask", "\(text),1.1,1.2")
    #expect(try Imported(path, Self.utc).quotes == [Quote(time, 110_000, 120_000)])
  }

  @Test(
    arguments: [
      ("01.03.2013 02:00:00.605 GMT+0200", "2013-03-01T00:00:00.605Z"),
      ("01.03.2013 02:00:00.605 GMT-0530", "2013-03-01T07:30:00.605Z"),
      ("2013.03.01 02:00:00+02:00", "2013-03-01T00:00:00Z"),
      ("20130301 02:00:00 +02", "2013-03-01T00:00:00Z"),
      ("2013-03-01T02:00+0200", "2013-03-01T00:00:00Z"),
    ])
  func `an offset behind the time is its zone`(text: String, time: String) throws {
    #expect(try Imported(csv("time,bid,ask", "\(text),1.1,1.2")).quotes == [Quote(time, 110_000, 120_000)])
  }

  @Test(arguments: [
    ("01/02/2024 10:00:00", "'01/02/2024 10:00:00' may have the day or the month first"),
    ("1/2/2024 10:00", "'1/2/2024 10:00' may have the day or the month first"),
    ("2024-13-02 10:00:00", "time '2024-13-02 10:00:00' is outside of the calendar"),
    ("32.01.2024 10:00:00", "time '32.01.2024 10:00:00' is outside of the calendar"),
    ("2024.01-02 10:00:00", "'2024.01-02 10:00:00' is not a time"),
    ("2024-01-02", "'2024-01-02' is not a time"),
    ("9999-01-02 10:00:00", "time '9999-01-02 10:00:00' is outside of the calendar"),
    ("0001-01-02 10:00:00", "time '0001-01-02 10:00:00' is outside of the calendar"),
    ("2261-01-02 10:00:00", "time '2261-01-02 10:00:00' is outside of the calendar"),
    ("2024-01-02 10:00:00 GMT+", "'2024-01-02 10:00:00 GMT+' is not a time"),
    ("2024-01-02 10:00:00 EET", "'2024-01-02 10:00:00 EET' is not a time"),
    ("2024-01-02 10:00:00 +99", "time '2024-01-02 10:00:00 +99' is outside of the calendar"),
  ])
  func `other dates are refused by name`(text: String, message: String) throws {
    let path = try csv("time,bid,ask", "\(text),1.1,1.2")
    let said = refusal(path, Self.utc)
    #expect(said.hasPrefix(message) && said.contains("(\(path), line 2)"), "\(said)")
  }

  @Test func `date and time may have columns of their own`() throws {
    let expected = [try Quote("2024-01-02T10:00:00.5Z", 110_000, 120_000)]
    let header = try csv("Date,Time,Bid,Ask", "2024.01.02,10:00:00.5,1.1,1.2")
    #expect(try Imported(header, Self.utc).quotes == expected)
    let stated = try folder.write("b.csv", "x;02.01.2024;10:00:00,5;1,1;1,2\n")
    #expect(
      try Imported(stated, Self.utc.with { $0.columns = try ColumnMap(list: "-,date,time,bid,ask") }).quotes
        == expected)
    #expect(
      refusal(header).hasPrefix(
        "time '2024.01.02 10:00:00.5' has no zone (\(header), line 2): say it with --zone"))
    #expect(
      refusal(header, .eurusd.with { $0.epochUnit = .seconds }).hasPrefix(
        "the file says a column of dates beside"))
    let zoned = try csv("date,time,bid,ask", "20240102,12:00:00.5+02:00,1.1,1.2")
    #expect(try Imported(zoned).quotes == expected)
  }

  // MARK: Units of numbers

  @Test func `a unit that changes within a file is refused with the line`() throws {
    let rows = [
      "1735689598000,93500.01,93500.02", "1735689599000,93501.01,93501.02",
      "1735689600000000,93502.01,93502.02",
    ]
    let options = ImportOptions.symbol("BTCUSDT")
    let path = try csv("timestamp,bid,ask", rows[0], rows[1], rows[2])
    #expect(
      refusal(path, options.with { $0.epochUnit = .microseconds })
        == "time '1735689598000' would be in 1970-01-21, outside of the years 1980 to 2099 (\(path), line 2): "
        + "name the unit of the times with --epoch, or make one unit of those that the file mixes")
    #expect(
      refusal(path, options.with { $0.epochUnit = .milliseconds })
        .hasPrefix(
          "time '1735689600000000' would be beyond the year 2262, outside of the years 1980 to 2099 (\(path), line 4)"
        ))
  }

  @Test(
    arguments: [
      (EpochUnit.seconds, ["1735689598", "1735689598000"]),
      (.seconds, ["1735689598.5", "1735689598500000000"]),
      (.milliseconds, ["1735689598000", "1735689599"]),
      (.microseconds, ["1735689598000000", "1735689599000"]),
      (.nanoseconds, ["1735689598000000000", "1735689599000000"]),
      (.nanoseconds, ["1735689598000000000", "0"]),
      (.milliseconds, ["1735689598000", "1.735689599e15"]), (.seconds, ["1735689598", "-5"]),
    ])
  func `every unit knows the others`(unit: EpochUnit, times: [String]) throws {
    let path = try csv("timestamp,bid,ask", "\(times[0]),1.1,1.2", "\(times[1]),1.1,1.2")
    let said = refusal(path, .eurusd.with { $0.epochUnit = unit })
    #expect(said.hasPrefix("time '\(times[1])' would be ") && said.contains("(\(path), line 3)"), "\(said)")
  }

  @Test func `formats with numbers of their own know it, too`() throws {
    let head = "exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount\n"
    let tail = ",1,1,93500.02,93500.01,1\n"
    let tardis = try folder.write(
      "quotes.csv",
      head + "binance,BTCUSDT,1735689598000000" + tail + "binance,BTCUSDT,1735689599000" + tail)
    #expect(
      refusal(tardis, .symbol("BTCUSDT")).hasPrefix(
        "time '1735689599000' would be in 1970-01-21, outside of the years 1980 to 2099 (\(tardis), line 3): make one unit"
      ))
    let message = #" {"u":1,"s":"BTCUSDT","b":"93500.01","B":"1","a":"93500.02","A":"1"}"# + "\n"
    let binance = try folder.write("b.txt", "1735689598000" + message + "9999999999999" + message)
    #expect(
      refusal(binance, .symbol("BTCUSDT").with { $0.format = .binance })
        .hasPrefix("time '9999999999999' would be beyond the year 2262, outside of the years 1980 to 2099"))
  }

  @Test func `years between two rows are an error in one of them`() throws {
    let path = try csv("time,bid,ask", "2004-01-02T10:00:00Z,1.1,1.2", "2024-01-02T10:00:01Z,1.1,1.2")
    #expect(
      refusal(path).contains(
        "comes more than ten years after 2004-01-02T10:00:00.000000000Z (\(path), line 3)"))
    let later = try folder.write("later.csv", "time,bid,ask\n2024-01-02T10:00:01Z,1.1,1.2\n")
    let first = try csv("time,bid,ask", "2004-01-02T10:00:00Z,1.1,1.2")
    #expect(try Imported([first, later], .eurusd).quotes.count == 2)
  }

  // MARK: Numbers

  @Test func `prices with exponents are exact`() throws {
    let path = try csv(
      "time,bid,ask", "2024-01-02T10:00:00Z,7.98e-06,8e-06", "2024-01-02T10:00:01Z,7.99E-6,0.00801e-3")
    let imported = try Imported(path, .symbol("SHIBUSDT"))
    #expect(imported.quotes.map(\.bid.points) == [798, 799])
    #expect(imported.quotes.map(\.ask.points) == [800, 801])
    #expect(imported.report.rowsCorrected == [])
  }

  @Test(arguments: [
    "184467440737", "10995.11627776", "1e999999999", "99999999999999999999999999", "1844674407370955161.6",
  ])
  func `a price too large is refused with its line, whatever it would wrap to`(price: String) throws {
    for row in ["\(price),\(price)", "0.00000798,\(price)", "\(price),0.00000800"] {
      let path = try csv(
        "time,bid,ask", "2024-01-02T10:00:00Z,0.00000798,0.00000800", "2024-01-02T10:00:01Z,\(row)")
      #expect(
        refusal(path, .symbol("SHIBUSDT")).hasPrefix(
          "price '\(price)' is too large (\(path), line 3): correct the row"))
    }
  }

  @Test(arguments: [";", "\t"])
  func `where commas do not separate, they are decimal marks`(separator: String) throws {
    let rows = [
      ["time", "bid", "ask", "bid_size", "ask_size"],
      ["2024-01-02 10:00:00", "1,10000", "1,1", "1000000", "2e6"],
      ["2024-01-02 10:00:00,5", "1,10001", "+1,10002e0", "1", "0"],
    ]
    let path = try folder.write("a.csv", rows.map { $0.joined(separator: separator) + "\n" }.joined())
    let imported = try Imported(path, Self.utc)
    #expect(
      try imported.quotes == [
        Quote("2024-01-02T10:00:00Z", 110_000, 110_000), Quote("2024-01-02T10:00:00.5Z", 110_001, 110_002),
      ])
    #expect(imported.sizes.map(\.askUnits) == [2_000_000, 0])
  }

  @Test(arguments: ["1.10001;1,10002", "1.234,5;1.234,6", "1,234.5;1,234.6", "1,1,1;1,2"])
  func `two decimal marks, or a mark that groups digits, are refused`(row: String) throws {
    let path = try csv("time;bid;ask", "2024-01-02T10:00:00Z;1,10000;1,10002", "2024-01-02T10:00:01Z;\(row)")
    #expect(refusal(path).contains("is not a price (\(path), line 3)"))
    let points = try csv(
      "time;bid;ask", "2024-01-02T10:00:00Z;1.10000;1.10002", "2024-01-02T10:00:01Z;1.1;1,10002")
    #expect(refusal(points).hasPrefix("'1,10002' is not a price (\(points), line 3)"))
  }
}
