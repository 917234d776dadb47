import Foundation
import TestSupport
import Testing

@Suite("slipway broker add, edit, remove and fees")
struct BrokerChangeTests {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private func broker(_ arguments: String...) throws -> Program.Outcome {
    try Program.Running(
      Program.path, ["broker"] + arguments, in: home, environment: ["SLIPWAY_HOME": home.path]
    ).wait()
  }

  private func file(_ name: String) throws -> String {
    try String(contentsOfFile: home.file("brokers/\(name).yaml"), encoding: .utf8)
  }

  @Test("A copy is added with changes and every command sees it")
  func add() throws {
    let added = try broker("add", "mine", "--from", "exness_raw", "--set", "leverage=50", "--json")
    #expect(added.status == 0, "\(added.errors)")
    #expect(try added.json()["path"] as? String == home.file("brokers/mine.yaml"))
    #expect(try broker("show", "mine", "--json").json()["leverage"] as? Int == 50)
    #expect(try file("mine").contains("leverage: 50               # chosen"))
    expectError(
      try broker("add", "mine", "--from", "oanda"), status: 64, naming: "there is a profile 'mine' already")
    expectError(try broker("add", "oanda", "--from", "oanda"), status: 64, naming: "'oanda' already")
  }

  @Test("A file is added after it was checked; fills it names keep their place")
  func addFile() throws {
    try "slippage_points\n1\n".write(toFile: home.file("fills.csv"), atomically: true, encoding: .utf8)
    let text = """
      account_mode: hedging
      account_currency: USD
      leverage: 100
      margin_call_percent: 100
      stop_out_percent: 50
      spread: recorded
      slippage: {model: empirical, file: fills.csv}
      commission: none
      """
    try text.write(toFile: home.file("own.yaml"), atomically: true, encoding: .utf8)
    #expect(try broker("add", "own", "--file", "own.yaml").status == 0)
    let slippage = try broker("show", "own", "--json").json()["slippage"] as? [String: Any]
    #expect(slippage?["samples"] as? Int == 1)
    try text.replacingOccurrences(of: "leverage: 100", with: "leverage: 0")
      .write(toFile: home.file("bad.yaml"), atomically: true, encoding: .utf8)
    expectError(try broker("add", "bad", "--file", "bad.yaml"), status: 78, naming: "bad.yaml:3", "leverage")
    #expect(!FileManager.default.fileExists(atPath: home.file("brokers/bad.yaml")))
    expectError(try broker("add", "none", "--file", "none.yaml"), status: 66, naming: "none.yaml")
    expectError(try broker("add", "x"), status: 64, naming: "--file, --from")
    expectError(try broker("add", "../x", "--from", "oanda"), status: 64, naming: "can't be a profile's name")
  }

  @Test("Editing a bundled profile copies it; removing the copy brings the bundled one back")
  func override() throws {
    let edited = try broker("edit", "reference", "--set", "commission.amount=3.00 USD", "--unset", "title")
    #expect(edited.status == 0)
    #expect(edited.errors.contains("copied the bundled profile"))
    let commission = try broker("show", "reference", "--json").json()["commission"] as? [String: String]
    #expect(commission?["amount"] == "3.00")
    #expect(try broker("list").output.contains("hides the bundled one"))
    #expect(try broker("remove", "reference").status == 0)
    let restored = try broker("show", "reference", "--json").json()["commission"] as? [String: String]
    #expect(restored?["amount"] == "3.50")
    expectError(try broker("remove", "reference"), status: 64, naming: "is bundled")
    expectError(try broker("remove", "nowhere"), status: 64, naming: "no broker profile 'nowhere'")
  }

  @Test(
    "A change that leaves a fault changes nothing",
    arguments: [
      (["--set", "leverage=0"], "bad value of 'leverage' (--set)"), (["--set", "levrage=5"], "'levrage'"),
      (["--unset", "spread"], "missing key 'spread' (--unset)"),
      (["--unset", "nothing"], "no key 'nothing'"),
      (["--set", "leverage"], "--set"), ([], "nothing to change"),
      (["--set", "spread.distance=1 pip"], "no key 'distance'"),
    ])
  func refused(arguments: [String], part: String) throws {
    _ = try broker("add", "mine", "--from", "reference")
    let before = try file("mine")
    let outcome = try Program.Running(
      Program.path, ["broker", "edit", "mine"] + arguments, in: home, environment: ["SLIPWAY_HOME": home.path]
    ).wait()
    expectError(outcome, status: 64, naming: part)
    #expect(try file("mine") == before)
  }

  @Test("Fees: the known answer")
  func fees() throws {
    let document = try broker(
      "fees", "exness_raw", "--symbol", "EURUSD", "--lots", "0.01", "--trades-per-day", "300", "--balance",
      "200", "--json"
    ).json()
    #expect(document["per_trade"] as? String == "0.09")
    #expect(document["per_day"] as? String == "27.00")
    #expect(document["per_month"] as? String == "540.00")
    #expect(document["break_even_return_per_day"] as? Double == 0.135)
    #expect(document["level"] as? String == "red")
    expectError(
      try broker(
        "fees", "crypto_exchange", "--symbol", "BTCUSDT", "--trades-per-day", "1", "--balance", "200"),
      status: 64, naming: "--price")
    expectError(
      try broker(
        "fees", "exness_raw", "--symbol", "EURUSD", "--lots", "0.001", "--trades-per-day", "1", "--balance",
        "200"), status: 64, naming: "--lots")
  }

  @Test("show explains the terms of a symbol")
  func terms() throws {
    let document = try broker("show", "futures_retail", "--symbol", "MES", "--json").json()
    let terms = try #require(document["terms"] as? [String: Any])
    #expect((terms["margin"] as? [String: String])?["amount"] == "50.00")
    #expect((terms["instrument"] as? [String: Any])?["tick_value"] as? String == "1.25")
    #expect((terms["tier"] as? [String: String])?["taker"] == "0.62 USD per lot")
    expectError(try broker("show", "oanda", "--symbol", "NOSUCH"), status: 64, naming: "NOSUCH")
  }
}
