/// A table whose cells are tinted by their value: the number says it, the tint shows where to look.
struct HeatTable {
  /// A cell.
  struct Cell {
    /// What it says; empty for nothing.
    let text: String
    /// A smaller second line.
    var detail = ""
    /// −1 to 1: how strong its tint is, and which way.
    var strength = 0.0
    /// Said on pointing at it.
    var title = ""
    /// The column's name, shown where columns stack.
    var label = ""
    /// Whether it sums others up.
    var isTotal = false
  }

  private static let levels = 5.0

  let caption: String
  let style: String
  let columns: [String]
  var rows: [(name: String, cells: [Cell])] = []

  var markup: Markup {
    let corner = Markup.element("th", ["scope": "col", "role": "columnheader"], text: columns.first ?? "")
    let heading = columns.dropFirst().map {
      Markup.element("th", ["scope": "col", "role": "columnheader"], text: $0)
    }
    let body = rows.map { row in
      Markup.element(
        "tr", ["role": "row"],
        [.element("th", ["scope": "row", "role": "rowheader"], text: row.name)] + row.cells.map(Self.markup))
    }
    // The roles keep it a table where the style sheet lays rows out as grids.
    let table = Markup.element(
      "table", ["class": "heat " + style, "role": "table"],
      [
        .element("caption", text: caption),
        .element("thead", ["role": "rowgroup"], [.element("tr", ["role": "row"], [corner] + heading)]),
        .element("tbody", ["role": "rowgroup"], body),
      ])
    return .element(
      "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table])
  }

  private static func markup(_ cell: Cell) -> Markup {
    var content = [Markup.text(cell.text)]
    if !cell.detail.isEmpty { content.append(.element("small", text: cell.detail)) }
    let style = [tint(cell.strength), cell.isTotal ? "total" : "", cell.text.isEmpty ? "void" : ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
    if cell.text.isEmpty {
      return .element("td", ["role": "cell", "class": style, "data-label": cell.label])
    }
    return .element(
      "td", ["role": "cell", "class": style, "title": cell.title, "data-label": cell.label], content)
  }

  /// `gain-1` to `gain-5` or `loss-1` to `loss-5`.
  private static func tint(_ strength: Double) -> String {
    guard strength != 0, strength.isFinite else { return "" }
    let level = min(Int(abs(strength) * levels) + 1, Int(levels))
    return (strength > 0 ? "gain-" : "loss-") + String(level)
  }
}
