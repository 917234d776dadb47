import Foundation
import TestSupport
import Testing

@Suite("Options of slipway backtest that can't be right")
struct BacktestOptionMistakesTests {
  private let fixture: BacktestFixture

  init() throws { fixture = try BacktestFixture(count: 100) }

  private func refused(_ arguments: [String], _ words: String) throws {
    try fixture.expectError(arguments + BacktestFixture.outputs, status: 64, naming: [words])
  }

  @Test(
    "What every run needs",
    arguments: [("--strategy", "ema_cross"), ("--broker", "reference"), ("--ticks", "a.ticks")])
  func needed(option: String, value: String) throws {
    var arguments = BacktestFixture.crossing
    let place = try #require(arguments.firstIndex(of: option))
    arguments.removeSubrange(place...place + 1)
    try refused(arguments, "\(option) is missing (slipway backtest): give it")
  }

  @Test(
    "Values that can't be used",
    arguments: [
      (
        ["--strategy", "nope"],
        "no strategy 'nope' (--strategy): choose one of bollinger_reversion, donchian_breakout, ema_cross"
      ),
      (["--broker", "referense"], "no broker profile 'referense'"),
      (
        ["--param", "speed=1"], "'speed': strategy 'ema_cross' has none of that name; it has fast, slow, lots"
      ),
      (["--param", "speed"], "'speed' is not name=value (--param)"),
      (["--param", "fast=6"], "parameter 'fast' is given twice (--param)"),
      (["--lots", "0"], "'lots': expected lots above 0, was '0' (--lots)"),
      (["--lots", "-1"], "'lots': expected lots above 0, was '-1' (--lots)"),
      (["--lots", "many"], "'lots': expected lots above 0, was 'many' (--lots)"),
      (["--param", "lots=0"], "(--param lots): see 'slipway strategy show ema_cross'"),
      (["--lots", "1", "--param", "lots=1"], "lots are given twice (--lots, --param lots)"),
      (["--balance", "0"], "expected a positive amount of USD, was '0' (--balance)"),
      (["--balance", "-1"], "expected a positive amount of USD, was '-1' (--balance)"),
      (["--balance", "abc"], "expected a positive amount of USD, was 'abc' (--balance)"),
      (["--balance", "0.0000001"], "(--balance)"), (["--balance", "99999999999999999999"], "(--balance)"),
      (["--leverage", "0"], "from 1 to 1000000, was '0' (--leverage): give 100 for 1:100"),
      (["--leverage", "-5"], "from 1 to 1000000, was '-5' (--leverage)"),
      (["--leverage", "much"], "--leverage"),
      (["--latency", "-1"], "expected milliseconds from 0 to 3600000, was '-1' (--latency)"),
      (["--latency", "nan"], "was 'nan' (--latency)"),
      (["--latency", "3600000.1"], "(--latency)"), (["--seed", "-1"], "--seed"), (["--seed", "x"], "--seed"),
      (["--from", "2019-02-04T00:00"], "'2019-02-04T00:00' has no zone (--from)"),
      (["--to", "2019-02-04"], "'2019-02-04' has no zone (--to)"),
      (["--from", "soon"], "'soon' is not a time (--from)"),
      (["--from", "2019-02-04T01:00Z", "--to", "2019-02-04T01:00Z"], "--from is not before --to"),
      (["--from", "2019-02-04T01:00Z", "--to", "2019-02-04T00:00Z"], "--from is not before --to"),
      (["--nonsense"], "--nonsense"), (["stray"], "stray"),
    ])
  func values(arguments: [String], words: String) throws {
    // --ticks takes all that follows it, so a stray word has to come first.
    try refused(
      arguments.first == "stray"
        ? arguments + BacktestFixture.crossing : BacktestFixture.crossing + arguments, words)
  }

  @Test(
    "Parameters out of their bounds",
    arguments: [
      ("fast=0", "expected 1 to 1000000, was '0' (--param fast)"), ("fast=2.5", "was '2.5'"),
      ("fast=abc", "was 'abc'"), ("fast=", "was ''"), ("fast=1000001", "was '1000001'"),
      ("fast=200", "expected less than slow (200), was 200 (--param fast)"), ("fast=201", "was 201"),
    ])
  func parameters(parameter: String, words: String) throws {
    try refused(
      ["--strategy", "ema_cross", "--broker", "reference", "--ticks", "a.ticks", "--param", parameter], words)
  }
}

@Suite("Broker profiles and orders that a backtest can't use")
struct BacktestConfigurationMistakesTests {
  @Test(
    "A mistake in a profile is named by file and line",
    arguments: [
      ("leverage: 100", "levrage: 100", "levrage"), ("amount: 3.50 USD", "amount: -3.50 USD", "commission"),
      ("stops_level: 0 points", "stops_level: 0 furlongs", "stops_level"),
    ])
  func profile(good: String, bad: String, field: String) throws {
    let before = try BacktestFixture.profile().components(separatedBy: good)[0]
    let line = before.count { $0 == "\n" } + 1
    let fixture = try BacktestFixture(
      count: 100, files: ["mine.yaml": try BacktestFixture.profile(replacing: good, with: bad)])
    try fixture.expectError(
      BacktestFixture.crossing + BacktestFixture.outputs + ["--broker", "mine.yaml"], status: 78,
      naming: ["(mine.yaml:\(line))", field])
  }

  @Test("A profile that is not there")
  func missingProfile() throws {
    try BacktestFixture(count: 100).expectError(
      BacktestFixture.crossing + ["--broker", "./none.yaml"], status: 66, naming: ["(./none.yaml)"])
  }

  @Test("A profile that can't price the symbol, and a symbol nobody knows")
  func instruments() throws {
    let fixture = try BacktestFixture(count: 100)
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 100, symbol: "NOSUCH")
    try fixture.expectError(
      BacktestFixture.crossing + BacktestFixture.outputs, status: 78,
      naming: ["no instrument NOSUCH", "'reference'", "describe it under 'instruments'"])
  }

  @Test("Scripted orders on a netting account")
  func netting() throws {
    let profile = try BacktestFixture.profile(
      replacing: "account_mode: hedging", with: "account_mode: netting")
    let fixture = try BacktestFixture(count: 100, files: ["net.yaml": profile, "orders.csv": ""])
    try fixture.expectError(
      BacktestFixture.scripted + BacktestFixture.outputs + ["--broker", "net.yaml"], status: 78,
      naming: ["'scripted' needs a hedging account", "account_mode: hedging"])
  }

  @Test("Orders that are not there, not named, a folder or no text")
  func orders() throws {
    let fixture = try BacktestFixture(count: 100)
    try fixture.expectError(
      BacktestFixture.scripted + BacktestFixture.outputs, status: 66, naming: ["no such file (orders.csv)"])
    let unnamed = BacktestFixture.scripted.filter { $0 != "--param" && $0 != "orders=orders.csv" }
    try fixture.expectError(unnamed, status: 64, naming: ["'orders': is required", "(--param orders)"])
    try fixture.expectError(unnamed + ["--param", "orders=."], status: 74, naming: ["(.)", "a folder"])
    try fixture.expectError(
      unnamed + ["--param", "orders=a.ticks"], status: 65, naming: ["(a.ticks)", "UTF-8"])
  }

  @Test(
    "A bad row of orders is named by file and line",
    arguments: [
      ("2019-02-04T00:00:10Z,2,EURUSD,bye,0.1,,,,,", "action 'bye': expected one of buy, sell"),
      ("2019-02-04T00:00:10,2,EURUSD,buy,0.1,,,,,", "with a zone"),
      ("2019-02-04T00:00:10Z,2,EURUSD,buy,0.1", "expected 10 fields"),
      ("2019-02-04T00:00:10Z,1,EURUSD,buy,0.1,,,,,", "id '1' is used twice"),
      ("2019-02-04T00:00:10Z,2,GBPUSD,buy,0.1,,,,,", "symbol GBPUSD is not among the bot's"),
      ("2019-02-04T00:00:10Z,2,EURUSD,buy_limit,0.1,1.123456,,,,", "at most 5 decimals"),
      ("2019-02-04T00:00:10Z,2,EURUSD,buy_limit,0.1,,,,,", "buy_limit needs a price"),
      ("2019-02-04T00:00:10Z,2,EURUSD,buy,lots,,,,,", "lots 'lots': expected a decimal number"),
      ("2019-02-04T00:00:10Z,2,EURUSD,buy,0.1,,,,-3,", "trail_points '-3'"),
    ])
  func row(row: String, words: String) throws {
    let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry"
    let text = [header, "2019-02-04T00:00:05Z,1,EURUSD,buy,0.1,,,,,", row].joined(separator: "\n")
    let fixture = try BacktestFixture(count: 100, files: ["orders.csv": text])
    try fixture.expectError(
      BacktestFixture.scripted + BacktestFixture.outputs, status: 65, naming: [words, "(orders.csv:3)"])
  }
}

@Suite("Tick files that a backtest can't read")
struct BacktestTickMistakesTests {
  private let crossing = BacktestFixture.crossing + BacktestFixture.outputs

  private func refused(
    status: Int32, _ words: String..., count: Int = 1_000, change: (inout Data) -> Void
  ) throws {
    let fixture = try BacktestFixture(count: count)
    try TickFixture.change(fixture.folder.file("a.ticks"), change)
    try fixture.expectError(crossing, status: status, naming: words)
  }

  @Test("Missing, or a folder")
  func missing() throws {
    let fixture = try BacktestFixture(count: 100)
    let some = Array(crossing.drop { $0 != "--broker" }.prefix(2)) + ["--strategy", "idle", "--ticks"]
    try fixture.expectError(some + ["none.ticks"], status: 66, naming: ["no such file (none.ticks)"])
    try fixture.expectError(some + ["a.ticks", "none.ticks"], status: 66, naming: ["(none.ticks)"])
    try fixture.expectError(some + ["."], status: 74, naming: ["(.)", "it is a folder"])
  }

  @Test("Empty, or of another format")
  func format() throws {
    try refused(status: 65, "not a tick file (a.ticks)", "the file is empty") { $0.removeAll() }
    try refused(status: 65, "not a tick file (a.ticks)", "slipway data import") {
      $0 = Data("time,bid,ask\n".utf8)
    }
  }

  @Test("Cut off", arguments: [1, 40, 1_000])
  func truncated(bytes: Int) throws {
    try refused(status: 65, "damaged tick file (a.ticks") { $0.removeLast(bytes) }
  }

  @Test("Changed, in the first block and after trades have been made")
  func changed() throws {
    try refused(status: 65, "damaged tick file (a.ticks, block 0 at byte") { $0[$0.count / 3] ^= 0x10 }
    try refused(status: 65, "damaged tick file (a.ticks, block 1 at byte", count: 40_000) {
      $0[$0.count * 9 / 10] ^= 0x10
    }
  }
}
