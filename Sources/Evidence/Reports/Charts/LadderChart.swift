import TradingCore

/// The steps of capital as stairs, with the step the bot stands on.
struct LadderChart {
  private static let height = 150.0
  private static let lowest = 34.0

  let ladder: PromotionReview.Ladder

  var markup: Markup {
    guard !ladder.steps.isEmpty else { return HTMLPage.nothing("There is no step of capital.") }
    let present = ladder.current.flatMap { ladder.steps.indices.contains($0) ? ladder.steps[$0] : nil }
    let summary =
      ladder.steps.joined(separator: ", ") + "; "
      + (present.map { "the bot stands on \($0)." } ?? "the bot is not on the ladder yet.")
    let chart = SVG.chart(
      height: Self.height, title: "Capital ladder", summary: summary, ladder.steps.indices.map(step))
    return .group([.element("div", ["class": "ladder"], [chart]), HTMLPage.definitions(pairs)])
  }

  private func step(_ index: Int) -> Markup {
    let width = 1 / Double(ladder.steps.count)
    let rise = ladder.steps.count > 1 ? Double(index) / Double(ladder.steps.count - 1) : 1
    let height = Self.lowest + rise * (Self.height - 24 - Self.lowest)
    let top = Self.height - height
    let middle = SVG.percent((Double(index) + 0.49) * width)
    return .group([
      .element(
        "rect",
        [
          "class": "step " + style(index), "x": SVG.percent(Double(index) * width), "y": SVG.number(top),
          "width": SVG.percent(width * 0.98), "height": SVG.number(height), "rx": "4",
        ]),
      SVG.text(
        ladder.steps[index], x: middle, y: top - 7, anchor: "middle",
        style: index == ladder.current ? "label strong" : "label"),
      index == ladder.current
        ? SVG.text("now", x: middle, y: Self.height - 10, anchor: "middle", style: "on-step") : .empty,
    ])
  }

  private func style(_ index: Int) -> String {
    guard let current = ladder.current else { return "ahead" }
    return index == current ? "present" : index < current ? "behind" : "ahead"
  }

  private var pairs: [(String, String)] {
    guard ladder.current != nil else { return [("On this step since", "not on the ladder yet")] }
    return [
      ("On this step since", ladder.since.map(DateText.second) ?? NumberText.absent),
      ("Next step from", ladder.nextPossible.map(DateText.second) ?? NumberText.absent),
    ]
  }
}
