import Foundation
import TestSupport
import Testing
import TradingCore

/// What a home's runs have taken, scanned without naming ticks.
@Suite("slipway scan without ticks", .timeLimit(.minutes(5)))
struct HomeScanTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try fixture.register("plain", ["--strategy", "idle", "--symbol", "EURUSD", "--broker", "reference"])
  }

  private static let quotes = TickFixture.quotes(count: 400, step: 10_000)

  private static func csv(_ quotes: some Sequence<Quote>) -> String {
    quotes.map {
      "EURUSD,\($0.eventTime.iso8601),\($0.bid.text(digits: 5)),\($0.ask.text(digits: 5))\n"
    }.joined()
  }

  private func scan(_ arguments: String...) throws -> [String: Any] {
    let outcome = try fixture.run(["scan"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// A document without its regimes, which a run may have closed a bar further by the clock.
  private func figures(_ document: [String: Any], dropping keys: String...) throws -> NSArray {
    let symbols = try #require(document["symbols"] as? [[String: Any]])
    return symbols.map { row in row.filter { !keys.contains($0.key) } } as NSArray
  }

  /// Lets the bot listen to these lines to their end.
  private func listen(to lines: String) throws {
    try fixture.write("quotes.csv", lines)
    // The quotes are old, and no clock is looked at.
    try fixture.write("home/feeds/old.yaml", "address: pipe:quotes.csv\nlate_after_seconds: 1000000000\n")
    let outcome = try fixture.run(["run", "--feed", "old", "--quiet"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("before any run it says how ticks come here")
  func nothing() throws {
    expectError(
      try fixture.run(["scan"]), status: 64, naming: "no run of this home has taken a tick", "'slipway run'",
      "'--ticks'")
    expectError(try fixture.run(["scan", "--home", "nowhere"]), status: 64, naming: "no run of this home")
  }

  @Test("after a replay it is what the ticks say where the run has come to, with the figures' age")
  func replay() throws {
    try TickFixture.write(fixture.folder.file("day.ticks"), count: 400, step: 10_000)
    let until = Self.quotes[300].eventTime.iso8601
    let ran = try fixture.run(["run", "--replay", "day.ticks", "--speed", "max", "--until", until])
    #expect(ran.status == 0, "\(ran.errors)")
    let last = Self.quotes[299].eventTime.iso8601
    let (own, named) = (try scan(), try scan("--ticks", "day.ticks", "--at", last))
    for key in ["at", "session", "open_sessions", "since", "symbols", "bots"] {
      #expect(own[key] as? NSObject == named[key] as? NSObject, "\(key)")
    }
    #expect(Set(own.keys) == Set(named.keys))
    #expect(named["run"] is NSNull && named["age_seconds"] is NSNull)
    let run = try #require(own["run"] as? [String: Any])
    #expect(run["session"] as? Int == 1 && run["kind"] as? String == "replay")
    #expect(run["current"] as? Bool == false && run["last_tick"] as? String == last)
    #expect(own["at"] as? String == last && own["age_seconds"] as? Double ?? 0 > 86_400)
    let text = try fixture.run(["scan"]).output.split(separator: "\n")
    #expect(
      text[1].hasPrefix("Of session 1 (replay), which is over: as of 2019-02-04 00:49:50 UTC"), "\(text)")

    try FileManager.default.removeItem(atPath: fixture.folder.file("day.ticks"))
    expectError(
      try fixture.run(["scan"]), status: 64, naming: "the ticks of session 1 are not at hand", "--ticks")
  }

  @Test("after feeds it is what was recorded of all of them, as of any instant of theirs")
  func recordings() throws {
    try TickFixture.write(fixture.folder.file("day.ticks"), count: 400, step: 10_000)
    try listen(to: Self.csv(Self.quotes[..<200]))
    try listen(to: Self.csv(Self.quotes[200...]))
    let (own, named) = (try scan(), try scan("--ticks", "day.ticks"))
    #expect(try figures(own, dropping: "timeframes") == figures(named, dropping: "timeframes"))
    #expect((own["run"] as? [String: Any])?["session"] as? Int == 2)
    let middle = Self.quotes[150].eventTime.iso8601
    #expect(
      try figures(scan("--at", middle)) == figures(scan("--ticks", "day.ticks", "--at", middle)))
    expectError(
      try fixture.run(["scan", "--at", "2019-02-03T00:00Z"]), status: 64, naming: "--at",
      "2019-02-04T00:00:00")
  }

  @Test("beside a run it shows what that has taken, without its lock, and goes on when the run is killed")
  func beside() throws {
    let fifo = fixture.folder.file("feed.csv")
    #expect(mkfifo(fifo, 0o600) == 0)
    let descriptor = open(fifo, O_RDWR)
    let pipe = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try fixture.write("home/feeds/there.yaml", "address: pipe:feed.csv\nlate_after_seconds: 1000000000\n")
    let running = try Program.Running(
      Program.path, ["run", "--feed", "there", "--quiet"], in: fixture.folder,
      environment: ["SLIPWAY_HOME": fixture.home])
    defer { running.process.terminate() }
    try pipe.write(contentsOf: Data(Self.csv(Self.quotes).utf8))
    let deadline = Date() + 60
    var found: [String: Any] = [:]
    repeat {
      usleep(100_000)
      let outcome = try fixture.run(["scan", "--json"])
      if outcome.status == 0 { found = try outcome.json() }
    } while found["at"] as? String != Self.quotes[399].eventTime.iso8601 && Date() < deadline
    let run = try #require(found["run"] as? [String: Any])
    #expect(run["current"] as? Bool == true && run["kind"] as? String == "live")
    let symbols = try #require(found["symbols"] as? [[String: Any]])
    #expect(symbols.first?["ticks"] as? Int == 400)
    #expect((symbols.first?["timeframes"] as? [Any])?.isEmpty == false)
    running.send(SIGKILL)
    _ = try running.wait()
    var after = try scan()
    while (after["run"] as? [String: Any])?["current"] as? Bool == true, Date() < deadline {
      usleep(500_000)
      after = try scan()
    }
    #expect((after["run"] as? [String: Any])?["current"] as? Bool == false)
    #expect(try figures(after, dropping: "timeframes") == figures(found, dropping: "timeframes"))
  }
}
