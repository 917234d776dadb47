import TradingCore

/// What was paid within a day and over a month, against what may be paid.
enum FeeCharts {
  /// Fees within the trading day, the limit and where the day is taken to end.
  static func day(_ row: FeeReport.Row) -> Markup {
    let (reading, clock) = (row.reading, row.reading.clock)
    let (start, end) = (ChartScale.seconds(clock.start), ChartScale.seconds(clock.end))
    let now = min(max(ChartScale.seconds(reading.at), start), end)
    func value(_ money: Money) -> Double { money.value(in: row.currency) }
    var paid: [(seconds: Double, value: Double?)] = [(start, 0)]
    var sum = 0.0
    for step in row.trace {
      sum += value(step.fees)
      paid.append((ChartScale.seconds(step.time), sum))
    }
    // The exact sum, whatever the drawing's rounding came to.
    paid.append((now, value(reading.today.fees)))
    var lines = [
      LineChart.Line(label: "Paid", style: "line-equity", points: paid),
      LineChart.Line(
        label: "Limit of the day", style: "line-limit",
        points: [(start, value(reading.limit)), (end, value(reading.limit))]),
    ]
    if let projected = reading.projectedDay, now < end {
      lines.append(
        LineChart.Line(
          label: "Projected", style: "line-projected",
          points: [(now, value(reading.today.fees)), (end, value(projected))], slopes: true))
    }
    return LineChart(
      title: "Fees within the day",
      summary: "\(row.amount(reading.today.fees)) paid of \(row.amount(reading.limit)); "
        + "\(row.money(reading.projectedDay)) projected.",
      lines: lines, isStepped: true
    ).markup
  }

  /// Fees over the calendar month of trading days, and what a month may cost.
  static func month(_ row: FeeReport.Row) -> Markup {
    let days = monthDays(row)
    let (year, month, _) = row.reading.clock.day.components
    guard let first = CivilDate(year: year, month: month, day: 1),
      let next = month < 12
        ? CivilDate(year: year, month: month + 1, day: 1) : CivilDate(year: year + 1, month: 1, day: 1)
    else { return HTMLPage.nothing("There is no such month.") }
    func instant(_ day: CivilDate) -> Double {
      ChartScale.seconds(NewYorkCalendar.instant(of: day, hour: 17))
    }
    let (start, end) = (instant(first.adding(days: -1)), instant(next.adding(days: -1)))
    var paid: [(seconds: Double, value: Double?)] = [(start, 0)]
    var sum = 0.0
    for (day, totals) in days {
      sum += totals.fees.value(in: row.currency)
      paid.append((min(instant(day), max(ChartScale.seconds(row.reading.at), start)), sum))
    }
    paid.append(
      (
        min(max(ChartScale.seconds(row.reading.at), start), end),
        row.reading.month.fees.value(in: row.currency)
      ))
    let limit = row.reading.monthLimit.value(in: row.currency)
    return LineChart(
      title: "Fees over the month",
      summary: "\(row.amount(row.reading.month.fees)) paid on "
        + "\(NumberText.counted(row.reading.monthDays, "day")) of \(row.amount(row.reading.monthLimit)).",
      lines: [
        LineChart.Line(label: "Paid", style: "line-equity", points: paid),
        LineChart.Line(
          label: "Limit of the month", style: "line-limit", points: [(start, limit), (end, limit)]),
      ], isStepped: true
    ).markup
  }

  /// The days of the month up to the one shown, the first first.
  private static func monthDays(_ row: FeeReport.Row) -> [(CivilDate, FeeTotals)] {
    let shown = row.reading.clock.day
    let (year, month, _) = shown.components
    return row.history.days.filter { day, totals in
      let parts = day.components
      return day <= shown && parts.year == year && parts.month == month && totals.fills + totals.trades > 0
    }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The days of the month as a table.
  static func days(_ row: FeeReport.Row) -> HTMLTable {
    var table = HTMLTable(
      caption: "Days with fills, in \(row.currency)",
      columns: [
        .init("Day"), .init("Fees", .right), .init("Commission", .right), .init("Spread", .right),
        .init("Swap", .right), .init("Fills", .right), .init("Of today's limit", .right),
      ])
    table.rows = monthDays(row).map { day, totals in
      let limit = row.reading.limit
      let used = limit > .zero ? Double(totals.fees.units) / Double(limit.units) : nil
      return [
        .init("\(DateText.weekdays[day.weekday]) \(DateText.shortDay(day))"), .init(row.money(totals.fees)),
        .init(row.money(totals.commission)), .init(row.money(totals.spread)),
        .init(NumberText.money(totals.swap, in: row.currency, signed: true)),
        .init(NumberText.grouped(totals.fills)), .init(NumberText.percent(used, decimals: 1)),
      ]
    }
    return table
  }
}
