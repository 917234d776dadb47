import TradingCore

extension FeeReport {
  /// The report as one self-contained HTML document; equal values give equal bytes.
  package func htmlPage() -> String {
    var body = [header]
    if !notes.isEmpty {
      body.append(
        HTMLPage.card(
          "Notes", [.element("ul", ["class": "notes"], notes.map { Markup.element("li", text: $0) })]))
    }
    if shown.isEmpty { body.append(HTMLPage.card("Fees", [HTMLPage.nothing(nothingYet)])) }
    for row in shown { body += sheet(row) }
    if bot == nil, !desk.isEmpty {
      body.append(
        HTMLPage.card("Brokers", [table("What each broker is paid", brokers).markup] + tiers(brokers)))
      body.append(HTMLPage.card("Bots", [table("What each bot pays", bots).markup]))
    }
    if !commandLine.isEmpty {
      body.append(
        HTMLPage.card(
          "Make this report again", [.element("pre", [:], [.element("code", text: commandLine)])]))
    }
    body.append(FigureDefinitions.card(Self.definitions))
    body.append(
      .element(
        "footer",
        text:
          "Made by \(generator). All times are UTC. A trading day runs from 17:00 to 17:00 New York and carries the "
          + "date on which it ends."))
    return HTMLPage.document(title: "Fees – \(bot ?? "desk")", body: body, styles: Self.styles)
  }

  private var header: Markup {
    let only = shown.count == 1 ? shown.first : nil
    let subtitle =
      at.map { "\(DateText.day(NewYorkCalendar.tradingDay(at: $0))), as of \(DateText.second($0))" }
      ?? "nothing yet"
    let words = [subtitle] + (only.map { [$0.elapsedText] } ?? []) + (mode.map { ["\($0) only"] } ?? [])
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: bot == nil ? "Desk" : "Bot"),
            .element("h1", text: bot.map { "Fees of \($0)" } ?? "Fees of the desk"),
            .element("p", ["class": "subtitle"], text: words.joined(separator: " · ")),
          ]),
        only.map(hero) ?? .empty,
      ])
  }

  private func hero(_ row: Row) -> Markup {
    .element(
      "div", ["class": "hero"],
      [
        .element("p", ["class": "note"], text: "Fees today"),
        .element(
          "p", ["class": "amount"],
          [.text(row.money(row.reading.today.fees) + " "), .element("small", text: row.currency.code)]),
        .element(
          "p", ["class": "note"],
          text: "of \(row.money(row.reading.limit)) that may be paid a day, \(row.limitOrigin.text)"),
      ])
  }

  private func sheet(_ row: Row) -> [Markup] {
    let reading = row.reading
    let title = shown.count > 1 ? " in \(row.currency)" : ""
    return [
      HTMLPage.card("How much of the limit is used up\(title)", [row.meter]), figures(row),
      HTMLPage.card(
        "The day\(title)",
        note:
          "Fees of the day so far, against what may be paid a day; dashed is where the day is taken to end.",
        [FeeCharts.day(row)]),
      HTMLPage.card(
        "The month\(title)",
        note:
          "Fees of the calendar month of trading days so far, against \(FeeEstimate.monthlyShareLimit) of the "
          + "capital (\(row.amount(reading.monthLimit))).",
        [FeeCharts.month(row), FeeCharts.days(row).markup]),
    ]
  }

  private func figures(_ row: Row) -> Markup {
    let (reading, today) = (row.reading, row.reading.today)
    let isOver = reading.isWithinMonthlyLimit == false
    return .element(
      "dl", ["class": "figures"],
      [
        HTMLPage.figure(
          "Projected day", row.money(reading.projectedDay),
          detail: reading.usualDay.map { "usual day \(row.money($0))" } ?? "no earlier day"),
        HTMLPage.figure(
          "Projected month", row.money(reading.projectedMonth),
          detail: "\(row.share(reading.projectedMonth)) of the capital", tone: isOver ? .loss : .plain),
        HTMLPage.figure(
          "To break even", percent(reading.breakEvenReturn),
          detail: "a day, of \(row.amount(reading.capital))"),
        HTMLPage.figure(
          "Month so far", row.money(reading.month.fees),
          detail: row.monthDaysText),
        HTMLPage.figure(
          "Commission today", row.money(today.commission), detail: NumberText.counted(today.fills, "fill")),
        HTMLPage.figure("Spread today", row.money(today.spread), detail: "half of the spread a fill"),
        HTMLPage.figure(
          "Swap today", NumberText.money(today.swap, in: row.currency, signed: true),
          detail: "of trades closed; no fee"),
        HTMLPage.figure(
          "Volume", row.lotsText, detail: row.tiers.isEmpty ? "lots this month" : tierDetail(row)),
      ])
  }

  private func tierDetail(_ row: Row) -> String {
    let rebates = Set(row.tiers.compactMap(\.rebate)).sorted().map { "\($0)" }
    return rebates.isEmpty
      ? "lots this month" : "lots this month, rebate \(rebates.joined(separator: " or "))"
  }

  private func percent(_ share: Percentage?) -> String { Self.percent(share) }

  private func tiers(_ rows: [Row]) -> [Markup] {
    let lines = rows.flatMap { row in row.tiers.map { "\(row.name): \($0.text)" } }
    guard !lines.isEmpty else { return [] }
    return [.element("ul", ["class": "notes"], lines.map { Markup.element("li", text: $0) })]
  }

  private func table(_ name: String, _ rows: [Row]) -> HTMLTable {
    var table = HTMLTable(
      caption: name,
      columns: [
        .init("Name"), .init("Today", .right), .init("Day", .right), .init("Month", .right),
        .init("Break-even", .right), .init("Limit", .right), .init("Used", .right), .init("Level"),
        .init("Lots", .right),
      ])
    table.rows = rows.map { row in
      let reading = row.reading
      let name = [row.name, row.mode, row.status].compactMap(\.self).joined(separator: " · ")
      return [
        .init(name), .init(row.amount(reading.today.fees)), .init(row.money(reading.projectedDay)),
        .init(row.money(reading.projectedMonth)), .init(percent(reading.breakEvenReturn)),
        .init(row.money(reading.limit)),
        .init(reading.used.map { NumberText.percent($0, decimals: 1) } ?? "–"),
        .init(
          reading.level.rawValue, reading.level == .green ? .gain : reading.level == .yellow ? .plain : .loss),
        .init(row.lotsText),
      ]
    }
    return table
  }

  /// What the figures mean.
  static let definitions: [(term: String, meaning: String)] = [
    (
      "Fees",
      "Commission of the fills less the rebate, as booked, and the spread: from the mid to the side's quote on each fill. "
        + "Swap and slippage are no fees."
    ),
    (
      "Projected day",
      "What was paid, and the rest of the day: of the open time's share e that is over today's own pace counts with e, the "
        + "usual day with 1 − e: paid · (2 − e) + usual · (1 − e)²."
    ),
    ("Usual day", "The mean of the trading days with fills in the four weeks before this one."),
    (
      "Retired bots",
      "What they paid stays in the day, the month and the usual day; their capital counts on days on which they paid."
    ), ("Projected month", "20 projected days; on a day without market 20 usual ones."),
    ("To break even", "The projected day over the capital: what the day must earn before costs."),
    ("Capital", "The balance that the trading day began with, of the accounts that trade."),
    (
      "Limit",
      "What may be paid a day: 1 % of the capital, a twentieth of 20 % a month, unless one was set or given."
    ),
    (
      "Level",
      "Of what was paid against the limit: green below 50 %, yellow from 50 %, orange from 70 %, red from 85 %."
    ),
  ]

  private static let styles = """
    .meter { display: flex; align-items: center; gap: 14px; }
    .meter svg { flex: 1; min-width: 0; height: 16px; border-radius: 8px; }
    .meter .track { fill: var(--chip); }
    .meter strong { flex: none; font-variant-numeric: tabular-nums; }
    .meter .bound { stroke: var(--card); stroke-width: 2; }
    .level-green { fill: #10b981; } .level-yellow { fill: #f59e0b; }
    .level-orange { fill: #f97316; } .level-red { fill: #ef4444; }
    .plot + .scroll { margin-top: 12px; }
    .notes + .notes, .scroll + .notes { margin-top: 12px; }
    .line-limit { fill: none; stroke: var(--loss); stroke-width: 1.6; }
    .line-projected { fill: none; stroke: var(--gain); stroke-width: 1.4; stroke-dasharray: 5 4; }
    """
}

extension FeeReport.Row {
  /// The used part of the limit as a bar, the levels' bounds marked in it.
  fileprivate var meter: Markup {
    let share = min(max(reading.used ?? (reading.today.fees > .zero ? 1 : 0), 0), 1)
    let words = "\(usedText) of \(amount(reading.limit)), \(reading.level.rawValue)"
    let marks = [50, 70, 85].map { bound in
      Markup.element(
        "line", ["class": "bound", "x1": "\(bound)%", "x2": "\(bound)%", "y1": "0", "y2": "16"])
    }
    return .element(
      "div", ["class": "meter"],
      [
        .element(
          "svg", ["role": "img", "aria-label": words, "width": "100%", "height": "16"],
          [
            .element("title", text: words),
            .element("rect", ["class": "track", "width": "100%", "height": "16"]),
            .element(
              "rect",
              ["class": "level-\(reading.level.rawValue)", "width": SVG.percent(share), "height": "16"]),
          ] + marks), .element("strong", text: "\(usedText) · \(reading.level.rawValue)"),
      ])
  }
}
