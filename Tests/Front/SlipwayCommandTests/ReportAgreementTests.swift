import Foundation
import TestSupport
import Testing

/// A bot's page and a backtest's over the same ticks say the same, each of them of its own.
@Suite("slipway report beside slipway backtest", .timeLimit(.minutes(5)))
struct ReportAgreementTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    let ticks = PackageRoot.path(of: "datasets/eurusd-30d.ticks")
    let sliced = try fixture.run([
      "data", "slice", ticks, "--from", "2024-01-01T00:00:00Z", "--to", "2024-01-09T12:00:00Z", "-o",
      fixture.folder.file("part.ticks"),
    ])
    #expect(sliced.status == 0, "\(sliced.errors)")
  }

  /// The evidence of a bot with these options, and the backtest of the same.
  private func both(_ options: [String]) throws -> (bot: [String: Any], backtest: [String: Any]) {
    try fixture.register("one", options + ["--symbol", "EURUSD"])
    #expect(try fixture.run(["run", "--replay", "part.ticks", "--speed", "max"]).status == 0)
    let report = try fixture.run(["report", "one", "--json"]).json()
    let evidence = try #require((report["evidence"] as? [[String: Any]])?.first)
    let backtest = try fixture.run(
      ["backtest", "--ticks", "part.ticks", "--json", "--report", "b.html"] + options)
    #expect(backtest.status == 0, "\(backtest.errors)")
    return (evidence, try backtest.json())
  }

  private static let trend = [
    "--strategy", "donchian_breakout", "--param", "timeframe=M15", "--broker", "exness_raw",
  ]

  @Test(
    "the deepest drawdown has the depth, the peak and the lowest point of a backtest's; no other is shown")
  func drawdown() throws {
    let (bot, backtest) = try both(Self.trend)
    let shown = try #require(bot["drawdowns"] as? [[String: Any]])
    let first = try #require(shown.first)
    let deepest = try #require((backtest["drawdowns"] as? [[String: Any]])?.first)
    #expect(shown.count == 1)
    for key in ["amount", "peak", "peak_time", "low", "low_time"] {
      #expect(first[key] as? String == deepest[key] as? String, "\(key)")
    }
    #expect(first["ratio"] as? Double == bot["max_drawdown"] as? Double)
    #expect(first["ratio"] as? Double == backtest["max_drawdown"] as? Double)
    let text = try fixture.run(["report", "one"]).output
    #expect(text.contains("Deepest drawdown  Amount"))
    let period = try fixture.run(["report", "one", "--from", "2024-01-03T00:00:00Z", "-o", "-"]).output
    #expect(period.contains("of equity at the ends of trading days: of a period ticks are not kept."))
  }

  @Test("balance, open result and equity are told with what was paid on the open position, and add up")
  func account() throws {
    let (bot, _) = try both(Self.trend)
    let account = try #require(bot["account"] as? [String: String])
    func amount(_ key: String) throws -> Decimal {
      let text = try #require(account[key])
      return try #require(Decimal(string: text))
    }
    #expect(bot["open_positions"] as? Int == 1)
    #expect(try amount("open_commission") == Decimal(string: "0.035"))
    #expect(
      try amount("start_balance") + amount("closed_net") - amount("open_commission") == amount("balance"))
    #expect(try amount("balance") + amount("open_result") == amount("equity"))
    #expect(account["equity"] == bot["end_equity"] as? String)
    #expect(account["closed_net"] == bot["net_profit"] as? String)
    let text = try fixture.run(["report", "one"]).output
    #expect(text.firstMatch(of: #/Commission on open +-0.035 USD\n/#) != nil, "\(text)")
    let page = try fixture.run(["report", "one", "-o", "-"]).output
    #expect(page.contains("<dt>Entry commission on what is open</dt><dd>-0.035</dd>"))
  }

  @Test("a bot whose orders are all refused says so, with the counts of a backtest")
  func refused() throws {
    let (bot, backtest) = try both([
      "--strategy", "ema_cross", "--broker", "exness_raw", "--balance", "20", "--leverage", "1",
    ])
    let denied = try #require(bot["denied_orders"] as? [String: Int])
    #expect(denied == backtest["denied_orders"] as? [String: Int])
    let count = try #require(denied["margin_insufficient"])
    #expect(count > 100 && bot["trades"] as? Int == 0)
    let grouped = "\(count / 1_000 > 0 ? "\(count / 1_000)," : "")\(String(count).suffix(3))"
    let note = "No trade was made: \(grouped) orders were refused, for 'margin_insufficient'."
    let text = try fixture.run(["report", "one"]).output
    #expect(text.contains("denied: margin_insufficient") && text.contains(note), "\(text)")
    let page = try fixture.run(["report", "one", "-o", "-"]).output
    #expect(page.contains("Orders refused, held or ended unfilled") && page.contains(">margin_insufficient<"))
  }
}
