/// How a terminal shows a piece of text.
package enum TextStyle: Sendable, Hashable {
  /// As it is.
  case plain
  /// Bold, for titles and totals.
  case strong
  /// Faint, for labels and notes.
  case faint
  /// For gains: blue, told apart from `loss` also without red–green vision.
  case gain
  /// For losses: yellow.
  case loss

  /// The text between ANSI escape codes, or bare when `colored` is false.
  package func applied(to text: String, colored: Bool) -> String {
    guard colored, self != .plain, !text.isEmpty else { return text }
    return "\u{1B}\(code)\(text)\u{1B}\(TextStyle.plain.code)"
  }

  /// What follows the escape character.
  private var code: String {
    switch self {
    case .plain: "[0m"
    case .strong: "[1m"
    case .faint: "[2m"
    case .gain: "[36m"
    case .loss: "[33m"
    }
  }

  /// All that follows an escape character of ours.
  static let codes = [TextStyle.plain, .strong, .faint, .gain, .loss].map(\.code)
}

/// A cell of a `TextTable`.
package struct TextCell: Sendable, Hashable, ExpressibleByStringLiteral {
  /// What it says; characters that could steer a terminal or turn the text around become `?`.
  package let text: String
  /// How it looks.
  package let style: TextStyle

  /// A cell.
  package init(_ text: String, _ style: TextStyle = .plain) {
    self.text = ShownText.line(text)
    self.style = style
  }

  /// A plain cell.
  package init(stringLiteral value: String) { self.init(value) }
}

/// Rows of text in aligned columns, for terminals. Nothing is cut.
///
/// Where the rows are wider than a terminal's usual 80 columns and the last column holds words, its text goes on below
/// itself, or, where that leaves it too little room, under its row.
package struct TextTable: Sendable {
  /// Which side of its column a cell stands on.
  package enum Alignment: Sendable {
    /// For words.
    case left
    /// For numbers.
    case right
  }

  /// A column.
  package struct Column: Sendable {
    /// Its heading; when all are empty no heading line is shown.
    package var title: String
    /// Where its cells stand.
    package var alignment: Alignment

    /// A column.
    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The columns, left to right.
  package let columns: [Column]
  /// The rows, top to bottom; short ones are filled with empty cells.
  package private(set) var rows: [[TextCell]] = []
  /// Spaces before each line.
  package var indent = 0

  /// Whether the last column makes room for itself even where it holds no words, such as a path.
  package var breaksLast = false

  /// Whether a long cell of the first column stands in a line of its own, above the rest of its row, where rows would be
  /// wider than a terminal's usual 80 columns.
  package var raisesFirst = false

  /// A table without rows.
  package init(_ columns: [Column]) { self.columns = columns }

  /// A table of labels and values, both on the left, or the values on the right.
  package static func keyValue(
    _ pairs: [(String, TextCell)], valuesOn alignment: Alignment = .left, indent: Int = 0
  ) -> TextTable {
    var table = TextTable([Column("", .left), Column("", alignment)])
    table.indent = indent
    for (label, value) in pairs { table.add([TextCell(label, .faint), value]) }
    return table
  }

  /// A title and indented labels with their values below each other. Sections share one width of labels, so
  /// that their numbers stand under each other.
  static func section(_ title: String, _ pairs: [(String, TextCell)], colored: Bool) -> String {
    let padded = pairs.map { label, cell in
      (label + String(repeating: " ", count: max(0, 22 - label.count)), cell)
    }
    let widest = pairs.map(\.1.text.count).max() ?? 0
    var table = TextTable([.init(""), .init("", .right)])
    table.indent = 2
    for (label, cell) in padded {
      let fill = String(repeating: " ", count: max(0, 18 - widest))
      table.add([TextCell(label, .faint), TextCell(fill + cell.text, cell.style)])
    }
    return TextStyle.strong.applied(to: title, colored: colored) + "\n" + table.text(colored: colored)
  }

  /// Appends a row.
  ///
  /// - Precondition: no more cells than columns.
  package mutating func add(_ cells: [TextCell]) {
    precondition(cells.count <= columns.count, "a row has no more cells than the table has columns")
    rows.append(cells + [TextCell](repeating: "", count: columns.count - cells.count))
  }

  /// The least room in which the last column's words go on below themselves.
  private static let leastRoom = 24
  /// How far words under a row stand in from it.
  private static let hang = 4

  /// The lines, each ended by a line feed and without spaces at its end.
  package func text(colored: Bool) -> String {
    let headings = columns.map { TextCell($0.title, .strong) }
    let shown = columns.allSatisfy(\.title.isEmpty) ? rows : [headings] + rows
    var widths = columns.indices.map { column in shown.map { $0[column].text.count }.max() ?? 0 }
    if raisesFirst, let first = firstWidth(of: widths, shown) {
      widths[0] = first
      return shown.map { raised($0, widths: widths, colored: colored) }.joined()
    }
    let before = indent + widths.dropLast().reduce(0) { $0 + $1 + 2 }
    let room = TextWrap.width - before
    guard columns.last?.alignment == .left, shown.contains(where: { wraps($0.last, room) }) else {
      return shown.map { line($0, widths: widths, colored: colored) + "\n" }.joined()
    }
    return shown.map { row in
      room >= Self.leastRoom
        ? hanging(row, before: before, room: room, widths: widths, colored: colored)
        : standing(row, isHeading: row == headings, widths: widths, colored: colored)
    }.joined()
  }

  /// What the first column may be wide where its cells are raised; `nil` where all rows fit as they are.
  private func firstWidth(of widths: [Int], _ shown: [[TextCell]]) -> Int? {
    guard let first = widths.first else { return nil }
    let others = indent + widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    guard others + first > TextWrap.width else { return nil }
    let room = max(TextWrap.width - others, columns[0].title.count)
    return shown.map { $0[0].text.count }.filter { $0 <= room }.max() ?? 0
  }

  /// A row whose first cell stands above it where it has no room.
  private func raised(_ cells: [TextCell], widths: [Int], colored: Bool) -> String {
    guard let first = cells.first, first.text.count > widths[0] else {
      return line(cells, widths: widths, colored: colored) + "\n"
    }
    return String(repeating: " ", count: indent) + first.style.applied(to: first.text, colored: colored)
      + "\n"
      + line([TextCell("")] + cells.dropFirst(), widths: widths, colored: colored) + "\n"
  }

  private func wraps(_ cell: TextCell?, _ room: Int) -> Bool {
    guard let cell else { return false }
    return cell.text.count > room && (breaksLast || cell.text.contains(" "))
  }

  /// A row whose last cell goes on below itself.
  private func hanging(
    _ cells: [TextCell], before: Int, room: Int, widths: [Int], colored: Bool
  ) -> String {
    guard let last = cells.last else { return "\n" }
    let pieces = TextWrap.lines(last.text, width: room)
    let first = cells.dropLast() + [TextCell(pieces[0], last.style)]
    let margin = String(repeating: " ", count: before)
    return line(Array(first), widths: widths, colored: colored) + "\n"
      + pieces.dropFirst().map { margin + last.style.applied(to: $0, colored: colored) + "\n" }.joined()
  }

  /// A row whose last cell stands under it; its heading is left out.
  private func standing(_ cells: [TextCell], isHeading: Bool, widths: [Int], colored: Bool) -> String {
    let head = line(Array(cells.dropLast()), widths: widths, colored: colored) + "\n"
    guard !isHeading, let last = cells.last, !last.text.isEmpty else { return head }
    let margin = String(repeating: " ", count: indent + Self.hang)
    return head
      + TextWrap.lines(last.text, width: TextWrap.width - margin.count).map {
        margin + last.style.applied(to: $0, colored: colored) + "\n"
      }.joined()
  }

  private func line(_ cells: [TextCell], widths: [Int], colored: Bool) -> String {
    var out = ""
    // Spaces owed are written before the next visible text only, so that lines never end in spaces.
    var owed = indent
    for (index, cell) in cells.enumerated() {
      let padding = widths[index] - cell.text.count
      if columns[index].alignment == .right { owed += padding }
      if !cell.text.isEmpty {
        out += String(repeating: " ", count: owed) + cell.style.applied(to: cell.text, colored: colored)
        owed = 0
      }
      if columns[index].alignment == .left { owed += padding }
      owed += 2
    }
    return out
  }
}
