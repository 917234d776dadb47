import Foundation
import JSONText
import Reports
import Statistics
import TestSupport
import Testing
import TradingCore

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The page, document and text of a bot.
struct BotReportTests {
  @Test("the document has one entry a mode and identity, the present one first, in the house's conventions")
  func json() throws {
    let document = try SampleBotReport.make(trades: [3, 2]).json()
    #expect(document["id"] == "london-cross" && document["mode"] == "demo")
    guard case .array(let entries)? = document["evidence"] else {
      Issue.record("no evidence")
      return
    }
    #expect(entries.map { $0["current"] } == [true, false])
    let first = try #require(entries.first)
    #expect(
      first["trades"] == 3 && first["sqn_basis"] == "mean_loss"
        && first["first"] == "2024-01-08T00:00:00.000Z")
    #expect(first["commission"] == "2.10" && first["r_multiples"]?["trades"] == 2)
    guard case .array(let days)? = first["weekdays"], case .object(let members)? = days.first else {
      Issue.record("no weekdays")
      return
    }
    #expect(members.map(\.name) == ["weekday", "trades", "win_rate", "profit_factor", "net_profit"])
    #expect(days.map { $0["weekday"] } == ["monday", "tuesday", "wednesday", "thursday", "friday"])
  }

  @Test("a figure without a value is null")
  func absent() throws {
    let evidence = BotEvidence(Scorecard(bot: "a", mode: "paper", identity: "ab", currency: .usd))
    let document = evidence.json()
    for key in ["win_rate", "profit_factor", "expectancy", "sqn", "sharpe", "exposure", "fee_share", "first"]
    {
      #expect(document[key] == .null, "\(key)")
    }
  }

  @Test("the page is well-formed, names charts apart, and folds earlier evidence")
  func page() throws {
    let page = try SampleBotReport.make().htmlPage()
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let ids = page.matches(of: #/ id="([^"]+)"/#).map(\.1)
    #expect(Set(ids).count == ids.count)
    #expect(
      page.matches(of: #/<details class="older"/#).count == 1 && page.contains("<strong>paper</strong>"))
    #expect(try SampleBotReport.make().htmlPage() == page)
    if let folder = ProcessInfo.processInfo.environment["SLIPWAY_SAMPLE_PAGES"] {
      try page.write(toFile: folder + "/bot.html", atomically: true, encoding: .utf8)
      try SampleBotReport.make(trades: [0]).htmlPage().write(
        toFile: folder + "/bot-empty.html", atomically: true, encoding: .utf8)
    }
  }

  @Test("a bot without evidence or trades has a page, too")
  func empty() throws {
    let none = BotReport(bot: "new", status: "active", mode: "paper", family: "ema_cross", evidence: [])
    #expect(none.htmlPage().contains("No tick has been seen yet."))
    #expect(none.summaryText(colored: false).hasSuffix("No tick has been seen yet.\n"))
    let page = try SampleBotReport.make(trades: [0]).htmlPage()
    #expect(page.contains("No trade was closed.") && !page.contains("NaN"))
  }

  @Test("the deepest drawdown has dates where the points that are kept have it, else only its depth")
  func drawdown() throws {
    var report = try SampleBotReport.make(trades: [40])
    #expect(report.htmlPage().matches(of: #/<h2>Deepest drawdown</h2>/#).count == 1)
    #expect(report.htmlPage().contains("From the peak of"))
    // As if the lowest were none of the points that are kept.
    report.evidence[0].figures.maximumDrawdown *= 1.5
    let page = report.htmlPage()
    #expect(page.contains("be told from the points that are kept of equity."))
    #expect(!page.contains("From the peak of") && !report.json().compactText.contains("peak_time"))
  }

  @Test("an open position shows its result with a sign, to the cent and early; what it has not is a dash")
  func positions() throws {
    let time = Timestamp(milliseconds: 1_704_672_000_000)
    let position = OpenPosition(
      bot: "a", mode: "paper", order: 1, symbol: "EURUSD", side: "buy", lots: "0.01", openTime: time,
      openPrice: "1.10000", stopLoss: nil, takeProfit: "1.20000", result: "0.525", currency: "USD",
      lastTick: time, age: 0)
    var report = try SampleBotReport.make(trades: [3])
    report.positions = [position]
    let page = report.htmlPage()
    let row = try #require(page.firstMatch(of: #/<td class="words plain">EURUSD<.*?<\/tr>/#)).output
    let cells = row.matches(of: #/>([^<]+)</#).map { String($0.1) }
    #expect(cells == ["EURUSD", "long", "0.01", "+0.52 USD", "1.10000", "–", "1.20000", "0 s"])
    #expect(row.contains("class=\"number gain\">+0.52 USD"))
  }

  @Test("the text has the present figures and a row for each earlier evidence")
  func text() throws {
    let text = try SampleBotReport.make(trades: [40, 12]).summaryText(colored: false)
    #expect(text.hasPrefix("london-cross\nStatus    active, demo\n"))
    #expect(text.contains("\n  Trades                                  40\n"))
    #expect(text.contains("Earlier evidence\n  Mode   Identity"))
    #expect(!text.contains("\u{1B}"))
    if ProcessInfo.processInfo.environment["SLIPWAY_SAMPLE_PAGES"] != nil { print(text) }
  }

  @Test("what was shown on paper stands under paper once the bot is on demo and has nothing there")
  func promoted() throws {
    var report = try SampleBotReport.make(trades: [3, 12])
    report.evidence.removeFirst()
    let text = report.summaryText(colored: false)
    #expect(text.contains("Status  active, demo\n"))
    #expect(text.contains("\nNo tick has been seen on demo yet.\n"))
    let title = try #require(text.range(of: "\nOn paper, 8 Jan 2024"))
    let trades = try #require(text.range(of: "\n  Trades                                  12\n"))
    #expect(title.lowerBound < trades.lowerBound)
    #expect(text.contains("Earlier evidence\n  Mode   Identity"))
    let page = report.htmlPage()
    #expect(page.contains("No tick has been seen on demo yet."))
    #expect(page.matches(of: #/<details class="older" open="open">/#).count == 1)
    #expect(!page.contains("Net result of closed trades"))
    #expect(XMLParser(data: Data(page.utf8)).parse())
  }
}
