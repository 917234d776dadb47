/// The value of an always-valid test after every trade, on a scale of factors, with the boundary it has to reach
/// once.
struct EvidenceChart {
  private static let height = 220.0
  /// More points than this are thinned to every second, third, … one.
  private static let mostPoints = 1_200

  let line: PromotionReview.EvidenceLine

  var markup: Markup {
    guard let first = line.points.first, let last = line.points.last else {
      return HTMLPage.nothing("There is no trade to test yet.")
    }
    let scale = LogScale(over: line.points.map(\.value) + [1, line.boundary])
    let trades = ChartScale(
      over: [Double(min(first.trade, 1)), Double(last.trade)], minimumSpan: 1)
    let reached = line.points.first { $0.value >= line.boundary }
    let chart = SVG.chart(
      height: Self.height, title: "Evidence against luck, trade by trade", summary: summary(last, reached),
      [
        valueAxis(scale), tradeAxis(trades), boundary(scale),
        SVG.layer(height: Self.height, [SVG.path(path(trades, scale), style: "line-equity")]),
        reached.map { dot($0, "dot-reached", trades, scale) } ?? .empty, dot(last, "dot-gain", trades, scale),
      ])
    return .group([
      .element(
        "div", ["class": "plot slim labeled"],
        [chart, .element("span", ["class": "axis-name"], text: "trade number")]),
      .element("p", ["class": "note"], text: summary(last, reached)),
    ])
  }

  private func summary(
    _ last: PromotionReview.EvidenceLine.Point, _ reached: PromotionReview.EvidenceLine.Point?
  ) -> String {
    let bound = NumberText.fixed(line.boundary, decimals: line.boundary < 10 ? 1 : 0)
    let present = "It stands at \(Self.text(last.value)) after trade \(NumberText.grouped(last.trade))"
    guard let reached else { return "\(present) and has not reached \(bound)." }
    return "Reached \(bound) at trade \(NumberText.grouped(reached.trade)). \(present)."
  }

  private static func text(_ value: Double) -> String {
    NumberText.fixed(value, decimals: value < 1 ? 3 : value < 100 ? 2 : 0)
  }

  private func path(_ trades: ChartScale, _ scale: LogScale) -> [(x: Double, y: Double)] {
    let step = max(1, (line.points.count + Self.mostPoints - 1) / Self.mostPoints)
    return line.points.enumerated().filter { index, _ in
      index % step == 0 || index == line.points.count - 1
    }.map { _, point in
      (
        x: trades.fraction(Double(point.trade)) * SVG.width,
        y: scale.fromTop(point.value, height: Self.height)
      )
    }
  }

  private func valueAxis(_ scale: LogScale) -> Markup {
    .group(
      scale.ticks.map { tick in
        SVG.gridLine(
          tick.label, y: scale.fromTop(tick.value, height: Self.height),
          style: tick.value == 1 ? "baseline" : "grid")
      })
  }

  private func tradeAxis(_ trades: ChartScale) -> Markup {
    let ticks = AxisTicks(from: trades.lower, to: trades.upper, count: 8)
    return .group(
      ticks.values.filter { $0 == $0.rounded() }.enumerated().map { index, value in
        .element(
          "g", ["class": index % 2 == 0 ? "tick" : "tick other"],
          [
            SVG.text(
              NumberText.fixed(value, decimals: 0), x: SVG.percent(trades.fraction(value)),
              y: Self.height + 18, anchor: "middle")
          ])
      })
  }

  private func boundary(_ scale: LogScale) -> Markup {
    let y = scale.fromTop(line.boundary, height: Self.height)
    return .group([
      .element(
        "line", ["class": "limit", "x1": "0", "x2": "100%", "y1": SVG.number(y), "y2": SVG.number(y)]),
      SVG.text(
        "boundary " + NumberText.fixed(line.boundary, decimals: line.boundary < 10 ? 1 : 0), x: "4", y: y - 6,
        style: "label limit-name"),
    ])
  }

  private func dot(
    _ point: PromotionReview.EvidenceLine.Point, _ style: String, _ trades: ChartScale, _ scale: LogScale
  ) -> Markup {
    .element(
      "circle",
      [
        "class": style, "cx": SVG.percent(trades.fraction(Double(point.trade))),
        "cy": SVG.number(scale.fromTop(point.value, height: Self.height)), "r": "4",
      ], [.element("title", text: "Trade \(NumberText.grouped(point.trade)): \(Self.text(point.value))")])
  }
}
