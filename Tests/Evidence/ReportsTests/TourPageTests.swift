import Reports
import Testing
import TradingCore

@Suite("The tour's page")
struct TourPageTests {
  private func page(bot: String = "london-cross", eligible: Bool = true) throws -> TourPage {
    let report = try SampleReport.make(trades: 40)
    var review = SamplePromotionReview.live(isEligible: eligible)
    review.bot = bot
    let account = TourPage.Bot(trades: 40, openPositions: 0, balance: "1012.50", equity: "1012.50")
    return TourPage(
      markets: [
        TourPage.Market(
          name: "planted", isPlanted: true, command: "slipway data generate", ticks: 1_000,
          first: Timestamp(nanoseconds: 1_549_238_400_994_000_000),
          last: Timestamp(nanoseconds: 1_549_324_800_000_000_000), medianSpread: "0.00004", bytes: 1_750,
          contentDigest: String(repeating: "ab", count: 32))
      ], runs: [TourPage.Run(bot: bot, market: "planted", report: report)],
      stories: [
        TourPage.Story(
          bot: bot, strategy: report.strategy, command: "slipway bot register", unbroken: account,
          killed: account,
          fingerprints: [.init(way: "Backtest", text: "cd"), .init(way: "Replay", text: "cd")])
      ], reviews: [review], generator: "slipway 0.5.0")
  }

  @Test(
    "What was planted is named for the strategy that it was planted for, and for nobody where none gets through"
  )
  func warning() throws {
    let shown = try #require(try page().shown)
    #expect(
      try page().warning
        == "Planted: these ticks were made so that \(shown.report.strategy) earns; no market is like that.")
    #expect(try page(eligible: false).warning.contains("so that nobody earns"))
  }

  @Test("Why a bot is refused stands there by code and in plain words")
  func reasons() throws {
    let html = try page(eligible: false).htmlPage()
    #expect(
      html.contains(
        "<code>profit_factor</code> it wins too little for each unit that it loses: 1.31, where more than"))
    #expect(html.contains("it can&#39;t be told: too few days to tell."))
    #expect(!(try page().htmlPage()).contains("it wins too little"))
  }

  @Test("Accounts or fills that differ are not called the same")
  func different() throws {
    var page = try page()
    #expect(try page.htmlPage().contains("came to the same accounts to the cent"))
    page.stories[0].killed.balance = "1012.51"
    page.stories[0].fingerprints[1].text = "ce"
    let html = try page.htmlPage()
    #expect(!html.contains("came to the same accounts to the cent"))
    #expect(html.contains(">different</td>"))
  }

  @Test("Equal values give equal bytes, and names are text")
  func text() throws {
    let html = try page(bot: "<b>&").htmlPage()
    #expect(try page(bot: "<b>&").htmlPage() == html)
    #expect(!html.contains("<b>&"))
    #expect(html.contains("&lt;b&gt;&amp;"))
  }
}
