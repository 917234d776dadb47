import Foundation
import JSONText
import Reports
import Statistics
import Testing
import TradingCore

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Counts elements and notes the first fault while a page is read as XML.
private final class PageReader: NSObject, XMLParserDelegate {
  var elements: [String: Int] = [:]
  var attributes: [String: Set<String>] = [:]
  var text = ""
  var fault: String?

  init(_ page: String) {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = self
    if !parser.parse() { fault = "line \(parser.lineNumber): \(String(describing: parser.parserError))" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes found: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (key, value) in found { attributes[key, default: []].insert(value) }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
}

@Suite struct HTMLReportTests {
  private func check(_ page: String) {
    let reader = PageReader(page)
    #expect(reader.fault == nil)
    for forbidden in [
      "http://", "https://", "<script src", "@import", "url(http", "//cdn", "NaN", "inf%", "nan%",
    ] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(reader.elements["main"] == 1)
    #expect(reader.elements["h1"] == 1)
  }

  @Test func theFullReportIsWellFormedAndFetchesNothing() throws {
    let page = try SampleReport.make(trades: 60).htmlPage()
    check(page)
    let reader = PageReader(page)
    #expect(reader.elements["svg"] ?? 0 >= 4)
    // Only marks of the page itself.
    let targets = Set((reader.attributes["href"] ?? []).map { String($0.dropFirst()) })
    #expect(reader.attributes["href"]?.allSatisfy { $0.hasPrefix("#") } == true)
    #expect(reader.attributes["id"]?.isSuperset(of: targets) == true)
    #expect(reader.attributes["id"]?.isSuperset(of: ["buy-EURUSD", "sell-EURUSD"]) == true)
    #expect(reader.attributes["src"] == nil)
    for heading in [
      "Equity and drawdown", "All figures", "Monthly returns", "Daily returns",
      "From gross to net", "Trades by net result", "Adverse excursion (MAE)", "Favorable excursion (MFE)",
      "Trades on price", "History quality", "Entry hour and weekday", "Results by session", "Holding times",
      "Streaks", "Exits", "Trades", "Deepest drawdowns", "Exposure and margin over time", "Long and short",
      "Configuration", "Where it comes from", "Notes",
      "How the figures are defined",
    ] {
      #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
  }

  @Test func itNamesWhatMadeIt() throws {
    let report = try SampleReport.make(trades: 8)
    let text = PageReader(try report.htmlPage()).text
    for words in [report.fingerprint, report.identity, report.commandLine, report.generator, report.broker] {
      #expect(text.contains(words), "\(words)")
    }
    for source in report.dataSources { #expect(text.contains(source.contentDigest)) }
  }

  @Test func equalValuesGiveEqualBytes() throws {
    var slower = try SampleReport.make(trades: 40)
    let page = try slower.htmlPage()
    slower.figures.elapsedSeconds = 99
    #expect(try slower.htmlPage() == page)
  }

  @Test func everyChartSaysInWordsWhatItShows() throws {
    let page = try SampleReport.make(trades: 800).htmlPage()
    let charts = page.components(separatedBy: "<svg class=\"chart\"").dropFirst()
    #expect(charts.count == 9)
    for chart in charts {
      #expect(chart.contains("role=\"img\""))
      #expect(chart.contains("aria-label="))
      #expect(chart.contains("<title>"))
      #expect(chart.contains("<desc>"))
    }
  }

  @Test func textFromOutsideIsEscaped() throws {
    var report = try SampleReport.make(trades: 4)
    let hostile = "<script>alert('x')</script> & \"quotes\" \u{1B}[2J"
    report.title = hostile
    report.broker = hostile
    report.params = [JSONMember(hostile, .string(hostile))]
    report.notes = [hostile]
    report.commandLine = hostile
    report.configurationLines = [.init(hostile, hostile)]
    report.trades = report.trades.map { trade in
      var changed = trade
      changed.exitReason = hostile
      return changed
    }
    let page = try report.htmlPage()
    check(page)
    #expect(!page.contains("<script>alert"))
    #expect(page.components(separatedBy: "<script>").count == 2)
  }

  @Test func aRunWithoutTicksStillReads() throws {
    let page = try SampleReport.empty().htmlPage()
    check(page)
    #expect(page.contains("No equity was recorded"))
    #expect(page.contains("No trade was made."))
    #expect(page.contains("no ticks"))
  }

  @Test func oneTickAndAFlatLineRender() throws {
    var report = try SampleReport.empty()
    let time = Timestamp(nanoseconds: 1_549_238_400_994_000_000)
    let start = report.figures.startBalance
    report.figures.ticks = 1
    report.figures.first = time
    report.figures.last = time
    report.equity = [EquityPoint(eventTime: time, balance: start, equity: start)]
    report.prices = [
      .init(
        symbol: report.symbols[0], digits: 5,
        buckets: [.init(eventTime: time, low: Price(points: 114_550), high: Price(points: 114_550))])
    ]
    let page = try report.htmlPage()
    check(page)
    #expect(page.contains("class=\"dot-gain\""))
    report.equity = (0..<100).map {
      EquityPoint(eventTime: time.advanced(by: Int64($0) * Timestamp.hour), balance: start, equity: start)
    }
    check(try report.htmlPage())
  }

  @Test func aNegativeBalanceRenders() throws {
    var report = try SampleReport.make(trades: 12)
    report.figures.netProfit = Money(units: -1_500_000_000)
    report.figures.endBalance = Money(units: -500_000_000)
    report.figures.maximumDrawdown = 1.5
    report.equity = report.equity.enumerated().map { index, point in
      let fallen = Money(units: 1_000_000_000 - Int64(index) * 40_000_000)
      return EquityPoint(eventTime: point.eventTime, balance: fallen, equity: fallen)
    }
    let page = try report.htmlPage()
    check(page)
    #expect(page.contains("-1,500.00"))
  }

  @Test func manyTradesAreThinnedAndThePageSaysSo() throws {
    var report = try SampleReport.make(trades: 300)
    report.figures.trades = 5_000
    let page = try report.htmlPage()
    #expect(page.contains("of 300 trades are drawn"))
    #expect(page.contains("300 of 5,000 trades are kept here."))
    #expect(page.utf8.count < 600_000)
  }

  @Test func severalSymbolsEachHaveAChart() throws {
    var report = try SampleReport.make(trades: 8)
    let gold = try #require(Symbol("XAUUSD"))
    report.symbols.append(gold)
    report.prices.append(.init(symbol: gold, digits: 2, buckets: []))
    let page = try report.htmlPage()
    check(page)
    #expect(page.contains("Trades on price, EURUSD"))
    #expect(page.contains("No price was recorded for XAUUSD."))
  }

  @Test func tenThousandEquityPointsStayAModestPage() throws {
    var report = try SampleReport.empty()
    let start = Timestamp(nanoseconds: 0)
    report.equity = (0..<10_000).map { index in
      let money = Money(units: 1_000_000_000 + Int64((index * 7_919) % 1_000) * 100_000)
      return EquityPoint(
        eventTime: start.advanced(by: Int64(index) * Timestamp.hour), balance: money, equity: money)
    }
    let page = try report.htmlPage()
    check(page)
    #expect(page.utf8.count < 300_000)
  }
}
