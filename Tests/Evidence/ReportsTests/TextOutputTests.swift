import FileSystem
import Foundation
import Reports
import TestSupport
import Testing
import TradingCore

@Suite struct TextTableTests {
  @Test func alignsWordsLeftAndNumbersRight() {
    var table = TextTable([.init("symbol"), .init("ticks", .right), .init("note")])
    table.add(["EURUSD", "1,000", "fine"])
    table.add(["XAUUSD.r", "7", ""])
    #expect(
      table.text(colored: false) == """
        symbol    ticks  note
        EURUSD    1,000  fine
        XAUUSD.r      7

        """)
  }

  @Test func colorsDoNotChangeTheAlignment() {
    var table = TextTable([.init("", .right), .init("")])
    table.add([TextCell("5", .gain), "x"])
    table.add([TextCell("-12", .loss), "y"])
    #expect(table.text(colored: false) == "  5  x\n-12  y\n")
    #expect(table.text(colored: true) == "  \u{1B}[36m5\u{1B}[0m  x\n\u{1B}[33m-12\u{1B}[0m  y\n")
  }

  @Test func showsNoHeadingLineWithoutHeadings() {
    let table = TextTable.keyValue([("Name", "x"), ("Long name", "yy")], valuesOn: .right, indent: 2)
    #expect(table.text(colored: false) == "  Name        x\n  Long name  yy\n")
  }

  @Test func aCellCannotSteerTheTerminal() {
    #expect(TextCell("a\u{1B}[2Jb\nc").text == "a?[2Jb?c")
  }

  @Test("Controls of 8 bits, and what turns the reading around, are as good as those of 7")
  func unseen() {
    #expect(ShownText.line("a\u{9B}2Jb\u{7F}") == "a?2Jb?")
    #expect(ShownText.line("loss \u{202E}001\u{202C} USD\u{2066}\u{2028}\u{E0041}") == "loss ?001? USD???")
    #expect(ShownText.line("Zoë 李 नमस्ते क्\u{200D}ष 👩\u{200D}🔬") == "Zoë 李 नमस्ते क्\u{200D}ष 👩\u{200D}🔬")
  }

  @Test("Of lines with styles only the styles are left to steer")
  func lines() {
    let styled = TextStyle.strong.applied(to: "title", colored: true)
    let text = "\(styled)\n\tone \u{1B}[8mhidden\u{1B}]0;name\u{7} two\u{9B}1A\r\n"
    #expect(
      ShownText.lines(text, colored: true) == "\(styled)\n\tone ?[8mhidden?]0;name? two?1A?\n")
    #expect(ShownText.lines(styled, colored: false) == "?[1mtitle?[0m")
    #expect(ShownText.lines("", colored: true) == "")
  }

  @Test("A JSON text says the same in characters that are seen")
  func json() throws {
    let text = "{\"a\":\"x\u{9B}\u{202E}\u{E0041}é\"}"
    let shown = ShownText.json(text)
    #expect(shown == #"{"a":"x\u009b\u202e\udb40\udc41é"}"#)
    let (before, after) = (Data(text.utf8), Data(shown.utf8))
    #expect(
      try JSONSerialization.jsonObject(with: before) as? [String: String]
        == JSONSerialization.jsonObject(with: after) as? [String: String])
  }
}

@Suite struct CSVWriterTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("cr\r\nlf", "\"cr\r\nlf\""), (" padded", "\" padded\""),
  ])
  func quotesOnlyWhatNeedsIt(text: String, expected: String) {
    #expect(CSVWriter.field(text) == expected)
  }

  @Test func theFileAppearsOnCommit() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("out.csv")
    let writer = try CSVWriter(path: path, columns: ["a", "b"])
    try writer.write(["1", "x,y"])
    #expect(!FileManager.default.fileExists(atPath: path))
    try writer.commit()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a,b\n1,\"x,y\"\n")
    #expect(try folder.names() == ["out.csv"])
  }

  @Test func nothingIsLeftWithoutCommit() throws {
    let folder = try TemporaryFolder()
    do { _ = try CSVWriter(path: folder.file("out.csv"), columns: ["a"]) }
    #expect(try folder.names().isEmpty)
  }

  @Test func aFolderInTheWayIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.self) { try CSVWriter(path: folder.path, columns: ["a"]) }
  }
}

@Suite struct NumberTextTests {
  @Test func separatesThousands() {
    #expect(NumberText.grouped(1_234_567) == "1,234,567")
    #expect(NumberText.grouped(-999) == "-999")
    #expect(NumberText.grouped(-1_000) == "-1,000")
  }

  @Test func moneyRoundsHalfToEven() {
    #expect(NumberText.money(Money(units: 1_234_565_000), in: .usd) == "1,234.56")
    #expect(NumberText.money(Money(units: 1_234_575_000), in: .usd) == "1,234.58")
    #expect(NumberText.money(Money(units: -1_234_575_001), in: .usd) == "-1,234.58")
    #expect(NumberText.money(Money(units: -4_000), in: .usd) == "0.00")
    #expect(NumberText.money(Money(units: 5_100_000), in: .usd, signed: true) == "+5.10")
    #expect(NumberText.money(Money(units: .min), in: .usd) == "-9,223,372,036,854.78")
  }

  @Test func coinsGetMoreDecimals() throws {
    let bitcoin = try #require(Currency(code: "BTC"))
    #expect(NumberText.money(Money(units: 12_345_678), in: bitcoin) == "0.123457")
    #expect(NumberText.money(Money(units: 12_345_678), in: bitcoin, decimals: 9) == "0.12345678")
  }

  @Test func numbersAndPercentages() {
    #expect(NumberText.fixed(1_234.5678, decimals: 2) == "1,234.57")
    #expect(NumberText.fixed(nil, decimals: 2) == "–")
    #expect(NumberText.fixed(.infinity, decimals: 2) == "–")
    #expect(NumberText.percent(0.12345) == "12.34 %")
    #expect(NumberText.percent(0.05, decimals: 1, signed: true) == "+5.0 %")
    #expect(NumberText.short(31_234_567) == "31.2 M")
    #expect(NumberText.short(950) == "950")
  }

  @Test(arguments: [
    (0, "0 s"), (59.4, "59 s"), (60, "1 min"), (95, "1 min 35 s"), (7_500, "2 h 5 min"), (266_400, "3 d 2 h"),
  ])
  func durations(seconds: Double, expected: String) {
    #expect(NumberText.duration(seconds: seconds) == expected)
  }
}

@Suite struct ProgressLineTests {
  @Test func saysHowFarHowFastAndHowLong() {
    let line = ProgressLine(
      label: "Backtest", unit: "ticks", done: 25_000_000, total: 100_000_000, elapsedSeconds: 1)
    #expect(
      line.text(width: 73) == "Backtest  ███████░░░░░░░░░░░░░░░░░░░░░░░   25 %  25.0 M ticks/s  3 s left")
  }

  @Test func theBarGivesWayBeforeTheWords() {
    let line = ProgressLine(label: "Import", unit: "rows", done: 1, total: 2, elapsedSeconds: 1)
    #expect(line.text(width: 40) == "Import   50 %  1 rows/s  1 s left")
    #expect(line.text(width: 10).count == 10)
  }

  @Test func anUnknownTotalGivesACountInstead() {
    let line = ProgressLine(label: "Import", unit: "rows", done: 3_500, total: nil, elapsedSeconds: 2)
    #expect(line.text() == "Import  3.5 k rows  1.8 k rows/s")
  }

  @Test func neverSaysHundredPercentTooSoon() {
    let line = ProgressLine(label: "x", unit: "y", done: 999, total: 1_000, elapsedSeconds: 0)
    #expect(line.text().contains(" 99 %"))
    #expect(ProgressLine(label: "x", unit: "y", done: 0, total: 0, elapsedSeconds: 0).fraction == 1)
  }
}
