import FileSystem
import Foundation
import Operations
import RiskControl
import TestSupport
import Testing

struct RunConfigurationTests {
  private func parse(_ text: String, path: String = "runs/a.yaml") throws -> RunConfiguration {
    try RunConfiguration.parse(text: text, path: path)
  }

  private func message(_ text: String) -> String? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func readsEveryOption() throws {
    let run = try parse(
      """
      strategy: ema_cross
      params:
        fast: 50
        slow: 200
        note: "01"
      ticks:
        - EURUSD.ticks
        - /data/XAUUSD.ticks
      symbols: [XAUUSD]
      broker: reference
      lots: 0.10
      balance: 1000.00
      leverage: 30
      family: trend
      seed: 7
      latency: 0.5
      from: 2019-02-04T00:00:00Z
      to: 2019-02-05T00:00:00+01:00
      report: out/report.html
      trades: trades.csv
      equity: /tmp/equity.csv
      risk:
        max_lots: 0.5
        max_open_positions: 3
        max_price_distance_percent: 2.5
        stale_quote_seconds: 60
      """)
    var expected = RunConfiguration(path: "runs/a.yaml")
    expected.typed.bot.strategy = "ema_cross"
    expected.params = [
      .init(name: "fast", value: "50", line: 3), .init(name: "slow", value: "200", line: 4),
      .init(name: "note", value: "01", line: 5),
    ]
    expected.typed.ticks = ["runs/EURUSD.ticks", "/data/XAUUSD.ticks"]
    expected.typed.bot.symbols = ["XAUUSD"]
    expected.typed.bot.broker = "reference"
    expected.typed.bot.lots = "0.10"
    expected.typed.bot.balance = "1000.00"
    expected.typed.bot.leverage = 30
    expected.typed.bot.family = "trend"
    expected.typed.bot.seed = 7
    expected.typed.bot.latency = "0.5"
    expected.typed.from = "2019-02-04T00:00:00Z"
    expected.typed.to = "2019-02-05T00:00:00+01:00"
    expected.typed.report = "runs/out/report.html"
    expected.typed.trades = "runs/trades.csv"
    expected.typed.equity = "/tmp/equity.csv"
    expected.typed.bot.risk = RiskLimits(
      maximumLots: 50_000_000, maximumOpenPositions: 3, maximumPriceDistanceMillionths: 25_000,
      staleQuoteSeconds: 60)
    #expect(run == expected)
  }

  @Test func everythingIsOptionalButAKeyMustBeThere() throws {
    var expected = RunConfiguration(path: "runs/a.yaml")
    expected.typed.bot.strategy = "idle"
    #expect(try parse("strategy: idle") == expected)
    #expect(try parse("strategy: idle\nrisk: {}") == expected)
  }

  @Test func oneTickFileNeedsNoList() throws {
    #expect(try parse("ticks: EURUSD.ticks").typed.ticks == ["runs/EURUSD.ticks"])
  }

  @Test func aBrokerPathIsRelativeToTheFileAndANameIsNot() throws {
    #expect(try parse("broker: mine.yaml").typed.bot.broker == "runs/mine.yaml")
    #expect(try parse("broker: ../brokers/mine.yaml").typed.bot.broker == "runs/../brokers/mine.yaml")
    #expect(try parse("broker: mine").typed.bot.broker == "mine")
    #expect(try parse("ticks: a.ticks", path: "a.yaml").typed.ticks == ["a.ticks"])
    #expect(try parse("ticks: a.ticks", path: "/a.yaml").typed.ticks == ["/a.ticks"])
  }

  @Test(arguments: [
    ("stratgy: idle", "unknown key 'stratgy' (runs/a.yaml:1): did you mean 'strategy'?"),
    (
      "lots: 0",
      "bad value of 'lots' (runs/a.yaml:1): expected a positive number of at most eight decimals, was '0'"
    ),
    (
      "\nbalance: 1,000",
      "bad value of 'balance' (runs/a.yaml:2): "
        + "expected a positive number of at most eight decimals, was '1,000'"
    ),
    ("seed: -1", "bad value of 'seed' (runs/a.yaml:1): expected a whole number of at least 0, was '-1'"),
    (
      "from: 2019-02-04",
      "bad value of 'from' (runs/a.yaml:1): "
        + "expected a time with its zone such as '2024-03-01T00:00:00Z', was '2019-02-04'"
    ),
    (
      "from: 2019-02-04T00:00:00Z\nto: 2019-02-03T00:00:00Z",
      "bad value of 'to' (runs/a.yaml:2): "
        + "expected a time after 'from', 2019-02-04T00:00:00.000Z, was '2019-02-03T00:00:00Z'"
    ),
    (
      "params:\n  fast: [1, 2]",
      "bad value of 'params.fast' (runs/a.yaml:2): expected a number or text, was a list"
    ),
    ("params: fast=50", "bad value of 'params' (runs/a.yaml:1): expected keys and values, was 'fast=50'"),
    (
      "ticks:\n  - a.ticks\n  -",
      "bad value of 'ticks' (runs/a.yaml:3): expected the path of a tick file, was empty"
    ),
    (
      "risk:\n  max_lots: none",
      "bad value of 'risk.max_lots' (runs/a.yaml:2): "
        + "expected a positive number of at most eight decimals, was 'none'"
    ),
    ("risk: {max_lot: 1}", "unknown key 'max_lot' (runs/a.yaml:1): did you mean 'max_lots'?"),
    (
      "risk: {max_price_distance_percent: 101}",
      "bad value of 'risk.max_price_distance_percent' (runs/a.yaml:1): "
        + "expected a percentage from 0.0001 to 100, was '101'"
    ),
  ])
  func mistakesHaveTheirLine(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test func aMissingFileIsAMissingFile() {
    #expect(throws: FileError.missing(path: "nowhere/run.yaml")) {
      try RunConfiguration.load(path: "nowhere/run.yaml")
    }
  }

  @Test func theMarkOfUTF8IsPassedOver() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run.yaml")
    let text = "strategy: ema_cross\nbroker: reference\nticks: [x.ticks]\n"
    try Data([0xEF, 0xBB, 0xBF] + Array(text.utf8)).write(to: URL(fileURLWithPath: path))
    #expect(try RunConfiguration.load(path: path) == RunConfiguration.parse(text: text, path: path))
  }
}
