import Foundation
import JSONText
import Reports
import Testing
import TradingCore

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The document, text and page of a promotion review.
struct PromotionReviewTests {
  @Test("the document has the keys of promote review --json, a value without evidence is null")
  func json() {
    let document = SamplePromotionReview.small().json()
    guard case .object(let members) = document else {
      Issue.record("no object")
      return
    }
    #expect(
      members.map(\.name).prefix(8) == [
        "id", "from", "to", "eligible", "identity", "evidence", "trials", "checks",
      ])
    let first = #"{"name":"trades","value":12.0,"threshold":50.0,"verdict":"fail","detail":"12 of 50","#
    let text = document.compactText
    #expect(
      text.contains(
        #"{"id":"b","from":"paper","to":"demo","eligible":false,"identity":"aa","evidence":"bb","#))
    #expect(
      text.contains(first + #""title":"Trades","required":true,"rests_on":"demo, 11 Feb to 13 Mar 2026"}"#))
    #expect(text.contains(#""name":"profit_factor","value":null,"threshold":1.5,"verdict":"inconclusive""#))
    #expect(text.contains(#""criteria":{"name":"standard","digest":"cc"}"#))
  }

  @Test("the document has sources, costs, the curve over trials, and what changed")
  func evidence() {
    let text = SamplePromotionReview.live().json().compactText
    #expect(
      text.contains(#""last_approval":{"label":"DEMO approved on 11 Feb 2026 (R1)","identity":"4f1c9a7e"#))
    #expect(text.contains(#""changes":[{"name":"parameter slow","before":"180","after":"200"}"#))
    #expect(
      text.contains(#"{"mode":"demo","session":2,"kind":"feed","path":"exness_raw","content_digest":null,"#))
    #expect(text.contains(#""gross_before_costs":"31.42","spread_cost":"1.63875""#))
    #expect(text.contains(#""deflated_sharpe_by_trials":{"threshold":0.95,"trials":46,"value":0.956,"#))
    #expect(text.contains(#""request":{"id":"R17","about":"DEMO to LIVE, pending","#))
    let small = SamplePromotionReview.small().json().compactText
    #expect(small.contains(#""last_approval":null,"earlier_identity":null,"parts":[]"#))
    #expect(small.contains(#""sources":[],"costs":[]"#))
    #expect(small.contains(#""request":null"#))
  }

  @Test("without an approval there is nothing to compare with, and what nobody knows any more is said")
  func comparisons() {
    var review = SamplePromotionReview.small()
    review.sinceEarlier = .init(label: "the identity before", identity: "aa", changes: nil)
    #expect(review.htmlPage().contains("The journal does not say what it was then."))
    #expect(review.summaryText(colored: false).contains("The journal does not say what it was then."))
    review.approvals.request = "R2"
    review.isEligible = true
    #expect(review.htmlPage().contains("The request has every signature it needs."))
  }

  @Test("a value that is no number is null in the document")
  func notANumber() {
    var review = SamplePromotionReview.small()
    review.checks[0].value = .infinity
    #expect(review.json().compactText.contains(#""name":"trades","value":null"#))
  }

  @Test("the text says the verdict first, then why, then each check")
  func text() {
    #expect(
      SamplePromotionReview.small().summaryText(colored: false) == """
        b: PAPER to DEMO
        Not eligible for DEMO
        0 of 2 required checks pass; failed: trades; inconclusive: profit factor.

        Criteria   standard (cc)
        Identity   aa
        Evidence   bb
        Trials     1
        Looked at  2026-01-12T00:00:00.000Z

        Verdict         Check                  Value  Threshold  Needed  Detail
        ✗ fail          Trades                    12       ≥ 50  yes     12 of 50
        ? inconclusive  Profit factor              –      > 1.5  yes     no losing trade
        ✓ pass          Deflated Sharpe ratio  0.970     ≥ 0.95  no      1 trial

        Approval
          A request would be refused until every required check passes.

        """)
  }

  @Test("verdicts are colored where the terminal can, and control characters of names don't reach it")
  func colors() {
    var review = SamplePromotionReview.live(isEligible: false)
    let colored = review.summaryText(colored: true)
    #expect(colored.contains("\u{1B}[33m✗ fail\u{1B}[0m") && colored.contains("\u{1B}[36m✓ pass\u{1B}[0m"))
    review.bot = "a\u{1B}[2Jb"
    review.approvals.missing = ["x\u{7}"]
    #expect(!review.summaryText(colored: false).contains("\u{1B}"))
    #expect(!review.summaryText(colored: false).contains("\u{7}"))
  }

  @Test("the text of a review of LIVE has intervals, changes, the ladder and the signatures")
  func fullText() {
    let text = SamplePromotionReview.live().summaryText(colored: false)
    #expect(text.hasPrefix("london-cross: DEMO to LIVE\nEligible for LIVE\n11 of 11 required checks pass.\n"))
    #expect(
      text.contains(
        "Changed since the last approval\n  DEMO approved on 11 Feb 2026 (R1), identity 4f1c9a7e4f1c9a7e\n  Nothing.\n"
      ))
    #expect(
      text.contains(
        "  What            Before  Now\n  parameter slow  180     200\n  seed            2       1\n"))
    #expect(text.contains("Gross before costs  +39.96  +0.3568   100.0 %\n"))
    #expect(text.contains("Net result          +31.98  +0.2855    80.0 %\n"))
    #expect(
      text.contains(
        "paper, session 1  12 Jan 2026 to 10 Feb 2026            22  01fe01fe01fe01fe\n    EURUSD-2026-02.ticks\n"
      ))
    #expect(text.contains("  50 USD → [100 USD] → 250 USD → 500 USD → 1,000 USD\n"))
    #expect(text.contains("  Answer   grace  approver  2026-03-14 00:00:00  0b77e8c2d4a19f50  signed\n"))
    #expect(text.contains("  Still missing: a second approver, another person than ada and grace.\n"))
  }

  @Test("a step of the ladder is named, not only the mode")
  func aim() {
    var review = SamplePromotionReview.live()
    (review.from, review.aim) = ("live", "LIVE, 250 USD")
    let text = review.summaryText(colored: false)
    #expect(text.hasPrefix("london-cross: LIVE to LIVE, 250 USD\nEligible for LIVE, 250 USD\n"))
    #expect(review.htmlPage().contains("<h2>Eligible for LIVE, 250 USD</h2>"))
  }

  @Test("the page is well-formed, shows the verdict before the gate and stands alone")
  func page() throws {
    let page = SamplePromotionReview.live().htmlPage()
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let verdict = try #require(page.range(of: "Eligible for LIVE"))
    let gate = try #require(page.range(of: "<h2>The gate</h2>"))
    #expect(verdict.lowerBound < gate.lowerBound)
    for part in [
      "✓ pass", "break-even 45.2 %", "boundary 20", "now: N = 46", "100 USD", "grace", "a second approver",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains(String(repeating: "b07d22e1", count: 8)))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("NaN"))
    #expect(SamplePromotionReview.live().htmlPage() == page)
    if let folder = ProcessInfo.processInfo.environment["SLIPWAY_SAMPLE_PAGES"] {
      try page.write(toFile: folder + "/review.html", atomically: true, encoding: .utf8)
      let refused = SamplePromotionReview.live(isEligible: false).htmlPage()
      try refused.write(toFile: folder + "/review-refused.html", atomically: true, encoding: .utf8)
      try SamplePromotionReview.small().htmlPage().write(
        toFile: folder + "/review-small.html", atomically: true, encoding: .utf8)
      print(SamplePromotionReview.live(isEligible: false).summaryText(colored: false))
    }
  }

  @Test("a review without evidence has a page, too")
  func empty() {
    var review = SamplePromotionReview.small()
    review.checks = []
    let page = review.htmlPage()
    #expect(XMLParser(data: Data(page.utf8)).parse())
    for sentence in [
      "No equity was recorded.", "There is no interval to draw.", "There is no trade to test yet.",
      "There is no Sharpe ratio to deflate.", "No request has been filed.", "No source is stated.",
      "No step of this bot was ever approved.",
    ] {
      #expect(page.contains(sentence), "\(sentence)")
    }
  }

  @Test("no name of a bot, operator or file can become markup")
  func hostile() {
    let hostile = "\"><script>alert(1)</script><!-- & ]]>"
    var review = SamplePromotionReview.live()
    review.bot = hostile
    review.criteriaName = hostile
    review.checks[0].detail = hostile
    review.checks[0].restsOn = hostile
    review.curves[0].label = hostile
    review.intervals[0].label = hostile
    review.intervals[0].method = hostile
    review.evidenceLine?.basis = hostile
    review.facts[0].value = hostile
    review.sinceEarlier?.changes?[0].after = hostile
    review.sinceApproval?.label = hostile
    review.backtestNote = hostile
    review.approvals.about = hostile
    review.ladder?.steps[0] = hostile
    review.approvals.requester?.name = hostile
    review.approvals.requester?.reason = hostile
    review.approvals.missing = [hostile]
    review.sources[0].path = hostile
    review.costs[0].mode = hostile
    review.notes = [hostile]
    let page = review.htmlPage()
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(!page.contains("<script>alert") && !page.contains("<!--"))
    #expect(page.components(separatedBy: "<script").count == 2)
  }

  @Test("values beyond every scale draw inside of it: zero, infinity, one point, a flat line")
  func extremes() {
    var review = SamplePromotionReview.live()
    review.evidenceLine = .init(
      points: [.init(trade: 1, value: 0), .init(trade: 2, value: 1e300), .init(trade: 3, value: .infinity)],
      boundary: 20, basis: "x")
    review.trialsCurve = .init(
      points: [.init(trials: 1, ratio: .nan)], present: .init(trials: 1, ratio: 0.5), threshold: 0.95)
    let time = Timestamp(milliseconds: 0)
    review.curves = [
      .init(label: "flat", points: [.init(time: time, equity: 5), .init(time: time, equity: 5)]),
      .init(label: "gone", points: [.init(time: time, equity: 0)]), .init(label: "none", points: []),
    ]
    review.ladder = .init(steps: ["50 USD"], current: 7, since: nil, nextPossible: nil, rule: "")
    let page = review.htmlPage()
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(!page.contains("nan") && !page.contains("inf "))
  }
}
