import TestSupport
import Testing
import TradingCore

@testable import TickStore

struct CSVImportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func csv(_ text: String) throws -> String { try folder.write("ticks.csv", text) }

  // MARK: What is read

  @Test func `columns are found by the header, ask first or not, in any case`() throws {
    let path = try csv("ASK,Volume,Bid,TimeStamp\n1.10005,3,1.10003,2024-01-02T03:04:05.678Z\n")
    #expect(try Imported(path).quotes == [Quote("2024-01-02T03:04:05.678Z", 110_003, 110_005)])
  }

  @Test(arguments: ["\n", "\r\n"], ["", "END"])
  func `lines end in LF or CRLF, the last one in either or nothing`(end: String, tail: String) throws {
    let rows = ["time,bid,ask", "2024-01-02T00:00:00Z,1.1,1.2", "2024-01-02T00:00:01Z,1.1,1.2"]
    let path = try csv(rows.joined(separator: end) + (tail.isEmpty ? "" : end))
    #expect(try Imported(path).quotes.count == 2)
  }

  @Test(arguments: [";", "\t"])
  func `semicolons and tabs separate too`(separator: String) throws {
    let rows = ["utc", "bid", "ask"].joined(separator: separator)
    let row = ["2024-01-02 00:00:00", "1.1", "1.2"].joined(separator: separator)
    let imported = try Imported(csv("\(rows)\n\(row)\n"))
    #expect(imported.quotes == [try Quote("2024-01-02T00:00:00Z", 110_000, 120_000)])
    #expect(imported.report.zoneNote == "UTC (named by the header)")
  }

  @Test func `a byte order mark, quotes and spaces around fields do no harm`() throws {
    let path = try csv("\u{FEFF}time,bid,ask\n\"2024-01-02T00:00:00+02:00\", 1.1 ,\"1.2\"\n")
    #expect(try Imported(path).quotes == [Quote("2024-01-01T22:00:00Z", 110_000, 120_000)])
  }

  @Test func `a column map says what a file without header holds`() throws {
    let path = try csv("x,1.2,1.1,2024-01-02T00:00:00Z\n")
    let options = try ImportOptions.eurusd.with { $0.columns = try ColumnMap(list: "-,ask,bid,time") }
    #expect(try Imported(path, options).quotes == [Quote("2024-01-02T00:00:00Z", 110_000, 120_000)])
  }

  @Test func `a column map skips a header and counts only rows`() throws {
    let path = try csv("when,b,a\n2024-01-02T00:00:00Z,1.1,1.2\n")
    let options = try ImportOptions.eurusd.with { $0.columns = try ColumnMap(list: "time,bid,ask") }
    #expect(try Imported(path, options).report.rowsRead == 1)
  }

  @Test(arguments: [
    (EpochUnit.seconds, "1704153600.123456789", "2024-01-02T00:00:00.123456789Z"),
    (.milliseconds, "1704153600123.25", "2024-01-02T00:00:00.12325Z"),
    (.microseconds, "1704153600123456", "2024-01-02T00:00:00.123456Z"),
    (.nanoseconds, "1704153600123456789", "2024-01-02T00:00:00.123456789Z"),
  ])
  func `numbers since 1970 are read in the unit stated`(unit: EpochUnit, text: String, time: String) throws {
    let path = try csv("time,bid,ask\n\(text),1.1,1.2\n")
    let options = ImportOptions.eurusd.with { $0.epochUnit = unit }
    #expect(try Imported(path, options).quotes == [Quote(time, 110_000, 120_000)])
    #expect(refusal(path).hasPrefix("'\(text)' is not a time of this format (\(path), line 2): use ISO 8601"))
  }

  @Test func `gzip and zip are looked into`() throws {
    let text = "time,bid,ask\n2024-01-02T00:00:00Z,1.1,1.2\n"
    let packed = try folder.write(
      "a.csv.gz", Fixture.gzip(text) + Fixture.gzip("2024-01-02T00:00:01Z,1.1,1.2\n"))
    let zipped = try folder.write("a.zip", Fixture.zip("inner.csv", text))
    #expect(try Imported(packed).quotes.count == 2)
    #expect(try Imported(zipped).report.files.map(\.entry) == ["inner.csv"])
  }

  @Test func `blank lines are counted, not passed over in silence`() throws {
    let report = try Imported(csv("time,bid,ask\n\n2024-01-02T00:00:00Z,1.1,1.2\n\n")).report
    #expect(report.rowsRead == 3)
    #expect(report.rowsDropped == [ReasonCount(reason: "blank_line", count: 2)])
  }

  @Test func `float noise is rounded, and its rows are counted`() throws {
    let report = try Imported(csv("time,bid,ask\n2024-01-02T00:00:00Z,1.1000000001,1.1999999999\n")).report
    #expect(report.rowsCorrected == [ReasonCount(reason: "float_noise", count: 1)])
  }

  // MARK: What is refused

  static let refused: [(row: String, message: String)] = [
    ("2024-01-02T00:00:01Z,1.1", "expected 3 fields, was 2 (FILE, line 3): correct the row"),
    ("2024-01-02T00:00:01Z,1.1,1.2,5", "expected 3 fields, was 4 (FILE, line 3): correct the row"),
    ("2024-01-02T00:00:01Z,1.1,", "'' is not a price (FILE, line 3): correct the row"),
    ("2024-01-02T00:00:01Z,1e,1.2", "'1e' is not a price (FILE, line 3)"),
    ("2024-01-02T00:00:01Z,184467440737,1.2", "price '184467440737' is too large (FILE, line 3)"),
    ("2024-01-02T00:00:01Z,1e99,1.2", "price '1e99' is too large (FILE, line 3)"),
    (
      "2034-01-02T00:00:01Z,1.1,1.2",
      "time 2034-01-02T00:00:01.000000000Z comes more than ten years after 2024-01-02T00:00:00.000000000Z (FILE, line 3)"
    ),
    ("2024-01-02T00:00:01Z,0,1.2", "price '0' is not positive (FILE, line 3)"),
    ("2024-01-02T00:00:01Z,1.1,-1.2", "price '-1.2' is not positive (FILE, line 3)"),
    (
      "2024-01-02T00:00:01Z,1.100001,1.2",
      "price '1.100001' has more than the 5 decimals of the instrument (FILE, line 3): state the decimals"
    ),
    ("2024-01-02T00:00:01Z,99999999.1,1.2", "price '99999999.1' is too large (FILE, line 3)"),
    (
      "2024-01-01T23:59:59Z,1.1,1.2",
      "time 2024-01-01T23:59:59.000000000Z comes after 2024-01-02T00:00:00.000000000Z (FILE, line 3): sort"
    ),
    (
      "2024-01-02T00:00:01,1.1,1.2",
      "time '2024-01-02T00:00:01' has no zone (FILE, line 3): say it with --zone"
    ),
    (
      "2024-02-30T00:00:01Z,1.1,1.2",
      "time '2024-02-30T00:00:01Z' is outside of the calendar and the clock (FILE"
    ),
    (
      "2024-01-02T24:00:01Z,1.1,1.2",
      "time '2024-01-02T24:00:01Z' is outside of the calendar and the clock (FILE"
    ),
    ("02.01.24 00:00:01,1.1,1.2", "'02.01.24 00:00:01' is not a time of this format (FILE, line 3)"),
    (
      "2024-01-02T00:00:01Z,11.1,12.1",
      "the price changes scale, from 1.15000 to 11.60000 (FILE, line 3): state a split with --split"
    ),
    ("2024-01-02T00:00:01Z,0.011,0.012", "the price changes scale, from 1.15000 to 0.01150 (FILE, line 3)"),
    ("2024-01-02T00:00:01Z,1.1\u{0},1.2", "a NUL byte: this is not plain text (FILE, line 3)"),
  ]

  @Test(arguments: refused)
  func `a bad row stops the import with its line`(row: String, message: String) throws {
    let path = try csv("time,bid,ask\n2024-01-02T00:00:00Z,1.1,1.2\n\(row)\n")
    let text = refusal(path)
    #expect(text.hasPrefix(message.replacing("FILE", with: path)), "\(text)")
  }

  @Test func `a line without end is refused`() throws {
    let path = try csv("time,bid,ask\n" + String(repeating: "1", count: 70_000))
    #expect(refusal(path).hasPrefix("a line of more than 64 KiB (\(path), line 2)"))
  }

  @Test func `rows out of order can be dropped instead, and are counted`() throws {
    let path = try csv(
      "time,bid,ask\n2024-01-02T00:00:01Z,1.1,1.2\n2024-01-02T00:00:00Z,1.1,1.2\n2024-01-02T00:00:01Z,1.1,1.3\n"
    )
    let imported = try Imported(path, .eurusd.with { $0.outOfOrder = .drop })
    #expect(imported.quotes.map(\.ask.points) == [120_000, 130_000])
    #expect(imported.report.rowsRead == 3)
    #expect(imported.report.rowsDropped == [ReasonCount(reason: "out_of_order", count: 1)])
  }

  @Test(arguments: [
    ("2024-01-02T00:00:00Z,1.1,1.2\n", "can't tell the format: times and numbers without a header"),
    ("1000,1.1,1.2\n", "can't tell the format: three numbers a row are LEAN quotes, or CSV with times"),
    ("hello\n", "can't tell the format: neither a header with time, bid and ask nor rows of a known shape"),
  ])
  func `a format that is not clear has to be named`(text: String, message: String) throws {
    let path = try csv(text)
    #expect(refusal(path).hasPrefix(message))
    #expect(refusal(path).contains("(\(path), line 1): "))
    if message.hasPrefix("can't") { #expect(refusal(path).hasSuffix("or name it with --format")) }
  }

  @Test(arguments: [
    ("time,price,bid", "the header names no ask column"),
    ("time,bid,ask,offer", "the header names 2 ask columns"),
    ("2024-01-02T00:00:00Z,1.1,1.2", "the header names no time column"),
  ])
  func `with the format named, the header has to name each column once`(header: String, message: String)
    throws
  {
    let path = try csv("\(header)\n")
    #expect(
      refusal(path, .eurusd.with { $0.format = .csv })
        == "\(message) (\(path), line 1): name the columns with --columns, as in --columns time,bid,ask")
  }

  @Test(arguments: [("time,bid", "'ask' must stand once"), ("time,bid,ask,mid", "'mid' is none of")])
  func `a wrong column map is a fault of the command line`(list: String, message: String) throws {
    let error = #expect(throws: ImportError.self) { try ColumnMap(list: list) }
    #expect(error?.kind == .commandLine)
    #expect(error?.description.hasPrefix(message) == true)
  }

  @Test func `a zone stated against the file is refused, one that agrees is not`() throws {
    let utc = try csv("utc,bid,ask\n2024-01-02T00:00:00,1.1,1.2\n")
    let newYork = ImportOptions.eurusd.with { $0.zone = .newYork }
    #expect(
      refusal(utc, newYork)
        == "the file says UTC in its header, the option says --zone America/New_York (\(utc), line 1): "
        + "leave out --zone America/New_York, or give the right file")
    let zoned = try csv("time,bid,ask\n2024-01-02T00:00:00-05:00,1.1,1.2\n")
    #expect(try Imported(zoned, newYork).quotes == [Quote("2024-01-02T05:00:00Z", 110_000, 120_000)])
    #expect(
      refusal(zoned, .eurusd.with { $0.zone = .utc }).hasPrefix("the file says '2024-01-02T00:00:00-05:00'"))
  }

  @Test func `a file with a header alone has no ticks`() throws {
    let path = try csv("time,bid,ask\n")
    #expect(refusal(path) == "there is not one tick in the input (\(path)): give a file or folder with ticks")
  }

  @Test func `an empty file is refused`() throws {
    let path = try csv("")
    #expect(refusal(path) == "the file is empty (\(path)): give a file or folder with ticks")
  }
}
