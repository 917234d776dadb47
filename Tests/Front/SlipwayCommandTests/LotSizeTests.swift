import Foundation
import TestSupport
import Testing

/// A size that an instrument has no order of is refused before anything runs: every order would be denied.
@Suite("Sizes off an instrument's step")
struct LotSizeTests {
  private static func profile() throws -> String {
    try BacktestFixture.profile() + "instruments:\n  EURUSD: {lot_min: 0.30, lot_step: 0.10, lot_max: 2.05}\n"
  }

  @Test(
    "backtest names the option, the step and the nearest sizes",
    arguments: [
      (
        ["--lots", "0.015"],
        "0.015 lots are no multiple of EURUSD's lot step, 0.01 (--lots): give 0.01 or 0.02"
      ),
      (["--param", "lots=1.234"], "(--param lots): give 1.23 or 1.24"),
      (
        ["--lots", "0.001"],
        "0.001 lots are below the smallest order of EURUSD, 0.01 lots (--lots): give 0.01 or more"
      ),
      (["--lots", "0.010000001"], "no number"),
      (["--lots", "1000.01"], "1000.01 lots are above the largest order of EURUSD"),
    ] as [([String], String)])
  func backtest(_ options: [String], _ words: String) throws {
    let fixture = try BacktestFixture(count: 50)
    guard words != "no number" else {
      return try fixture.expectError(
        BacktestFixture.crossing + options, status: 64, naming: ["expected lots above 0"])
    }
    try fixture.expectError(
      BacktestFixture.crossing + options, status: 64, naming: ["parameter 'lots': ", words])
  }

  @Test("the nearest sizes are sizes that there are")
  func bounds() throws {
    let fixture = try BacktestFixture(count: 50, files: ["large.yaml": Self.profile()])
    let bot = Array(BacktestFixture.crossing.dropLast(4)) + ["--broker", "large.yaml", "--ticks", "a.ticks"]
    try fixture.expectError(bot + ["--lots", "0.35"], status: 64, naming: ["give 0.30 or 0.40"])
    try fixture.expectError(
      bot + ["--lots", "2.01"], status: 64, naming: ["lot step, 0.10 (--lots): give 2.00\n"])
    try fixture.expectError(
      bot, status: 64, naming: ["0.01 lots are below the smallest order of EURUSD, 0.30"])
    #expect(try fixture.document(bot + ["--lots", "0.30"])["denied_orders"] as? [String: Int] == [:])
  }

  @Test("a configuration file is named with its line")
  func configuration() throws {
    let run = """
      strategy: ema_cross
      params: {fast: 5, slow: 20}
      broker: reference
      lots: 0.025
      """
    let fixture = try BacktestFixture(count: 50, files: ["run.yaml": run])
    try fixture.expectError(
      ["--config", "run.yaml", "--ticks", "a.ticks"], status: 78, naming: ["run.yaml", "give 0.02 or 0.03"])
    #expect(
      try fixture.document(["--config", "run.yaml", "--ticks", "a.ticks", "--lots", "0.02"])["trades"] != nil)
  }

  @Test("a size worked out from risk needs no fixed one, and a strategy without orders of its own takes any")
  func unused() throws {
    let fixture = try BacktestFixture(
      count: 50,
      files: [
        "large.yaml": Self.profile(),
        "orders.csv": "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
          + "2019-02-04T00:00:10Z,1,EURUSD,buy,0.30,,,,,\n",
      ])
    let rest = ["--broker", "large.yaml", "--ticks", "a.ticks"]
    for strategy in [
      ["donchian_breakout", "--param", "risk_percent=1"], ["idle"],
      ["scripted", "--param", "orders=orders.csv"],
    ] {
      let document = try fixture.document(["--strategy"] + strategy + rest)
      #expect(document["denied_orders"] as? [String: Int] == [:])
    }
  }

  @Test("a size that was stated has to be one, whether or not it is used")
  func stated() throws {
    let fixture = try BacktestFixture(count: 50)
    try fixture.expectError(
      [
        "--strategy", "donchian_breakout", "--lots", "0.005", "--param", "risk_percent=1", "--broker",
        "reference",
        "--ticks", "a.ticks",
      ], status: 64, naming: ["--lots", "0.005 lots are below the smallest order"])
  }

  @Test("register and clone refuse what a backtest refuses, and store nothing")
  func register() throws {
    let fixture = try BotFixture()
    expectError(
      try fixture.run(["bot", "register", "one"] + BotFixture.crossing + ["--lots", "0.015"]), status: 64,
      naming: "--lots", "give 0.01 or 0.02")
    #expect(!fixture.hasHome)
    try fixture.register("one")
    expectError(
      try fixture.bot("clone", "one", "two", "--lots", "0.105"), status: 64, naming: "give 0.10 or 0.11")
    expectError(
      try fixture.bot("clone", "one", "two", "--symbol", "CL"), status: 64,
      naming: "0.01 lots are below the smallest order of CL, 1.00 lots")
    #expect(try fixture.bot("show", "two").status == 64)
    let futures = ["--strategy", "ema_cross", "--symbol", "ES", "--broker", "reference"]
    expectError(
      try fixture.run(["bot", "register", "future"] + futures + ["--lots", "1.5"]), status: 64,
      naming: "ES's lot step, 1.00", "give 1.00 or 2.00")
  }
}
