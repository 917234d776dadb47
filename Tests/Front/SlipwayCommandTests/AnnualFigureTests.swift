import Foundation
import Journal
import TestSupport
import Testing
import TradingCore

/// Annual figures by the calendar of what is traded: a backtest and `slipway stats` over its equity say the same.
@Suite("Annual figures")
struct AnnualFigureTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  /// A walk of so many ticks, as CSV that is imported.
  private func ticks(_ symbol: String, price: Int64, digits: Int, count: Int, minutes: Int64) throws {
    var generator = SeededGenerator(seed: 11)
    var bid = price
    var text = "time,bid,ask\n"
    for index in 0..<count {
      bid += Int64.random(in: -40...40, using: &generator)
      let time = TickFixture.start.advanced(by: Int64(index) * minutes * Timestamp.minute)
      text += "\(time.iso8601),\(Price(points: bid).text(digits: digits)),"
      text += "\(Price(points: bid + 3).text(digits: digits))\n"
    }
    try fixture.write("\(symbol).csv", text)
    let outcome = try fixture.run(
      ["data", "import", "\(symbol).csv", "--symbol", symbol, "-o", "\(symbol).ticks"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func backtest(_ files: [String], _ more: String...) throws -> [String: Any] {
    let outcome = try fixture.run(
      [
        "backtest", "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--broker",
        "reference", "--equity", "equity.csv", "--report", "page.html", "--json", "--ticks",
      ] + files + more)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// Every figure that both have is the same, to what money's decimals leave.
  private func expectSame(_ run: [String: Any], perYear days: Int) throws {
    #expect(run["trading_days_per_year"] as? Int == days)
    let stats = try fixture.run(["stats", "summary", "--equity", "equity.csv", "--json"]).json()
    #expect(stats["periods_per_year"] as? Int == days)
    for key in ["sharpe", "sortino", "calmar"] {
      let (left, right) = (try #require(run[key] as? Double), try #require(stats[key] as? Double))
      #expect(abs(left - right) < 1e-5 * max(1, abs(right)), "\(key): \(left), \(right)")
    }
    let sharpe = try #require(stats["sr"] as? Double)
    let count = Double(try #require(stats["days"] as? Int))
    // The ratio per period is over the population's deviation.
    let annual = sharpe * ((count - 1) / count).squareRoot() * Double(days).squareRoot()
    #expect(abs(annual - (try #require(run["sharpe"] as? Double))) < 1e-5 * max(1, abs(annual)))
    let page = try String(contentsOfFile: fixture.folder.file("page.html"), encoding: .utf8)
    #expect(page.contains("daily returns, × √\(days)"))
  }

  @Test("A coin's year has 365 days, weekends among them; growth is by the time that passed")
  func coin() throws {
    try ticks("BTCUSD", price: 3_400_000, digits: 2, count: 3_000, minutes: 9)
    let run = try backtest(["BTCUSD.ticks"])
    try expectSame(run, perYear: 365)
    // 2,999 steps of nine minutes, in years of 365.25 days.
    let years = 2_999.0 * 9 / (365.25 * 1_440)
    let end = NSDecimalNumber(string: run["end_balance"] as? String).doubleValue
    let calmar = (pow(end / 1_000, 1 / years) - 1) / (try #require(run["max_drawdown"] as? Double))
    #expect(abs(calmar - (try #require(run["calmar"] as? Double))) < 1e-6)
    // What is logged as a trial is over 252 days, whatever was traded: the gate takes them off again.
    let trial = try #require(try Journal(home: fixture.home, mode: .readOnly).read { try $0.trials() }.last)
    let logged = (run["sharpe"] as? Double ?? 0) / 365.0.squareRoot() * 252.0.squareRoot()
    #expect(abs(try #require(trial.sharpe) - logged) < 1e-12)
  }

  @Test("An FX pair's year has 252 days")
  func pair() throws {
    try ticks("EURUSD", price: 114_500, digits: 5, count: 3_000, minutes: 2)
    try expectSame(try backtest(["EURUSD.ticks"]), perYear: 252)
  }

  @Test("A coin beside a pair makes every day a trading day; so it is for a bot, in its report")
  func mixed() throws {
    try ticks("EURUSD", price: 114_500, digits: 5, count: 1_500, minutes: 3)
    try ticks("BTCUSD", price: 3_400_000, digits: 2, count: 1_500, minutes: 3)
    let run = try backtest(["EURUSD.ticks", "BTCUSD.ticks"], "--symbol", "EURUSD")
    // The coin's ticks are not needed, and not read.
    #expect(run["trading_days_per_year"] as? Int == 252)
    try fixture.register(
      "coin",
      [
        "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--symbol", "BTCUSD",
        "--broker",
        "reference",
      ])
    #expect(try fixture.run(["run", "--replay", "BTCUSD.ticks", "--speed", "max", "--quiet"]).status == 0)
    let report = try fixture.run(["report", "coin", "--json"]).json()
    let evidence = try #require((report["evidence"] as? [[String: Any]])?.first)
    #expect(evidence["trading_days_per_year"] as? Int == 365)
    #expect(try fixture.run(["report", "coin"]).output.contains("Sharpe ratio, × √365"))
  }
}
