/// The deflated Sharpe ratio against the number of trials, which stands on a scale of factors; the present
/// number is marked.
struct TrialsChart {
  private static let height = 220.0

  let curve: PromotionReview.TrialsCurve

  var markup: Markup {
    guard !curve.points.isEmpty else { return HTMLPage.nothing("There is no Sharpe ratio to deflate.") }
    let trials = LogScale(
      over: (curve.points + [curve.present]).map { Double($0.trials) }, floor: 0)
    let chart = SVG.chart(
      height: Self.height, title: "Deflated Sharpe ratio against trials", summary: summary,
      [
        ratioAxis, trialsAxis(trials), threshold,
        SVG.layer(
          height: Self.height,
          [
            SVG.path(
              curve.points.map {
                (x: trials.fraction(Double($0.trials)) * SVG.width, y: y($0.ratio))
              }, style: "line-equity")
          ]), present(trials),
      ])
    return .group([
      .element(
        "div", ["class": "plot slim labeled"],
        [chart, .element("span", ["class": "axis-name"], text: "configurations tried")]),
      .element("p", ["class": "note"], text: summary),
    ])
  }

  private var summary: String { curve.summary }

  /// Around the ratios and the threshold, within what a probability can be.
  private var ratios: ChartScale {
    let values = curve.points.map(\.ratio) + [curve.present.ratio, curve.threshold]
    let scale = ChartScale(over: values, margin: 0.25, minimumSpan: 0.1)
    return ChartScale(lower: max(scale.lower, 0), upper: min(scale.upper, 1))
  }

  private func y(_ ratio: Double) -> Double { ratios.fromTop(ratio, height: Self.height) }

  private var ratioAxis: Markup {
    let ticks = AxisTicks(from: ratios.lower, to: ratios.upper, count: 6)
    return .group(
      ticks.values.map { SVG.gridLine(NumberText.fixed($0, decimals: max(ticks.decimals, 2)), y: y($0)) })
  }

  private func trialsAxis(_ trials: LogScale) -> Markup {
    .group(
      trials.ticks.map { tick in
        let x = SVG.percent(trials.fraction(tick.value))
        return .group([
          .element(
            "line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": SVG.number(Self.height)]),
          SVG.text(tick.label, x: x, y: Self.height + 18, anchor: "middle"),
        ])
      })
  }

  private var threshold: Markup {
    let y = y(curve.threshold)
    // On the side of the line that the curve's beginning is not on.
    let isBelow = (curve.points.first?.ratio ?? 0) >= curve.threshold
    return .group([
      .element(
        "line", ["class": "limit", "x1": "0", "x2": "100%", "y1": SVG.number(y), "y2": SVG.number(y)]),
      SVG.text(
        "threshold " + NumberText.fixed(curve.threshold, decimals: 2), x: "4", y: isBelow ? y + 16 : y - 7,
        style: "label limit-name"),
    ])
  }

  private func present(_ trials: LogScale) -> Markup {
    let point = curve.present
    let fraction = trials.fraction(Double(point.trials))
    let (x, y) = (SVG.percent(fraction), y(point.ratio))
    let tone = point.ratio >= curve.threshold ? "gain" : "loss"
    return .group([
      .element(
        "line", ["class": "bound", "x1": x, "x2": x, "y1": SVG.number(y), "y2": SVG.number(Self.height)]),
      .element("circle", ["class": "dot " + tone, "cx": x, "cy": SVG.number(y), "r": "6"]),
      SVG.text(
        "now: N = \(NumberText.grouped(point.trials))", x: x, y: Self.height - 8,
        anchor: fraction < 0.2 ? "start" : fraction > 0.8 ? "end" : "middle", style: "label strong"),
    ])
  }
}

extension PromotionReview.TrialsCurve {
  /// The present value, what it has to be, and up to how many trials it would do, in two sentences.
  var summary: String {
    let most = points.last { $0.ratio >= threshold }?.trials
    let now =
      "With \(Self.text(present.trials)) the deflated Sharpe ratio is "
      + "\(NumberText.fixed(present.ratio, decimals: 3)); it has to be \(NumberText.fixed(threshold, decimals: 2))."
    guard let most else { return now + " No number of trials would do." }
    guard most < points.last?.trials ?? 0 else { return now + " \(Self.text(most)) would do, too." }
    return now + " Up to \(Self.text(most)) would do."
  }

  private static func text(_ count: Int) -> String {
    NumberText.counted(count, "trial")
  }
}
