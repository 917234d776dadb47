import TradingCore

/// The share of the market's open minutes that have a tick, one column a day, week or month.
struct CoverageChart {
  private struct Column {
    let first: CivilDate
    var last: CivilDate
    var open: Int
    var covered: Int
    var ticks: Int

    var share: Double { open > 0 ? Double(covered) / Double(open) : 0 }
  }

  private static let height = 120.0
  private static let mostColumns = 140
  /// Under this share a column is drawn as a fault.
  static let poor = 0.9

  private let symbol: Symbol
  private let columns: [Column]
  /// What a column stands for: `day`, `week` or `month`.
  let period: String

  init(_ series: CoverageSeries) {
    symbol = series.symbol
    let days = series.days.filter { $0.openMinutes > 0 }
    let byWeek = Self.columns(days) { ($0.daysSinceEpoch + 3) / 7 }
    if days.count <= Self.mostColumns {
      (columns, period) = (Self.columns(days) { $0.daysSinceEpoch }, "day")
    } else if byWeek.count <= Self.mostColumns {
      (columns, period) = (byWeek, "week")
    } else {
      let byMonth = Self.columns(days) { Int64($0.components.year * 12 + $0.components.month) }
      (columns, period) = (byMonth, "month")
    }
  }

  private static func columns(_ days: [CoverageDay], key: (CivilDate) -> Int64) -> [Column] {
    var columns: [Column] = []
    for day in days {
      if let last = columns.last, key(last.first) == key(day.date) {
        let index = columns.count - 1
        columns[index].last = day.date
        columns[index].open += day.openMinutes
        columns[index].covered += day.coveredMinutes
        columns[index].ticks += day.ticks
      } else {
        columns.append(
          Column(
            first: day.date, last: day.date, open: day.openMinutes, covered: day.coveredMinutes,
            ticks: day.ticks))
      }
    }
    return columns
  }

  var markup: Markup {
    guard !columns.isEmpty else { return HTMLPage.nothing("There is no tick in \(symbol.name)'s hours.") }
    let lowest = columns.map(\.share).min() ?? 0
    let summary =
      "\(columns.count) \(period)s; the lowest has ticks in \(NumberText.percent(lowest, decimals: 1)) of its "
      + "open minutes."
    let chart = SVG.chart(
      height: Self.height, title: "History quality of \(symbol.name)", summary: summary,
      [grid] + columns.indices.map(bar) + [labels])
    return .element("div", ["class": "plot"], [chart])
  }

  private var grid: Markup {
    .group(
      [0.0, 0.5, 1].map {
        SVG.gridLine(NumberText.percent($0, decimals: 0), y: (1 - $0) * Self.height)
      })
  }

  private func bar(_ index: Int) -> Markup {
    let column = columns[index]
    let width = 1 / Double(columns.count)
    // An empty column still shows a foot, to be pointed at.
    let height = max(column.share * Self.height, 2)
    let dates =
      column.first == column.last
      ? DateText.day(column.first) : "\(DateText.day(column.first)) to \(DateText.day(column.last))"
    let words =
      "\(dates): \(NumberText.percent(column.share, decimals: 1)) of \(NumberText.counted(column.open, "minute")), "
      + "\(NumberText.counted(column.ticks, "tick"))"
    return .element(
      "rect",
      [
        "class": column.share < Self.poor ? "bar-loss" : "bar-gain",
        "x": SVG.percent(Double(index) * width), "y": SVG.number(Self.height - height),
        "width": SVG.percent(width * (columns.count > 60 ? 0.9 : 0.82)), "height": SVG.number(height),
      ], [.element("title", text: words)])
  }

  private var labels: Markup {
    let step = (columns.count + 7) / 8
    return .group(
      stride(from: 0, to: columns.count, by: step).enumerated().map { place, index in
        let date = columns[index].first
        let label =
          period == "day" ? DateText.shortDay(date) : "\(DateText.month(date)) \(date.components.year)"
        let x = SVG.percent((Double(index) + 0.4) / Double(columns.count))
        return .element(
          "g", ["class": place % 2 == 0 ? "tick" : "tick other"],
          [SVG.text(label, x: x, y: Self.height + 18, anchor: "middle")])
      })
  }
}
