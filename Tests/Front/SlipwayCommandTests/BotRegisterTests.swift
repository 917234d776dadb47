import Foundation
import TestSupport
import Testing

@Suite("slipway bot register and clone")
struct BotRegisterTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  @Test("A registered bot is shown with every key, as one that has never run")
  func register() throws {
    let registered = try fixture.register("one")
    #expect(registered["action"] as? String == "registered")
    let shown = try fixture.document("show", "one")
    for key in [
      "id", "mode", "status", "strategy", "params", "family", "symbols", "broker", "identity", "balance",
      "equity", "open_positions", "trades", "win_rate", "profit_factor", "max_drawdown", "days_active",
      "fingerprint", "last_tick", "evidence",
    ] { #expect(shown[key] != nil, "no \(key)") }
    #expect(shown["mode"] as? String == "paper")
    #expect(shown["status"] as? String == "active")
    #expect(shown["identity"] as? String == registered["identity"] as? String)
    #expect(shown["family"] as? String == "ema_cross")
    #expect(shown["balance"] as? String == "1000.00")
    #expect(shown["equity"] as? String == "1000.00")
    #expect(shown["trades"] as? Int == 0)
    #expect(shown["win_rate"] is NSNull)
    #expect(shown["last_tick"] is NSNull)
    #expect(shown["fingerprint"] as? String == String(repeating: "0", count: 64))
    #expect((shown["params"] as? [String: Any])?["fast"] as? Int == 5)
    #expect((shown["params"] as? [String: Any])?["lots"] as? String == "0.01")
    #expect((shown["evidence"] as? [Any])?.isEmpty == true)
  }

  @Test("It has the identity of a backtest of the same options")
  func sameAsBacktest() throws {
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 500)
    let options = BotFixture.crossing + ["--seed", "7", "--latency", "20", "--leverage", "50"]
    let backtest = try fixture.run(["backtest"] + options + ["--ticks", "a.ticks", "--json"]).json()
    #expect(
      try fixture.register("one", options)["identity"] as? String == backtest["identity"] as? String)
  }

  @Test("What only converts is found by itself")
  func conversion() throws {
    let options = ["--strategy", "idle", "--symbol", "EURGBP", "--broker", "reference"]
    try fixture.register("cross", options)
    #expect(try fixture.document("show", "cross")["conversion_symbols"] as? [String] == ["GBPUSD"])
  }

  @Test("A run's configuration file registers what it ran; the command line comes first")
  func configuration() throws {
    try fixture.write(
      "runs/run.yaml",
      """
      strategy: ema_cross
      params: {fast: 5, slow: 20}
      symbols: [EURUSD]
      broker: reference
      balance: 500
      risk: {max_lots: 0.5}
      """)
    try fixture.register("one", ["--config", "runs/run.yaml", "--seed", "3"])
    let spec = try #require(try fixture.document("show", "one")["spec"] as? [String: Any])
    #expect(spec["balance"] as? String == "500")
    #expect(spec["seed"] as? Int == 3)
    #expect((spec["risk"] as? [String: Any])?["max_lots_1e8"] as? Int == 50_000_000)
  }

  @Test("Files are kept by their paths from the root, so that the bot runs from anywhere")
  func files() throws {
    let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
    try fixture.write("orders.csv", header)
    try fixture.write("mine.yaml", try BacktestFixture.profile())
    try fixture.register(
      "one",
      [
        "--strategy", "scripted", "--param", "orders=orders.csv", "--symbol", "EURUSD", "--broker",
        "./mine.yaml",
      ])
    let spec = try #require(try fixture.document("show", "one")["spec"] as? [String: Any])
    let orders = try #require((spec["params"] as? [String: String])?["orders"])
    let broker = try #require(spec["broker"] as? String)
    #expect(orders.hasPrefix("/") && orders.hasSuffix("/orders.csv"))
    #expect(broker.hasPrefix("/") && broker.hasSuffix("/mine.yaml"))
    #expect(!broker.contains("./"))
  }

  @Test(
    "A mistake is named, and nothing is written",
    arguments: [
      (["register", "one", "--strategy", "idle", "--broker", "reference"], 64, "--symbol is missing"),
      (["register", "one", "--strategy", "idle", "--symbol", "EURUSD"], 64, "--broker is missing"),
      (["register", "one", "--symbol", "EURUSD", "--broker", "reference"], 64, "--strategy is missing"),
      (["register", ".one"] + BotFixture.crossing, 64, "'.one' can't be a bot's name"),
      (["register", "o/e"] + BotFixture.crossing, 64, "'o/e' can't be a bot's name"),
      (["register", "one"] + BotFixture.crossing + ["--param", "speed=1"], 64, "(--param speed)"),
      (["register", "one"] + BotFixture.crossing + ["--lots", "0"], 64, "(--lots)"),
      (["register", "one"] + BotFixture.crossing + ["--balance", "-1"], 64, "(--balance)"),
      (["register", "one"] + BotFixture.crossing + ["--leverage", "0"], 64, "(--leverage)"),
      (["register", "one"] + BotFixture.crossing + ["--latency", "-1"], 64, "(--latency)"),
      (["register", "one"] + BotFixture.crossing + ["--family", ""], 64, "(--family)"),
      (["register", "one"] + BotFixture.crossing + ["--mode", "live"], 64, "(--mode)"),
      (["register", "one"] + BotFixture.crossing + ["--symbol", "EURUSD"], 64, "a symbol is named twice"),
      (["register", "one"] + BotFixture.crossing + ["--symbol", "E U"], 64, "'E U' is not a symbol"),
      (["register", "one"] + BotFixture.crossing + ["--symbol", "GBPUSD"], 64, "trades one symbol, and 2"),
      (
        ["register", "one", "--strategy", "idle", "--symbol", "NOSUCH", "--broker", "reference"], 78,
        "no instrument NOSUCH"
      ),
      (
        ["register", "one", "--strategy", "nope", "--symbol", "EURUSD", "--broker", "reference"], 64, "'nope'"
      ),
      (
        ["register", "one", "--strategy", "idle", "--symbol", "EURUSD", "--broker", "referense"], 64,
        "'referense'"
      ),
      (
        ["register", "one", "--strategy", "scripted", "--symbol", "EURUSD", "--broker", "reference"], 64,
        "'orders': is required"
      ),
      (["register", "one"] + BotFixture.crossing + ["--param", "fast=20"], 64, "given twice"),
      (["register"], 64, "'<bot>'"), (["clone", "one"], 64, "'<new>'"),
      (["clone", "one", "two"], 64, "no bot"),
    ])
  func refused(arguments: [String], status: Int, words: String) throws {
    expectError(try fixture.run(["bot"] + arguments), status: Int32(status), naming: words)
    #expect(!fixture.hasHome)
  }

  @Test("A strategy that only fails when it is put together")
  func assembled() throws {
    let outcome = try fixture.run([
      "bot", "register", "one", "--strategy", "ema_cross", "--param", "fast=20", "--param", "slow=5",
      "--symbol", "EURUSD", "--broker", "reference",
    ])
    expectError(outcome, status: 64, naming: "expected less than slow (5)", "--param fast")
    #expect(!fixture.hasHome)
  }

  @Test("A name is taken for good, also by a retired bot")
  func taken() throws {
    try fixture.register("one")
    #expect(try fixture.bot("retire", "one").status == 0)
    expectError(
      try fixture.run(["bot", "register", "one"] + BotFixture.crossing), status: 64,
      naming: "there is a bot 'one' already")
    expectError(try fixture.bot("clone", "one", "one"), status: 64, naming: "there is a bot 'one' already")
  }

  @Test("A clone has the values of its original but for the changes; the original stays")
  func clone() throws {
    let original = try fixture.register("one", BotFixture.crossing + ["--balance", "250", "--family", "f"])
    let same = try fixture.document("clone", "one", "two")
    #expect(same["identity"] as? String == original["identity"] as? String)
    #expect(same["from"] as? String == "one")
    let changed = try fixture.document("clone", "one", "three", "--param", "fast=6", "--lots", "0.02")
    #expect(changed["identity"] as? String != original["identity"] as? String)
    let shown = try fixture.document("show", "three")
    let params = try #require(shown["params"] as? [String: Any])
    #expect(params["fast"] as? Int == 6)
    #expect(params["slow"] as? Int == 20)
    #expect(params["lots"] as? String == "0.02")
    #expect(shown["balance"] as? String == "250.00")
    #expect(shown["family"] as? String == "f")
    #expect((try fixture.document("show", "one")["params"] as? [String: Any])?["fast"] as? Int == 5)
    expectError(
      try fixture.bot("clone", "one", "four", "--param", "fast=0"), status: 64, naming: "--param fast")
    expectError(try fixture.bot("clone", "on", "four"), status: 64, naming: "did you mean 'one'?")
  }
}
