import TradingCore

/// Lines of a value over time, with a legend.
struct LineChart {
  /// One line.
  struct Line {
    let label: String
    /// Class of its stroke, which the style sheet gives a color and a dash of its own.
    let style: String
    /// In order of time; a place without a value breaks the line.
    let points: [(seconds: Double, value: Double?)]
    /// Whether it slopes where the chart's other lines are stepped.
    var slopes = false
  }

  /// More points than this are thinned to every second, third, … one.
  private static let mostPoints = 1_200

  let title: String
  let summary: String
  let lines: [Line]
  /// What stands behind the axis's numbers, such as ` %`.
  var suffix = ""
  /// A value with a line of its own, always in sight.
  var baseline: Double? = 0
  var height = 236.0
  /// Whether a value stays until the next one is known, as those at the ends of days do, rather than slope towards it.
  var isStepped = false

  private var values: [Double] { lines.flatMap { $0.points.compactMap(\.value) } }

  var markup: Markup {
    let times = lines.flatMap { $0.points.map(\.seconds) }
    guard !values.isEmpty else { return HTMLPage.nothing("There is no value to draw.") }
    let time = ChartScale(over: times, minimumSpan: 60)
    let scale = ChartScale(over: values + (baseline.map { [$0] } ?? []), margin: 0.06, minimumSpan: 0.01)
    let chart = SVG.chart(
      height: height, title: title, summary: summary,
      [
        SVG.timeAxis(time, height: height), axis(scale),
        SVG.layer(height: height, lines.map { path($0, time, scale) }),
      ])
    return .group([legend, .element("div", ["class": "plot"], [chart])])
  }

  private var legend: Markup {
    guard lines.count > 1 else { return .empty }
    return .element(
      "p", ["class": "legend"],
      lines.map { line in
        let sample = Markup.element(
          "svg", ["class": "sample", "width": "30", "height": "8", "aria-hidden": "true"],
          [.element("line", ["class": line.style, "x1": "0", "x2": "30", "y1": "4", "y2": "4"])])
        return .element("span", ["class": "entry"], [sample, .text(line.label)])
      })
  }

  private func axis(_ scale: ChartScale) -> Markup {
    let ticks = AxisTicks(from: scale.lower, to: scale.upper, count: 6)
    let grid = ticks.values.map {
      SVG.gridLine(
        NumberText.fixed($0, decimals: ticks.decimals) + suffix, y: scale.fromTop($0, height: height),
        style: $0 == baseline ? "baseline" : "grid")
    }
    return .group(grid)
  }

  private func path(_ line: Line, _ time: ChartScale, _ scale: ChartScale) -> Markup {
    let step = max(1, (line.points.count + Self.mostPoints - 1) / Self.mostPoints)
    var data = ""
    var isDrawing = false
    for (index, point) in line.points.enumerated()
    where index % step == 0 || index == line.points.count - 1 {
      guard let value = point.value else {
        isDrawing = false
        continue
      }
      let x = SVG.number(time.fraction(point.seconds) * SVG.width)
      if isStepped, !line.slopes, isDrawing { data += "H" + x }
      data += (isDrawing ? "L" : "M") + x + " "
      data += SVG.number(scale.fromTop(value, height: height))
      isDrawing = true
    }
    return .element("path", ["class": line.style, "d": data])
  }
}
