import Foundation
import TestSupport
import Testing

/// What a broker's costs are not meant for is refused alike everywhere; a spread much smaller than the recorded one
/// is said wherever results are shown.
@Suite("Costs that can't be")
struct BrokerCostTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  /// What each command says of a bot on a symbol at a profile: exit code and errors.
  private func refusals(_ symbol: String, _ broker: String) throws -> [String: Program.Outcome] {
    try TickFixture.write(fixture.folder.file("x.ticks"), count: 10, symbol: symbol)
    let commands: [String: [String]] = [
      "backtest": ["backtest", "--strategy", "idle", "--ticks", "x.ticks", "--broker", broker],
      "register": ["bot", "register", "one", "--strategy", "idle", "--symbol", symbol, "--broker", broker],
      "fees": [
        "broker", "fees", broker, "--symbol", symbol, "--lots", "1", "--trades-per-day", "1", "--balance",
        "100",
      ],
      "show": ["broker", "show", broker, "--symbol", symbol],
    ]
    return try commands.mapValues { try fixture.run($0) }
  }

  @Test(
    "A class without costs of its own is refused in the same words",
    arguments: [
      ("ES", "exness_raw", "exness_raw has no spread for futures: that of fx does not hold for ES"),
      ("BTCUSDT", "exness_raw", "exness_raw has no spread for BTCUSDT: that of fx does not hold for it"),
      ("US500", "roboforex_prime", "roboforex_prime has no spread for indices"),
      ("EURUSD", "futures_retail", "futures_retail has no spread for currency pairs"),
      ("XAUUSD", "crypto_exchange", "crypto_exchange has no spread for metals"),
      ("GC", "oanda", "oanda has no spread for futures"),
    ])
  func classes(_ symbol: String, _ broker: String, _ words: String) throws {
    let outcomes = try refusals(symbol, broker)
    for (command, outcome) in outcomes {
      #expect(outcome.status == 78, "\(command)")
      #expect(outcome.output.isEmpty, "\(command)")
      #expect(outcome.errors.hasPrefix("error: \(words)"), "\(command): \(outcome.errors)")
    }
    #expect(Set(outcomes.values.map(\.errors)).count == 1)
  }

  @Test("A spread between two points is refused in the same words")
  func distances() throws {
    try fixture.write(
      "home/brokers/pips.yaml",
      """
      account_mode: hedging
      account_currency: USD
      leverage: 100
      margin_call_percent: 100
      stop_out_percent: 50
      spread: {model: fixed, distance: 0.2 pip}
      slippage: none
      commission: none

      """)
    let outcomes = try refusals("BTCUSD", "pips")
    for (command, outcome) in outcomes {
      #expect(outcome.status == 78, "\(command)")
      #expect(
        outcome.errors.hasPrefix(
          "error: 0.2 pip is 0.2 points on BTCUSD, not a whole number (profile 'pips', spread.distance)"),
        "\(command): \(outcome.errors)")
    }
    #expect(Set(outcomes.values.map(\.errors)).count == 1)
    let fees = [
      "broker", "fees", "reference", "--symbol", "BTCUSD", "--trades-per-day", "1", "--balance", "100",
    ]
    expectError(
      try fixture.run(fees + ["--lots", "1", "--spread", "0.2 pip"]), status: 64,
      naming: "0.2 pip is 0.2 points on BTCUSD")
    let sound = try fixture.run(fees + ["--lots", "1", "--spread", "25 points", "--json"])
    #expect(try sound.json()["spread_per_trade"] as? String == "0.25")
  }

  @Test("Gold at exness_raw costs what gold costs")
  func gold() throws {
    func fees(_ more: String...) throws -> [String: Any] {
      let arguments = [
        "broker", "fees", "exness_raw", "--symbol", "XAUUSD", "--lots", "1", "--trades-per-day", "1",
        "--balance",
        "10000", "--json",
      ]
      return try fixture.run(arguments + more).json()
    }
    // 0.09 USD on 100 ounces, and 3.50 USD on each side.
    #expect(try fees()["spread_per_trade"] as? String == "9.00")
    #expect(try fees()["commission_per_trade"] as? String == "7.00")
    #expect(try fees()["recorded_spread_missing"] as? Bool == true)
    #expect(try fees("--spread", "31 pips")["spread_per_trade"] as? String == "31.00")
    #expect(try fees("--spread", "5 pips")["spread_per_trade"] as? String == "9.00")
  }

  @Test("A recorded spread replaced by a much smaller one is said: backtest")
  func backtest() throws {
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 3_000)
    let arguments = [
      "backtest", "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--ticks", "a.ticks",
      "--report", "r.html", "--broker",
    ]
    let words = "The spread of EURUSD: recorded median 0.00005, traded at 0.00002."
    let text = try fixture.run(arguments + ["exness_raw"])
    #expect(text.output.contains("Median spread  recorded 0.00005, traded at 0.00002\n"), "\(text.output)")
    #expect(text.output.contains("Note: \(words)"))
    let page = try String(contentsOfFile: fixture.folder.file("r.html"), encoding: .utf8)
    #expect(page.contains(words))
    let json = try fixture.run(arguments + ["exness_raw", "--json"])
    #expect(json.errors.contains("note: \(words)"))
    let document = try json.json()
    #expect(document["recorded_spread_median"] as? String == "0.00005")
    #expect(document["traded_spread_median"] as? String == "0.00002")
    #expect((document["spreads"] as? [[String: Any]])?.first?["much_smaller"] as? Bool == true)

    // A part of the ticks is sampled, which is all of so few; the recorded spread is not changed here.
    let part = try fixture.run(arguments + ["reference", "--to", "2019-02-04T00:10:00Z", "--json"])
    #expect(try part.json()["traded_spread_median"] as? String == "0.00005")
    #expect(!part.errors.contains("spread"))
    #expect(try !fixture.run(arguments + ["reference"]).output.contains("Median spread"))
  }

  @Test("… and where bots ran: run, report, review")
  func bots() throws {
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 3_000)
    let options = BotFixture.crossing.dropLast() + ["exness_raw"]
    try fixture.register("one", Array(options))
    try fixture.register("two", Array(options))
    try fixture.register("fair")
    let words = "The spread of EURUSD: recorded median 0.00005, traded at 0.00002."
    let run = try fixture.run(["run", "--replay", "a.ticks", "--speed", "max", "--quiet"])
    #expect(run.output.contains("Note: one, two: \(words)"), "\(run.output)\(run.errors)")
    #expect(try fixture.run(["report", "one"]).output.contains("Note: \(words)"))
    let report = try fixture.run(["report", "one", "--json"]).json()
    let evidence = try #require((report["evidence"] as? [[String: Any]])?.first)
    let spread = try #require((evidence["spreads"] as? [[String: Any]])?.first)
    #expect(spread["recorded_median"] as? String == "0.00005")
    #expect(spread["traded_median"] as? String == "0.00002")
    let review = try fixture.run(["promote", "review", "one"])
    #expect(review.status == 3 && review.output.contains("Note: PAPER: \(words)"), "\(review.output)")
    for command in [["report", "fair"], ["promote", "review", "fair"]] {
      #expect(try !fixture.run(command).output.contains("recorded median"), "\(command)")
    }
  }

  @Test("Terms of other classes are no part of a bot's identity: those of before stay")
  func identities() throws {
    let expected: [(String, String, String)] = [
      ("exness_raw", "EURUSD", "18b4cc813aab283a41c74c670d84aa73b6ccd9cc4f37c01c1d3b903c92a78d0d"),
      ("oanda", "EURUSD", "bc64ef73e96ca54f2ce022492fc8bf20939fa3e816e840a6279314e7b6cc79e1"),
      ("oanda", "XAUUSD", "d3f400551de400c205f15c6f89c84732166fc5f2ad42d068337911a01aea6d97"),
      ("roboforex_prime", "EURUSD", "a989f7915a1bc8da05ecaacc88203f33b62ceb3f9aff4fa7ff4e98a474518a2e"),
      ("roboforex_prime", "XAUUSD", "3f115f9eeb7b2d5e3cf8c8217ba99083974ad7968ea5e0bf99d9c998972b091f"),
      ("reference", "EURUSD", "a21bec901eadc76cb3f5ad0d177c5199d221585585c8dbef9587fee1fa89880a"),
      ("futures_retail", "ES", "c5a6693ae37ecdb1889a27087ec1d7341843150a39abc918a1e29427574be7b6"),
      ("crypto_exchange", "BTCUSDT", "2abb5d65710d11b18447444c2187850db02d622858e4ad5637c2aa5f7a624e5c"),
    ]
    for (index, (broker, symbol, identity)) in expected.enumerated() {
      let bot = try fixture.register(
        "bot\(index)", ["--strategy", "ema_cross", "--symbol", symbol, "--broker", broker, "--lots", "1"])
      #expect(bot["identity"] as? String == identity, "\(broker) \(symbol)")
    }
    let gold = try fixture.register(
      "gold", ["--strategy", "ema_cross", "--symbol", "XAUUSD", "--broker", "exness_raw", "--lots", "1"])
    // Traded at FX's costs before.
    #expect(
      gold["identity"] as? String != "7b660c62802b909f68b5a2c34a372676919530912eaddeaa0a46852d20fe8b5d")
  }
}
