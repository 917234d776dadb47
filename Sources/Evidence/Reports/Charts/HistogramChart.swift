import Statistics

/// How many trades, or days, ended with which result.
package struct HistogramChart: Sendable {
  private static let height = 236.0

  private let histogram: Histogram?
  private let unit: String
  private let decimals: Int
  private let title: String
  private let noun: String

  /// A chart of results in a currency or other unit, in some two dozen bins of a round width; `noun` is what
  /// is counted, in the singular.
  package init(
    values: [Double], unit: String, title: String = "Trades by net result", noun: String = "trade"
  ) {
    self.title = title
    self.noun = noun
    let scale = ChartScale(over: values + [0])
    let (width, decimals) = AxisTicks.niceStep(atLeast: max((scale.upper - scale.lower) / 28, 1e-6))
    histogram = Histogram(of: values, binWidth: width)
    self.unit = unit
    self.decimals = decimals
  }

  /// The chart.
  package var markup: Markup {
    guard let histogram else {
      return HTMLPage.nothing(noun == "trade" ? "No trade was made." : "There is no \(noun) to count.")
    }
    let most = histogram.counts.max() ?? 0
    let (lower, upper) = (histogram.edges(of: 0).lower, histogram.edges(of: histogram.counts.count - 1).upper)
    let scale = ChartScale(over: [lower, upper, 0])
    let counts = ChartScale(lower: 0, upper: Double(most) * 1.06)
    let bars = histogram.counts.indices.filter { histogram.counts[$0] > 0 }.map { bin in
      bar(histogram, bin, scale: scale, counts: counts)
    }
    let summary =
      "\(NumberText.grouped(histogram.counts.reduce(0, +))) \(noun)s between "
      + "\(text(lower)) and \(text(upper)) \(unit)."
    let chart = SVG.chart(
      height: Self.height, title: title, summary: summary,
      [countAxis(counts), valueAxis(scale)] + bars)
    return .element("div", ["class": "plot slim"], [chart])
  }

  private func bar(_ histogram: Histogram, _ bin: Int, scale: ChartScale, counts: ChartScale) -> Markup {
    let (lower, upper) = histogram.edges(of: bin)
    let count = histogram.counts[bin]
    let top = counts.fromTop(Double(count), height: Self.height)
    let (left, right) = (scale.fraction(lower), scale.fraction(upper))
    let words =
      "\(text(lower)) to \(text(upper)) \(unit): \(NumberText.counted(count, noun))"
    return .element(
      "rect",
      [
        "class": lower < 0 ? "bar-loss" : "bar-gain", "x": SVG.percent(left), "y": SVG.number(top),
        "width": SVG.percent((right - left) * 0.92), "height": SVG.number(Self.height - top),
      ], [.element("title", text: words)])
  }

  private func countAxis(_ counts: ChartScale) -> Markup {
    let ticks = AxisTicks(from: 0, to: max(counts.upper, 1), count: 6)
    return .group(
      ticks.values.filter { $0 == $0.rounded() && $0 <= counts.upper }.map {
        SVG.gridLine(NumberText.fixed($0, decimals: 0), y: counts.fromTop($0, height: Self.height))
      })
  }

  private func valueAxis(_ scale: ChartScale) -> Markup {
    let ticks = AxisTicks(from: scale.lower, to: scale.upper, count: 8)
    return .group(
      ticks.values.map { value in
        let x = SVG.percent(scale.fraction(value))
        let line = Markup.element(
          "line",
          [
            "class": value == 0 ? "baseline" : "grid", "x1": x, "x2": x, "y1": "0",
            "y2": SVG.number(Self.height),
          ])
        let label = NumberText.fixed(value, decimals: ticks.decimals)
        return .group([line, SVG.text(label, x: x, y: Self.height + 18, anchor: "middle")])
      })
  }

  private func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
}
