import Foundation
import TestSupport
import Testing

@Suite("slipway data import")
struct ImportCommandTests {
  private let folder: TemporaryFolder
  private let output: String

  init() throws {
    folder = try TemporaryFolder()
    output = folder.file("out.ticks")
  }

  private func write(_ name: String, _ lines: String...) throws -> String {
    let text = lines.joined(separator: "\n") + "\n"
    try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    return folder.file(name)
  }

  private func importing(_ arguments: String...) throws -> Program.Outcome {
    try running(["data", "import"] + arguments + ["-o", output])
  }

  private func running(_ arguments: [String]) throws -> Program.Outcome {
    try Program.Running(Program.path, arguments, in: folder, environment: [:]).wait()
  }

  @Test("It reports the file made and what became of the rows")
  func report() throws {
    let csv = try write(
      "a.csv", "time,bid,ask", "2019-02-04T00:00:00.000Z,1.14500,1.14510", "",
      "2019-02-04T00:00:01.000Z,1.145009999999,1.14511")
    let outcome = try importing(csv, "--symbol", "eurusd", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try outcome.json()
    #expect(document["symbol"] as? String == "EURUSD")
    #expect(document["ticks"] as? Int == 2)
    #expect(document["source"] as? String == "csv")
    #expect(document["rows_read"] as? Int == 3)
    #expect(document["rows_dropped"] as? [String: Int] == ["blank_line": 1])
    #expect(document["rows_corrected"] as? [String: Int] == ["float_noise": 1])
    let info = try Program.run("data", "info", output, "--json").json()
    // What only a look at all quotes gives is not in the import's document.
    let looked = [
      "spread_percentiles", "sessions", "quotes_outside_sessions", "history_quality", "history", "gaps",
    ]
    for (key, value) in info where key != "file" && !looked.contains(key) {
      #expect("\(value)" == document[key].map { "\($0)" }, "\(key) differs between import and info")
    }
  }

  @Test("Exporting and importing again gives the same ticks")
  func roundTrip() throws {
    try TickFixture.write(folder.file("a.ticks"))
    let exported = try Program.run(
      "data", "export", folder.file("a.ticks"), "-o", folder.file("a.csv"), "--json")
    let imported = try importing(folder.file("a.csv"), "--symbol", "EURUSD", "--json")
    let before = try #require(try exported.json()["content_digest"] as? String)
    #expect(try imported.json()["content_digest"] as? String == before)
  }

  @Test(
    "Recorded ticks import, and survive an export to the last digit",
    .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"),
    arguments: [
      ("dukascopy_bi5/EURUSD/2019/01/04/01h_ticks.bi5", "EURUSD"),
      ("lean/Data/cfd/oanda/tick/xauusd/20140501_quote.zip", "XAUUSD"),
    ])
  func recorded(path: String, symbol: String) throws {
    let first = try importing(RealTicks.path(path), "--symbol", symbol, "--json").json()
    #expect(try Program.run("data", "verify", output).status == 0)
    let exported = try Program.run("data", "export", output, "-o", folder.file("a.csv"))
    #expect(exported.status == 0)
    let again = try importing(folder.file("a.csv"), "--symbol", symbol, "--json").json()
    #expect(again["content_digest"] as? String == first["content_digest"] as? String)
    #expect(again["ticks"] as? Int == first["ticks"] as? Int)
  }

  @Test("Options that can't be right")
  func options() throws {
    let csv = try write("a.csv", "time,bid,ask", "2019-02-04T00:00:00Z,1.14500,1.14510")
    let cases: [([String], String)] = [
      (["--symbol", "NOPE"], "there is no instrument NOPE (--symbol)"),
      (["--symbol", "no spaces"], "'no spaces' is not a symbol (--symbol)"),
      (["--symbol", "EURUSD", "--format", "floppy"], "unknown value 'floppy' (--format)"),
      (["--symbol", "EURUSD", "--kind", "bars"], "unknown value 'bars' (--kind)"),
      (["--symbol", "EURUSD", "--asset", "house"], "unknown value 'house' (--asset)"),
      (["--symbol", "EURUSD", "--asset", "equity"], "it is for lean files"),
      (["--symbol", "EURUSD", "--size-digits", "12"], "from 0 to 9, was '12' (--size-digits)"),
      (["--symbol", "EURUSD", "--sizes"], "has no sizes (--sizes)"),
      (["--symbol", "EURUSD", "--kind", "trades", "--no-sizes"], "trades have sizes (--no-sizes)"),
      (["--symbol", "EURUSD", "--zone", "EST"], "unknown time zone 'EST' (--zone)"),
      (["--symbol", "EURUSD", "--hour", "13"], "'13' is not a time (--hour)"),
      (["--symbol", "EURUSD", "--date", "May"], "'May' is not a date (--date)"),
      (["--symbol", "EURUSD", "--digits", "12"], "from 0 to 9, was '12' (--digits)"),
      (["--symbol", "EURUSD", "--digits", "many"], "'many'"),
      (["--symbol", "EURUSD", "--columns", "time,bid"], "'ask' must stand once"),
      (["--symbol", "EURUSD", "--epoch", "days"], "unknown value 'days' (--epoch)"),
      (["--symbol", "EURUSD", "--out-of-order", "sort"], "unknown value 'sort' (--out-of-order)"),
      (["--symbol", "EURUSD", "--hour", "2019-02-04T13:00Z", "--date", "2019-02-04"], "(--hour, --date)"),
      ([], "missing expected argument '--symbol <symbol>' (slipway data import)"),
    ]
    for (arguments, message) in cases {
      let whole = ["data", "import", csv, "-o", output] + arguments
      let outcome = try Program.Running(Program.path, whole, in: folder, environment: [:]).wait()
      expectError(outcome, status: 64, naming: message)
    }
    #expect(try folder.names() == ["a.csv"])
  }

  @Test("An input that is missing, or a folder without ticks")
  func noInput() throws {
    expectError(
      try importing(folder.file("none.csv"), "--symbol", "EURUSD"), status: 66, naming: "none.csv")
    let empty = folder.file("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    expectError(try importing(empty, "--symbol", "EURUSD"), status: 65, naming: empty)
    #expect(try folder.names() == ["empty"])
  }

  @Test("Bad rows are named by file and line")
  func badRows() throws {
    let good = "2019-02-04T00:00:01.000Z,1.14500,1.14510"
    let cases = [
      ("2019-02-04T00:00:00.999Z,1.14500,1.14510", "comes after"),
      ("2019-02-04T00:00:02.000Z,1.14500", "expected 3 fields"),
      ("2019-02-30T00:00:02.000Z,1.14500,1.14510", "2019-02-30"),
      ("2019-02-04T00:00:02.000,1.14500,1.14510", "has no zone"),
      ("2019-02-04T00:00:02.000Z,cheap,1.14510", "'cheap' is not a price"),
      ("2019-02-04T00:00:02.000Z,-1.14500,1.14510", "not positive"),
      ("2019-02-04T00:00:02.000Z,11.4500,11.4510", "changes scale"),
      ("2019-02-04T00:00:02.000Z,1.145004,1.14510", "decimals"),
    ]
    for (row, message) in cases {
      let csv = try write("a.csv", "time,bid,ask", good, row)
      expectError(
        try importing(csv, "--symbol", "EURUSD"), status: 65, naming: "a.csv, line 3", message)
    }
    #expect(try folder.names() == ["a.csv"])
  }

  @Test("A price too large is refused with its line, whatever it would wrap to")
  func priceTooLarge() throws {
    let good = "2024-01-02T10:00:00Z,0.00000798,0.00000800"
    for price in ["184467440737", "1e99", "10995.11627776"] {
      let csv = try write("a.csv", "time,bid,ask", good, "2024-01-02T10:00:01Z,\(price),\(price)", good)
      let outcome = try importing(csv, "--symbol", "SHIBUSDT")
      expectError(outcome, status: 65, naming: "price '\(price)' is too large (\(csv), line 3)")
      #expect(outcome.output.isEmpty)
    }
    #expect(try folder.names() == ["a.csv"])
  }

  @Test("The first of the columns may be one that is not used, and names may be said to mean the symbol")
  func symbolColumns() throws {
    let csv = try write("a.csv", "EURUSD.r;2024-01-02T10:00:00Z;1.10000;1.10002")
    for columns in [["--columns", "-,time,bid,ask"], ["--columns=-,time,bid,ask"]] {
      let outcome = try running(
        ["data", "import", csv, "--symbol", "EURUSD", "-o", output, "--json"] + columns)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try outcome.json()["ticks"] as? Int == 1)
    }
    let named = ["--symbol", "EURUSD", "--columns", "symbol,time,bid,ask"]
    let refused = try running(["data", "import", csv, "-o", output] + named)
    expectError(refused, status: 65, naming: "say so with --map EURUSD.r=EURUSD")
    let mapped = try running(
      ["data", "import", csv, "-o", output, "--map", "x=GBPUSD", "--map", "EURUSD.r=EURUSD"] + named)
    #expect(mapped.status == 0, "\(mapped.errors)")
    expectError(
      try running(["data", "import", csv, "-o", output, "--map", "x"] + named), status: 64,
      naming: "'x' does not say what a name means (--map)")
  }

  @Test("Bad rows are left out when asked, counted and shown")
  func skippedRows() throws {
    let csv = try write(
      "a.csv", "time,bid,ask", "2024-01-02T10:00:00Z,1.1,1.2", "2024-01-02T10:00:01Z,x,1.2",
      "2024-01-02T10:00:02Z,1.1,1.2")
    let outcome = try importing(csv, "--symbol", "EURUSD", "--skip-bad-rows", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try outcome.json()
    #expect(document["ticks"] as? Int == 2)
    #expect(document["rows_dropped"] as? [String: Int] == ["malformed_price": 1])
    let first = try #require(document["rows_skipped_first"] as? [[String: String]])
    #expect(first == [["place": "\(csv), line 3", "problem": "'x' is not a price"]])
    let text = try importing(csv, "--symbol", "EURUSD", "--skip-bad-rows=1")
    #expect(
      text.output.contains("1 malformed_price")
        && text.output.split { $0.isWhitespace }.joined(separator: " ").contains(
          "'x' is not a price (\(csv), line 3)")
    )
    let none = try importing(csv, "--symbol", "EURUSD", "--skip-bad-rows", "0")
    expectError(none, status: 65, naming: "more than 0 bad rows")
    for wrong in ["--skip-bad-rows=-1", "--skip-bad-rows=some", "--skip-bad-rows=1.5"] {
      expectError(
        try importing(csv, "--symbol", "EURUSD", wrong), status: 64, naming: "expected a number of rows",
        "(--skip-bad-rows)")
    }
    #expect(try importing("--skip-bad-rows", csv, "--symbol", "EURUSD").status == 0)
  }

  @Test("A server's clock and its repeated hour are options")
  func serverClock() throws {
    let tsv = try write(
      "a.tsv", "<DATE>\t<TIME>\t<BID>\t<ASK>", "2024.11.03\t08:30:00\t1.1\t1.2",
      "2024.11.03\t08:10:00\t1.1\t1.2")
    let arguments = ["data", "import", tsv, "--symbol", "EURUSD", "-o", output, "--json"]
    expectError(
      try running(arguments), status: 65,
      naming: "nothing says the time zone of the broker's server", "--zone America/New_York+7")
    let zone = ["--zone", "America/New_York+7"]
    expectError(
      try running(arguments + zone), status: 65, naming: "'08:30:00' happened twice",
      "--repeated-hour first, second or by-order")
    let outcome = try running(arguments + zone + ["--repeated-hour", "by-order"]).json()
    #expect(outcome["first"] as? String == "2024-11-03T05:30:00.000Z")
    #expect(outcome["last"] as? String == "2024-11-03T06:10:00.000Z")
    expectError(
      try running(arguments + zone + ["--repeated-hour", "third"]), status: 64,
      naming: "unknown value 'third' (--repeated-hour)")
  }

  @Test("An empty file, a file of another format, damaged and truncated ones")
  func badFiles() throws {
    let empty = folder.file("00h_ticks.bi5")
    try Data().write(to: URL(fileURLWithPath: empty))
    expectError(
      try importing(empty, "--symbol", "EURUSD", "--hour", "2019-02-04T00:00Z"), status: 65, naming: empty,
      "empty")
    let text = try write("a.txt", "Dear diary,", "no ticks today.")
    expectError(try importing(text, "--symbol", "EURUSD"), status: 65, naming: text, "can't tell the format")
    let other = try write("b.csv", "time,bid,ask", "2019-02-04T00:00:01.000Z,1.14500,1.14510")
    expectError(
      try importing(other, "--symbol", "EURUSD", "--format", "lean"), status: 65, naming: other)
    let zip = folder.file("20140501_quote.zip")
    try Data([0x50, 0x4B, 3, 4] + [UInt8](repeating: 7, count: 200)).write(to: URL(fileURLWithPath: zip))
    expectError(try importing(zip, "--symbol", "EURUSD"), status: 65, naming: zip)
    #expect(try folder.names() == ["00h_ticks.bi5", "20140501_quote.zip", "a.txt", "b.csv"])
  }

  @Test(
    "A truncated recording is refused, never imported in part",
    .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
  func truncated() throws {
    let folders = folder.file("EURUSD/2019/01/04")
    try FileManager.default.createDirectory(atPath: folders, withIntermediateDirectories: true)
    let path = folders + "/00h_ticks.bi5"
    try Data(
      contentsOf: URL(fileURLWithPath: RealTicks.path("dukascopy_bi5/EURUSD/2019/01/04/00h_ticks.bi5"))
    )
    .dropLast(100).write(to: URL(fileURLWithPath: path))
    expectError(try importing(path, "--symbol", "EURUSD"), status: 65, naming: path)
    #expect(try folder.names() == ["EURUSD"])
  }

  @Test("An output that can't be made stops it before any reading")
  func uncreatable() throws {
    let csv = try write("a.csv", "time,bid,ask", "2019-02-04T00:00:01.000Z,1.14500,1.14510")
    for path in [folder.file("none/out.ticks"), folder.path, csv + "/out.ticks"] {
      expectError(
        try Program.run("data", "import", csv, "--symbol", "EURUSD", "-o", path), status: 73, naming: path)
    }
    #expect(try folder.names() == ["a.csv"])
  }

  @Test("A full disk leaves nothing half-written")
  func fullDisk() throws {
    try TickFixture.writeCSV(folder.file("a.csv"), count: 20_000)
    let outcome = try Program.onDisk(of: 16, "data import a.csv --symbol EURUSD -o out.ticks", in: folder)
    expectError(outcome, status: 74, naming: "writing failed (out.ticks)")
    #expect(try folder.names() == ["a.csv"])
  }

  @Test("Ctrl-C and SIGTERM stop a long import and leave nothing", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    // The same row over and over: order is by time, and equal times are in order.
    let rows = String(repeating: "2019-02-04T00:00:00.000Z,1.14500,1.14510\n", count: 1_000)
    let csv = try write("a.csv", "time,bid,ask")
    let file = try #require(FileHandle(forWritingAtPath: csv))
    try file.seekToEnd()
    for _ in 0..<1_000 { try file.write(contentsOf: Data(rows.utf8)) }
    try file.close()
    let running = try Program.start(
      "data", "import", csv, "--symbol", "EURUSD", "-o", output)
    while running.process.isRunning, try folder.names().count < 2 { usleep(1_000) }
    #expect(try folder.names().count == 2, "the import ended before it could be stopped")
    running.send(signal)
    expectStopped(try running.wait(), by: signal)
    #expect(try folder.names() == ["a.csv"])
  }
}

/// Expects the end of a program that was asked to stop.
func expectStopped(
  _ outcome: Program.Outcome, by signal: Int32, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == 128 + signal, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  #expect(outcome.errors == "error: stopped: nothing half-written was left\n", sourceLocation: sourceLocation)
}
