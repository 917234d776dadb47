import TradingCore

extension FeeReport {
  /// The figures for a terminal; ends in a line feed.
  package func text(colored: Bool) -> String {
    guard let at, !shown.isEmpty else { return nothingYet + "\n" + notesText.joined() }
    var sections = shown.map { row in
      TextStyle.strong.applied(to: TextCell(title(of: row)).text, colored: colored) + "\n"
        + TextTable.keyValue(row.pairs(at: at)).text(colored: colored)
    }
    if bot == nil {
      sections.append(Self.table("BROKER", brokers).text(colored: colored))
      sections.append(Self.table("BOT", bots).text(colored: colored))
    }
    return (sections + notesText).joined(separator: "\n")
  }

  private var notesText: [String] {
    notes.map { TextWrap.paragraph(TextCell($0).text, lead: "Note: ") }
  }

  /// What a row is of, and which day is shown.
  func title(of row: Row) -> String {
    let who = bot.map { "'\($0)'" } ?? "the desk, \(NumberText.counted(row.bots, "bot"))"
    let mode = mode.map { " on \($0)" } ?? ""
    return "Fees of \(who)\(mode), in \(row.currency), on \(DateText.day(row.reading.clock.day))"
  }

  private static func table(_ name: String, _ rows: [Row]) -> TextTable {
    var table = TextTable([
      .init(name), .init("TODAY", .right), .init("DAY", .right), .init("MONTH", .right),
      .init("BREAK-EVEN", .right), .init("LIMIT", .right), .init("USED", .right), .init("LEVEL"),
    ])
    table.raisesFirst = true
    for row in rows {
      let reading = row.reading
      table.add([
        TextCell(row.title), TextCell(row.amount(reading.today.fees)),
        TextCell(row.money(reading.projectedDay)),
        TextCell(row.money(reading.projectedMonth)), TextCell(percent(reading.breakEvenReturn)),
        TextCell(row.money(reading.limit)),
        TextCell(reading.used.map { NumberText.percent($0, decimals: 1) } ?? "–"),
        TextCell(reading.level.rawValue, reading.level.style),
      ])
    }
    return table
  }
}

extension FeeEstimate.Level {
  /// How a terminal shows it.
  var style: TextStyle {
    switch self {
    case .green: .gain
    case .yellow: .strong
    case .orange, .red: .loss
    }
  }
}

extension FeeReport.Row {
  /// Labels and values.
  fileprivate func pairs(at: Timestamp) -> [(String, TextCell)] {
    let today = reading.today
    var pairs: [(String, TextCell)] = [
      ("as of", TextCell("\(DateText.second(at)) UTC, \(elapsedText)")),
      ("today", TextCell("\(amount(today.fees)) on \(NumberText.counted(today.fills, "fill"))", .strong)),
      (
        "of it",
        TextCell(
          "commission \(money(today.commission)), spread \(money(today.spread)); swap apart "
            + NumberText.money(today.swap, in: currency, signed: true))
      ),
      ("projected day", TextCell(reading.projectedDay.map(amount) ?? "nothing tells yet")),
      ("projected month", TextCell(monthText, reading.isWithinMonthlyLimit == false ? .loss : .plain)),
      ("break-even", TextCell("\(share(reading.projectedDay)) of \(amount(reading.capital)) a day")),
      ("limit", TextCell("\(amount(reading.limit)) a day, \(limitOrigin.text)")),
      ("used", TextCell("\(bar) \(usedText), \(reading.level.rawValue)", reading.level.style)),
      ("month so far", TextCell("\(amount(reading.month.fees)) on \(monthDaysText)")),
      ("volume", TextCell("\(lotsText) lots in \(DateText.month(CivilDate(containing: at)))")),
    ]
    if let usual = reading.usualDay {
      pairs.insert(
        (
          "usual day",
          TextCell("\(amount(usual)), the mean of \(NumberText.counted(reading.usualDays, "day"))")
        ),
        at: 3)
    }
    return pairs + tiers.map { ("tier", TextCell($0.text)) }
  }

  /// How far the day has come, in words.
  var elapsedText: String {
    let clock = reading.clock
    guard clock.openSeconds > 0 else { return "a day without market" }
    let share = Double(clock.passedSeconds) / Double(clock.openSeconds)
    return "\(NumberText.percent(share, decimals: 0)) of the day's open time over"
  }

  /// The projected month in words.
  var monthText: String {
    guard let month = reading.projectedMonth, let isWithin = reading.isWithinMonthlyLimit else {
      return "nothing tells yet"
    }
    return "\(amount(month)) of \(FeeEstimate.daysPerMonth) days, \(share(month)) of the capital, "
      + "\(isWithin ? "below" : "NOT below") \(FeeEstimate.monthlyShareLimit)"
  }

  /// Twenty places of the limit.
  private var bar: String {
    let share = reading.used ?? (reading.today.fees > .zero ? 1 : 0)
    let filled = Int((min(max(share, 0), 1) * 20).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
  }
}
