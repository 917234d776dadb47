import Foundation
import TestSupport
import Testing
import TradingCore

@Suite("Files of slipway backtest")
struct BacktestFilesTests {
  @Test("The trades add up to the totals")
  func trades() throws {
    let fixture = try BacktestFixture()
    let document = try fixture.document(
      BacktestFixture.crossing + ["--broker", "exness_raw", "--trades", "t.csv"])
    let header = try fixture.text("t.csv").prefix { $0 != "\n" }
    #expect(
      header == "trade_id,symbol,side,lots,open_time,open_price,close_time,close_price,price_profit,"
        + "commission,swap,net_profit,spread_cost,slippage_cost,exit_reason,mae,mfe")
    let rows = try fixture.rows("t.csv")
    #expect(rows.count == document["trades"] as? Int)
    #expect(rows.compactMap { $0["trade_id"] } == (1...rows.count).map(String.init))
    for (column, key) in [
      ("net_profit", "net_profit"), ("commission", "commission"), ("swap", "swap"),
      ("spread_cost", "spread_cost"), ("slippage_cost", "slippage_cost"),
    ] {
      let sum = try rows.reduce(Decimal(0)) { try $0 + money($1[column]) }
      #expect(try sum == money(document[key]), "\(key)")
    }
    let nets = try rows.map { try money($0["net_profit"]) }
    #expect(nets.count { $0 > 0 } == document["wins"] as? Int)
    #expect(nets.count { $0 < 0 } == document["losses"] as? Int)
    #expect(try nets.filter { $0 > 0 }.reduce(0, +) == money(document["gross_profit"]))
    #expect(try -nets.filter { $0 < 0 }.reduce(0, +) == money(document["gross_loss"]))
    #expect(rows.last?["exit_reason"] == "end_of_data")
    #expect(rows.dropLast().allSatisfy { $0["exit_reason"] == "strategy" })
  }

  @Test("Each trade is consistent in itself")
  func tradeRows() throws {
    let fixture = try BacktestFixture()
    _ = try fixture.document(BacktestFixture.crossing + ["--trades", "t.csv"])
    let stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/
    for row in try fixture.rows("t.csv") {
      let (opened, closed) = (try #require(row["open_time"]), try #require(row["close_time"]))
      #expect(opened.wholeMatch(of: stamp) != nil && closed.wholeMatch(of: stamp) != nil)
      #expect(opened <= closed)
      #expect(row["symbol"] == "EURUSD")
      #expect(row["lots"] == "0.01")
      let entry = try #require(Decimal(string: row["open_price"] ?? ""))
      let exit = try #require(Decimal(string: row["close_price"] ?? ""))
      let gross = (row["side"] == "buy" ? exit - entry : entry - exit) * 1_000
      let booked = try money(row["price_profit"])
      #expect(booked == gross)
      #expect(try money(row["net_profit"]) == booked - money(row["commission"]) + money(row["swap"]))
      #expect(try money(row["mae"]) <= booked && booked <= money(row["mfe"]))
    }
  }

  @Test("The equity curve has few rows and keeps the highest and the lowest, worked out by hand")
  func equity() throws {
    let count = 15_000
    let order = "2019-02-04T00:00:00Z,1,EURUSD,buy,1,,,,,\n"
    let fixture = try BacktestFixture(count: count, files: ["orders.csv": order])
    let document = try fixture.document(
      BacktestFixture.scripted + ["--balance", "100000", "--equity", "e.csv"])
    #expect(try fixture.text("e.csv").hasPrefix("time,balance,equity\n"))
    let rows = try fixture.rows("e.csv")
    #expect(rows.count <= 10_000)
    let times = rows.compactMap { $0["time"] }
    #expect(times == times.sorted())

    // One lot is one dollar a point; 3.50 USD are gone on opening, and again on closing.
    let quotes = TickFixture.quotes(count: count)
    let marks = quotes.map { Decimal(199_993) / 2 + Decimal($0.bid.points - quotes[0].ask.points) }
    let end = try #require(marks.last) - Decimal(7) / 2
    let kept = try rows.map { try money($0["equity"]) }
    #expect(kept.max() == marks.max())
    #expect(kept.min() == min(end, try #require(marks.min())))
    #expect(kept.last == end)
    #expect(try money(document["end_balance"]) == end)
    #expect(times.first == document["first"] as? String)
    #expect(times.last == document["last"] as? String)
    #expect(try money(document["max_drawdown_money"]) == largestFall([100_000] + marks + [end]))
  }

  private func largestFall(_ marks: [Decimal]) -> Decimal {
    var (peak, fall) = (marks[0], Decimal(0))
    for mark in marks {
      peak = max(peak, mark)
      fall = max(fall, peak - mark)
    }
    return fall
  }

  @Test("The report is one file that needs nothing else")
  func report() throws {
    let fixture = try BacktestFixture()
    let document = try fixture.document(BacktestFixture.crossing + ["--report", "r.html"])
    let page = try fixture.text("r.html")
    expectSelfContained(page)
    #expect(page.range(of: "<svg") != nil)
    #expect(page.range(of: try #require(document["fingerprint"] as? String)) != nil)
    #expect(page.range(of: "prefers-color-scheme") != nil)
  }

  @Test("An output that is there is replaced, and nothing else is written but the log of trials")
  func replaced() throws {
    let fixture = try BacktestFixture(files: ["t.csv": "old"])
    _ = try fixture.document(BacktestFixture.crossing + BacktestFixture.outputs)
    #expect(try fixture.text("t.csv").hasPrefix("trade_id,"))
    #expect(try fixture.folder.names() == [".slipway", "a.ticks", "e.csv", "r.html", "t.csv"])
  }
}

/// Expects an HTML page that a browser shows without fetching anything.
func expectSelfContained(_ page: String, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(page.range(of: "<!doctype html>", options: [.caseInsensitive, .anchored]) != nil)
  // Names of namespaces and parts of the page itself look like addresses and are none.
  let bare = page.replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    .replacingOccurrences(of: "url(#", with: "")
  for reference in ["http:", "https:", "src=", "<link", "@import", "url(", "<iframe", "<object"] {
    #expect(bare.range(of: reference) == nil, "\(reference)", sourceLocation: sourceLocation)
  }
}
