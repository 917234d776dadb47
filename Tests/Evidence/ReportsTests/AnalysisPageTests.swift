import Foundation
import Statistics
import Testing
import TradingCore

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The parts of the page that show trades and days.
@Suite struct AnalysisPageTests {
  @Test(
    "what can't be drawn is said beside what can, and has no empty card: rolling ratio, R multiples, refusals"
  )
  func noEmptyCards() throws {
    var report = try SampleReport.make(trades: 20)
    let page = try report.htmlPage()
    #expect(page.contains(" A rolling Sharpe ratio takes more than 20 trading days; this run has"))
    #expect(page.contains("No trade had a stop loss at entry, so none has an R multiple."))
    for title in ["Rolling Sharpe ratio", "Trades by R multiple"] {
      #expect(!page.contains("<h2>\(title)</h2>"), "\(title)")
    }
    (report.figures.deniedOrders, report.figures.rejectedOrders) = ([:], [:])
    (report.figures.canceledOrders, report.figures.canceledAtEnd) = (0, 0)
    (report.figures.expiredOrders, report.figures.crossedWaits) = (0, 0)
    let filled = try report.htmlPage()
    #expect(filled.contains("Every order was accepted and filled."))
    #expect(!filled.contains("<h2>Orders refused, held or ended unfilled</h2>"))
  }

  @Test("both clocks can be chosen without a script")
  func clocks() throws {
    let page = try SampleReport.make(trades: 40).htmlPage()
    #expect(page.contains("<label for=\"clock-0\">UTC</label>"))
    #expect(page.contains("<label for=\"clock-1\">New York</label>"))
    #expect(page.contains("By the clock of UTC") && page.contains("By the clock of New York"))
  }

  @Test("heat maps are tables: a header for each row and column, a number in each cell")
  func heatMaps() throws {
    let page = try SampleReport.make(trades: 200).htmlPage()
    #expect(page.contains("<th scope=\"row\" role=\"rowheader\">2019</th>"))
    #expect(page.contains("<th scope=\"row\" role=\"rowheader\">13:00</th>"))
    #expect(page.contains("data-label=\"Feb\""))
  }

  @Test("text of trades can't end an attribute, a mark or the data block")
  func hostile() throws {
    var report = try SampleReport.make(trades: 12)
    let hostile = "\"><script>alert(1)</script><!-- & ]]>"
    report.title = hostile
    report.strategy = hostile
    report.brokerLines = [.init(hostile, hostile)]
    report.trades = report.trades.map { trade in
      var changed = trade
      changed.exitReason = hostile
      return changed
    }
    let page = try report.htmlPage()
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("<!--"))
    // The data block, and the script of the page's own.
    #expect(page.components(separatedBy: "<script").count == 3)
    let read = try RunSnapshot(page: Array(page.utf8), path: "r.html")
    #expect(read.title == hostile && read.settings.last == .init("Broker: \(hostile)", hostile))
  }

  @Test("300,000 trades over ten years stay under two megabytes")
  func size() throws {
    var report = try SampleReport.make(trades: 2_000)
    let start = try Timestamp(iso8601: "2010-01-04T00:00:00Z")
    report.figures.trades = 300_000
    report.outcomes = (0..<300_000).map { index in
      let open = start.advanced(by: Int64(index) * 1_040 * Timestamp.second)
      return TradeOutcome(
        openTime: open, closeTime: open.advanced(by: Int64(index % 900) * Timestamp.second),
        netProfit: Money(units: Int64(index * 7_919 % 2_000_003) - 1_000_000))
    }
    report.days = (0..<2_600).map { index in
      DayEquity(
        date: CivilDate(containing: start).adding(days: Int64(index)),
        equity: Money(units: 1_000_000_000 + Int64(index * 7_919 % 1_000) * 100_000))
    }
    let page = try report.htmlPage()
    #expect(page.utf8.count < 2_000_000)
    #expect(page.contains("of 300,000 trades are drawn, the extremes among them."))
  }

  @Test("a day active that the market's hours leave out is named beside their trading days")
  func holiday() throws {
    var report = try SampleReport.make(trades: 4)
    let symbol = try #require(report.symbols.first)
    let last = CivilDate(containing: try Timestamp(iso8601: "2023-12-29T00:00:00Z"))
    let dates = [0, 3, 4].map { last.adding(days: $0) }
    report.days = dates.map { DayEquity(date: $0, equity: Money(units: 1_000_000_000)) }
    func cover(_ dates: [CivilDate]) {
      report.coverage = [
        CoverageSeries(
          symbol: symbol,
          days: dates.map { CoverageDay(date: $0, openMinutes: 1_440, coveredMinutes: 1_440, ticks: 9) })
      ]
    }
    cover([dates[0], dates[2]])
    #expect(
      try report.htmlPage().contains(
        "0 of 2 trading days are under 90 %. 1 Jan 2024 is a day active, but counts as a holiday and is not among them. One "
          + "column a trading day"))
    cover(dates)
    #expect(try report.htmlPage().contains("0 of 3 trading days are under 90 %. One column a trading day"))
  }

  @Test(
    "history quality is drawn by day, week or month, as room allows",
    arguments: [(100, "day"), (400, "week"), (2_600, "month")])
  func coverage(_ count: Int, _ period: String) throws {
    let symbol = try #require(Symbol("EURUSD"))
    let start = CivilDate(daysSinceEpoch: 18_000)
    let days = (0..<count).map {
      CoverageDay(date: start.adding(days: Int64($0)), openMinutes: 1_440, coveredMinutes: 720, ticks: 9)
    }
    let chart = CoverageChart(CoverageSeries(symbol: symbol, days: days))
    #expect(chart.period == period)
    #expect(chart.markup.source.components(separatedBy: "<rect").count - 1 <= 140)
    #expect(CoverageSeries(symbol: symbol, days: days).coveredShare == 0.5)
  }
}
