import Foundation
import TestSupport
import Testing

@Suite("Where a backtest finds its broker profile")
struct BacktestBrokerTests {
  private let fixture: BacktestFixture

  init() throws {
    let dear = try BacktestFixture.profile(replacing: "amount: 3.50 USD", with: "amount: 7.00 USD")
    fixture = try BacktestFixture(files: ["home/brokers/reference.yaml": dear, "dear.yaml": dear])
  }

  private func commission(_ arguments: [String], environment: [String: String] = [:]) throws -> Decimal {
    let document = try fixture.document(BacktestFixture.crossing + arguments, environment: environment)
    return try money(document["commission"]) / Decimal(try #require(document["trades"] as? Int))
  }

  @Test("One in the home comes before a bundled one of its name")
  func home() throws {
    let (cheap, dear) = (Decimal(7) / 100, Decimal(14) / 100)
    #expect(try commission([]) == cheap)
    #expect(try commission(["--home", "home"]) == dear)
    #expect(try commission([], environment: ["SLIPWAY_HOME": "home"]) == dear)
    #expect(try commission(["--home", "elsewhere"], environment: ["SLIPWAY_HOME": "home"]) == cheap)
    // The runs before logged their trials there.
    try FileManager.default.removeItem(atPath: fixture.folder.file(".slipway"))
    try FileManager.default.moveItem(
      atPath: fixture.folder.file("home"), toPath: fixture.folder.file(".slipway"))
    #expect(try commission([]) == dear)
  }

  @Test("A path is read as it stands, and the file's name is the profile's")
  func path() throws {
    #expect(try commission(["--broker", "dear.yaml"]) == Decimal(14) / 100)
    let document = try fixture.document(
      BacktestFixture.crossing + ["--broker", fixture.folder.file("dear.yaml")])
    #expect(document["broker"] as? String == "dear")
  }

  @Test("A profile changes the identity by its values and not by its name")
  func identity() throws {
    let copy = try BacktestFixture.profile()
    try copy.write(toFile: fixture.folder.file("copy.yaml"), atomically: true, encoding: .utf8)
    let names = ["reference", "copy.yaml", "dear.yaml"]
    let identities = try names.map {
      try #require(
        try fixture.document(BacktestFixture.crossing + ["--broker", $0])["identity"] as? String)
    }
    #expect(identities[0] == identities[1])
    #expect(identities[0] != identities[2])
  }
}

@Suite("slipway backtest --config")
struct BacktestConfigTests {
  private let fixture: BacktestFixture

  private static let run = """
    strategy: ema_cross
    params: {fast: 5, slow: 20}
    ticks: [../a.ticks]
    broker: reference
    lots: 0.05
    balance: 2500.00
    leverage: 50
    family: trend
    seed: 7
    latency: 12.5
    from: 2019-02-04T00:05:00Z
    to: 2019-02-04T00:45:00Z

    """

  init() throws {
    fixture = try BacktestFixture(files: [
      "runs/run.yaml": Self.run, "runs/files.yaml": Self.run + "trades: t.csv\nreport: r.html\n",
    ])
  }

  @Test("A file says the same as the command line")
  func same() throws {
    let options =
      BacktestFixture.crossing + [
        "--lots", "0.05", "--balance", "2500", "--leverage", "50", "--family", "trend", "--seed", "7",
        "--latency", "12.5", "--from", "2019-02-04T00:05:00Z", "--to", "2019-02-04T00:45:00Z",
      ]
    let byOptions = try fixture.document(options)
    #expect(timeless(try fixture.document(["--config", "runs/run.yaml"])) == timeless(byOptions))
    #expect((byOptions["trades"] as? Int ?? 0) > 0)
  }

  @Test("The command line wins")
  func precedence() throws {
    let document = try fixture.document([
      "--config", "runs/run.yaml", "--param", "fast=3", "--lots", "0.02", "--balance", "9000", "--seed", "8",
      "--broker", "exness_raw", "--family", "mine", "--from", "2019-02-04T00:00:00Z", "--to",
      "2019-02-05T00:00:00Z",
    ])
    let params = try #require(document["params"] as? [String: Any])
    #expect(params as NSDictionary == ["fast": 3, "slow": 20, "lots": "0.02"] as NSDictionary)
    #expect(document["start_balance"] as? String == "9000.00")
    #expect(document["seed"] as? Int == 8)
    #expect(document["broker"] as? String == "exness_raw")
    #expect(document["family"] as? String == "mine")
    #expect(document["ticks"] as? Int == 3_000)
  }

  @Test("Paths in a file are relative to it, those of options to the current folder")
  func paths() throws {
    _ = try fixture.document(["--config", "runs/files.yaml", "--report", "r.html"])
    #expect(try fixture.folder.names() == [".slipway", "a.ticks", "r.html", "runs"])
    #expect(FileManager.default.fileExists(atPath: fixture.folder.file("runs/t.csv")))
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("runs/r.html")))
  }

  @Test(
    "What only the file says wrongly is named by the file, and by its line where that is known",
    arguments: [
      ("balance: 2500.00", "balanse: 1", "runs/run.yaml:6", "did you mean 'balance'?"),
      ("balance: 2500.00", "balance: -1", "runs/run.yaml:6", "balance"),
      ("fast: 5", "fast: 500", "runs/run.yaml:2", "expected less than slow (20), was 500"),
      ("fast: 5", "fsat: 5", "runs/run.yaml:2", "it has fast, slow, lots"),
      ("strategy: ema_cross", "strategy: nope", "runs/run.yaml", "ema_cross, idle"),
      ("broker: reference", "broker: nope", "runs/run.yaml", "exness_raw, futures_retail"),
      ("from: 2019-02-04T00:05:00Z", "from: 2019-02-04T00:05:00", "runs/run.yaml:11", "zone"),
      ("to: 2019-02-04T00:45:00Z", "to: 2019-02-04T00:05:00Z", "runs/run.yaml:12", "after 'from'"),
    ])
  func mistakes(good: String, bad: String, place: String, words: String) throws {
    try Self.run.replacingOccurrences(of: good, with: bad)
      .write(toFile: fixture.folder.file("runs/run.yaml"), atomically: true, encoding: .utf8)
    try fixture.expectError(
      ["--config", "runs/run.yaml"] + BacktestFixture.outputs, status: 78, naming: ["(\(place))", words])
  }

  @Test("A file that is not there")
  func missing() throws {
    try fixture.expectError(["--config", "none.yaml"], status: 66, naming: ["no such file (none.yaml)"])
  }
}
