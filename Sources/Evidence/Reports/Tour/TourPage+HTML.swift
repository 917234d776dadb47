import Statistics
package import TradingCore

extension TourPage {
  /// The page as one self-contained HTML document; equal values give equal bytes.
  ///
  /// - Throws: `overflow` when a total of money exceeds 64 bits.
  package func htmlPage() throws(ArithmeticError) -> String {
    let body = [
      header, warningCard, try steps(), step(1, "Ticks", ticksContent),
      step(2, "Backtest, with every cost", try backtestContent()),
      step(3, "Paper, killed once and going on", paperContent),
      step(4, "Replay", replayContent), step(5, "The gate", gateContent), nextCard,
      .element(
        "footer",
        text:
          "Made by \(generator) ('slipway quickstart'), the same to the byte each time. All times are UTC. "
          + "No market, broker or account was touched."),
    ]
    return HTMLPage.document(
      title: "Slipway – a tour", body: body, styles: Theme.promotion + "\n" + Theme.tour)
  }

  private var header: Markup {
    let period = markets.first.map { DateText.period($0.first, $0.last) } ?? ""
    let start = shown.map { $0.report.figures.startBalance } ?? .zero
    let parts = [
      "synthetic EURUSD, \(period)", "\(stories.count) strategies",
      "costs of \(shown?.report.broker ?? "nobody")", "accounts of \(money(start))",
    ]
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Slipway, a tour"),
            .element("h1", text: "From ticks to the gate, in five steps"),
            .element("p", ["class": "subtitle"], text: parts.joined(separator: " · ")),
          ])
      ])
  }

  private var warningCard: Markup {
    .element(
      "section", ["class": "planted", "aria-label": "What is planted"],
      [
        .element("h2", text: "Everything here is synthetic, and one edge is planted"),
        .element(
          "p",
          text:
            "The program made every tick on this page, twice: as a random market, in which there is nothing to "
            + "find, and once more with an edge in it. Planted: the second ticks were made so that \(favored) earns; "
            + "no market is like that. The tour shows what Slipway does with a strategy, not that one earns."),
      ])
  }

  /// The five steps with what each comes to, and the way to it.
  private func steps() throws(ArithmeticError) -> Markup {
    let ticks = markets.reduce(0) { $0 + $1.ticks }
    let net = try shown?.amounts().net ?? .zero
    let eligible = reviews.count { $0.isEligible }
    let items = [
      ("Ticks", NumberText.short(Double(ticks)) + " ticks", "all of them synthetic"),
      ("Backtest", money(net, signed: true), "after costs, planted"),
      ("Paper", "killed once", "and the same account"),
      ("Replay", isOneFingerprint ? "the same" : "different", "fills, by four ways"),
      ("The gate", "\(reviews.count - eligible) refused", "\(eligible) eligible"),
    ]
    return .element(
      "ol", ["class": "steps"],
      items.enumerated().map { place, item in
        .element(
          "li", [:],
          [
            .element(
              "a", ["href": "#step-\(place + 1)"],
              [
                .element("span", ["class": "step-name"], text: "\(place + 1). \(item.0)"),
                .element("strong", text: item.1), .element("small", text: item.2),
              ])
          ])
      })
  }

  private func step(_ number: Int, _ title: String, _ content: [Markup]) -> Markup {
    .element(
      "section", ["class": "card step-card", "id": "step-\(number)", "aria-label": title],
      [
        .element(
          "h2", [:], [.element("span", ["class": "step-number"], text: "\(number)"), .text(title)])
      ] + content)
  }

  private var ticksContent: [Markup] {
    var table = HTMLTable(
      caption: "Ticks that were made",
      columns: [
        .init("Market"), .init("Ticks", .right), .init("Median spread", .right), .init("Size", .right),
        .init("A tick", .right), .init("Digest of the ticks"),
      ])
    for market in markets {
      table.rows.append([
        .init(market.isPlanted ? "\(market.name) (an edge is in it)" : market.name),
        .init(NumberText.grouped(market.ticks)), .init(market.medianSpread),
        .init(NumberText.short(Double(market.bytes)) + "B"),
        .init("\(NumberText.fixed(Double(market.bytes) / Double(max(1, market.ticks)), decimals: 2)) bytes"),
        .init(String(market.contentDigest.prefix(16))),
      ])
    }
    return [
      Self.words(
        "A month of EURUSD was made, tick by tick, with the busy hours, spreads and gaps of a real one. In the "
          + "random market nothing can be forecast. The planted one is the same, but half of every move is taken "
          + "back within four hours: that can be found.",
        "A tick takes less than two bytes, every block of a file stands under a checksum, and one changed bit is "
          + "found and named. The picture shows what is planted: the full line never goes far from its average."
      ),
      priceChart, table.markup, Self.commands(markets.map(\.command)),
    ]
  }

  /// Seconds without a price that break a line.
  private static let gap = 12.0 * 3_600

  private var priceChart: Markup {
    let lines = markets.compactMap { market -> LineChart.Line? in
      guard let prices = runs.first(where: { $0.market == market.name })?.report.prices.first else {
        return nil
      }
      let scale = Double(WideArithmetic.powerOfTen(prices.digits))
      // Every second stretch is enough to see the way.
      let buckets = prices.buckets.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      var points: [(seconds: Double, value: Double?)] = []
      for bucket in buckets {
        let seconds = ChartScale.seconds(bucket.eventTime)
        // A weekend is no way that prices went.
        if let last = points.last, seconds - last.seconds > Self.gap { points.append((seconds, nil)) }
        points.append((seconds, (Double(bucket.low.points) + Double(bucket.high.points)) / 2 / scale))
      }
      return LineChart.Line(
        label: market.name, style: market.isPlanted ? "run-0" : "run-5", points: points)
    }
    let chart = LineChart(
      title: "Prices of the two markets", summary: "EURUSD, bid, as it was made.", lines: lines,
      baseline: nil,
      height: 190)
    return .group([.element("h3", text: "EURUSD in both markets, synthetic"), chart.markup])
  }

  private func backtestContent() throws(ArithmeticError) -> [Markup] {
    guard let shown else { return [] }
    let code = shown.report.currency.code
    var table = HTMLTable(
      caption: "Four backtests",
      columns: [
        .init("Strategy"), .init("Market"), .init("Net, \(code)", .right),
        .init("Gross before costs, \(code)", .right), .init("Costs, \(code)", .right),
        .init("Trades", .right),
        .init("Win rate", .right), .init("Drawdown from peak", .right),
      ])
    for run in runs { table.rows.append(try cells(run)) }
    return [
      Self.words(
        "Two strategies ran over both files at what trading costs at \(shown.report.broker), in lots of 0.01: "
          + "spread, slippage, commission and the charge of each night. One follows breakouts, the other bets on "
          + "moves being taken back.",
        "\(try randomSentence()) \(warning)"),
      table.markup,
      .element(
        "div", ["class": "pair"],
        [
          .element("div", [:], [.element("h3", text: "Equity over time, \(code)"), equityChart]),
          .element(
            "div", [:],
            [
              .element("h3", text: "\(favored), planted: from gross to net, \(code)"),
              WaterfallChart(try shown.report.costWaterfall(), currency: shown.report.currency).markup,
            ]),
        ]),
      Self.commands([shown.report.commandLine]),
    ]
  }

  /// What became of the strategies where nothing is to be found.
  private func randomSentence() throws(ArithmeticError) -> String {
    let random = markets.first { !$0.isPlanted }?.name
    let amounts = try runs.filter { $0.market == random }.map { (run) throws(ArithmeticError) in
      try run.amounts()
    }
    func list(_ values: [Money]) -> String {
      values.map { money($0, signed: true) }.joined(separator: " and ")
    }
    let words = "\(list(amounts.map(\.net))), gross before costs \(list(amounts.map(\.gross)))"
    return amounts.allSatisfy { $0.net < .zero }
      ? "Where nothing can be forecast both lose (\(words))."
      : "Where nothing can be forecast what they come to is luck (\(words))."
  }

  private func cells(_ run: Run) throws(ArithmeticError) -> [HTMLTable.Cell] {
    let figures = run.report.figures
    let (gross, costs, net) = try run.amounts()
    func amount(_ value: Money, signed: Bool = true) -> String {
      NumberText.money(value, in: run.report.currency, signed: signed)
    }
    return [
      .init(run.report.strategy), .init(run.market), .init(amount(net), .init(signOf: net.units)),
      .init(amount(gross)), .init(amount(costs, signed: false)), .init(NumberText.grouped(figures.trades)),
      .init(NumberText.percent(figures.winRate, decimals: 1)),
      .init(NumberText.percent(figures.maximumDrawdown)),
    ]
  }

  private var equityChart: Markup {
    let lines = runs.enumerated().map { place, run in
      let currency = run.report.currency
      return LineChart.Line(
        label: "\(run.report.strategy), \(run.market)", style: Self.styles[place % Self.styles.count],
        points: Self.thinned(run.report.equity).map {
          (ChartScale.seconds($0.eventTime), $0.equity.value(in: currency))
        })
    }
    let start = shown.map { $0.report.figures.startBalance.value(in: $0.report.currency) }
    let ends = lines.map { "\($0.label) ends at \(NumberText.fixed($0.points.last?.value, decimals: 2))" }
    let chart = LineChart(
      title: "Equity of the four backtests", summary: ends.joined(separator: ", ") + ".", lines: lines,
      baseline: start, height: 250)
    return chart.markup
  }

  /// At most some 400 of the points, the last among them.
  private static func thinned(_ points: [EquityPoint]) -> [EquityPoint] {
    let step = max(1, points.count / 400)
    return points.enumerated().filter { $0.offset % step == 0 || $0.offset == points.count - 1 }.map(
      \.element)
  }

  private static let styles = ["run-1", "run-5", "run-3", "run-0"]

  /// An amount with its currency.
  func money(_ value: Money, signed: Bool = false) -> String {
    guard let currency else { return NumberText.absent }
    return "\(NumberText.money(value, in: currency, signed: signed)) \(currency.code)"
  }

  /// Sentences on what a step shows.
  static func words(_ paragraphs: String...) -> Markup {
    .element("div", ["class": "prose"], paragraphs.map { .element("p", text: $0) })
  }

  /// What does the same by hand, folded.
  static func commands(_ lines: [String]) -> Markup {
    .element(
      "details", ["class": "by-hand"],
      [
        .element("summary", text: "By hand"),
        .element("pre", [:], [.element("code", text: lines.joined(separator: "\n"))]),
      ])
  }
}
