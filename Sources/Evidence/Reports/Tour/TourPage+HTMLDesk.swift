import Statistics
import TradingCore

/// Paper, replay, gate and what comes next.
extension TourPage {
  /// Whether all ways led to the same fills, bot by bot.
  var isOneFingerprint: Bool { stories.allSatisfy { Set($0.fingerprints.map(\.text)).count == 1 } }

  private var code: String { currency?.code ?? "" }

  var paperContent: [Markup] {
    var table = HTMLTable(
      caption: "The bots at the end",
      columns: [
        .init("Bot"), .init("Desk"), .init("Equity, \(code)", .right), .init("Balance, \(code)", .right),
        .init("Trades", .right), .init("Open", .right),
      ])
    for story in stories {
      for (desk, bot) in [("left alone", story.unbroken), ("killed, going on", story.killed)] {
        table.rows.append([
          .init(story.bot), .init(desk), .init(DecimalText.groupingThousands(in: bot.equity)),
          .init(DecimalText.groupingThousands(in: bot.balance)),
          .init(NumberText.grouped(bot.trades)), .init("\(bot.openPositions)"),
        ])
      }
    }
    let same = stories.allSatisfy { $0.unbroken == $0.killed }
    return [
      Self.words(
        "Both became bots on paper, each with an account of its own, and two desks were run over the planted ticks. "
          + "One was left alone. The other's process was killed amid its work (SIGKILL, which no program can hear of "
          + "or put off) and started again.",
        same
          ? "Its bots went on where their journal ends, and came to the same accounts to the cent. What is open at the end "
            + "stays open, which a backtest closes. \(warning)"
          : "Its bots came to other accounts: that is a fault, please report it."),
      Self.timeline, table.markup,
      Self.commands(
        stories.map(\.command) + [
          "slipway run --replay planted.ticks --speed 500000     # in another terminal: kill -9 its process",
          "slipway run --replay planted.ticks --speed max        # goes on where it was",
        ]),
    ]
  }

  /// What a check is called; where bots have it under two names, as one is measured another way, the words that both begin
  /// with.
  private static func sharedTitle(_ titles: [String]) -> String? {
    let words = titles.map { $0.split(separator: " ") }
    guard let first = words.first else { return nil }
    let shared = first.indices.prefix { index in
      words.allSatisfy { $0.dropFirst(index).first == first[index] }
    }
    return shared.map { first[$0] }.joined(separator: " ")
  }

  /// Two desks over the same ticks; where the break stands is no measure.
  private static var timeline: Markup {
    func lane(_ name: String, _ parts: [Markup]) -> Markup {
      .element(
        "div", ["class": "lane"],
        [
          .element("span", ["class": "lane-name"], text: name),
          .element("span", ["class": "track-bar"], parts),
        ])
    }
    let kill = Markup.element("span", ["class": "kill"], text: "✕ killed")
    return .element(
      "div",
      [
        "class": "lanes", "role": "img",
        "aria-label":
          "One desk runs from the first tick to the last; the other is killed on the way and goes on.",
      ],
      [
        lane("left alone", [.element("span", ["class": "bar whole"])]),
        lane(
          "killed",
          [.element("span", ["class": "bar before"]), kill, .element("span", ["class": "bar after"])]),
      ])
  }

  var replayContent: [Markup] {
    let ways = stories.first?.fingerprints.map(\.way) ?? []
    var table = HTMLTable(
      caption: "Fingerprints, their first 8 digits",
      columns: [.init("Way")] + stories.map { .init($0.bot) } + [.init("")])
    for (place, way) in ways.enumerated() {
      let texts = stories.map { $0.fingerprints[place].text }
      let isSame = zip(stories, texts).allSatisfy { $0.fingerprints.first?.text == $1 }
      table.rows.append(
        [.init(way)] + texts.map { .init(String($0.prefix(8))) }
          + [.init(place == 0 ? "" : isSame ? "the same" : "different", isSame ? .gain : .loss)])
    }
    return [
      Self.words(
        "The sessions of the killed desk were run again from the journal: each bot from its state at the start, over "
          + "the ticks that the journal names by their digest, and every event was compared.",
        "A fingerprint is a digest over all fills. Backtest, paper, paper with a kill and replay lead to the same one: "
          + "what is found in a backtest is what is run, and what was run can be shown again."),
      table.markup,
      Self.commands([
        "slipway session list", "slipway replay 1", "slipway replay 2",
        "slipway audit verify                                  # every row of the journal",
      ]),
    ]
  }

  var gateContent: [Markup] {
    [
      Self.words(
        "From paper to demo a bot comes by evidence and signatures alone. Every required check has to pass, and what "
          + "can't be told counts as failed. An approver has vouched for the ticks, as for any that are to count.",
        "Generated ticks never count, but by criteria that an admin signs for a school or a tour (provenance: "
          + "generated), as here. \(warning)"),
      .element("div", ["class": "pair verdicts"], reviews.map(verdict)),
      checkTable("What is required for DEMO") { $0.isRequired },
      .element(
        "details", ["class": "by-hand"],
        [
          .element("summary", text: "What is shown beside, and required for LIVE"),
          checkTable("Skill or luck") { !$0.isRequired },
        ]),
      Self.commands(reviews.map(\.commandLine)),
    ]
  }

  private func verdict(_ review: PromotionReview) -> Markup {
    let told = review.isEligible ? Array(review.required.prefix(4)) : review.obstacles
    let reasons = told.map { check in
      Markup.element("li", [:], [.element("code", text: check.name), .text(" " + check.plainReason + ".")])
    }
    let strategy = stories.first { $0.bot == review.bot }?.strategy ?? ""
    return .element(
      "div", ["class": "verdict " + (review.isEligible ? "gain" : "loss")],
      [
        .element("span", ["class": "sign", "aria-hidden": "true"], text: review.isEligible ? "✓" : "✗"),
        .element(
          "div", [:],
          [
            .element("h3", text: "\(review.bot), \(strategy)"), .element("h2", text: review.verdictText),
            .element("p", text: review.verdictReason),
            .element("ul", ["class": "reasons"], reasons),
            review.isEligible
              ? .element(
                "p", ["class": "note"],
                text:
                  "A quant may ask for the promotion now, and an approver signs. It is eligible because of the "
                  + "edge that was planted for it.") : .empty,
          ]),
      ])
  }

  private func checkTable(_ caption: String, _ isShown: (PromotionReview.Check) -> Bool) -> Markup {
    let heading = ["Check", "Asked for"] + reviews.map(\.bot)
    let names = reviews.first?.checks.filter(isShown).map(\.name) ?? []
    let rows = names.map { name in
      let checks = reviews.map { $0.checks.first { $0.name == name } }
      let title = checks.compactMap { $0 }.first
      return Markup.element(
        "tr", [:],
        [
          .element("th", ["scope": "row"], text: Self.sharedTitle(checks.compactMap { $0?.title }) ?? name),
          .element("td", ["class": "asked"], text: title?.thresholdText ?? ""),
        ] + checks.map(verdictCell))
    }
    let table = Markup.element(
      "table", ["class": "duel"],
      [
        .element("caption", text: caption),
        .element(
          "thead", [:],
          [.element("tr", [:], heading.map { .element("th", ["scope": "col"], text: $0) })]),
        .element("tbody", [:], rows),
      ])
    return .element(
      "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table])
  }

  private func verdictCell(_ check: PromotionReview.Check?) -> Markup {
    guard let check else { return .element("td", text: NumberText.absent) }
    return .element(
      "td", [:],
      [
        .element(
          "span", ["class": "badge " + check.verdict.rawValue, "title": check.detail],
          text: "\(check.verdict.mark) \(check.valueText)")
      ])
  }

  /// What to do after the tour, by what one wants.
  package static let next: [(what: String, command: String)] = [
    ("ticks of your own", "slipway data import FILES --symbol EURUSD -o eurusd.ticks"),
    (
      "a backtest on them",
      "slipway backtest --strategy ema_cross --ticks eurusd.ticks --broker exness_raw --report report.html"
    ),
    ("a strategy, in Swift", "slipway strategy new my_idea"),
    ("a strategy, in Python", "slipway strategy new my_idea --python"),
    ("a bot on a live feed", "slipway run --feed tcp://HOST:PORT"),
    ("this tour's home", "slipway quickstart --keep tour"),
  ]

  var nextCard: Markup {
    HTMLPage.card(
      "What next",
      note: "The README and docs/ of the source say more on each; every command has --help.",
      style: "card step-card",
      [
        .element(
          "dl", ["class": "next"],
          Self.next.map { what, command in
            .element(
              "div", [:],
              [.element("dt", text: what), .element("dd", [:], [.element("code", text: command)])])
          })
      ])
  }
}
