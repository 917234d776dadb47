import Foundation
import Promotion
import TestSupport
import Testing
import TickStore
import TradingCore

@Suite("Outputs: links, standard output, the home")
struct OutputCommandTests {
  private let fixture: BacktestFixture
  private let files = FileManager.default
  private let csv = ["data", "export", "a.ticks", "-o"]

  init() throws { fixture = try BacktestFixture(count: 300) }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.Running(Program.path, arguments, in: fixture.folder, environment: [:]).wait()
  }

  private func link(_ name: String, to target: String) throws {
    try files.createSymbolicLink(atPath: fixture.folder.file(name), withDestinationPath: target)
  }

  @Test("Every command that makes a file writes through a link and leaves it a link")
  func links() throws {
    let slice = ["data", "slice", "a.ticks", "--to", "2019-02-04T00:01Z", "-o"]
    let generate = ["data", "generate", "--symbol", "EURUSD", "--days", "1", "-o"]
    let options = ["--trades", "--equity", "--report"].map { ["backtest"] + BacktestFixture.crossing + [$0] }
    for (number, command) in ([csv, slice, generate] + options).enumerated() {
      try "old".write(
        toFile: fixture.folder.file("target\(number)"), atomically: true, encoding: .utf8)
      try link("link\(number)", to: "target\(number)")
      let outcome = try run(command + ["link\(number)"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        try files.destinationOfSymbolicLink(atPath: fixture.folder.file("link\(number)")) == "target\(number)"
      )
      #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.folder.file("target\(number)"))).count > 3)
    }
  }

  @Test("A link to nothing, and one in circles, make nothing")
  func brokenLinks() throws {
    try link("dangling", to: "none")
    try link("circle", to: "circle")
    for name in ["dangling", "circle"] {
      expectError(try run(csv + [name]), status: 73, naming: "(\(name))", "choose a path")
      expectError(
        try run(["backtest"] + BacktestFixture.crossing + ["--trades", name]), status: 73, naming: "(\(name))"
      )
    }
    #expect(try fixture.folder.names() == ["a.ticks", "circle", "dangling"])
  }

  @Test("Two names of one file, by a link, are one output")
  func twice() throws {
    try "".write(toFile: fixture.folder.file("t.csv"), atomically: true, encoding: .utf8)
    try link("l.csv", to: "t.csv")
    expectError(
      try run(["backtest"] + BacktestFixture.crossing + ["--trades", "t.csv", "--equity", "l.csv"]),
      status: 64,
      naming: "two outputs are named", "(--trades, --equity)")
  }

  @Test("-o - and /dev/stdout print the file and nothing else", arguments: ["-", "/dev/stdout"])
  func standardOutput(name: String) throws {
    #expect(try run(csv + ["b.csv"]).status == 0)
    let printed = try run(csv + [name])
    #expect(printed.status == 0, "\(printed.errors)")
    #expect(printed.output == (try fixture.text("b.csv")))
    expectError(try run(csv + [name, "--json"]), status: 64, naming: "standard output", "(-o, --json)")
    for arguments in [
      ["data", "slice", "a.ticks", "--to", "2019-02-04T00:01Z", "-o", name],
      ["data", "generate", "--symbol", "EURUSD", "--days", "1", "-o", name],
    ] { expectError(try run(arguments), status: 64, naming: "no text", "(-o)") }
    for option in ["--trades", "--equity", "--report"] {
      expectError(
        try run(["backtest"] + BacktestFixture.crossing + [option, name]), status: 64,
        naming: "standard output is for the results", "(\(option))")
    }
    for page in ["1.html", "2.html"] {
      let lots = page == "1.html" ? "0.01" : "0.02"
      let outcome = try run(
        ["backtest"] + BacktestFixture.crossing + ["--lots", lots, "--report", page])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let compared = try run(["compare", "1.html", "2.html", "-o", name])
    #expect(compared.output.hasPrefix("<!DOCTYPE html>"))
    #expect(compared.output.hasSuffix("</html>\n"), "\(compared.output.suffix(200))")
  }

  @Test("Nothing of a damaged file is printed")
  func damaged() throws {
    try TickFixture.change(fixture.folder.file("a.ticks")) { $0[$0.count / 3] ^= 1 }
    expectError(try run(csv + ["-"]), status: 65, naming: "damaged tick file (a.ticks")
  }

  @Test("Nothing of the home is overwritten or put beside it, whatever the name")
  func home() throws {
    let bots = try BotFixture()
    try files.copyItem(atPath: fixture.folder.file("a.ticks"), toPath: bots.folder.file("a.ticks"))
    try bots.register("one")
    let journal = URL(fileURLWithPath: bots.home).appendingPathComponent("journal.sqlite")
    let before = try Data(contentsOf: journal)
    try files.createSymbolicLink(atPath: bots.folder.file("door"), withDestinationPath: "home")
    try files.createSymbolicLink(
      atPath: bots.folder.file("page"), withDestinationPath: "door/journal.sqlite")
    let backtest = ["backtest"] + BacktestFixture.crossing
    let commands =
      [
        csv, ["data", "slice", "a.ticks", "--to", "2019-02-04T00:01Z", "-o"],
        ["data", "generate", "--symbol", "EURUSD", "--days", "1", "-o"],
        ["data", "import", "a.ticks", "--symbol", "EURUSD", "-o"], ["audit", "export", "-o"],
        [
          "data", "fetch", "dukascopy", "EURUSD", "--from", "2019-02-04T00:00Z", "--to", "2019-02-04T01:00Z",
          "-o",
        ],
        ["backup", "-o"], ["compare", "1.html", "2.html", "-o"], ["strategy", "new", "mine", "--path"],
        ["promote", "study", "--bots", "1", "--days", "30", "--picture"],
      ] + ["--report", "--trades", "--equity"].map { backtest + [$0] }
    for command in commands {
      for name in ["home/journal.sqlite", "home/new", "./door/../home/new", "page"] {
        let outcome = try bots.run(command + [name])
        expectError(outcome, status: 73, naming: "inside of the home")
      }
    }
    for command in [["report", "one", "-o"], ["promote", "review", "one", "-o"]] {
      expectError(try bots.run(command + ["home/new"]), status: 73, naming: "inside of the home")
      expectError(try bots.run(command + ["page"]), status: 64, naming: "is an input")
    }
    #expect(try Data(contentsOf: journal) == before)
    #expect(!files.fileExists(atPath: bots.home + "/new"))
  }

  @Test("Neither another home nor a backup is overwritten, and no operator's key wherever it lies")
  func otherHomes() throws {
    let bots = try BotFixture()
    try files.copyItem(atPath: fixture.folder.file("a.ticks"), toPath: bots.folder.file("a.ticks"))
    try bots.register("one")
    #expect(try bots.run(["backup", "-o", "copy"]).status == 0)
    try files.createDirectory(atPath: bots.folder.file("elsewhere/deep"), withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: bots.folder.file("elsewhere/journal.sqlite")))
    try OperatorKeyFixture.write(to: bots.folder.file("ada.key"))
    let key = try Data(contentsOf: URL(fileURLWithPath: bots.folder.file("ada.key")))
    let commands =
      [
        csv, ["data", "slice", "a.ticks", "--to", "2019-02-04T00:01Z", "-o"],
        ["data", "generate", "--symbol", "EURUSD", "--days", "1", "-o"],
        ["data", "import", "a.ticks", "--symbol", "EURUSD", "-o"],
        [
          "data", "fetch", "dukascopy", "EURUSD", "--from", "2019-02-04T00:00Z", "--to", "2019-02-04T01:00Z",
          "-o",
        ],
        ["promote", "review", "one", "-o"], ["report", "one", "-o"],
        ["promote", "study", "--bots", "1", "--days", "30", "--picture"],
      ] + ["--report", "--trades", "--equity"].map { ["backtest"] + BacktestFixture.crossing + [$0] }
    for command in commands {
      for name in ["copy/journal.sqlite", "copy/new", "elsewhere/deep/new"] {
        expectError(try bots.run(command + [name]), status: 73, naming: "inside of the home")
      }
      expectError(try bots.run(command + ["ada.key"]), status: 73, naming: "an operator's key")
    }
    for command in [["backup", "-o"], ["audit", "export", "-o"], ["strategy", "new", "mine", "--path"]] {
      for name in ["copy/new", "copy/new/deeper", "elsewhere/deep/new"] {
        expectError(try bots.run(command + [name]), status: 73, naming: "inside of the home")
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: bots.folder.file("ada.key"))) == key)
    #expect(!files.fileExists(atPath: bots.folder.file("copy/new")))
    #expect(try bots.run(csv + ["free.csv"]).status == 0)
  }

  @Test("What can't be read may be a key, and is not replaced", .enabled(if: geteuid() != 0))
  func unreadable() throws {
    try "old".write(toFile: fixture.folder.file("shut"), atomically: true, encoding: .utf8)
    try files.setAttributes([.posixPermissions: 0o200], ofItemAtPath: fixture.folder.file("shut"))
    expectError(try run(csv + ["shut"]), status: 73, naming: "may be an operator's key")
  }

  @Test("Times of trades and equity have nanoseconds where there are any, else milliseconds")
  func nanoseconds() throws {
    let symbol = try #require(Symbol("EURUSD"))
    let writer = try TickFileWriter(
      path: fixture.folder.file("n.ticks"),
      metadata: TickFileMetadata(symbol: symbol, digits: 5, source: "fixture", provenance: ""))
    let quotes = TickFixture.quotes(count: 20)
    for (index, quote) in quotes.enumerated() {
      var fine = quote
      if index == 12 { fine.eventTime = quote.eventTime.advanced(by: 123_456_789) }
      try writer.append(fine)
    }
    _ = try writer.finish()
    let orders = [(5, "1", "buy"), (12, "1", "close")].map { index, id, action in
      "\(quotes[index].eventTime.iso8601),\(id),EURUSD,\(action),0.01,,,,,\n"
    }
    try orders.joined().write(
      toFile: fixture.folder.file("orders.csv"), atomically: true, encoding: .utf8)
    let outcome = try fixture.run(
      BacktestFixture.scripted.dropLast() + ["n.ticks", "--trades", "t.csv", "--equity", "e.csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let trade = try #require(try fixture.rows("t.csv").first)
    #expect(trade["open_time"] == quotes[5].eventTime.iso8601)
    let close = quotes[12].eventTime.advanced(by: 123_456_789)
    #expect(trade["close_time"] == close.iso8601(fractionDigits: 9))
    let times = try fixture.rows("e.csv").compactMap { $0["time"] }
    #expect(times.contains(close.iso8601(fractionDigits: 9)))
    #expect(times.contains(quotes[5].eventTime.iso8601))
  }
}

/// A key file with a cheap encryption.
private enum OperatorKeyFixture {
  static func write(to path: String) throws {
    var generator = SeededGenerator(seed: 1)
    let file = try OperatorKeyFile(
      sealing: try OperatorKey(using: &generator), name: "ada", person: "Ada Example", role: .admin,
      passphrase: Array("correct horse battery".utf8), cost: ScryptCost(n: 1 << 10, r: 1, p: 1),
      using: &generator)
    try file.write(to: path)
  }
}
