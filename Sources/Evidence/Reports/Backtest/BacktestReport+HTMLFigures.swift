import Statistics
import TradingCore

/// All figures in one place, and those over days.
extension BacktestReport {
  func figuresCard(_ analysis: BacktestAnalysis) -> Markup {
    let columns = [
      ("Return", returnPairs(analysis)), ("Risk", riskPairs(analysis)), ("Trades", tradePairs(analysis)),
      ("Time", timePairs(analysis)),
    ]
    return HTMLPage.card(
      "All figures", note: "Money in \(currency.code). How each is defined stands at the end.",
      [
        .element(
          "div", ["class": "columns four"],
          columns.map { title, pairs in
            .element("div", [:], [.element("h3", text: title), HTMLPage.definitions(pairs)])
          }), shortRun.note,
      ])
  }

  private func returnPairs(_ analysis: BacktestAnalysis) -> [(String, String)] {
    [
      ("Net result", money(figures.netProfit, signed: true)),
      ("Return", NumberText.percent(figures.netReturn, signed: true)),
      (shortRun.label("Annual growth (CAGR)"), NumberText.percent(analysis.annualGrowth, signed: true)),
      ("Profit per day", amount(analysis.profitPerDay)),
      ("Best trading day", dayText(analysis.extremeDay(worst: false))),
      ("Worst trading day", dayText(analysis.extremeDay(worst: true))),
      ("Recovery factor", NumberText.fixed(analysis.recovery, decimals: 2)),
    ]
  }

  private func riskPairs(_ analysis: BacktestAnalysis) -> [(String, String)] {
    [
      ("Maximum drawdown", NumberText.percent(figures.maximumDrawdown)),
      ("… as an amount", money(figures.maximumDrawdownMoney)),
      ("Longest drawdown", drawdownText(analysis)),
      ("Ulcer index", NumberText.percent(analysis.ulcerIndex)),
      (
        shortRun.label("Volatility a year, × \(figures.year.root)"),
        NumberText.percent(analysis.annualDeviation)
      ),
      (shortRun.label("Sharpe ratio, × \(figures.year.root)"), NumberText.fixed(figures.sharpe, decimals: 2)),
      (
        shortRun.label("Sortino ratio, × \(figures.year.root)"),
        NumberText.fixed(figures.sortino, decimals: 2)
      ),
      (shortRun.label("Calmar ratio"), NumberText.fixed(figures.calmar, decimals: 2)),
    ]
  }

  private func tradePairs(_ analysis: BacktestAnalysis) -> [(String, String)] {
    let tally = analysis.tally
    func mean(_ total: Money, _ count: Int, _ sign: Double) -> String {
      amount(count > 0 ? sign * total.value(in: currency) / Double(count) : nil)
    }
    return [
      ("Trades", NumberText.grouped(figures.trades)),
      ("Win rate", NumberText.percent(figures.winRate, decimals: 1)),
      ("Profit factor", NumberText.fixed(figures.profitFactor, decimals: 2)),
      ("Payoff ratio", NumberText.fixed(analysis.payoff, decimals: 2)),
      (
        "Expectancy",
        figures.expectancy.map { money($0, decimals: fineDecimals, signed: true) } ?? NumberText.absent
      ),
      ("Average win", mean(tally.grossProfit, tally.wins, 1)),
      ("Average loss", mean(tally.grossLoss, tally.losses, -1)),
      ("System quality (SQN)", NumberText.fixed(analysis.systemQuality, decimals: 2)),
    ]
  }

  private func timePairs(_ analysis: BacktestAnalysis) -> [(String, String)] {
    let days = analysis.days.count
    let perDay = days > 0 ? Double(figures.trades) / Double(days) : nil
    return [
      ("First tick", figures.first.map { DateText.day(CivilDate(containing: $0)) } ?? NumberText.absent),
      ("Last tick", figures.last.map { DateText.day(CivilDate(containing: $0)) } ?? NumberText.absent),
      ("Days active", days > 0 ? NumberText.grouped(days) : NumberText.absent),
      ("Trades a day", NumberText.fixed(perDay, decimals: 1)),
      ("Time in market", NumberText.percent(analysis.timeShare, decimals: 1)),
      ("Median holding time", analysis.holding.quantile(0.5).map(NumberText.duration) ?? NumberText.absent),
      ("Longest winning run", runText(analysis.streaks.longestWin)),
      ("Longest losing run", runText(analysis.streaks.longestLoss)),
    ]
  }

  private func runText(_ length: Int) -> String {
    length == 1 ? "1 trade" : "\(NumberText.grouped(length)) trades"
  }

  private func amount(_ value: Double?) -> String {
    NumberText.fixed(value, decimals: NumberText.decimals(of: currency), signed: true)
  }

  private func dayText(_ day: (date: CivilDate, change: Double, rate: Double?)?) -> String {
    guard let day else { return NumberText.absent }
    return "\(amount(day.change)) on \(DateText.shortDay(day.date))"
  }

  private func drawdownText(_ analysis: BacktestAnalysis) -> String {
    guard let stretch = analysis.longestDrawdown else { return "none at a day's end" }
    let days = stretch.days == 1 ? "1 day" : "\(NumberText.grouped(stretch.days)) days"
    return stretch.isRecovered ? days : days + ", not over"
  }

  func monthsCard(_ analysis: BacktestAnalysis) -> Markup {
    guard !analysis.days.isEmpty else {
      return HTMLPage.card("Monthly returns", [HTMLPage.nothing("No day has ended.")])
    }
    let names = (1...12).map { DateText.monthName($0) }
    var table = HeatTable(
      caption: "Returns by month, per cent", style: "months", columns: ["Year"] + names + ["Year total"])
    let largest = analysis.periods.years.flatMap(\.months).compactMap { $0 }.map(abs).max() ?? 0
    for year in analysis.periods.years {
      var cells = zip(names, year.months).map { name, rate in
        monthCell(
          rate, name: name, title: "\(name) \(year.year)", strength: largest > 0 ? (rate ?? 0) / largest : 0)
      }
      var total = monthCell(year.total, name: "Year total", title: String(year.year), strength: 0)
      total.isTotal = true
      cells.append(total)
      table.rows.append((String(year.year), cells))
    }
    return HTMLPage.card(
      "Monthly returns",
      note: "Growth of equity in per cent, compounded over trading days that end at 17:00 New York. "
        + "First and last months may be cut short.",
      [table.markup])
  }

  private func monthCell(_ rate: Double?, name: String, title: String, strength: Double) -> HeatTable.Cell {
    guard let rate else { return HeatTable.Cell(text: "", label: name) }
    return HeatTable.Cell(
      text: NumberText.fixed(rate * 100, decimals: abs(rate) < 0.9995 ? 2 : 0, signed: true),
      strength: strength,
      title: "\(title): \(NumberText.percent(rate, signed: true))", label: name)
  }

  /// Daily returns, and beside them the rolling ratio where there are days enough; else a word of it.
  func dayCards(_ analysis: BacktestAnalysis) -> [Markup] {
    guard let rolling = rollingCard(analysis) else { return [dailyReturnsCard(analysis, isAlone: true)] }
    return [dailyReturnsCard(analysis, isAlone: false), rolling]
  }

  private func dailyReturnsCard(_ analysis: BacktestAnalysis, isAlone: Bool) -> Markup {
    let (title, style) = ("Daily returns", isAlone ? "card" : "card half")
    guard let returns = analysis.dailyReturns, !returns.isEmpty else {
      let reason =
        analysis.days.isEmpty ? "No day has ended." : "Equity fell to zero or below: returns have no meaning."
      return HTMLPage.card(title, style: style, [HTMLPage.nothing(reason)])
    }
    let worst = Moments.quantile(returns, at: 0.05).map { NumberText.percent($0, signed: true) }
    let least = BacktestAnalysis.rollingWindows.min() ?? 0
    let days = NumberText.counted(analysis.days.count, "day")
    let rolling =
      isAlone ? " A rolling Sharpe ratio takes more than \(least) trading days; this run has \(days)." : ""
    return HTMLPage.card(
      title,
      note: "How many days ended with which return, in per cent. One day in twenty is at or below "
        + "\(worst ?? NumberText.absent)." + rolling, style: style,
      [HistogramChart(values: returns.map { $0 * 100 }, unit: "%", title: title, noun: "day").markup])
  }

  /// `nil` for fewer days than it takes.
  private func rollingCard(_ analysis: BacktestAnalysis) -> Markup? {
    let title = "Rolling Sharpe ratio"
    let windows = BacktestAnalysis.rollingWindows.filter { analysis.days.count > $0 }
    guard let returns = analysis.dailyReturns, !windows.isEmpty else { return nil }
    let lines = windows.enumerated().map { place, window in
      let values = RollingWindow.sharpe(
        dailyReturns: returns, days: window, perYear: analysis.year.days)
      let dates = analysis.days.dropFirst(window - 1).map { ChartScale.seconds($0.date.startUTC) }
      return LineChart.Line(
        label: "\(window) trading days", style: place == 0 ? "line-equity" : "line-second",
        points: Array(zip(dates, values)).map { (seconds: $0, value: $1) })
    }
    let last = lines[0].points.last?.value
    let chart = LineChart(
      title: title,
      summary: "Over \(windows[0]) trading days, the last value is \(NumberText.fixed(last, decimals: 2)).",
      lines: lines, isStepped: true)
    let names = windows.map(String.init).joined(separator: " and ")
    return HTMLPage.card(
      title,
      note: "Of daily returns over the last \(names) trading days, annualized by \(analysis.year.root). "
        + DateText.tradingDates,
      style: "card half", [chart.markup])
  }
}
