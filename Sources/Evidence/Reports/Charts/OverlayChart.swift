import TradingCore

/// Equity of several modes in one picture, each beginning at 100.
struct OverlayChart {
  private static let height = 210.0
  /// More points than this are thinned to every second, third, … one.
  private static let mostPoints = 1_200
  private static let day = 86_400.0

  let curves: [PromotionReview.Curve]
  let alignment: PromotionReview.Alignment

  private typealias Line = (label: String, points: [(x: Double, y: Double)])

  /// Curves that have a first value to be measured by; horizontal places in seconds.
  private var lines: [Line] {
    curves.compactMap { curve in
      guard let first = curve.points.first, first.equity > 0 else { return nil }
      let origin = alignment == .start ? ChartScale.seconds(first.time) : 0
      return (
        curve.label,
        curve.points.map { (ChartScale.seconds($0.time) - origin, $0.equity / first.equity * 100) }
      )
    }
  }

  var markup: Markup {
    let lines = lines
    guard !lines.isEmpty else { return HTMLPage.nothing("No equity was recorded.") }
    let time = ChartScale(over: lines.flatMap { $0.points.map(\.x) }, minimumSpan: 60)
    let scale = ChartScale(
      over: lines.flatMap { $0.points.map(\.y) } + [100], margin: 0.06, minimumSpan: 1)
    let chart = SVG.chart(
      height: Self.height, title: "Equity, start = 100", summary: summary(lines),
      [
        timeAxis(time), valueAxis(scale),
        SVG.layer(
          height: Self.height,
          lines.enumerated().map { place, line in
            SVG.path(Self.path(line.points, time, scale), style: Self.style(place))
          }),
      ])
    let name = alignment == .start ? "days since each curve's start" : "date, UTC"
    return .group([
      legend(lines),
      .element(
        "div", ["class": "plot slim labeled"],
        [chart, .element("span", ["class": "axis-name"], text: name)]),
    ])
  }

  private static func style(_ place: Int) -> String { "run-\(place % 8)" }

  private func summary(_ lines: [Line]) -> String {
    lines.map { "\($0.label) ends at \(NumberText.fixed($0.points.last?.y, decimals: 1))" }
      .joined(separator: ", ") + "."
  }

  private func legend(_ lines: [Line]) -> Markup {
    .element(
      "p", ["class": "legend"],
      lines.enumerated().map { place, line in
        let sample = Markup.element(
          "svg", ["class": "sample", "width": "30", "height": "8", "aria-hidden": "true"],
          [.element("line", ["class": Self.style(place), "x1": "0", "x2": "30", "y1": "4", "y2": "4"])])
        let end = NumberText.fixed(line.points.last?.y, decimals: 1)
        return .element("span", ["class": "entry"], [sample, .text("\(line.label), ends at \(end)")])
      })
  }

  private func timeAxis(_ time: ChartScale) -> Markup {
    guard alignment == .start else { return SVG.timeAxis(time, height: Self.height) }
    let ticks = AxisTicks(from: time.lower / Self.day, to: time.upper / Self.day, count: 9)
    return .group(
      ticks.values.enumerated().map { index, value in
        let x = SVG.percent(time.fraction(value * Self.day))
        return .element(
          "g", ["class": index % 2 == 0 ? "tick" : "tick other"],
          [
            .element("line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": SVG.number(Self.height)]),
            SVG.text(
              NumberText.fixed(value, decimals: ticks.decimals), x: x, y: Self.height + 18, anchor: "middle"),
          ])
      })
  }

  private func valueAxis(_ scale: ChartScale) -> Markup {
    let ticks = AxisTicks(from: scale.lower, to: scale.upper, count: 6)
    return .group(
      ticks.values.map {
        SVG.gridLine(
          NumberText.fixed($0, decimals: ticks.decimals), y: scale.fromTop($0, height: Self.height),
          style: $0 == 100 ? "baseline" : "grid")
      })
  }

  private static func path(
    _ points: [(x: Double, y: Double)], _ time: ChartScale, _ scale: ChartScale
  ) -> [(x: Double, y: Double)] {
    let step = max(1, (points.count + mostPoints - 1) / mostPoints)
    var path: [(x: Double, y: Double)] = []
    var before: (seconds: Double, y: Double)?
    for (index, point) in points.enumerated() where index % step == 0 || index == points.count - 1 {
      let (x, y) = (time.fraction(point.x) * SVG.width, scale.fromTop(point.y, height: height))
      // Over nights and weekends nothing moves.
      if let before, point.x - before.seconds > EquityChart.longestSlope { path.append((x, before.y)) }
      path.append((x, y))
      before = (point.x, y)
    }
    return path
  }
}
