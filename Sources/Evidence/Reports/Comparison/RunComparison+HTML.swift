import Statistics
import TradingCore

extension RunComparison {
  /// The comparison as one self-contained HTML document; equal values give equal bytes.
  package func htmlPage() -> String {
    var body = [header, runsCard]
    if !warnings.isEmpty {
      let items = warnings.map { Markup.element("li", text: $0) }
      body.append(HTMLPage.card("To know before reading on", [.element("ul", ["class": "notes"], items)]))
    }
    body += [growthCard, drawdownCard, figuresCard, settingsCard, correlationCard, FigureDefinitions.card]
    body.append(
      .element(
        "footer",
        text:
          "Made by \(generator). All times are UTC unless said otherwise. Simulations over recorded prices: "
          + "what they show is not a promise."))
    return HTMLPage.document(title: "\(entries.count) runs compared", body: body)
  }

  private var header: Markup {
    let firsts = entries.compactMap(\.run.first)
    let lasts = entries.compactMap(\.run.last)
    let period = firsts.min().flatMap { first in lasts.max().map { DateText.period(first, $0) } }
    let parts = [period, "money in \(currency.code)"].compactMap { $0 }
    return .element(
      "header", [:],
      [
        .element(
          "div", [:],
          [
            .element("p", ["class": "eyebrow"], text: "Comparison"),
            .element("h1", text: "\(entries.count) runs side by side"),
            .element("p", ["class": "subtitle"], text: parts.joined(separator: " · ")),
          ])
      ])
  }

  private var runsCard: Markup {
    let items = entries.enumerated().map { place, entry in
      let tone = HTMLPage.Tone(signOf: entry.run.metrics["net_profit"] ?? 0)
      let change = NumberText.percent(entry.run.metrics["return"], signed: true)
      return Markup.element(
        "li", [:],
        [
          .element(
            "p", [:],
            [
              .element(
                "svg", ["class": "sample", "width": "34", "height": "8", "aria-hidden": "true"],
                [
                  .element(
                    "line", ["class": "run-\(place)", "x1": "0", "x2": "34", "y1": "4", "y2": "4"])
                ]), .element("strong", text: "\(entry.letter) · \(entry.run.title)"),
            ]),
          .element("p", ["class": tone.rawValue], text: change),
          .element("p", ["class": "note"], text: "\(entry.run.broker) · \(entry.file)"),
        ])
    }
    return HTMLPage.card("The runs", [.element("ul", ["class": "runs"], items)])
  }

  private var growthCard: Markup {
    let chart = LineChart(
      title: "Growth of equity", summary: chartSummary("return", "ends at"), lines: lines(Self.growth),
      suffix: " %", height: 280, isStepped: true)
    return HTMLPage.card(
      "Growth of equity",
      note: "Equity at the ends of trading days over the start balance, in per cent, on one axis of time. "
        + DateText.tradingDates,
      [chart.markup])
  }

  private var drawdownCard: Markup {
    let chart = LineChart(
      title: "Drawdown", summary: chartSummary("max_drawdown", "falls at most by"),
      lines: lines(Self.drawdown), suffix: " %", height: 180, isStepped: true)
    return HTMLPage.card(
      "Drawdown",
      note: "Equity at the ends of trading days below its peak, in per cent, by the same dates.",
      [chart.markup])
  }

  private func chartSummary(_ key: String, _ verb: String) -> String {
    entries.map { "\($0.letter) \(verb) \(NumberText.percent($0.run.metrics[key]))" }.joined(separator: ", ")
      + "."
  }

  private func lines(_ values: ([Double], Double) -> [Double]) -> [LineChart.Line] {
    entries.enumerated().map { place, entry in
      let currency = currency
      let start = entry.run.startBalance.value(in: currency)
      let ends = entry.run.days.map { $0.equity.value(in: currency) }
      var points = zip(entry.run.days, values(ends, start)).map { day, value in
        (seconds: ChartScale.seconds(day.date.startUTC), value: Optional(value))
      }
      // The day before the first one, where every run stands at its start.
      if let first = points.first { points.insert((first.seconds - 86_400, 0), at: 0) }
      return LineChart.Line(label: entry.letter, style: "run-\(place)", points: points)
    }
  }

  private static func growth(_ ends: [Double], _ start: Double) -> [Double] {
    ends.map { start > 0 ? ($0 / start - 1) * 100 : 0 }
  }

  private static func drawdown(_ ends: [Double], _ start: Double) -> [Double] {
    var peak = start
    return ends.map { end in
      peak = max(peak, end)
      return peak > 0 ? (end - peak) / peak * 100 : 0
    }
  }

  private var figuresCard: Markup {
    let rows = RunMetric.all.map { metric in
      let best = best(metric)
      return Self.row(
        metric.label,
        entries.enumerated().map { place, entry in
          let text = text(metric, entry.run)
          return best.contains(place)
            ? .element("td", ["class": "best", "title": "best of the runs"], text: text)
            : .element("td", text: text)
        })
    }
    return HTMLPage.card(
      "Figures side by side",
      note: "★ marks the best of the runs, where one way is better. Money in \(currency.code)." + markNote,
      [table("Figures by run", "compare", rows)])
  }

  /// What the mark of a short run means, where one is shown.
  private var markNote: String {
    let isMarked = entries.contains { entry in RunMetric.all.contains { self.isMarked($0, entry.run) } }
    return isMarked
      ? " \(ShortRun.mark) From fewer than \(ShortRun.leastDays) trading days, which say little of it: not starred."
      : ""
  }

  private var settingsCard: Markup {
    let rows = differences.map { setting in
      Self.row(setting.name, setting.values.map { .element("td", text: $0 ?? NumberText.absent) })
    }
    let same = shared.isEmpty ? "" : "The same in all: " + shared.joined(separator: ", ") + "."
    return HTMLPage.card(
      "What differs", note: same,
      [
        rows.isEmpty
          ? HTMLPage.nothing("All settings are the same.")
          : table("Settings that differ, by run", "compare settings", rows)
      ])
  }

  private static func row(_ name: String, _ cells: [Markup]) -> Markup {
    .element("tr", [:], [.element("th", ["scope": "row"], text: name)] + cells)
  }

  private func table(_ caption: String, _ style: String, _ rows: [Markup]) -> Markup {
    let heading =
      [Markup.element("th", ["scope": "col"], text: "")]
      + entries.map { .element("th", ["scope": "col", "class": "number"], text: $0.letter) }
    let table = Markup.element(
      "table", ["class": style],
      [
        .element("caption", text: caption), .element("thead", [:], [.element("tr", [:], heading)]),
        .element("tbody", [:], rows),
      ])
    return .element(
      "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table])
  }

  private var correlationCard: Markup {
    var table = HeatTable(
      caption: "Correlation, and the days it is over", style: "correlations",
      columns: [""] + entries.map(\.letter))
    for (row, entry) in entries.enumerated() {
      table.rows.append(
        (
          entry.letter,
          entries.indices.map { column in
            let value = correlations[row][column]
            return HeatTable.Cell(
              text: NumberText.fixed(value, decimals: 2), detail: "\(commonDays[row][column]) days",
              strength: row == column ? 0 : value ?? 0,
              title: "\(entry.letter) with \(entries[column].letter)")
          }
        ))
    }
    return HTMLPage.card(
      "Correlation of daily returns",
      note:
        "Pearson's coefficient over the trading days both runs have: 1 moves together, 0 unrelated, −1 opposite.",
      [table.markup])
  }
}
