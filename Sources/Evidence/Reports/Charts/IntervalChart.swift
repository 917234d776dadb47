/// Figures with the intervals they lie in, each on a scale of its own, and what they have to clear.
struct IntervalChart {
  private static let rowHeight = 118.0
  /// Where a row's scale lies below its top.
  private static let trackTop = 56.0

  let intervals: [PromotionReview.Interval]

  var markup: Markup {
    guard !intervals.isEmpty else { return HTMLPage.nothing("There is no interval to draw.") }
    let height = Double(intervals.count) * Self.rowHeight
    let summary = intervals.map { "\($0.label): \($0.summary)" }.joined(separator: ". ") + "."
    let chart = SVG.chart(
      height: height, title: "Intervals", summary: summary, intervals.indices.map(row))
    return .element("div", ["class": "intervals"], [chart])
  }

  private func row(_ index: Int) -> Markup {
    let interval = intervals[index]
    let top = Double(index) * Self.rowHeight
    let y = top + Self.trackTop
    let scale = ChartScale(
      over: [interval.value, interval.lower, interval.upper, interval.bound, interval.threshold]
        .compactMap { $0 }, margin: 0.12, minimumSpan: interval.unit == .percent ? 0.05 : 0.4)
    return .group([
      SVG.text(interval.label, x: "0", y: top + 14, style: "label strong"),
      SVG.text(heading(interval), x: "100%", y: top + 14, anchor: "end", style: "value"),
      .element(
        "line", ["class": "track", "x1": "0", "x2": "100%", "y1": SVG.number(y), "y2": SVG.number(y)]),
      mark(interval.bound, "bound", label: interval.boundLabel, below: true, interval, scale, y),
      mark(interval.threshold, "limit", label: "threshold", below: false, interval, scale, y),
      whisker(interval, scale, y),
    ])
  }

  private func heading(_ interval: PromotionReview.Interval) -> String {
    guard let lower = interval.lower, let upper = interval.upper else { return interval.text(interval.value) }
    return "\(interval.text(interval.value)) (\(interval.text(lower)) – \(interval.text(upper)))"
  }

  private func whisker(_ interval: PromotionReview.Interval, _ scale: ChartScale, _ y: Double) -> Markup {
    let clears = zip2(interval.lower, interval.bound).map { $0 > $1 } ?? false
    let tone = clears ? "gain" : "loss"
    var pieces: [Markup] = []
    if let lower = interval.lower, let upper = interval.upper {
      let (left, right) = (scale.fraction(lower), scale.fraction(upper))
      pieces.append(
        .element(
          "rect",
          [
            "class": "interval " + tone, "x": SVG.percent(left), "y": SVG.number(y - 5),
            "width": SVG.percent(max(right - left, 0.003)), "height": "10", "rx": "5",
          ], [.element("title", text: interval.method)]))
    }
    if let value = interval.value {
      pieces.append(
        .element(
          "circle",
          ["class": "dot " + tone, "cx": SVG.percent(scale.fraction(value)), "cy": SVG.number(y), "r": "6"]))
    }
    return .group(pieces)
  }

  /// An upright line with its name, above the scale or below it so that two names never meet.
  private func mark(
    _ place: Double?, _ style: String, label: String, below: Bool, _ interval: PromotionReview.Interval,
    _ scale: ChartScale, _ y: Double
  ) -> Markup {
    guard let place else { return .empty }
    let fraction = scale.fraction(place)
    let x = SVG.percent(fraction)
    let anchor = fraction < 0.15 ? "start" : fraction > 0.85 ? "end" : "middle"
    return .group([
      .element(
        "line",
        [
          "class": style, "x1": x, "x2": x, "y1": SVG.number(y - (below ? 10 : 18)),
          "y2": SVG.number(y + (below ? 18 : 10)),
        ]),
      SVG.text(
        "\(label) \(interval.text(place))", x: x, y: below ? y + 32 : y - 23, anchor: anchor),
    ])
  }

  private func zip2(_ first: Double?, _ second: Double?) -> (Double, Double)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}
