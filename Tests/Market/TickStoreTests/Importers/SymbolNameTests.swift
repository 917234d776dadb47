import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Names of instruments in files: several in one, and brokers' own.
struct SymbolNameTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func csv(_ lines: String...) throws -> String {
    try folder.write("ticks.csv", lines.joined(separator: "\n") + "\n")
  }

  private func options(
    _ columns: String? = nil, map: String..., symbol: String = "EURUSD"
  ) throws -> ImportOptions {
    try ImportOptions.symbol(symbol).with { options in
      options.columns = try columns.map { try ColumnMap(list: $0) }
      for text in map {
        let (name, meaning) = try SymbolNames.meaning(text)
        options.meanings[name] = meaning
      }
    }
  }

  private static let row = "2024-01-02T10:00:00Z;1.10000;1.10002"

  @Test(arguments: ["-,time,bid,ask", "-;time;bid;ask"])
  func `a column that is not used may be the first, in files with semicolons too`(columns: String) throws {
    let path = try csv("EURUSD.r;" + Self.row)
    let expected = [try Quote("2024-01-02T10:00:00Z", 110_000, 110_002)]
    #expect(try Imported(path, options(columns)).quotes == expected)
    let commas = try csv("EURUSD.r," + Self.row.replacing(";", with: ","))
    #expect(try Imported(commas, options(columns)).quotes == expected)
  }

  @Test(arguments: ["EURUSD.r", "EURUSDm", "#EURUSD", "pro.EURUSD", "EUR_USD"])
  func `a broker's own name is refused with the way on, and taken with it`(name: String) throws {
    let path = try csv("\(name);" + Self.row)
    #expect(
      try refusal(path, options("symbol,time,bid,ask"))
        == "expected ticks of EURUSD, was \(name) (\(path)): if it is EURUSD, say so with --map \(name)=EURUSD; "
        + "else give the right --symbol")
    #expect(try Imported(path, options("symbol,time,bid,ask", map: "\(name)=EURUSD")).quotes.count == 1)
    #expect(
      try Imported(path, options("symbol,time,bid,ask", map: "x=GBPUSD", "\(name.lowercased())=eurusd"))
        .quotes.count == 1)
  }

  @Test func `a share behind a number sign is no comment`() throws {
    let path = try csv(
      "#AAPL;2024-01-02T10:00:00Z;185.10;185.12", "# a comment", "#AAPL;2024-01-02T10:00:01Z;185.11;185.12")
    let wanted = try options("symbol,time,bid,ask", map: "#AAPL=AAPL", symbol: "AAPL").with { $0.digits = 2 }
    let report = try Imported(path, wanted).report
    #expect(report.ticks == 2)
    #expect(report.rowsDropped == [ReasonCount(reason: "comment", count: 1)])
  }

  @Test
  func `of a file with several symbols, the rows of the one asked for are taken and the others counted`()
    throws
  {
    let path = try csv(
      "time,instrument,bid,ask", "2024-01-02T10:00:00Z,EUR/USD,1.1,1.2",
      "2024-01-02T10:00:01Z,USD/JPY,140.123,140.125",
      "2024-01-02T10:00:01Z,EURUSD.r,1.1,1.2", "2024-01-02T10:00:02Z,eurusd,1.1,1.3")
    let imported = try Imported(path, options())
    #expect(imported.quotes.map(\.ask.points) == [120_000, 130_000])
    #expect(imported.report.rowsRead == 4)
    #expect(imported.report.rowsDropped == [ReasonCount(reason: "other_symbol", count: 2)])
    #expect(
      try refusal(path, options(symbol: "GBPUSD"))
        == "expected ticks of GBPUSD, was EUR/USD (\(path)): give the files of that symbol, or the right --symbol"
    )
  }

  @Test func `a name can be said to mean another instrument`() throws {
    let path = try csv("symbol,time,bid,ask", "EURUSD,2024-01-02T10:00:00Z,1.1,1.2")
    #expect(
      try refusal(path, options(map: "EURUSD=EURGBP")).hasPrefix("expected ticks of EURUSD, was EURUSD ("))
  }

  @Test func `the column of names is found by its header or its number`() throws {
    let path = try csv(
      "time,bid,ask,Security ID", "2024-01-02T10:00:00Z,1.1,1.2,EURUSD", "2024-01-02T10:00:00Z,1.3,1.4,GBPUSD"
    )
    for column in ["Security ID", "security_id", "4"] {
      let wanted = try options().with { $0.symbolColumn = column }
      #expect(try Imported(path, wanted).quotes.map(\.ask.points) == [120_000])
    }
    for column in ["5", "0", "name"] {
      let wanted = try options().with { $0.symbolColumn = column }
      #expect(
        refusal(path, wanted).hasPrefix(
          "the header names no \(column) column (\(path), line 1): name the columns"))
    }
  }

  @Test(arguments: ["EURUSD", "=EURUSD", "a=", "a=no spaces", "a=b=c", ""])
  func `what does not say what a name means is a fault of the command line`(text: String) {
    let error = #expect(throws: ImportError.self) { try SymbolNames.meaning(text) }
    #expect(error?.kind == .commandLine)
    #expect(error?.description.hasSuffix("as in --map EURUSD.r=EURUSD") == true)
  }

  @Test func `names in other formats may be a broker's own, too`() throws {
    let truefx = try folder.write(
      "t.csv", "EUR/USD,20160502 00:00:00.959,1.1,1.2\nGBP/USD,20160502 00:00:01,1.3,1.4\n")
    #expect(
      try Imported(truefx, options()).report.rowsDropped == [ReasonCount(reason: "other_symbol", count: 1)])
    let histdata = try folder.write("DAT_ASCII_SPXUSD_T_202001.csv", "20200101 170000065,1.12106,1.12114,0\n")
    #expect(refusal(histdata).hasPrefix("expected ticks of EURUSD, was SPXUSD"))
    #expect(try Imported(histdata, options(map: "SPXUSD=EURUSD")).quotes.count == 1)
  }
}
