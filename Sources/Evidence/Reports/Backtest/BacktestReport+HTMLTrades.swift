import Statistics
import TradingCore

/// What trades look like: excursions, hours, sessions, holding times, streaks; and the ticks they met.
extension BacktestReport {
  private static let longestRunShown = 8

  func excursionCards() throws(ArithmeticError) -> [Markup] {
    let totals = exitReasons.isEmpty ? try ExitReasonTotal.totals(of: trades) : exitReasons
    return [ExcursionChart.Kind.adverse, .favorable].map { kind in
      let chart = ExcursionChart(kind, trades: trades, reasons: totals.map(\.reason), currency: currency)
      let words =
        kind == .adverse
        ? "The worst open result of each trade, before commission and swap, and the net result, after them. One that closed "
          + "at its worst is as far below the dotted line as its commission and swap cost."
        : "The best open result of each trade, before commission and swap, and the net result, after them. One that closed "
          + "at its best is as far below the dotted line as its commission and swap cost."
      let thinned =
        chart.drawnCount < figures.trades
        ? " \(chart.drawnCount) of \(NumberText.grouped(figures.trades)) trades are drawn, the extremes among them."
        : ""
      return HTMLPage.card(
        kind == .adverse ? "Adverse excursion (MAE)" : "Favorable excursion (MFE)",
        note: words + " In \(currency.code)." + thinned, style: "card half", [chart.markup])
    }
  }

  func hoursCard(_ analysis: BacktestAnalysis) -> Markup {
    let title = "Entry hour and weekday"
    guard !analysis.outcomes.isEmpty else {
      return HTMLPage.card(title, style: "card half", [HTMLPage.nothing("No trade was made.")])
    }
    let names = analysis.hours.map { $0.zone == .utc ? "UTC" : "New York" }
    var content: [Markup] = []
    for (place, name) in names.enumerated() {
      let id = "clock-\(place)"
      content.append(
        place == 0
          ? .element("input", ["type": "radio", "name": "clock", "id": id, "checked": "checked"])
          : .element("input", ["type": "radio", "name": "clock", "id": id]))
      content.append(.element("label", ["for": id], text: name))
    }
    for (place, entry) in analysis.hours.enumerated() {
      content.append(
        .element("div", ["class": "pane pane-\(place)"], [hourTable(entry.hours, clock: names[place])]))
    }
    return HTMLPage.card(
      title,
      note: "Net result in \(currency.code), and below it the number of trades, by when they were opened.",
      style: "card half", [.element("div", ["class": "switch"], content)])
  }

  private func hourTable(_ hours: EntryHours, clock: String) -> Markup {
    let days = hours.weekdays
    var table = HeatTable(
      caption: "By the clock of \(clock)", style: "hours",
      columns: ["Hour"] + days.map { DateText.weekdays[$0] } + ["All"])
    for hour in 0..<24 {
      let name = "\(hour < 10 ? "0" : "")\(hour):00"
      let cells = days.map { day in
        hourCell(hours[day, hour], title: "\(DateText.weekdays[day]) \(name) \(clock)", of: hours.largest)
      }
      var total = hourCell(hours.byHour[hour], title: "All days \(name) \(clock)", of: 0)
      total.isTotal = true
      table.rows.append((name, cells + [total]))
    }
    table.rows.append(
      (
        "All",
        days.map { day in
          var cell = hourCell(hours.byWeekday[day], title: "\(DateText.weekdays[day]), all hours", of: 0)
          cell.isTotal = true
          return cell
        } + [HeatTable.Cell(text: "")]
      ))
    return table.markup
  }

  private func hourCell(_ tally: TradeTally, title: String, of largest: Int64) -> HeatTable.Cell {
    guard tally.trades > 0 else { return HeatTable.Cell(text: "") }
    let net = tally.netProfit
    return HeatTable.Cell(
      text: NumberText.tight(net.value(in: currency)), detail: NumberText.grouped(tally.trades),
      strength: largest > 0 ? Double(net.units) / Double(largest) : 0,
      title:
        "\(title): net \(money(net, signed: true)) \(currency.code), \(NumberText.grouped(tally.trades)) trades, "
        + "\(NumberText.grouped(tally.wins)) won")
  }

  func sessionsCard(_ analysis: BacktestAnalysis) -> Markup {
    guard !analysis.outcomes.isEmpty else {
      return HTMLPage.card("Results by session", [HTMLPage.nothing("No trade was made.")])
    }
    var table = HTMLTable(
      caption: "Trades by the session they were opened in",
      columns: [
        .init("Session"), .init("Trades", .right), .init("Win rate", .right), .init("Net", .right),
        .init("Expectancy", .right),
      ])
    for (session, tally) in analysis.sessions {
      let tone = HTMLPage.Tone(signOf: tally.netProfit.units)
      let mean = tally.trades > 0 ? tally.netProfit.value(in: currency) / Double(tally.trades) : nil
      table.rows.append([
        .init(Self.name(of: session)), .init(NumberText.grouped(tally.trades)),
        .init(NumberText.percent(tally.winRate, decimals: 0)),
        .init(money(tally.netProfit, signed: true), tone),
        .init(NumberText.fixed(mean, decimals: NumberText.decimals(of: currency), signed: true), tone),
      ])
    }
    return HTMLPage.card(
      "Results by session",
      note: "Tokyo 9:00–18:00, London and New York 8:00–17:00, each by its own clock; in \(currency.code).",
      [table.markup])
  }

  static func name(of session: EntrySession) -> String {
    switch session {
    case .asia: "Asia"
    case .london: "London"
    case .overlap: "London and New York"
    case .newYork: "New York"
    case .offHours: "Other hours"
    }
  }

  func holdingCard(_ analysis: BacktestAnalysis) -> Markup {
    let holding = analysis.holding
    guard let median = holding.quantile(0.5), let low = holding.quantile(0.1),
      let high = holding.quantile(0.9),
      let mean = holding.mean
    else { return HTMLPage.card("Holding times", [HTMLPage.nothing("No trade was made.")]) }
    var table = BarTable(caption: "Trades by holding time", columns: ["Held", "Trades"])
    table.rows = holding.buckets.map { ($0.label, [$0.trades]) }
    let text = NumberText.duration
    return HTMLPage.card(
      "Holding times",
      note:
        "Median \(text(median)), mean \(text(mean)); eight in ten trades from \(text(low)) to \(text(high)).",
      [table.markup])
  }

  func streaksCard(_ analysis: BacktestAnalysis) -> Markup {
    let streaks = analysis.streaks
    let longest = max(streaks.longestWin, streaks.longestLoss)
    guard longest > 0 else {
      return HTMLPage.card("Streaks", [HTMLPage.nothing("No trade was won or lost.")])
    }
    var table = BarTable(caption: "Runs by length", columns: ["In a row", "Runs of wins", "Runs of losses"])
    let shown = Self.longestRunShown
    for length in 1...min(longest, shown) {
      let isRest = length == shown && longest > shown
      func count(_ runs: [Int]) -> Int {
        isRest ? runs.dropFirst(shown - 1).reduce(0, +) : length <= runs.count ? runs[length - 1] : 0
      }
      table.rows.append(
        (isRest ? "\(shown) or more" : String(length), [count(streaks.winRuns), count(streaks.lossRuns)]))
    }
    return HTMLPage.card("Streaks", note: streakNote(analysis), [table.markup])
  }

  private func streakNote(_ analysis: BacktestAnalysis) -> String {
    let tally = analysis.tally
    func expected(_ count: Int) -> String {
      let share = Double(count) / Double(max(tally.trades, 1))
      return NumberText.fixed(
        Streaks.expectedLongest(trials: tally.trades, probability: share), decimals: 1)
    }
    return "Longest run of wins \(analysis.streaks.longestWin), of losses \(analysis.streaks.longestLoss). "
      + "Were trades independent, \(expected(tally.wins)) and \(expected(tally.losses)) would be usual."
  }

  var coverageCards: [Markup] {
    coverage.map { series in
      let chart = CoverageChart(series)
      let days = series.days.filter { $0.openMinutes > 0 }
      let poor = days.filter {
        Double($0.coveredMinutes) < CoverageChart.poor * Double($0.openMinutes)
      }.count
      let limit = NumberText.percent(CoverageChart.poor, decimals: 0)
      let note =
        "\(NumberText.percent(series.coveredShare, decimals: 1)) of the minutes in the market's hours have a tick; "
        + "\(poor) of \(NumberText.grouped(days.count)) trading days are under \(limit).\(closedDays(days)) One column a "
        + "\(chart.period == "day" ? "trading day" : chart.period), those under \(limit) in the color of losses."
      return HTMLPage.card(
        coverage.count == 1 ? "History quality" : "History quality, \(series.symbol.name)", note: note,
        [chart.markup])
    }
  }

  /// Which of the days active are not among those of a market's hours, as no center trades on them.
  private func closedDays(_ open: [CoverageDay]) -> String {
    let dates = Set(open.map(\.date))
    let closed = days.map(\.date).filter { date in
      let (_, month, day) = date.components
      return (month == 1 && day == 1 || month == 12 && day == 25) && !dates.contains(date)
    }
    guard let first = closed.first, !open.isEmpty else { return "" }
    return closed.count == 1
      ? " \(DateText.day(first)) is a day active, but counts as a holiday and is not among them."
      : " \(NumberText.grouped(closed.count)) days active on 25 December or 1 January count as holidays and are not among them."
  }
}
