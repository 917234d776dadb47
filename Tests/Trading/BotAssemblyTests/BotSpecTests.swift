import BotAssembly
import BrokerProfiles
import Foundation
import JSONText
import RiskControl
import StrategyKit
import TestSupport
import Testing
import TradingCore

@Suite("What is registered of a bot")
struct BotSpecTests {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private func symbol(_ name: String) throws -> Symbol { try #require(Symbol(name)) }

  private func spec(
    _ id: String = "one", strategy: String = "ema_cross", params: [String: String] = [:],
    symbol: String = "EURUSD", broker: String = "reference"
  ) throws -> BotSpec {
    BotSpec(
      id: id, strategy: strategy, params: params, symbols: [try self.symbol(symbol)], broker: broker,
      family: "crosses")
  }

  private func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    try spec.resolve(
      strategies: { name in
        try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
      }, home: home.path)
  }

  @Test("JSON and back, with and without what may be left out")
  func json() throws {
    let plain = try spec(params: ["slow": "20", "fast": "5"])
    var full = plain
    full.conversionSymbols = [try symbol("GBPUSD")]
    full.leverage = 50
    full.seed = .max
    full.latencyNanoseconds = 250_000
    full.balance = "2500.50"
    full.risk = RiskLimits(maximumLots: 5_000_000, maximumOpenPositions: 3)
    full.execTimeoutMilliseconds = 1_500
    for spec in [plain, full] {
      let text = spec.json.compactText
      #expect(try BotSpec(json: JSONValue(json: Array(text.utf8))) == spec)
    }
    #expect(
      plain.json.compactText
        == #"{"id":"one","strategy":"ema_cross","params":{"fast":"5","slow":"20"},"symbols":["EURUSD"],"#
        + #""conversion_symbols":[],"broker":"reference","seed":1,"balance":"1000.00","family":"crosses"}"#)
  }

  @Test(
    "A stored bot that can't be read says where",
    arguments: [
      ("{}", "id"), (#"{"id":"a"}"#, "strategy"), (#"{"id":"a","strategy":1}"#, "strategy"),
      (#"{"id":"a","strategy":"s","params":{"fast":5}}"#, "params.fast"),
      (#"{"id":"a","strategy":"s","params":{},"symbols":["E U"]}"#, "symbols"),
    ])
  func malformed(text: String, field: String) throws {
    let value = try JSONValue(json: Array(text.utf8))
    let error = #expect(throws: BotSettingError.self) { try BotSpec(json: value) }
    guard case .malformed(_, let named, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(named == field || field == "id")
  }

  @Test("Names of bots")
  func names() {
    for good in ["a", "9", "a.b-c_D", String(repeating: "x", count: 64)] { #expect(BotSpec.isID(good)) }
    for bad in ["", ".a", "-a", "_a", "a b", "a/b", "ä", String(repeating: "x", count: 65)] {
      #expect(!BotSpec.isID(bad))
    }
  }

  @Test("A registered bot is the bot that a backtest of the same values runs")
  func sameAsBacktest() throws {
    let resolved = try resolve(try spec(params: ["fast": "5", "slow": "20"]))
    let configuration = BotConfiguration(
      parameters: try ParameterValues(for: EMACross.descriptor, given: ["fast": "5", "slow": "20"]),
      symbols: [try symbol("EURUSD")], profile: try BrokerProfiles(home: nil).load("reference"),
      startBalance: Money(units: 1_000_000_000))
    #expect(
      resolved.identity == BotIdentity(descriptor: EMACross.descriptor, configuration: configuration))
    #expect(resolved.configuration.startBalance == configuration.startBalance)
    #expect(try resolved.paperBot().identity == resolved.identity)
  }

  @Test("What converts is found: none, one, the one that was chosen")
  func conversion() throws {
    #expect(try resolve(try spec()).configuration.conversionSymbols == [])
    let cross = try resolve(try spec(symbol: "EURGBP"))
    #expect(cross.configuration.conversionSymbols == [try symbol("GBPUSD")])
    #expect(cross.instruments.map(\.symbol.name) == ["EURGBP", "GBPUSD"])
    var chosen = try spec(symbol: "EURJPY")
    chosen.conversionSymbols = [try symbol("USDJPY"), try symbol("GBPUSD")]
    #expect(try resolve(chosen).configuration.conversionSymbols == [try symbol("USDJPY")])
  }

  @Test("An edited profile and an edited parameter file make another bot")
  func edits() throws {
    let folder = home.file("brokers")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = try #require(BrokerProfiles.bundledText("reference"))
    try text.write(toFile: folder + "/mine.yaml", atomically: true, encoding: .utf8)
    let orders = home.file("orders.csv")
    let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
    try header.write(toFile: orders, atomically: true, encoding: .utf8)
    let spec = try spec(strategy: "scripted", params: ["orders": orders], broker: "mine")
    let first = try resolve(spec).identity
    #expect(try resolve(spec).identity == first)

    try (header + "2019-02-04T00:00:05Z,1,EURUSD,buy,0.1,,,,,\n")
      .write(toFile: orders, atomically: true, encoding: .utf8)
    let second = try resolve(spec).identity
    #expect(second != first)

    try text.replacingOccurrences(of: "3.50 USD", with: "3.00 USD")
      .write(toFile: folder + "/mine.yaml", atomically: true, encoding: .utf8)
    #expect(try resolve(spec).identity != second)
  }

  @Test("What can't be resolved is an error that says what")
  func mistakes() throws {
    #expect(throws: BotSettingError.badID(".x")) { try resolve(try spec(".x")) }
    #expect(throws: BrokerProfileError.self) { try resolve(try spec(broker: "nowhere")) }
    #expect(throws: AssemblyError.unknownInstrument(try symbol("NOSUCH"), profile: "reference")) {
      try resolve(try spec(symbol: "NOSUCH"))
    }
    var two = try spec()
    two.symbols += [try symbol("GBPUSD")]
    if let limit = EMACross.descriptor.maximumSymbols, limit == 1 {
      #expect(throws: BotSettingError.self) { try resolve(two) }
    }
    var poor = try spec()
    poor.balance = "0"
    #expect(throws: BotSettingError.self) { try resolve(poor) }
    #expect(throws: BotSettingError.self) { try resolve(try spec(params: ["speed": "1"])) }
  }
}
