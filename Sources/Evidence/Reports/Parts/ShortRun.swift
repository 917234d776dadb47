/// Tells figures that too few days stand behind: those brought to a year, and ratios of daily returns.
struct ShortRun {
  /// From so many trading days on figures stand unmarked.
  static let leastDays = 30
  static let mark = "†"

  /// Trading days with ticks.
  let days: Int

  /// Whether such figures are marked.
  var isShort: Bool { days < Self.leastDays }

  /// The name of such a figure, marked where the run is short.
  func label(_ name: String) -> String { isShort ? "\(name) \(Self.mark)" : name }

  /// What the mark means; `nil` where nothing is marked.
  var sentence: String? {
    guard isShort else { return nil }
    let count = days == 1 ? "1 trading day" : "\(days) trading days"
    return
      "\(Self.mark) From \(count): with fewer than \(Self.leastDays), figures brought to a year and ratios of daily "
      + "returns say little."
  }

  /// What the mark means, below figures of a page.
  var note: Markup { sentence.map { .element("p", ["class": "note mark"], text: $0) } ?? .empty }
}
