import Operations
import Reports
import TradingCore

/// What the tour says on a terminal, in lines of at most 80 columns.
struct QuickstartText {
  private let tour: Tour
  /// What each backtest came to, in the page's order.
  private let amounts: [(gross: Money, costs: Money, net: Money)]

  /// - Throws: `ArithmeticError`.
  init(tour: Tour) throws {
    self.tour = tour
    amounts = try tour.page.runs.map { try $0.amounts() }
  }

  func text(colored: Bool) -> String {
    [
      "A tour of Slipway. All ticks are synthetic, made by the program; one edge is\nplanted in them. No market, broker or account is touched.\n",
      heading("1. Ticks", colored),
      "A month of EURUSD, twice: a random market, in which there is nothing to find,\nand the same with an edge: half of every move is taken back within hours.\n",
      ticks.text(colored: colored), heading("2. Backtests, with every cost", colored), planted,
      backtests.text(colored: colored), heading("3. Paper, killed once and going on", colored), paper,
      accounts.text(colored: colored), heading("4. Replay", colored), replay,
      heading("5. The gate from paper to demo", colored),
      "Evidence and signatures alone let a bot on; this is the evidence.\n", gate(colored),
      heading("All of it on one page", colored), kept, heading("What next", colored), next,
    ].joined(separator: "\n")
  }

  private func heading(_ text: String, _ colored: Bool) -> String {
    TextStyle.strong.applied(to: text, colored: colored)
  }

  private var planted: String {
    "Planted: the second ticks were made so that \(tour.page.favored) earns;\nno market is like that. Amounts in \(code).\n"
  }

  private var code: String { tour.page.currency?.code ?? "" }

  private var ticks: TextTable {
    var table = Self.table([
      .init("MARKET"), .init("TICKS", .right), .init("FROM"), .init("TO"), .init("BYTES A TICK", .right),
    ])
    for market in tour.page.markets {
      table.add([
        TextCell(market.name, .strong), TextCell(NumberText.grouped(market.ticks)),
        TextCell(DateText.day(CivilDate(containing: market.first))),
        TextCell(DateText.day(CivilDate(containing: market.last))),
        TextCell(NumberText.fixed(Double(market.bytes) / Double(max(1, market.ticks)), decimals: 2)),
      ])
    }
    return table
  }

  private var backtests: TextTable {
    var table = Self.table([
      .init("STRATEGY"), .init("MARKET"), .init("TRADES", .right), .init("WIN RATE", .right),
      .init("GROSS", .right), .init("COSTS", .right), .init("NET", .right),
    ])
    for (run, amounts) in zip(tour.page.runs, amounts) {
      let figures = run.report.figures
      table.add([
        TextCell(run.report.strategy), TextCell(run.market), TextCell(NumberText.grouped(figures.trades)),
        TextCell(NumberText.percent(figures.winRate, decimals: 1)), TextCell(money(amounts.gross)),
        TextCell(money(amounts.costs, signed: false)),
        TextCell(money(amounts.net), amounts.net < .zero ? .loss : .gain),
      ])
    }
    return table
  }

  private func money(_ value: Money, signed: Bool = true) -> String {
    guard let currency = tour.page.currency else { return NumberText.absent }
    return NumberText.money(value, in: currency, signed: signed)
  }

  private var paper: String {
    let place =
      tour.killedAt.map { "on " + DateText.day(CivilDate(containing: $0)) } ?? "before its first tick"
    return
      "Two bots on paper, over the planted ticks. Their process was killed (SIGKILL)\n\(place) of the ticks, with \(tour.tradesWhenKilled) trades closed, and started again: the\nsame accounts as on a desk that was left alone. Amounts in \(code).\n"
  }

  private var accounts: TextTable {
    var table = Self.table([
      .init("BOT"), .init("STRATEGY"), .init("TRADES", .right), .init("BALANCE", .right),
      .init("LEFT ALONE", .right), .init("FINGERPRINT"),
    ])
    for story in tour.page.stories {
      table.add([
        TextCell(story.bot, .strong), TextCell(story.strategy),
        TextCell(NumberText.grouped(story.killed.trades)),
        TextCell(DecimalText.groupingThousands(in: story.killed.balance)),
        TextCell(DecimalText.groupingThousands(in: story.unbroken.balance)),
        TextCell(String((story.fingerprints.last?.text ?? "").prefix(16))),
      ])
    }
    return table
  }

  private var replay: String {
    let sessions = tour.replays.map { "\($0.id)" }.joined(separator: " and ")
    let events = tour.replays.flatMap(\.outcomes).reduce(0) { $0 + $1.events }
    return
      "Sessions \(sessions) were run again from the journal: all \(NumberText.grouped(events)) events are the same.\nBacktest, paper, paper with a kill and replay have one fingerprint.\n"
  }

  private func gate(_ colored: Bool) -> String {
    tour.page.reviews.map { review in
      let passed = review.required.count - review.obstacles.count
      let verdict = TextStyle(review.isEligible).applied(
        to: review.isEligible ? "eligible" : "not eligible", colored: colored)
      let name = TextStyle.strong.applied(to: review.bot, colored: colored)
      let head = "  \(name): \(verdict), \(passed) of \(review.required.count) required checks pass"
      guard !review.obstacles.isEmpty else { return head + "; it is as planted\n" }
      return head + "\n"
        + review.obstacles.map { check in
          "    \(check.mark) \(check.name): \(check.valueText), asked for \(check.thresholdText)\n"
        }.joined()
    }.joined()
  }

  private var kept: String {
    let rest =
      tour.folder.map { "its ticks, homes, reports and reviews: \($0)" }
      ?? "all else was in a temporary folder, and is gone; --keep DIR keeps it"
    return "  \(Tour.reportPath)\n  \(rest)\n"
  }

  private var next: String {
    TextTable.keyValue(
      [
        ("your own ticks", TextCell("slipway data import FILES --symbol EURUSD -o eurusd.ticks")),
        ("your own strategy", TextCell("slipway strategy new my_idea  (--python for Python)")),
        ("a live feed", TextCell("slipway run --feed tcp://HOST:PORT")),
        ("look around", TextCell("slipway quickstart --keep tour")),
        ("read on", TextCell("README.md, docs/ and --help of every command")),
      ], indent: 2
    ).text(colored: false)
  }

  private static func table(_ columns: [TextTable.Column]) -> TextTable {
    var table = TextTable(columns)
    table.indent = 2
    return table
  }
}

extension TextStyle {
  fileprivate init(_ isEligible: Bool) { self = isEligible ? .gain : .loss }
}
