import Foundation
import TestSupport
import Testing

/// The sample's ticks: thirty days of a synthetic market.
@Suite("slipway regime and slipway scan", .timeLimit(.minutes(5)))
struct ClimateCommandTests {
  private let fixture: BotFixture
  private static let ticks = PackageRoot.path(of: "datasets/eurusd-30d.ticks")

  init() throws { fixture = try BotFixture() }

  @Test("the regimes of five timeframes, each of bars that have closed; what comes later changes nothing")
  func regime() throws {
    let cut = fixture.folder.file("cut.ticks")
    let sliced = try fixture.run([
      "data", "slice", Self.ticks, "--from", "2024-01-01T00:00Z", "--to", "2024-01-10T13:30:00.001Z", "-o",
      cut,
    ])
    #expect(sliced.status == 0, "\(sliced.errors)")
    let at = ["--at", "2024-01-10T13:30Z", "--json"]
    let whole = try fixture.run(["regime", "EURUSD", "--ticks", Self.ticks] + at)
    let part = try fixture.run(["regime", "EURUSD", "--ticks", cut] + at)
    #expect(whole.output == part.output)
    let document = try whole.json()
    #expect(document["symbol"] as? String == "EURUSD")
    #expect(document["at"] as? String == "2024-01-10T13:30:00.000Z")
    let readings = try #require(document["timeframes"] as? [[String: Any]])
    #expect(readings.map { $0["timeframe"] as? String } == ["M1", "M5", "M15", "H1", "H4"])
    for reading in readings {
      let (at, chaos) = (try #require(reading["at"] as? String), try #require(reading["chaos"] as? Double))
      #expect(at <= "2024-01-10T13:30:00.000Z" && (0...1).contains(chaos))
    }
    #expect(readings[0]["at"] as? String == "2024-01-10T13:30:00.000Z")
    #expect(readings[4]["at"] as? String == "2024-01-10T12:00:00.000Z")
  }

  @Test("within the window of a release the regime is NEWS_EVENT, and a page shows it")
  func news() throws {
    try fixture.write(
      "news.csv", "time,currency,impact,event\n2024-01-10T13:30:00Z,USD,high,Payrolls\n")
    let command = ["regime", "EURUSD", "--ticks", Self.ticks, "--news", "news.csv"]
    func regimes(at time: String) throws -> Set<String> {
      let document = try fixture.run(command + ["--at", time, "--json"]).json()
      return Set((document["timeframes"] as? [[String: Any]] ?? []).compactMap { $0["regime"] as? String })
    }
    #expect(try regimes(at: "2024-01-10T13:20Z") == ["NEWS_EVENT"])
    #expect(try !regimes(at: "2024-01-10T14:30Z").contains("NEWS_EVENT"))
    let page = try fixture.run(command + ["-o", "regime.html"])
    #expect(page.status == 0, "\(page.errors)")
    let html = try String(contentsOfFile: fixture.folder.file("regime.html"), encoding: .utf8)
    #expect(html.contains("regime news") && html.contains("Price, regime and chaos on M15"))
    // The strips of all timeframes, and what colors mean, are there once.
    #expect(html.components(separatedBy: "<desc>A strip for each timeframe").count == 2)
    #expect(html.components(separatedBy: "class=\"legend\"").count == 2)
  }

  @Test("what moves in the session at hand, and which bots may act in it")
  func scan() throws {
    try fixture.register(
      "scalper", ["--strategy", "session_scalper", "--symbol", "EURUSD", "--broker", "reference"])
    try fixture.register(
      "opening", ["--strategy", "london_breakout", "--symbol", "EURUSD", "--broker", "reference"])
    func scan(_ time: String) throws -> [String: Any] {
      let outcome = try fixture.run(["scan", "--ticks", Self.ticks, "--at", time, "--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try outcome.json()
    }
    let document = try scan("2024-01-18T15:00Z")
    #expect(
      document["session"] as? String == "new_york" || document["session"] as? String == "london_new_york")
    let symbols = try #require(document["symbols"] as? [[String: Any]])
    #expect(symbols.count == 1 && symbols[0]["earlier_days"] as? Int ?? 0 > 8)
    #expect(symbols[0]["range_ratio"] as? Double ?? 0 > 0.1)
    let night = try #require(try scan("2024-01-18T22:30Z")["bots"] as? [[String: Any]])
    let opening = try #require(night.first { $0["bot"] as? String == "opening" })
    #expect(opening["may_act"] as? Bool == false && opening["reason"] as? String == "other_session")
    #expect(opening["next_opening"] as? String == "2024-01-19T08:00:00.000Z")
    let weekend = try #require(try scan("2024-01-20T12:00Z")["bots"] as? [[String: Any]])
    #expect(weekend.allSatisfy { $0["reason"] as? String == "market_closed" })
  }

  @Test(
    "mistakes are named",
    arguments: [
      (["regime", "GBPUSD", "--ticks", ticks], 64, "the ticks are of EURUSD, not of GBPUSD"),
      (
        ["regime", "EURUSD", "--ticks", ticks, "--at", "2013-01-01T00:00Z"], 64,
        "no tick of EURUSD up to then"
      ),
      (["regime", "EURUSD", "--ticks", ticks, "--at", "noon"], 64, "'noon' is not a time"),
      (["regime", "EURUSD", "--ticks", "no.ticks"], 66, "no.ticks"),
      (["regime", "EURUSD", "--at", "2024-01-10T13:30Z"], 64, "give them with '--ticks'"),
      (["regime", "EURUSD", "-o", "page.html"], 64, "a page needs recorded ticks"),
      (["regime", "EURUSD"], 66, "no journal"),
      (["regime", "EURUSD", "--ticks", ticks, "--news", "no.csv"], 66, "no.csv"),
      (["scan", "--ticks", ticks, "--at", "2013-01-01T00:00Z"], 64, "no tick up to then"),
      (["scan"], 64, "--ticks"),
    ])
  func mistakes(arguments: [String], status: Int, words: String) throws {
    expectError(try fixture.run(arguments), status: Int32(status), naming: words)
  }

  @Test("a calendar of news makes another bot of a backtest")
  func identity() throws {
    try fixture.write("news.csv", "time,currency,impact,event\n2024-01-10T13:30:00Z,USD,high,Payrolls\n")
    let command = [
      "backtest", "--strategy", "donchian_breakout", "--ticks", Self.ticks, "--broker", "reference", "--to",
      "2024-01-05T00:00Z", "--json",
    ]
    let plain = try fixture.run(command).json()
    let news = try fixture.run(command + ["--news", "news.csv"]).json()
    #expect(plain["identity"] as? String != news["identity"] as? String)
    #expect(plain["fingerprint"] as? String == news["fingerprint"] as? String)
  }

  private static let payrolls = "time,currency,impact,event\n2024-01-10T13:30:00Z,USD,high,Payrolls\n"

  @Test("no page and no report takes the place of the news that it is made from")
  func inputs() throws {
    try fixture.write("news.csv", Self.payrolls)
    expectError(
      try fixture.run(["regime", "EURUSD", "--ticks", Self.ticks, "--news", "news.csv", "-o", "news.csv"]),
      status: 64, naming: "news.csv")
    expectError(
      try fixture.run([
        "backtest", "--strategy", "idle", "--ticks", Self.ticks, "--broker", "reference", "--news",
        "news.csv",
        "--report", "news.csv",
      ]), status: 64, naming: "news.csv")
    #expect(try String(contentsOfFile: fixture.folder.file("news.csv"), encoding: .utf8) == Self.payrolls)
  }

  @Test("a bot is registered with the news of its file, and says what it makes of it")
  func register() throws {
    try fixture.write("news.csv", Self.payrolls)
    try fixture.write(
      "run.yaml", "strategy: idle\nsymbols: [EURUSD]\nbroker: reference\nnews: [news.csv]\n")
    let made = try fixture.run(["bot", "register", "one", "--config", "run.yaml"])
    #expect(made.status == 0)
    #expect(
      made.errors == "note: The strategy 'idle' looks at no regime, so that news changes nothing.\n")
    let shown = try fixture.run(["bot", "show", "one"])
    #expect(shown.output.contains("1 event of news.csv, known until 2024-01-10"))
    let listed = try fixture.run(["bot", "list"])
    #expect(listed.errors.contains("The news of 'one' ends on 2024-01-10: none is known beyond."))
    try fixture.write("news.csv", "time,currency,impact,event\n2024-01-10,USD,high,Payrolls\n")
    expectError(
      try fixture.run(["bot", "clone", "one", "two", "--news", "news.csv"]), status: 78, naming: "news.csv:2")
  }

  @Test("two sources of one time are refused")
  func overlapping() throws {
    let cut = fixture.folder.file("cut.ticks")
    _ = try fixture.run([
      "data", "slice", Self.ticks, "--from", "2024-01-01T00:00Z", "--to", "2024-01-03T00:00Z", "-o", cut,
    ])
    let outcome = try fixture.run(["regime", "EURUSD", "--ticks", Self.ticks, cut])
    #expect(outcome.status != 0 && outcome.errors.contains("EURUSD"), "\(outcome.errors)")
  }

  @Test("nobody may act in the news, and of no ticks nobody can tell")
  func scanDenies() throws {
    try fixture.register(
      "breakout", ["--strategy", "donchian_breakout", "--symbol", "EURUSD", "--broker", "reference"])
    try fixture.register("plain", ["--strategy", "idle", "--symbol", "EURUSD", "--broker", "reference"])
    try FileManager.default.createDirectory(
      atPath: fixture.folder.file("home/calendar"), withIntermediateDirectories: true)
    try fixture.write("home/calendar/news.csv", Self.payrolls)
    func reasons(at time: String) throws -> Set<String> {
      let document = try fixture.run(["scan", "--ticks", Self.ticks, "--at", time, "--json"]).json()
      return Set((document["bots"] as? [[String: Any]] ?? []).compactMap { $0["reason"] as? String })
    }
    #expect(try reasons(at: "2024-01-10T13:30Z") == ["no_regime"])
    #expect(try reasons(at: "2025-01-10T13:30Z") == ["no_ticks"])
  }

  @Test("what can't be read of the last run is said to be begun anew")
  func damaged() throws {
    try fixture.register("plain", ["--strategy", "idle", "--symbol", "EURUSD", "--broker", "reference"])
    try FileManager.default.createDirectory(
      atPath: fixture.folder.file("home/climate"), withIntermediateDirectories: true)
    try fixture.write("home/climate/455552555344.state", "garbage")
    expectError(
      try fixture.run(["regime", "EURUSD"]), status: 65, naming: "what the last run left of EURUSD",
      "the next run begins it anew")
  }
}
