import Foundation
import JSONText
import Reports
import Statistics
import TestSupport
import Testing
import TradingCore

/// Parts that the pages of backtests and bots share.
@Suite("Parts of reports")
struct ReportPartsTests {
  @Test("few days mark what is brought to a year, in text, page and document; thirty mark nothing")
  func shortRuns() throws {
    var report = try SampleReport.make(trades: 20)
    report.days = Array(report.days.prefix(1))
    #expect(report.json()["short_run"] == true)
    #expect(try report.summaryText(colored: false).contains("Sharpe ratio, × √252 †"))
    #expect(
      try report.summaryText(colored: false).contains(
        "† From 1 trading day: with fewer than 30, figures brought to"))
    #expect(try report.htmlPage().contains("Calmar ratio †"))
    let start = try #require(report.days.first)
    report.days = (0..<30).map { DayEquity(date: start.date.adding(days: $0), equity: start.equity) }
    #expect(report.json()["short_run"] == false && report.json()["days_active"] == 30)
    #expect(try !report.htmlPage().contains("†"))
    #expect(try !report.summaryText(colored: false).contains("†"))
  }

  @Test("all trades stand in the page with their prices, folded")
  func allTrades() throws {
    let report = try SampleReport.make(trades: 40)
    let page = try report.htmlPage()
    #expect(page.contains("<summary>All 40 trades</summary>"))
    // Above the table, where a phone breaks it: a caption is as wide as the table.
    #expect(page.contains("<p class=\"note\">In order of closing; times are UTC, money in USD.</p>"))
    let log = try #require(page.split(separator: "<table class=\"log\">").last)
    for trade in report.trades {
      let side = trade.side == .buy ? "long" : "short"
      #expect(log.contains("<td>EURUSD</td><td>\(side)</td><td>\(trade.lots)</td>"))
      #expect(log.contains("<td>\(trade.openPrice.text(digits: 5))</td>"))
      #expect(log.contains("<td>\(trade.closePrice.text(digits: 5))</td>"))
    }
  }

  @Test("the list of all trades has the columns of the best and worst, and the end beside the beginning")
  func columns() throws {
    let page = try SampleReport.make(trades: 40).htmlPage()
    func headings(_ start: String) throws -> [String] {
      let table = try #require(page.components(separatedBy: start).dropFirst().first)
      let head = try #require(table.components(separatedBy: "</thead>").first)
      return head.components(separatedBy: "<th ").dropFirst().compactMap { cell in
        cell.components(separatedBy: ">").dropFirst().first?.components(separatedBy: "<").first
      }
    }
    let short = try headings("<caption>Best</caption>")
    #expect(short.first == "#" && short.last == "Exit reason" && short.count == 12)
    #expect(try headings("<table class=\"log\">").filter { $0 != "Closed" } == short)
  }

  @Test("of more trades than a page lists the newest are there, and where the others are is said")
  func newestTrades() throws {
    var report = try SampleReport.make(trades: 40)
    report.listed = Array(report.trades.suffix(10))
    let page = try report.htmlPage()
    #expect(page.contains("<summary>The last 10 of 40 trades</summary>"))
    #expect(page.contains("All of them are what --trades OUT.csv writes."))
  }

  @Test("sides add up to all trades")
  func sides() throws {
    let report = try SampleReport.make(trades: 100)
    guard case .array(let sides)? = report.json()["sides"] else {
      Issue.record("expected an array")
      return
    }
    let long = report.trades.filter { $0.side == .buy }
    #expect(sides.first?["side"] == "buy" && sides.first?["trades"] == .count(long.count))
    let net = Money(units: long.reduce(0) { $0 + $1.netProfit.units })
    #expect(sides.first?["net_profit"] == .money(net, in: .usd))
    #expect(sides.last?["trades"] == .count(100 - long.count))
  }

  @Test("equity stays level over a weekend and does not slope towards Monday")
  func weekend() throws {
    let friday = try Timestamp(iso8601: "2024-01-05T20:00:00Z")
    let monday = try Timestamp(iso8601: "2024-01-08T02:00:00Z")
    func point(_ time: Timestamp, _ equity: Int64) -> EquityPoint {
      EquityPoint(
        eventTime: time, balance: Money(units: 1_000_000_000), equity: Money(units: equity * 1_000_000))
    }
    let chart = EquityChart(
      points: [point(friday, 1_010), point(monday, 990)], startBalance: Money(units: 1_000_000_000),
      currency: .usd
    ).markup.source
    let line = try #require(
      chart.split(separator: "class=\"line-equity\" d=\"").last?.split(separator: "\"").first)
    // Level to the right edge, then down.
    let corners = line.dropFirst().split(separator: "L").map { $0.split(separator: " ") }
    #expect(corners.count == 3)
    #expect(corners[0][1] == corners[1][1] && corners[1][0] == "1000" && corners[2][0] == "1000")
    #expect(chart.contains("Below the start balance") && chart.contains("class=\"area-under\""))
    #expect(chart.contains("Above the start balance") && chart.contains("Drawdown from the peak"))
  }

  @Test("a day or trade of exactly zero is drawn as neither gain nor loss")
  func zeros() {
    func bars(_ values: [Double]) -> [String] {
      HistogramChart(values: values, unit: "%", noun: "day").markup.source
        .matches(of: #/class="(bar-[a-z]+)"[^>]*><title>([^<]+)</#).map { "\($0.1) \($0.2)" }
    }
    #expect(bars([-2.8, 0]) == ["bar-loss -2.8 to -2.7 %: 1 day", "bar-plain exactly 0 %: 1 day"])
    #expect(bars([0, 0]) == ["bar-plain exactly 0 %: 2 days"])
    #expect(
      bars([0.05, 0, 2.8]) == [
        "bar-gain 0.0 to 0.1 %: 1 day", "bar-plain exactly 0 %: 1 day", "bar-gain 2.7 to 2.8 %: 1 day",
      ])
  }

  @Test("a step of the waterfall that changes nothing has no bar, and no line runs through words")
  func waterfall() throws {
    let waterfall = try CostWaterfall(
      netProfit: Money(units: 5_000_000), commission: Money(units: 1_000_000), swap: .zero,
      spreadCost: Money(units: 2_000_000), slippageCost: Money(units: 1_000_000))
    let chart = WaterfallChart(waterfall, currency: .usd).markup.source
    #expect(chart.matches(of: /<rect/).count == waterfall.steps.count - 1)
    // A row is 46 high and its words are from 3 below its top on.
    for line in chart.matches(of: #/class="connector"[^>]*y2="([0-9.]+)"/#) {
      let end = try #require(Double(line.1))
      #expect(end.truncatingRemainder(dividingBy: 46) <= 2)
    }
  }

  @Test("a key of the legend stands only for what is to be seen")
  func legend() throws {
    let time = try Timestamp(iso8601: "2024-01-05T20:00:00Z")
    let start = Money(units: 1_000_000_000)
    let chart = EquityChart(
      points: [EquityPoint(eventTime: time, balance: start, equity: start)], startBalance: start,
      currency: .usd
    ).markup.source
    #expect(
      !chart.contains("Below the start balance") && !chart.contains("Above the start")
        && !chart.contains("Drawdown from"))
  }

  @Test("returns of days are over the day before, the first over the start balance; after zero there is none")
  func daily() throws {
    let day = try #require(CivilDate(year: 2024, month: 1, day: 5))
    let days = [1_100, 550, 0, 10].enumerated().map {
      DayEquity(date: day.adding(days: Int64($0)), equity: Money(units: $1 * 1_000_000))
    }
    let rows = DayReturn.all(days, start: Money(units: 1_000_000_000), currency: .usd).map {
      $0.csvRow(in: .usd)
    }
    #expect(rows.map { $0[0] } == ["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"])
    #expect(rows.map { $0[1] } == ["1100.00", "550.00", "0.00", "10.00"])
    #expect(rows[1][2] == "-0.5" && rows[2][2] == "-1.0" && rows[3][2].isEmpty)
    #expect(Double(rows[0][2]).map { abs($0 - 0.1) < 1e-15 } == true)
  }

  @Test("a benchmark stands beside the result in text, page and document")
  func benchmark() throws {
    var report = try SampleReport.make(trades: 20)
    let (first, last) = (try #require(report.equity.first), try #require(report.equity.last))
    func point(_ time: Timestamp, _ units: Int64) -> EquityPoint {
      EquityPoint(eventTime: time, balance: Money(units: units), equity: Money(units: units))
    }
    report.benchmark = Benchmark(
      symbol: try #require(Symbol("EURUSD")),
      points: [point(first.eventTime, 999_000_000), point(last.eventTime, 1_025_000_000)],
      days: report.days, maximumDrawdown: 0.125)
    let document = try #require(report.json()["benchmark"])
    #expect(document["net_profit"] == "25.00" && document["max_drawdown"] == 0.125)
    #expect(try report.summaryText(colored: false).contains("Benchmark: EURUSD bought and held\n"))
    let page = try report.htmlPage()
    #expect(page.contains("class=\"line-benchmark\"") && page.contains("+25.00 USD (+2.50 %)"))
    report.benchmark = nil
    #expect(report.json()["benchmark"] == nil)
  }

  @Test("what a bot has open stands in text, page and document")
  func open() throws {
    var report = try SampleBotReport.make()
    let time = try Timestamp(iso8601: "2024-01-05T20:00:00Z")
    report.positions = [
      OpenPosition(
        bot: report.bot, mode: "paper", order: 7, symbol: "EURUSD", side: "buy", lots: "0.10", openTime: time,
        openPrice: "1.10000", stopLoss: "1.09500", takeProfit: nil, result: "-2.50", currency: "USD",
        lastTick: time.advanced(by: 3_725 * Timestamp.second), age: 3_725 * Timestamp.second)
    ]
    #expect(
      report.summaryText(colored: false).contains(
        """
        Open positions
        SYMBOL  SIDE  LOTS    PRICE     STOP  TARGET     RESULT        AGE
        EURUSD  long  0.10  1.10000  1.09500       –  -2.50 USD  1 h 2 min

        """))
    #expect(report.htmlPage().contains("<td class=\"number loss\">-2.50 USD</td>"))
    guard case .array(let positions)? = report.json()["positions"] else {
      Issue.record("expected an array")
      return
    }
    #expect(positions.first?["age_seconds"] == 3_725 && positions.first?["take_profit"] == .null)
  }
}

@Suite("Text within 80 columns")
struct TextWidthTests {
  @Test("words of the last column go on below themselves, or below their row where there is no room")
  func table() {
    let words = "seven words that do not fit beside a name of this length"
    var wide = TextTable([.init("Name"), .init("Detail")])
    wide.add([TextCell(String(repeating: "x", count: 40)), TextCell(words)])
    #expect(
      wide.text(colored: false) == """
        Name                                      Detail
        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  seven words that do not fit beside a
                                                  name of this length

        """)
    var full = TextTable([.init("Name"), .init("Detail")])
    full.add([TextCell(String(repeating: "x", count: 70)), TextCell(words)])
    #expect(
      full.text(colored: false) == "Name\n" + String(repeating: "x", count: 70) + "\n    " + words + "\n")
  }

  @Test("a paragraph breaks between words and stands in by its lead; a word of its own width is whole")
  func paragraph() {
    #expect(
      TextWrap.paragraph("one two three four", lead: "Note: ", width: 16)
        == "Note: one two\n      three four\n")
    #expect(
      TextWrap.lines("a \(String(repeating: "b", count: 12)) c", width: 5) == ["a", "bbbbbbbbbbbb", "c"])
    #expect(TextWrap.lines("") == [""])
  }

  @Test("no text of a report or review is wider")
  func all() throws {
    var live = SamplePromotionReview.live(isEligible: false)
    live.notes = [String(repeating: "a note of some length ", count: 9)]
    let texts = [
      try SampleReport.make(trades: 60).summaryText(colored: false),
      try SampleBotReport.make().summaryText(colored: false), live.summaryText(colored: false),
      SamplePromotionReview.small().summaryText(colored: false),
      SamplePromotionReview.study().summaryText(colored: false),
    ]
    for line in texts.flatMap({ $0.split(separator: "\n") }) {
      #expect(line.count <= 80, "\(line)")
    }
  }
}
