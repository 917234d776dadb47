import TradingCore

/// Pieces of charts.
///
/// A chart is as wide as its place: horizontal positions are percentages, vertical ones pixels, so that text
/// and line widths keep their size on any screen. Lines and areas are drawn in an inner image 1,000 units wide
/// that is stretched sideways alone. Labels stand outside of the plot, where the style sheet leaves room.
enum SVG {
  /// The inner image's width in units.
  static let width = 1_000.0

  /// A chart with the words that describe it to those who don't see it.
  static func chart(height: Double, title: String, summary: String, _ content: [Markup]) -> Markup {
    .element(
      "svg",
      ["class": "chart", "role": "img", "height": number(height), "aria-label": title + ". " + summary],
      [.element("title", text: title), .element("desc", text: summary)] + content)
  }

  /// An area stretched over the chart's width, for paths.
  static func layer(top: Double = 0, height: Double, _ content: [Markup]) -> Markup {
    .element(
      "svg",
      [
        "x": "0", "y": number(top), "width": "100%", "height": number(height), "overflow": "visible",
        "viewBox": "0 0 \(number(width)) \(number(height))", "preserveAspectRatio": "none",
        "aria-hidden": "true",
      ], content)
  }

  /// A path through points in the layer's units, open or closed.
  static func path(_ points: [(x: Double, y: Double)], style: String, closed: Bool = false) -> Markup {
    .element("path", ["class": style, "d": pathData(points, closed: closed)])
  }

  /// The `d` of a path.
  static func pathData(_ points: [(x: Double, y: Double)], closed: Bool = false) -> String {
    var data = ""
    for (index, point) in points.enumerated() {
      data += index == 0 ? "M" : "L"
      data += number(point.x) + " " + number(point.y)
    }
    return closed && !data.isEmpty ? data + "Z" : data
  }

  /// A level line across the chart with its label left of the plot.
  static func gridLine(_ label: String, y: Double, style: String = "grid") -> Markup {
    .group([
      .element("line", ["class": style, "x1": "0", "x2": "100%", "y1": number(y), "y2": number(y)]),
      text(label, x: "-8", y: y + 4, anchor: "end"),
    ])
  }

  /// Upright lines and labels of a time axis below an area; every other label hides on narrow screens. Where labels are
  /// times of day the day on which the axis begins stands before them.
  static func timeAxis(_ scale: ChartScale, height: Double) -> Markup {
    let axis = TimeTicks(from: scale.lower, to: scale.upper, count: 9)
    let day = axis.firstDay.map { text(DateText.shortDay($0), x: "-8", y: height + 18, anchor: "end") }
    let ticks = axis.ticks.enumerated().map { index, tick in
      let fraction = scale.fraction(ChartScale.seconds(tick.time))
      let x = percent(fraction)
      // The day takes the place of a label at the very edge.
      let isHidden = day != nil && fraction < edge
      return Markup.element(
        "g", ["class": axis.isKept(index) ? "tick" : "tick other"],
        [
          .element("line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": number(height)]),
          isHidden ? .empty : text(tick.label, x: x, y: height + 18, anchor: "middle"),
        ])
    }
    return .group(ticks + [day ?? .empty])
  }

  /// A share of the width, on a narrow screen some half a label's.
  private static let edge = 0.05

  /// Words at a place.
  static func text(
    _ words: String, x: String, y: Double, anchor: String = "start", style: String = "label"
  ) -> Markup {
    .element("text", ["class": style, "x": x, "y": number(y), "text-anchor": anchor], text: words)
  }

  /// A horizontal position as a percentage of the chart's width.
  static func percent(_ fraction: Double) -> String { number(fraction * 100) + "%" }

  /// A coordinate with two decimals at most; zero for what is no number.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "0" }
    return DecimalText.format(Int64((value * 100).rounded()), digits: 2, minimumFraction: 0)
  }
}
