/// A table of counts with a bar beside each.
struct BarTable {
  let caption: String
  let columns: [String]
  /// Labels, counts and the words beside them.
  var rows: [(label: String, counts: [Int])] = []

  var markup: Markup {
    let most = max(rows.flatMap(\.counts).max() ?? 1, 1)
    let heading = columns.enumerated().map { index, name in
      Markup.element("th", ["scope": "col", "class": index == 0 ? "words" : "bar-head"], text: name)
    }
    let body = rows.map { row in
      Markup.element(
        "tr", [:],
        [.element("th", ["scope": "row"], text: row.label)]
          + row.counts.enumerated().map { Self.cell($1, most, isSecond: $0 % 2 == 1) })
    }
    return .element(
      "table", ["class": "bar-table"],
      [
        .element("caption", text: caption),
        .element("thead", [:], [.element("tr", [:], heading)]), .element("tbody", [:], body),
      ])
  }

  private static func cell(_ count: Int, _ most: Int, isSecond: Bool) -> Markup {
    let width = SVG.number(Double(count) / Double(most) * 100)
    let bar = Markup.element(
      "svg", ["class": "bar", "aria-hidden": "true", "height": "12", "width": "100%"],
      [
        .element(
          "rect",
          [
            "class": isSecond ? "bar-loss" : "bar-gain", "x": "0", "y": "0", "width": width + "%",
            "height": "12",
            "rx": "2",
          ])
      ])
    return .element("td", [:], [.element("span", text: NumberText.grouped(count)), count > 0 ? bar : .empty])
  }
}
