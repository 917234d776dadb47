import Foundation
import TestSupport
import Testing

@Suite("slipway broker")
struct BrokerCommandTests {
  /// A home with one profile of the given text.
  private func home(profile text: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("brokers"), withIntermediateDirectories: true)
    try text.write(toFile: folder.file("brokers/mine.yaml"), atomically: true, encoding: .utf8)
    return folder
  }

  private func bundled(_ name: String) throws -> String {
    try String(contentsOfFile: PackageRoot.path(of: "brokers/\(name).yaml"), encoding: .utf8)
  }

  @Test("list shows the bundled profiles")
  func list() throws {
    let outcome = try Program.run("broker", "list")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("exness_raw       bundled"))
    #expect(outcome.output.contains("reference        bundled"))
  }

  @Test("list finds profiles in the home, by option and by environment")
  func homes() throws {
    let home = try home(profile: bundled("reference"))
    let byOption = try Program.run("broker", "list", "--json", "--home", home.path)
    let byVariable = try Program.run("broker", "list", "--json", environment: ["SLIPWAY_HOME": home.path])
    #expect(byOption.output == byVariable.output)
    let brokers = try #require(try byOption.json()["brokers"] as? [[String: Any]])
    let mine = try #require(brokers.first { $0["name"] as? String == "mine" })
    #expect(brokers.count == 7)
    #expect(mine["path"] as? String == home.file("brokers/mine.yaml"))
    #expect(mine["origin"] as? String == "home")
    #expect(mine["fault"] is NSNull)
  }

  @Test("list shows a faulty profile with its fault beside the others")
  func faultyInList() throws {
    let home = try home(profile: "leverage: 100\n")
    let outcome = try Program.run("broker", "list", "--json", "--home", home.path)
    #expect(outcome.status == 0)
    let brokers = try #require(try outcome.json()["brokers"] as? [[String: Any]])
    let mine = try #require(brokers.first { $0["name"] as? String == "mine" })
    #expect((mine["fault"] as? String)?.contains("mine.yaml") == true)
  }

  @Test("show prints every value of the reference profile")
  func show() throws {
    let document = try Program.run("broker", "show", "reference", "--json").json()
    #expect(document["name"] as? String == "reference")
    #expect(document["leverage"] as? Int == 100)
    #expect(document["spread"] as? [String: String] == ["model": "recorded"])
    #expect(document["slippage"] as? [String: String] == ["model": "none"])
    let commission = ["model": "per_lot_and_side", "amount": "3.50", "currency": "USD"]
    #expect(document["commission"] as? [String: String] == commission)
    #expect(document["latency_ms"] as? Double == 0)
    #expect(document["margin_call_percent"] as? Int == 100)
    #expect(document["stop_out_percent"] as? Int == 50)
    #expect(document["enforce_trading_hours"] as? Bool == false)
    let text = try Program.run("broker", "show", "reference").output
    #expect(text.contains("commission     3.50 USD per lot and side\n"))
  }

  @Test("An unknown name is refused with the known ones")
  func unknown() throws {
    expectError(
      try Program.run("broker", "show", "referense"), status: 64, naming: "no broker profile 'referense'",
      "did you mean 'reference'?")
  }

  @Test("A profile file that is not there")
  func missing() throws {
    expectError(try Program.run("broker", "show", "./none.yaml"), status: 66, naming: "./none.yaml")
  }

  @Test(
    "A mistake in a profile is named by file and line",
    arguments: [
      ("leverage: 100", "levrage: 100", "levrage"),
      ("amount: 3.50 USD", "amount: -3.50 USD", "commission"),
      ("stops_level: 0 points", "stops_level: 0 furlongs", "stops_level"),
    ])
  func mistake(good: String, bad: String, field: String) throws {
    let text = try bundled("reference")
    let broken = text.replacingOccurrences(of: good, with: bad)
    let before = try #require(text.range(of: good)).lowerBound
    let line = text[..<before].count { $0 == "\n" } + 1
    let home = try home(profile: broken)
    expectError(
      try Program.run("broker", "show", "mine", "--home", home.path), status: 78, naming: field,
      "brokers/mine.yaml:\(line)")
  }
}
