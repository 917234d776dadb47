/// A study as a picture that stands alone: a card of its own color, so that it reads on light pages and dark ones.
///
/// On the left, on a scale of factors, the bots without an edge against the share that may pass at most; on the
/// right the power, how many bots with an edge reach LIVE.
package struct StudyPicture: Sendable {
  static let width = 900.0
  static let height = 470.0

  private let study: StudyPage

  /// A picture of a study.
  package init(_ study: StudyPage) { self.study = study }

  /// The SVG document; equal values give equal bytes.
  package func svg() -> String {
    let luck = LuckChart(study: study, area: PictureArea(left: 62, top: 112, width: 200, height: 276))
    let power = PowerChart(study: study, area: PictureArea(left: 402, top: 112, width: 366, height: 276))
    let picture = Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 900 470", "width": "900", "height": "470",
        "role": "img", "aria-label": "Power of the gate. " + summary,
      ],
      [
        .element("title", text: "Power of the gate"), .element("desc", text: summary),
        .verbatim("style", Self.style),
        .element(
          "rect",
          ["class": "card", "x": "0.5", "y": "0.5", "width": "899", "height": "469", "rx": "12"]),
        Self.text("Whom the gate lets through to LIVE", x: 24, y: 38, style: "title"),
        Self.text(study.method, x: 24, y: 60, style: "soft"), luck.markup, power.markup,
      ])
    return picture.source + "\n"
  }

  private var summary: String {
    study.rows.map { row in
      "\(row.preset), \(row.scenario): \(NumberText.percent(row.toLive.value))"
    }.joined(separator: "; ") + "."
  }

  /// A kind of bots without what its chart says of all of them: `gaps through stops`, `0.8 R, pay-off 2`.
  static func kind(_ scenario: String) -> String {
    ["no edge, ", "edge "].first(where: scenario.hasPrefix).map { String(scenario.dropFirst($0.count)) }
      ?? scenario
  }

  /// Words at a place.
  static func text(
    _ words: String, x: Double, y: Double, anchor: String = "start", style: String = "soft"
  ) -> Markup {
    SVG.text(words, x: SVG.number(x), y: y, anchor: anchor, style: style)
  }

  /// A straight line.
  static func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) -> Markup {
    .element(
      "line",
      [
        "class": style, "x1": SVG.number(x1), "y1": SVG.number(y1), "x2": SVG.number(x2),
        "y2": SVG.number(y2),
      ])
  }

  /// The mark of a preset by its place: filled dot, square, triangle, ring.
  static func mark(_ place: Int, x: Double, y: Double, title: String) -> Markup {
    let style = "mark mark-\(place % 4)"
    let title = Markup.element("title", text: title)
    switch place % 4 {
    case 1:
      return .element(
        "rect",
        [
          "class": style, "x": SVG.number(x - 4.5), "y": SVG.number(y - 4.5), "width": "9", "height": "9",
        ], [title])
    case 2:
      let corners = [(x: x, y: y - 6), (x: x + 5.5, y: y + 4.5), (x: x - 5.5, y: y + 4.5)]
      return .element("path", ["class": style, "d": SVG.pathData(corners, closed: true)], [title])
    default:
      return .element(
        "circle", ["class": style, "cx": SVG.number(x), "cy": SVG.number(y), "r": "5"], [title])
    }
  }

  private static let style = """
    text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #131a24; }
    .title { font-size: 20px; font-weight: 650; } .head { font-weight: 650; font-size: 14px; }
    .soft { fill: #566172; } .small { fill: #566172; font-size: 12px; }
    .card { fill: #ffffff; stroke: #d5dbe4; } .grid { stroke: #e4e8ef; } .axis { stroke: #a3afc0; }
    .limit { stroke: #131a24; stroke-width: 1.4; stroke-dasharray: 6 3; }
    .whisker { stroke-width: 2.2; stroke-linecap: round; } .line { fill: none; stroke-width: 2.4; stroke-linejoin: round; }
    .mark { stroke: #ffffff; stroke-width: 1.2; }
    .name-0 { fill: #0a61b8; } .name-1 { fill: #b64a00; } .name-2 { fill: #00795a; } .name-3 { fill: #8a3b85; }
    .name { font-weight: 650; }
    .mark-0 { fill: #0a61b8; } .mark-1 { fill: #b64a00; } .mark-2 { fill: #00795a; } .mark-3 { fill: #8a3b85; }
    .ink-0 { stroke: #0a61b8; } .ink-1 { stroke: #b64a00; } .ink-2 { stroke: #00795a; } .ink-3 { stroke: #8a3b85; }
    .line.ink-1 { stroke-dasharray: 8 4; } .line.ink-2 { stroke-dasharray: 2 4; } .line.ink-3 { stroke-dasharray: 10 3 2 3; }
    """
}

/// A rectangle of a picture, in its units.
struct PictureArea: Sendable {
  let left: Double
  let top: Double
  let width: Double
  let height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
}
