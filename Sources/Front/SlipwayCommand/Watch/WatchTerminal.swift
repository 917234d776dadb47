import FileSystem
import Operations

/// A terminal's whole screen, for as long as somebody watches; it is as before when they do no more.
struct WatchTerminal {
  /// The other buffer, so that what was on the screen comes back; no cursor; lines that don't go on below themselves.
  /// Source: xterm control sequences, DECSET 1049, 25 and 7
  private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
  private static let leave = "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
  /// With less room than this a screen says nothing.
  private static let least = (columns: 40, rows: 8)

  /// How many colors standard output takes.
  static var depth: ColorDepth {
    ColorDepth(
      colored: StandardOutput.isColored, colorTerm: Machine.variable("COLORTERM"),
      term: Machine.variable("TERM"))
  }

  /// `nil` where standard output is no terminal that can be drawn on, or one without room.
  init?() {
    guard StandardOutput.isTerminal, let kind = Machine.variable("TERM"), !kind.isEmpty, kind != "dumb",
      let size = Terminal.size(at: .standardOutput), size.columns >= Self.least.columns,
      (size.rows ?? 0) >= Self.least.rows
    else { return nil }
  }

  /// Draws each look, and the last one anew when the window's size changes.
  ///
  /// - Throws: as `WatchOperations.follow`, and when the terminal has gone.
  func follow(_ watch: WatchOperations, every nanoseconds: Int64) throws {
    var shown: (screen: WatchScreen, size: Size)?
    try Terminal.withoutEcho(on: .standardOutput) {
      defer { if shown != nil { try? StandardOutput.write(Self.leave) } }
      try watch.follow(every: nanoseconds) { screen in
        let size = Size.now
        // What fails at a first look is said on the screen that was there.
        let lead = shown == nil ? Self.enter : ""
        shown = (screen, size)
        try StandardOutput.write(lead + Self.frame(of: screen, size))
        return true
      } between: {
        let size = Size.now
        guard let last = shown, last.size != size else { return }
        shown = (last.screen, size)
        try StandardOutput.write(Self.frame(of: last.screen, size))
      }
    }
  }

  /// A terminal's room.
  struct Size: Hashable {
    var columns: Int
    var rows: Int

    /// That of standard output; 80 by 24 where it doesn't say.
    static var now: Size {
      let size = Terminal.size(at: .standardOutput)
      return Size(columns: size?.columns ?? 80, rows: size?.rows ?? 24)
    }
  }

  private static func frame(of screen: WatchScreen, _ size: Size) -> String {
    frame(WatchLayout(screen).lines(columns: size.columns, rows: size.rows), size, depth)
  }

  /// A screen from its upper left corner on; what was there before is wiped as it is drawn over, so that nothing flickers.
  static func frame(_ lines: [WatchLine], _ size: Size, _ depth: ColorDepth) -> String {
    // At the end of a full line the cursor stands on its last character, and wiping would take that.
    let drawn = lines.map { line in
      line.rendered(depth) + (line.text(depth).count < size.columns ? "\u{1B}[K" : "")
    }
    return "\u{1B}[H" + drawn.joined(separator: "\r\n") + (lines.count < size.rows ? "\r\n\u{1B}[J" : "")
  }
}
