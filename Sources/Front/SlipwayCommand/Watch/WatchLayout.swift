import Operations
import Reports
import TradingCore

/// The watch screen as lines: a function of what is to be seen and of the room for it.
struct WatchLayout {
  /// From how many columns on there are two panes.
  static let twoPanes = 120
  private static let rightPane = 48
  private static let gap = 2

  private let parts: WatchParts
  private let screen: WatchScreen

  init(_ screen: WatchScreen) {
    self.screen = screen
    parts = WatchParts(screen)
  }

  /// The screen in so many columns and, where that is given, rows.
  func lines(columns: Int, rows: Int? = nil) -> [WatchLine] {
    let top =
      [parts.banner.cut(to: columns).padded(to: columns, .banner(screen.alert.level))]
      + parts.freshness.map { $0.cut(to: columns) }
    let room = rows.map { max(0, $0 - top.count) }
    let body =
      columns >= Self.twoPanes
      ? panes(columns: columns, rows: room)
      : Self.fitted(parts.desk + parts.market(narrow: true, width: columns), height: room, width: columns)
    return Array((top + body).prefix(rows ?? .max))
  }

  private func panes(columns: Int, rows: Int?) -> [WatchLine] {
    let width = columns - Self.rightPane - Self.gap
    let left = Self.fitted(parts.desk, height: rows, width: width)
    let right = Self.fitted(
      parts.market(narrow: false, width: Self.rightPane), height: rows, width: Self.rightPane)
    return (0..<max(left.count, right.count)).map { row in
      let line = row < left.count ? left[row] : WatchLine()
      guard row < right.count else { return line }
      return line.padded(to: width + Self.gap) + right[row]
    }
  }

  /// Sections below each other. Where there is less room than they want, each gets what it needs to say something, those at
  /// the end go first, and what is left over goes around.
  static func fitted(_ sections: [WatchSection], height: Int?, width: Int) -> [WatchLine] {
    let wanted = sections.reduce(0) { $0 + $1.wholeHeight }
    guard let height, wanted > height else {
      return sections.flatMap { $0.shown(height: $0.wholeHeight, width: width) }
    }
    var (heights, kept, room) = ([Int](), 0, height)
    let least = sections.reduce(0) { $0 + $1.leastHeight }
    // What can't be shown is named on a line of its own.
    if least > height { room -= 1 }
    for section in sections {
      guard section.leastHeight <= room else { break }
      heights.append(section.leastHeight)
      room -= section.leastHeight
      kept += 1
    }
    var isGrowing = true
    while room > 0, isGrowing {
      isGrowing = false
      for index in heights.indices where room > 0 && heights[index] < sections[index].wholeHeight {
        heights[index] += 1
        room -= 1
        isGrowing = true
      }
    }
    let shown = zip(sections, heights).flatMap { $0.shown(height: $1, width: width) }
    guard kept < sections.count else { return shown }
    let names = sections[kept...].map(\.title).joined(separator: ", ")
    return shown + [WatchLine("no room for \(names)", .faint).cut(to: width)]
  }
}
