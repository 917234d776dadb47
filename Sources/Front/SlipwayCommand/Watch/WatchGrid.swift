import Reports

/// Rows of cells in aligned columns, of the watch screen. A line that is too long is cut by whoever shows it.
struct WatchGrid {
  /// Which side of its column a cell stands on.
  enum Side { case left, right }

  private let sides: [Side]
  private var rows: [[WatchSpan]] = []
  private let titles: [String]

  /// A grid with a heading for each column; none is shown when all are empty.
  init(_ columns: [(String, Side)]) { (titles, sides) = (columns.map(\.0), columns.map(\.1)) }

  mutating func add(_ cells: [WatchSpan]) { rows.append(cells) }

  var isEmpty: Bool { rows.isEmpty }

  /// The lines, with the heading first.
  var lines: [WatchLine] {
    let heading = titles.contains { !$0.isEmpty } ? [titles.map { WatchSpan($0, .faint) }] : []
    let shown = heading + rows
    let widths = sides.indices.map { column in
      shown.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    return shown.map { row in
      var line = WatchLine()
      for (column, cell) in row.enumerated() {
        let fill = WatchSpan(String(repeating: " ", count: widths[column] - cell.text.count))
        let isLast = column == row.count - 1
        switch sides[column] {
        case .left: line = line + WatchLine(isLast ? [cell] : [cell, fill])
        case .right: line = line + WatchLine([fill, cell])
        }
        if !isLast { line = line + WatchLine("  ") }
      }
      return line
    }
  }
}

/// A part of the watch screen.
struct WatchSection: Sendable, Hashable {
  /// Its name, shown before it.
  let title: String
  /// Its lines.
  let lines: [WatchLine]
  /// How many of them are a heading, without which the others mean nothing.
  let headings: Int
  /// What it says without how long something lasts yet: another text is news.
  let news: [String]

  /// A section. `news`: where it is not its lines.
  init(_ title: String, _ lines: [WatchLine], headings: Int = 0, news: [String]? = nil) {
    self.title = title
    self.lines = lines
    self.headings = headings
    self.news = news ?? lines.map(\.text)
  }

  /// A section of a grid with a heading.
  init(_ title: String, _ grid: WatchGrid, news: [String]? = nil) {
    self.init(title, grid.lines, headings: 1, news: news)
  }

  /// Whether its one line stands beside its title.
  private var isInline: Bool { lines.count == 1 && headings == 0 }
  /// The least height in which it says something.
  var leastHeight: Int { isInline ? 1 : 1 + min(lines.count, headings + 1) }
  /// The height in which it says everything.
  var wholeHeight: Int { isInline ? 1 : 1 + lines.count }

  private static let titleWidth = 10

  /// The section in so many lines of a width; where some are left out, its title says how many are shown.
  func shown(height: Int, width: Int) -> [WatchLine] {
    let name = title.padding(to: Self.titleWidth)
    if isInline { return [(WatchLine([WatchSpan(name, .strong)]) + lines[0]).cut(to: width)] }
    let kept = min(lines.count, max(headings, height - 1))
    let part = kept < lines.count ? "\(kept - headings) of \(lines.count - headings) " : ""
    let rule = String(repeating: "─", count: max(0, width - name.count - part.count))
    let head = WatchLine([WatchSpan(name, .strong), WatchSpan(part, .loss), WatchSpan(rule, .faint)])
    return ([head] + lines.prefix(kept)).map { $0.cut(to: width) }
  }
}

extension String {
  /// With blanks up to a width, and one at least.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
