import Foundation
import TestSupport
import Testing

@Suite("slipway backtest --json")
struct BacktestResultTests {
  /// Three days and a half of minutes.
  private let fixture: BacktestFixture
  private let document: [String: Any]

  init() throws {
    fixture = try BacktestFixture(count: 5_000, step: 60_000)
    document = try fixture.document(BacktestFixture.crossing + ["--lots", "0.1", "--balance", "5000"])
  }

  private func count(_ key: String) throws -> Int { try #require(document[key] as? Int, "\(key)") }
  private func ratio(_ key: String) throws -> Double { try #require(document[key] as? Double, "\(key)") }

  @Test("Every key is there and no other")
  func keys() {
    let keys = [
      "strategy", "params", "symbols", "conversion_symbols", "broker", "family", "identity", "seed", "ticks",
      "first", "last",
      "trades", "wins", "losses", "win_rate", "profit_factor", "expectancy", "start_balance", "end_balance",
      "net_profit", "gross_profit", "gross_loss", "commission", "swap", "spread_cost", "slippage_cost",
      "recorded_spread_median", "traded_spread_median", "spreads",
      "max_drawdown", "max_drawdown_money", "trading_days_per_year", "sharpe", "sortino", "calmar",
      "margin_calls", "denied_orders",
      "rejected_orders", "canceled_orders", "canceled_at_end", "expired_orders", "fingerprint",
      "elapsed_seconds", "ticks_per_second", "days_active", "short_run", "r_multiples", "sides", "by_symbol",
      "most_exposure", "most_margin", "drawdowns", "trial", "tracked",
    ]
    #expect(document.keys.sorted() == keys.sorted())
  }

  @Test("What was run")
  func run() throws {
    #expect(document["strategy"] as? String == "ema_cross")
    let params = try #require(document["params"] as? [String: Any])
    #expect(params as NSDictionary == ["fast": 5, "slow": 20, "lots": "0.10"] as NSDictionary)
    #expect(document["symbols"] as? [String] == ["EURUSD"])
    #expect(document["broker"] as? String == "reference")
    #expect(document["family"] as? String == "ema_cross")
    #expect(try count("seed") == 1)
    #expect(try count("ticks") == 5_000)
    #expect(document["first"] as? String == "2019-02-04T00:00:00.000Z")
    #expect(document["last"] as? String == "2019-02-07T11:19:00.000Z")
    for key in ["identity", "fingerprint"] {
      let digest = try #require(document[key] as? String)
      #expect(digest.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    }
    #expect(try ratio("elapsed_seconds") > 0)
    #expect(try ratio("ticks_per_second") > 0)
  }

  @Test("Amounts agree with each other")
  func amounts() throws {
    let net = try money(document["net_profit"])
    #expect(try money(document["start_balance"]) == 5_000)
    #expect(try money(document["end_balance"]) - money(document["start_balance"]) == net)
    #expect(try money(document["gross_profit"]) - money(document["gross_loss"]) == net)
    #expect(try money(document["gross_profit"]) > 0)
    #expect(try money(document["gross_loss"]) > 0)
    // 3.50 USD a lot and side, and the recorded spread alone.
    #expect(try money(document["commission"]) == Decimal(try count("trades")) * 7 / 10)
    #expect(document["swap"] as? String == "0.00")
    #expect(document["slippage_cost"] as? String == "0.00")
    #expect(try money(document["spread_cost"]) > 0)
  }

  @Test("Ratios agree with what they are made of")
  func ratios() throws {
    let trades = try count("trades")
    #expect(try count("wins") > 0)
    #expect(try count("losses") > 0)
    #expect(try count("wins") + count("losses") <= trades)
    #expect(try ratio("win_rate") == Double(count("wins")) / Double(trades))
    let (profit, loss) = (try money(document["gross_profit"]), try money(document["gross_loss"]))
    let factor = NSDecimalNumber(decimal: profit / loss).doubleValue
    #expect(abs(try ratio("profit_factor") - factor) < 1e-9)
    let expectancy = try money(document["expectancy"])
    let mean = try money(document["net_profit"]) / Decimal(trades)
    #expect(abs(expectancy - mean) <= Decimal(string: "0.0000005") ?? 0)
  }

  @Test("Drawdown and the ratios of daily returns are numbers")
  func risk() throws {
    #expect((0...1).contains(try ratio("max_drawdown")))
    #expect(try money(document["max_drawdown_money"]) > 0)
    for key in ["sharpe", "sortino", "calmar"] { #expect(try ratio(key).isFinite) }
    #expect(document["denied_orders"] as? [String: Int] == [:])
    #expect(document["rejected_orders"] as? [String: Int] == [:])
  }

  @Test("A run without a trade has nulls where there is no ratio")
  func noTrades() throws {
    let idle = try fixture.document(["--strategy", "idle", "--broker", "reference", "--ticks", "a.ticks"])
    for key in ["win_rate", "profit_factor", "expectancy", "sharpe", "sortino"] {
      #expect(idle[key] is NSNull, "\(key)")
    }
    #expect(idle["trades"] as? Int == 0)
    #expect(idle["net_profit"] as? String == "0.00")
    #expect(idle["max_drawdown"] as? Double == 0)
    #expect(idle["start_balance"] as? String == "1000.00")
  }

  @Test("Ratios of daily returns are null within one day")
  func oneDay() throws {
    let day = try fixture.document(BacktestFixture.crossing + ["--to", "2019-02-04T20:00:00Z"])
    for key in ["sharpe", "sortino", "calmar"] { #expect(day[key] is NSNull, "\(key)") }
    #expect((day["trades"] as? Int ?? 0) > 0)
  }

  @Test("A period without ticks is a result of zero ticks, with a note")
  func noTicks() throws {
    let arguments = BacktestFixture.crossing + ["--from", "2025-01-01T00:00:00Z"] + BacktestFixture.outputs
    let outcome = try fixture.run(arguments + ["--json"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "note: There is no tick in the period asked for.\n")
    let empty = try outcome.json()
    #expect(empty["ticks"] as? Int == 0)
    for key in ["first", "last", "win_rate", "profit_factor", "expectancy", "sharpe"] {
      #expect(empty[key] is NSNull, "\(key)")
    }
    #expect(empty["end_balance"] as? String == "1000.00")
    #expect(try fixture.rows("t.csv").isEmpty)
    #expect(try fixture.rows("e.csv").isEmpty)
    #expect(try fixture.text("r.html").contains("There is no tick in the period asked for."))
    #expect(try fixture.run(arguments + ["--json", "--quiet"]).errors.isEmpty)
  }

  @Test("Refused orders are counted by reason")
  func refused() throws {
    let poor = try fixture.document(BacktestFixture.crossing + ["--balance", "5"])
    let denied = try #require(poor["denied_orders"] as? [String: Int])
    #expect(denied["margin_insufficient", default: 0] > 0)
    #expect(poor["trades"] as? Int == 0)
  }

  @Test("For people the result is a table without colors when it is no terminal")
  func text() throws {
    let outcome = try fixture.run(BacktestFixture.crossing)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix("ema_cross on EURUSD\n"))
    #expect(outcome.output.contains("Net result"))
    #expect(!outcome.output.contains("\u{1B}"))
    try fixture.expectNothingLeft(isLogged: true)
  }
}
