package import TradingCore

/// The way from the gross result before costs to the net result, one bar a step, top to bottom.
package struct WaterfallChart: Sendable {
  private static let rowHeight = 46.0
  private static let barTop = 20.0
  private static let barHeight = 16.0

  private let steps: [CostWaterfall.Step]
  private let currency: Currency
  private let scale: ChartScale

  /// A chart of a waterfall's steps.
  package init(_ waterfall: CostWaterfall, currency: Currency) {
    steps = waterfall.steps
    self.currency = currency
    scale = ChartScale(
      over: waterfall.steps.map { $0.runningTotal.value(in: currency) } + [0], minimumSpan: 0.01)
  }

  /// The chart.
  package var markup: Markup {
    let summary = steps.map { "\($0.label) \(amount($0))" }.joined(separator: ", ") + " \(currency.code)."
    let height = Double(steps.count) * Self.rowHeight - 6
    let chart = SVG.chart(
      height: height, title: "From gross to net result", summary: summary,
      [zeroLine(height: height)] + steps.indices.map(connector) + steps.indices.map(row))
    return .element("div", ["class": "bars"], [chart])
  }

  /// A line at zero, left out where it would only underline the chart's edge.
  private func zeroLine(height: Double) -> Markup {
    let fraction = scale.fraction(0)
    guard fraction > 0.02, fraction < 0.98 else { return .empty }
    let x = SVG.percent(fraction)
    return .element(
      "line", ["class": "baseline", "x1": x, "x2": x, "y1": "0", "y2": SVG.number(height)])
  }

  private func row(_ index: Int) -> Markup {
    let step = steps[index]
    let top = Double(index) * Self.rowHeight
    let end = step.runningTotal.value(in: currency)
    let start = step.isTotal ? 0 : end - step.amount.value(in: currency)
    let (left, right) = (scale.fraction(min(start, end)), scale.fraction(max(start, end)))
    let label = SVG.text(
      step.label, x: "0", y: top + 13, style: step.isTotal ? "label strong" : "label")
    let value = SVG.text(
      amount(step), x: "100%", y: top + 13, anchor: "end", style: "value " + tone(step).rawValue)
    let bar = Markup.element(
      "rect",
      [
        "class": barStyle(step), "x": SVG.percent(left), "y": SVG.number(top + Self.barTop),
        // A change too small to see still gets a hair's breadth.
        "width": SVG.percent(max(right - left, 0.003)), "height": SVG.number(Self.barHeight), "rx": "2",
      ])
    return .group([isDrawn(step) ? bar : .empty, label, value])
  }

  /// A step that changes nothing has no bar.
  private func isDrawn(_ step: CostWaterfall.Step) -> Bool { step.amount != .zero }

  /// A thin line from the end of a bar down towards the next one, as far as the words above that one.
  private func connector(after index: Int) -> Markup {
    guard index + 1 < steps.count, isDrawn(steps[index]) else { return .empty }
    let x = SVG.percent(scale.fraction(steps[index].runningTotal.value(in: currency)))
    let top = Double(index) * Self.rowHeight + Self.barTop + Self.barHeight
    return .element(
      "line",
      [
        "class": "connector", "x1": x, "x2": x, "y1": SVG.number(top),
        "y2": SVG.number(Double(index + 1) * Self.rowHeight + 1),
      ])
  }

  private func tone(_ step: CostWaterfall.Step) -> HTMLPage.Tone { HTMLPage.Tone(signOf: step.amount.units) }

  private func barStyle(_ step: CostWaterfall.Step) -> String {
    switch tone(step) {
    case .plain: "bar-plain"
    case .gain: step.isTotal ? "bar-gain total" : "bar-gain"
    case .loss: step.isTotal ? "bar-loss total" : "bar-loss"
    }
  }

  private func amount(_ step: CostWaterfall.Step) -> String {
    NumberText.money(step.amount, in: currency, signed: true)
  }
}
