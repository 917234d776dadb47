import Foundation
import TestSupport
import Testing
import TradingCore

/// Returns by day, R, exposure and the benchmark of `slipway backtest`, each worked out from the quotes by hand.
@Suite("Parts of slipway backtest")
struct BacktestPartsTests {
  private static let order = "2019-02-04T00:00:00Z,1,EURUSD,buy,1,,1.10000,,,\n"

  @Test("One lot with a stop loss 1.10000 has its R, its value and its margin at 1:100")
  func multiples() throws {
    let fixture = try BacktestFixture(count: 2_000, files: ["orders.csv": Self.order])
    let document = try fixture.document(
      BacktestFixture.scripted + ["--balance", "100000", "--report", "r.html"])
    let quotes = TickFixture.quotes(count: 2_000)
    let (entry, exit) = (quotes[0].ask.points, try #require(quotes.last).bid.points)
    // One lot is one dollar a point; 3.50 USD are charged on each side.
    let multiple = Double(exit - entry - 7) / Double(entry - 110_000)
    let found = try #require(document["r_multiples"] as? [String: Any])
    for key in ["mean", "median", "best", "worst"] {
      let value = try #require(found[key] as? Double)
      #expect(abs(value - multiple) < 1e-12, "\(key): \(value), expected \(multiple)")
    }
    #expect(found["trades"] as? Int == 1 && found["round_trips"] as? Int == 1)
    #expect(try money(document["most_exposure"]) == Decimal(entry))
    #expect(try money(document["most_margin"]) == Decimal(entry) / 100)
    #expect(try fixture.text("r.html").contains("1 of 1 round trips had a stop loss to tell it by."))
  }

  @Test("Files or not, the figures are the same")
  func sameWithoutPage() throws {
    let fixture = try BacktestFixture()
    let bare = try fixture.document(BacktestFixture.crossing)
    let full = try fixture.document(BacktestFixture.crossing + ["--report", "r.html", "--daily", "d.csv"])
    for key in ["r_multiples", "sides", "by_symbol", "fingerprint", "net_profit", "most_margin"] {
      #expect(bare[key] as? NSObject == full[key] as? NSObject, "\(key)")
    }
    let sides = try #require(full["sides"] as? [[String: Any]])
    #expect(sides.compactMap { $0["trades"] as? Int }.reduce(0, +) == full["trades"] as? Int)
    #expect(try sides.map { try money($0["net_profit"]) }.reduce(0, +) == money(full["net_profit"]))
    #expect(bare["drawdowns"] is NSNull && (full["drawdowns"] as? [Any])?.isEmpty == false)
  }

  @Test("The deepest drawdown of the curve is the maximum drawdown")
  func drawdowns() throws {
    let fixture = try BacktestFixture()
    let document = try fixture.document(BacktestFixture.crossing + ["--equity", "e.csv"])
    let deepest = try #require((document["drawdowns"] as? [[String: Any]])?.first)
    #expect(deepest["ratio"] as? Double == document["max_drawdown"] as? Double)
    #expect(try money(deepest["peak"]) - money(deepest["low"]) == money(deepest["amount"]))
  }

  @Test("--daily has the trading days with returns that give the Sharpe ratio again")
  func daily() throws {
    let fixture = try BacktestFixture(count: 3_000, step: 60_000, files: ["orders.csv": Self.order])
    let document = try fixture.document(
      BacktestFixture.scripted + ["--balance", "100000", "--daily", "d.csv"])
    let rows = try fixture.rows("d.csv")
    #expect(rows.compactMap { $0["date"] } == ["2019-02-04", "2019-02-05", "2019-02-06"])
    #expect(document["days_active"] as? Int == 3)
    let quotes = TickFixture.quotes(count: 3_000, step: 60_000)
    let before = try Timestamp(iso8601: "2019-02-04T22:00:00Z")
    let last = try #require(quotes.last { $0.eventTime < before })
    #expect(
      try money(rows[0]["equity"]) == Decimal(199_993) / 2 + Decimal(last.bid.points - quotes[0].ask.points))
    #expect(try money(rows[2]["equity"]) == money(document["end_balance"]))
    let returns = rows.compactMap { $0["return"].flatMap(Double.init) }
    let mean = returns.reduce(0, +) / 3
    let deviation = (returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2).squareRoot()
    let sharpe = try #require(document["sharpe"] as? Double)
    #expect(abs(mean / deviation * 252.0.squareRoot() - sharpe) < 1e-9)
    #expect(document["short_run"] as? Bool == true)
  }

  @Test("The benchmark buys for the whole balance at the first ask and is worth it at the bid")
  func benchmark() throws {
    let fixture = try BacktestFixture()
    let document = try fixture.document(BacktestFixture.crossing + ["--benchmark", "EURUSD"])
    let found = try #require(document["benchmark"] as? [String: Any])
    let quotes = TickFixture.quotes(count: 3_000)
    let (ask, bid) = (quotes[0].ask.points, try #require(quotes.last).bid.points)
    let net = Double(bid - ask) / Double(ask) * 1_000
    let booked = (try money(found["net_profit"]) as NSDecimalNumber).doubleValue
    #expect(abs(booked - net) < 1e-6)
    var (peak, fall) = (Double(ask), 0.0)
    for quote in quotes {
      peak = max(peak, Double(quote.bid.points))
      fall = max(fall, (peak - Double(quote.bid.points)) / peak)
    }
    #expect(abs(try #require(found["max_drawdown"] as? Double) - fall) < 1e-8)
  }

  @Test("A benchmark without ticks, and two outputs in one file, are refused")
  func refusals() throws {
    let fixture = try BacktestFixture()
    try fixture.expectError(
      BacktestFixture.crossing + ["--benchmark", "GBPUSD"], status: 64,
      naming: ["GBPUSD", "--benchmark", "EURUSD"])
    try fixture.expectError(
      BacktestFixture.crossing + ["--daily", "x.csv", "--equity", "x.csv"], status: 64,
      naming: ["x.csv", "--equity, --daily"])
  }

  @Test("A configuration file states both")
  func configured() throws {
    let fixture = try BacktestFixture(files: ["run.yaml": "daily: d.csv\nbenchmark: EURUSD\n"])
    let document = try fixture.document(BacktestFixture.crossing + ["--config", "run.yaml"])
    #expect(document["benchmark"] is [String: Any])
    #expect(try fixture.text("d.csv").hasPrefix("date,equity,return\n2019-02-04,"))
  }
}
