import Foundation
import TestSupport
import Testing
import TickStore
import TradingCore

/// The same ticks twice would move every figure; nothing counts them so.
@Suite("The same or overlapping ticks twice")
struct OverlapCommandTests {
  private let fixture: BacktestFixture
  private let quotes = TickFixture.quotes(count: 3_000)
  private let crossing = BacktestFixture.crossing

  init() throws { fixture = try BacktestFixture() }

  @discardableResult
  private func slice(_ name: String, _ from: Int, _ to: Int) throws -> String {
    let outcome = try Program.run(
      "data", "slice", "a.ticks", "--from", quotes[from].eventTime.iso8601, "--to",
      quotes[to].eventTime.iso8601, "-o", name, in: fixture.folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return name
  }

  /// Another vendor's ticks over the same hours, half a second later and two points higher.
  private func vendor(_ name: String) throws -> String {
    let symbol = try #require(Symbol("EURUSD"))
    let writer = try TickFileWriter(
      path: fixture.folder.file(name),
      metadata: TickFileMetadata(symbol: symbol, digits: 5, source: "vendor", provenance: ""))
    for quote in quotes {
      try writer.append(
        Quote(
          eventTime: quote.eventTime.advanced(by: 500 * Timestamp.millisecond),
          bid: Price(points: quote.bid.points + 2), ask: Price(points: quote.ask.points + 2)))
    }
    _ = try writer.finish()
    return name
  }

  @Test("backtest refuses a file twice, and a copy under another name, with or without --merge-sources")
  func twice() throws {
    let copy = fixture.folder.file("b.ticks")
    try FileManager.default.copyItem(atPath: fixture.folder.file("a.ticks"), toPath: copy)
    for (more, names) in [(["a.ticks"], "a.ticks and a.ticks"), (["b.ticks"], ".ticks and ")] {
      for flags in [[], ["--merge-sources"]] {
        let outcome = try fixture.run(crossing + more + flags)
        expectError(
          outcome, status: 65, naming: "the same ticks of EURUSD twice", names, "3000 ticks of the first",
          quotes[0].eventTime.iso8601, quotes[2_999].eventTime.iso8601)
      }
    }
  }

  @Test("backtest names both slices and the stretch that both hold")
  func slices() throws {
    try slice("1.ticks", 0, 2_000)
    try slice("2.ticks", 1_900, 2_999)
    let outcome = try fixture.run(crossing.dropLast() + ["2.ticks", "1.ticks"])
    expectError(
      outcome, status: 65,
      naming: "(1.ticks and 2.ticks)",
      "\(quotes[1_900].eventTime.iso8601) to \(quotes[1_999].eventTime.iso8601), 100 ticks of the first and 100 ticks of",
      "slipway data slice")
    // What lies outside of the overlap may be run on.
    let later = try fixture.run(
      crossing.dropLast() + ["2.ticks", "1.ticks", "--from", quotes[2_000].eventTime.iso8601])
    #expect(later.status == 0, "\(later.errors)")
  }

  @Test("Two vendors need --merge-sources, on the command line or in the file, and the result says so")
  func vendors() throws {
    let arguments = crossing + [try vendor("v.ticks")]
    expectError(
      try fixture.run(arguments), status: 65, naming: "two sources of EURUSD", "(a.ticks and v.ticks)",
      "--merge-sources")
    let merged = try fixture.document(arguments + ["--merge-sources"])
    #expect(merged["ticks"] as? Int == 6_000)
    let pair = try #require((merged["merged_sources"] as? [[String: Any]])?.first)
    #expect(pair["files"] as? [String] == ["a.ticks", "v.ticks"])
    #expect(pair["ticks"] as? [Int] == [2_999, 2_999])
    let text = try fixture.run(arguments + ["--merge-sources", "--report", "r.html"])
    #expect(text.output.contains("Note: Two sources of EURUSD were merged, a.ticks and v.ticks"))
    #expect(try fixture.text("r.html").contains("Two sources of EURUSD were merged"))
    try "merge_sources: true\nticks: [a.ticks, v.ticks]\n".write(
      toFile: fixture.folder.file("run.yaml"), atomically: true, encoding: .utf8)
    let configured = try fixture.document(crossing.dropLast(2) + ["--config", "run.yaml"])
    #expect(configured["fingerprint"] as? String == merged["fingerprint"] as? String)
    #expect(try fixture.document(crossing)["merged_sources"] == nil)
  }

  @Test("run --replay refuses them alike, and a bot goes on after its last tick over other files")
  func replay() throws {
    let bots = try BotFixture()
    for name in ["a.ticks", "v.ticks"] {
      if name == "v.ticks" { _ = try vendor(name) }
      try FileManager.default.copyItem(
        atPath: fixture.folder.file(name), toPath: bots.folder.file(name))
    }
    try bots.register("one")
    try bots.register("two")
    let run = ["run", "--speed", "max", "--quiet", "--replay"]
    expectError(
      try bots.run(run + ["a.ticks", "a.ticks"]), status: 65, naming: "the same ticks of EURUSD twice",
      "(a.ticks and a.ticks)")
    expectError(
      try bots.run(run + ["a.ticks", "v.ticks"]), status: 65, naming: "(a.ticks and v.ticks)",
      "--merge-sources")
    #expect(try bots.document("show", "one")["last_tick"] is NSNull)
    let cut = quotes[2_000].eventTime.iso8601
    #expect(try bots.run(run + ["a.ticks", "--until", cut]).status == 0)
    let before = try bots.document("show", "one")
    #expect(before["last_tick"] as? String == quotes[1_999].eventTime.iso8601)
    // The other vendor's file begins before the last tick: only what is later counts.
    let merged = try bots.run(run + ["a.ticks", "v.ticks", "--merge-sources", "--json"])
    #expect(merged.status == 0, "\(merged.errors)")
    let document = try merged.json()
    #expect((document["merged_sources"] as? [[String: Any]])?.count == 1)
    let session = try bots.run(["session", "list", "--json"]).json()
    let source = try #require((session["sessions"] as? [[String: Any]])?.last?["source"] as? [String: Any])
    #expect((source["merged_sources"] as? [[String: Any]])?.count == 1)
    let replayed = try bots.run(["replay", "2", "--json"])
    #expect(replayed.status == 0, "\(replayed.errors)")
    #expect(try replayed.json()["same"] as? Bool == true)
  }

  @Test("A second session over a file that begins earlier counts no tick again")
  func sessions() throws {
    let bots = try BotFixture()
    try slice("1.ticks", 0, 2_000)
    for name in ["a.ticks", "1.ticks"] {
      try FileManager.default.copyItem(
        atPath: fixture.folder.file(name), toPath: bots.folder.file(name))
    }
    try bots.register("one")
    let run = ["run", "--speed", "max", "--quiet", "--replay"]
    #expect(try bots.run(run + ["1.ticks"]).status == 0)
    #expect(try bots.run(run + ["a.ticks"]).status == 0)
    let whole = try BotFixture()
    try FileManager.default.copyItem(
      atPath: fixture.folder.file("a.ticks"), toPath: whole.folder.file("a.ticks"))
    try whole.register("one")
    #expect(try whole.run(run + ["a.ticks"]).status == 0)
    let (parts, once) = (try bots.document("show", "one"), try whole.document("show", "one"))
    for key in ["fingerprint", "trades", "balance", "days_active", "last_tick"] {
      #expect("\(parts[key] ?? "")" == "\(once[key] ?? "none")", "\(key)")
    }
  }

  @Test("data import refuses a folder that holds a file twice, by what is in it")
  func imports() throws {
    let folder = try TemporaryFolder()
    try TickFixture.writeCSV(folder.file("a.csv"), count: 50)
    try TickFixture.writeCSV(folder.file("b.csv"), count: 40)
    let whole = ["data", "import", folder.path, "--symbol", "EURUSD", "-o", folder.file("out")]
    for flags in [[], ["--merge-sources"]] {
      let outcome = try Program.Running(Program.path, whole + flags, in: folder, environment: [:]).wait()
      expectError(
        outcome, status: 65, naming: "a.csv", "b.csv", "40 ticks of the first and 40 ticks of the second",
        quotes[39].eventTime.iso8601)
    }
    #expect(try folder.names() == ["a.csv", "b.csv"])
  }
}
