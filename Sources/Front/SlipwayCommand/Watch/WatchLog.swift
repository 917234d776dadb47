import FileSystem
import Operations
import Reports
import TradingCore

/// The watch screen where nothing can be drawn: the whole of it once, then the parts that have changed.
struct WatchLog {
  /// Columns where no terminal says how many.
  private static let columns = 100

  private var before: [String: [String]] = [:]
  private var banner: String?

  init() {}

  /// The parts that are not as they were, under the level and the times; `nil` where everything is as it was, but for how old
  /// it is.
  mutating func change(to screen: WatchScreen) -> String? {
    let parts = WatchParts(screen)
    let sections = parts.desk + parts.market(narrow: true, width: Self.width)
    var changed: [WatchSection] = []
    // What has gone is said, too.
    for title in before.keys.sorted() where !sections.contains(where: { $0.title == title }) {
      before[title] = nil
      changed.append(WatchSection(title, [WatchLine("none any more")]))
    }
    for section in sections {
      if before[section.title] != section.news { changed.append(section) }
      before[section.title] = section.news
    }
    let state = "\(screen.alert) \(screen.run)"
    guard !changed.isEmpty || banner != state else { return nil }
    let isFirst = banner == nil
    banner = state
    return (isFirst ? "" : "\n") + Self.text(Self.top(parts) + changed.flatMap(Self.shown))
  }

  /// One whole screen.
  static func text(_ screen: WatchScreen) -> String { text(WatchLayout(screen).lines(columns: width)) }

  private static var width: Int {
    StandardOutput.isTerminal ? Terminal.columns(at: .standardOutput) ?? columns : columns
  }

  private static func top(_ parts: WatchParts) -> [WatchLine] {
    ([parts.banner] + parts.freshness).map { $0.cut(to: width) }
  }

  private static func shown(_ section: WatchSection) -> [WatchLine] {
    section.shown(height: section.wholeHeight, width: width)
  }

  private static func text(_ lines: [WatchLine]) -> String {
    let depth = WatchTerminal.depth
    return lines.map { $0.rendered(depth) + "\n" }.joined()
  }
}
