import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Files as terminals and sites export them, and as editors and scripts leave them.
struct ExportedFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func csv(_ lines: String...) throws -> String {
    try folder.write("ticks.csv", lines.joined(separator: "\n") + "\n")
  }

  private static let utc = ImportOptions.eurusd.with { $0.zone = .utc }

  // MARK: MetaTrader

  @Test func `MetaTrader's columns may be cut by commas or semicolons`() throws {
    let lines = [
      "<DATE>,<TIME>,<BID>,<ASK>,<LAST>,<VOLUME>,<FLAGS>", "2024.01.02,10:00:00.100,1.10000,,,,2",
      "2024.01.02,10:00:00.200,,1.10002,,,4", "2024.01.02,10:00:00.300,1.10001,,,,2",
      "2024.01.02,10:00:00.400,1.10003,1.10005,,,6",
    ]
    for separator in [",", ";", "\t"] {
      let path = try folder.write("a.csv", lines.map { $0.replacing(",", with: separator) + "\r\n" }.joined())
      let imported = try Imported(path, Self.utc)
      #expect(imported.report.format == .mt5)
      #expect(
        try imported.quotes == [
          Quote("2024-01-02T10:00:00.2Z", 110_000, 110_002),
          Quote("2024-01-02T10:00:00.3Z", 110_001, 110_002),
          Quote("2024-01-02T10:00:00.4Z", 110_003, 110_005),
        ])
      #expect(imported.report.rowsDropped == [ReasonCount(reason: "one_sided", count: 1)])
    }
  }

  @Test func `MetaTrader's times may lack their seconds`() throws {
    let path = try csv(
      "<DATE>\t<TIME>\t<BID>\t<ASK>", "2024.01.02\t10:00:00\t1.10000\t1.10002",
      "2024.01.02\t10:00\t1.10001\t1.10003",
      "2024.01.02\t10:01\t1.10001\t1.10003")
    #expect(
      try Imported(path, Self.utc).quotes.map(\.eventTime.iso8601) == [
        "2024-01-02T10:00:00.000Z", "2024-01-02T10:00:00.000Z", "2024-01-02T10:01:00.000Z",
      ])
  }

  @Test(arguments: ["<DATE> <TIME>", "<DATETIME>", "<TIME>", "<DATE>"])
  func `MetaTrader's date and time may share a column`(name: String) throws {
    let path = try csv("\(name),<BID>,<ASK>", "2024.01.02 10:00:00.5,1.1,1.2", "2024.01.02 10:01,1.1,1.2")
    #expect(
      try Imported(path, Self.utc).quotes.map(\.eventTime.iso8601) == [
        "2024-01-02T10:00:00.500Z", "2024-01-02T10:01:00.000Z",
      ])
    let bad = try csv("\(name),<BID>,<ASK>", "2024.01.02,1.1,1.2")
    #expect(
      refusal(bad, Self.utc).hasPrefix(
        "'2024.01.02' is not a time of this format (\(bad), line 2): correct the row"))
  }

  // MARK: Dukascopy

  @Test func `the export of Dukascopy's site is known by its header`() throws {
    let path = try csv(
      "Gmt time,Ask,Bid,AskVolume,BidVolume", "01.03.2013 00:00:00.605,1.30511,1.30507,0.75,1.5")
    let imported = try Imported(path)
    #expect(imported.quotes == [try Quote("2013-03-01T00:00:00.605Z", 130_507, 130_511)])
    #expect(imported.report.zoneNote == "UTC (named by the header)")
    let sized = try Imported(path, .eurusd.with { $0.sizes = true })
    #expect(sized.sizes == [QuoteSize(bidUnits: 1_500_000, askUnits: 750_000)])
  }

  @Test func `JForex writes local times with their offset, or in a zone that has to be said`() throws {
    let local = try csv(
      "Local time,Ask,Bid,AskVolume,BidVolume", "01.03.2013 02:00:00.605 GMT+0200,1.30511,1.30507,0.75,1.5",
      "31.03.2013 03:00:00.605 GMT+0300,1.30511,1.30507,0.75,1.5")
    #expect(
      try Imported(local).quotes.map(\.eventTime.iso8601) == [
        "2013-03-01T00:00:00.605Z", "2013-03-31T00:00:00.605Z",
      ])
    let zoned = try csv(
      "Time (EET),Ask,Bid,AskVolume,BidVolume ", "2013.03.01 02:00:00.605,1.30511,1.30507,0.75,1.5")
    #expect(
      refusal(zoned).hasPrefix(
        "time '2013.03.01 02:00:00.605' has no zone (\(zoned), line 2): say it with --zone"))
    let athens = try ImportOptions.eurusd.with { $0.zone = try ImportZone(name: "Europe/Athens") }
    #expect(try Imported(zoned, athens).quotes.map(\.eventTime.iso8601) == ["2013-03-01T00:00:00.605Z"])
  }

  @Test(arguments: [
    "Gmt time,Open,High,Low,Close,Volume", "date;open;high;low;close",
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>",
  ])
  func `bars are no ticks`(header: String) throws {
    let path = try csv(header, "01.03.2013 00:00:00.000,1.3,1.4,1.2,1.3,5")
    let said = refusal(path, Self.utc)
    #expect(said.hasPrefix("the file holds bars, not ticks (\(path), line 1): give the ticks"), "\(said)")
  }

  // MARK: Headers, comments, marks

  @Test func `a header in the middle of a file is called one`() throws {
    let row = "2024-01-02T10:00:00Z,1.10000,1.10002"
    let path = try csv("time,bid,ask", row, "time,bid,ask", row)
    #expect(
      refusal(path)
        == "the header stands here once more (\(path), line 3): take the line out of a copy of the file; "
        + "files that were put together can be given one by one")
    let stated = Self.utc.with { $0.columns = try? ColumnMap(list: "time,bid,ask") }
    #expect(refusal(path, stated).hasPrefix("the header stands here once more (\(path), line 3)"))
    let mt5 = try csv(
      "<DATE>\t<TIME>\t<BID>\t<ASK>", "2024.01.02\t10:00:00\t1.1\t1.2", "<DATE>\t<TIME>\t<BID>\t<ASK>")
    #expect(refusal(mt5, Self.utc).hasPrefix("the header stands here once more (\(mt5), line 3)"))
  }

  @Test func `comments are passed over and counted, before the header too`() throws {
    let path = try csv(
      "", "# made by a script", "#", "time,bid,ask", "2024-01-02T10:00:00Z,1.1,1.2", "# a pause",
      "2024-01-02T10:00:01Z,1.1,x")
    #expect(refusal(path).hasPrefix("'x' is not a price (\(path), line 7)"))
    let good = try csv(
      "# made by a script", "# time, bid, ask", "2024-01-02T10:00:00Z,1.1,1.2",
      "#2024-01-02T10:00:00Z,9.1,9.2", "")
    let report = try Imported(good).report
    #expect(report.rowsRead == 4)
    #expect(
      report.rowsDropped == [
        ReasonCount(reason: "blank_line", count: 1), ReasonCount(reason: "comment", count: 2),
      ])
  }

  @Test func `UTF-16 is refused by name, the mark of UTF-8 passed over`() throws {
    let text = "time,bid,ask\n2024-01-02T10:00:00Z,1.1,1.2\n"
    let little = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] as [[UInt8]] {
      let path = try folder.write("a.csv", bytes)
      #expect(
        refusal(path)
          == "this is text in UTF-16 (\(path)): save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8"
      )
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let header = "<DATE>\t<TIME>\t<BID>\t<ASK>\n2024.01.02\t10:00\t1.1\t1.2\n"
    #expect(try Imported(folder.write("a.csv", mark + Array(header.utf8)), Self.utc).quotes.count == 1)
    let packed = try folder.write("a.zip", Fixture.zip("a.csv", "\u{FEFF}" + text))
    #expect(try Imported(packed).quotes.count == 1)
  }

  // MARK: Bad rows

  private static let mixed = [
    "time,bid,ask", "2024-01-02T10:00:00Z,1.1,1.2", "2024-01-02T10:00:01Z,x,1.2", "time,bid,ask",
    "2024-01-02T10:00:02Z,1.1", "2024-01-02T10:00:03Z,0,1.2", "2024-01-02T10:00:04Z,11.1,11.2",
    "2024-01-02T10:00:05Z,y,1.2", "2024-01-02T10:00:06Z,1.1,1.3",
  ]

  @Test func `bad rows are left out when asked, by reason, and the first are shown`() throws {
    let path = try folder.write("a.csv", Self.mixed.joined(separator: "\n"))
    let imported = try Imported(path, .eurusd.with { $0.badRowsLimit = 6 })
    #expect(imported.quotes.map(\.ask.points) == [120_000, 130_000])
    #expect(imported.report.rowsRead == 8)
    #expect(
      imported.report.rowsDropped == [
        ReasonCount(reason: "field_count", count: 1), ReasonCount(reason: "malformed_price", count: 2),
        ReasonCount(reason: "price_not_positive", count: 1), ReasonCount(reason: "repeated_header", count: 1),
        ReasonCount(reason: "scale_change", count: 1),
      ])
    #expect(
      imported.report.skippedRows.map { "\($0.place): \($0.problem)" }.prefix(2) == [
        "\(path), line 3: 'x' is not a price", "\(path), line 4: the header stands here once more",
      ])
    #expect(imported.report.skippedRows.count == 5)
  }

  @Test func `more bad rows than allowed are refused, over all files`() throws {
    let path = try folder.write("a.csv", Self.mixed.joined(separator: "\n"))
    #expect(
      refusal(path, .eurusd.with { $0.badRowsLimit = 5 })
        == "more than 5 bad rows; the one here: 'y' is not a price (\(path), line 8): find out what they are, "
        + "or raise the limit with --skip-bad-rows N")
    let other = try folder.write("b.csv", "time,bid,ask\nx,1,2\n2024-01-03T10:00:00Z,1.1,1.2\n")
    let two = ImportOptions.eurusd.with { $0.badRowsLimit = 6 }
    #expect(refusal([path, other], two).hasPrefix("more than 6 bad rows; the one here: 'x' is not a time"))
    #expect(try Imported([path, other], two.with { $0.badRowsLimit = 7 }).quotes.count == 3)
  }

  @Test func `what is wrong with all rows is not skipped`() throws {
    let path = try csv("time,bid,ask", "2024-01-02T10:00:00,1.1,1.2")
    #expect(
      refusal(path, .eurusd.with { $0.badRowsLimit = 100 }).hasPrefix(
        "time '2024-01-02T10:00:00' has no zone"))
  }
}
