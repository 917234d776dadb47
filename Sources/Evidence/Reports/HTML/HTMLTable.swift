/// A table of a page; it scrolls by itself where the screen is too narrow.
package struct HTMLTable: Sendable {
  /// A cell.
  package struct Cell: Sendable {
    /// What it says.
    package var text: String
    /// Its color.
    package var tone: HTMLPage.Tone

    /// A cell.
    package init(_ text: String, _ tone: HTMLPage.Tone = .plain) {
      self.text = text
      self.tone = tone
    }
  }

  /// What the table is about, read out before it.
  package let caption: String
  /// The columns, left to right.
  package let columns: [TextTable.Column]
  /// The rows, each with one cell a column.
  package var rows: [[Cell]] = []

  /// A table without rows.
  package init(caption: String, columns: [TextTable.Column]) {
    self.caption = caption
    self.columns = columns
  }

  /// The table as markup.
  package var markup: Markup {
    let heading = columns.map { column in
      Markup.element("th", ["scope": "col", "class": Self.side(column.alignment)], text: column.title)
    }
    let body = rows.map { row in
      Markup.element(
        "tr", [:],
        zip(columns, row).map { column, cell in
          .element("td", ["class": Self.side(column.alignment) + " " + cell.tone.rawValue], text: cell.text)
        })
    }
    let table = Markup.element(
      "table", [:],
      [
        .element("caption", text: caption),
        .element("thead", [:], [.element("tr", [:], heading)]), .element("tbody", [:], body),
      ])
    return .element(
      "div", ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"], [table])
  }

  private static func side(_ alignment: TextTable.Alignment) -> String {
    switch alignment {
    case .left: "words"
    case .right: "number"
    }
  }
}
