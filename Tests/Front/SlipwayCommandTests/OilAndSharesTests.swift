import Foundation
import TestSupport
import Testing

/// A day on which oil was below zero, and a share that was split, from the recording to the result.
@Suite("Prices below zero and splits, on the command line")
struct OilAndSharesTests {
  private static let oil = """
    time,bid,ask
    2020-04-20T18:08:00Z,0.01,0.02
    2020-04-20T18:10:00Z,-0.01,0.01
    2020-04-20T18:29:00Z,-37.63,-37.60

    """
  private static let share = """
    time,bid,ask
    2024-06-07T20:00:00Z,1208.88,1208.90
    2024-06-10T13:30:00Z,121.78,121.79

    """
  private static let orders = """
    time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry
    2020-04-20T18:08:00Z,1,NAME,buy,1,,,,,

    """
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try fixture.write("oil.csv", Self.oil)
    try fixture.write("share.csv", Self.share)
  }

  private func document(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try fixture.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// Bought at 0.02 and closed at −37.63: −37.65 × 1,000, and 3.50 for each side.
  @Test("crude oil is imported, shown, traded and reported below zero")
  func crude() throws {
    let made = try document(["data", "import", "oil.csv", "--symbol", "CL", "-o", "oil.ticks"])
    #expect(made["bid_min"] as? String == "-37.63")
    #expect(try document(["data", "info", "oil.ticks"])["bid_min"] as? String == "-37.63")
    #expect(try fixture.run(["data", "verify", "oil.ticks"]).status == 0)
    try fixture.write("orders.csv", Self.orders.replacingOccurrences(of: "NAME", with: "CL"))
    let result = try document([
      "backtest", "--strategy", "scripted", "--param", "orders=orders.csv", "--broker", "reference",
      "--ticks",
      "oil.ticks", "--balance", "100000", "--trades", "trades.csv", "--report", "report.html",
    ])
    #expect(result["net_profit"] as? String == "-37657.00")
    #expect(result["end_balance"] as? String == "62343.00")
    let trades = try String(contentsOfFile: fixture.folder.file("trades.csv"), encoding: .utf8)
    #expect(trades.contains(",0.02,") && trades.contains(",-37.63,-37650.00,7.00,"), "\(trades)")
  }

  @Test("an instrument that may not be below zero is refused, at the import and at the backtest")
  func refused() throws {
    expectError(
      try fixture.run(["data", "import", "oil.csv", "--symbol", "USOIL", "-o", "us.ticks"]), status: 65,
      naming: "oil.csv, line 3", "'-0.01' is not positive", "--negative-prices")
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("us.ticks")))
    _ = try document([
      "data", "import", "oil.csv", "--symbol", "USOIL", "--negative-prices", "-o", "us.ticks",
    ])
    try fixture.write("orders.csv", Self.orders.replacingOccurrences(of: "NAME", with: "USOIL"))
    let backtest = [
      "backtest", "--strategy", "scripted", "--param", "orders=orders.csv", "--ticks", "us.ticks",
      "--balance",
      "100000", "--broker",
    ]
    expectError(
      try fixture.run(backtest + ["reference"]), status: 65,
      naming: "us.ticks", "its bids go down to -37.630, and USOIL has no prices at or below zero",
      "negative_prices: true")
    let profile = try BacktestFixture.profile() + "instruments:\n  USOIL: {negative_prices: true}\n"
    try fixture.write("oil.yaml", profile)
    #expect(try document(backtest + ["oil.yaml"])["net_profit"] as? String == "-37657.00")
    try fixture.register("oil", ["--strategy", "ema_cross", "--symbol", "USOIL", "--broker", "reference"])
    let run = try fixture.run(["run", "--replay", "us.ticks", "--speed", "max"])
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(
      run.errors.contains("(us.ticks): its bids go down to -37.630, and USOIL has no prices"), "\(run.errors)"
    )
  }

  @Test("a split is stated, or a change of scale allowed; without either both are offered")
  func split() throws {
    expectError(
      try fixture.run(["data", "import", "share.csv", "--symbol", "NVDA", "-o", "nvda.ticks"]), status: 65,
      naming: "--split 2024-06-10=10:1", "--allow-scale-change")
    let made = try document([
      "data", "import", "share.csv", "--symbol", "NVDA", "--split", "2024-06-10=10:1", "-o", "nvda.ticks",
    ])
    #expect(made["bid_min"] as? String == "120.89" && made["bid_max"] as? String == "121.78")
    #expect(made["splits"] as? [String] == ["2024-06-10=10:1"])
    #expect(made["rows_corrected"] as? [String: Int] == ["split_adjusted": 1, "split_rounded": 1])
    let info = try fixture.run(["data", "info", "nvda.ticks"]).output
    #expect(info.contains("divided by 10:1 (split)"), "\(info)")
    let allowed = try document([
      "data", "import", "share.csv", "--symbol", "NVDA", "--allow-scale-change", "-o", "raw.ticks",
    ])
    #expect(allowed["bid_max"] as? String == "1208.88")
    expectError(
      try fixture.run([
        "data", "import", "share.csv", "--symbol", "NVDA", "--split", "2024-06-10=10", "-o", "no.ticks",
      ]), status: 64, naming: "--split", "2024-06-10=10:1")
  }
}
