import Operations
import Reports

/// How a terminal shows colors.
enum ColorDepth: Sendable, Hashable {
  /// Not at all.
  case none
  /// The sixteen of old.
  case basic
  /// 256 of them.
  case indexed
  /// Any.
  case full

  /// What a terminal says of itself in `COLORTERM` and `TERM`.
  init(colored: Bool, colorTerm: String?, term: String?) {
    guard colored else {
      self = .none
      return
    }
    if ["truecolor", "24bit"].contains(colorTerm ?? "") {
      self = .full
    } else if term?.contains("256color") == true {
      self = .indexed
    } else {
      self = .basic
    }
  }
}

/// A piece of a line of the watch screen. What it says can't steer the terminal.
struct WatchSpan: Sendable, Hashable {
  /// How it looks.
  enum Look: Sendable, Hashable {
    case text(TextStyle)
    /// On the color of a level.
    case banner(WatchLevel)
    /// In the color of a level; BLACK is bold, as nobody would see it.
    case level(WatchLevel)
  }

  let text: String
  let look: Look

  init(_ text: String, _ look: Look) {
    self.text = ShownText.line(text)
    self.look = look
  }

  init(_ text: String, _ style: TextStyle = .plain) { self.init(text, .text(style)) }

  /// The span as a terminal of that depth takes it.
  func rendered(_ depth: ColorDepth) -> String {
    guard depth != .none, !text.isEmpty else { return text }
    switch look {
    case .text(let style): return style.applied(to: text, colored: true)
    case .banner(let level): return Self.wrapped(text, level.banner(depth))
    case .level(let level): return Self.wrapped(text, level.foreground(depth))
    }
  }

  private static func wrapped(_ text: String, _ code: String) -> String { "\u{1B}[\(code)m\(text)\u{1B}[0m" }
}

extension WatchLevel {
  /// Red, green and blue.
  private var parts: [Int] {
    let value = Int(color, radix: 16) ?? 0
    return [value >> 16, value >> 8 & 255, value & 255]
  }

  /// The nearest of 256, and of 16 as a foreground.
  private var nearest: (indexed: Int, basic: Int) {
    switch self {
    case .green: (36, 32)
    case .yellow: (214, 33)
    case .orange: (208, 33)
    case .red: (203, 31)
    case .black: (234, 30)
    }
  }

  /// Bold, dark on the level's color; on BLACK light.
  fileprivate func banner(_ depth: ColorDepth) -> String {
    let isDark = self == .black
    return switch depth {
    case .full:
      "1;38;2;\(isDark ? "250;250;250" : "24;24;27");48;2;\(parts.map(String.init).joined(separator: ";"))"
    case .indexed: "1;38;5;\(isDark ? 231 : 234);48;5;\(nearest.indexed)"
    case .basic, .none: "1;\(isDark ? 37 : 30);\(nearest.basic + 10)"
    }
  }

  /// In the level's color.
  fileprivate func foreground(_ depth: ColorDepth) -> String {
    guard self != .black else { return "1" }
    return switch depth {
    case .full: "38;2;\(parts.map(String.init).joined(separator: ";"))"
    case .indexed: "38;5;\(nearest.indexed)"
    case .basic, .none: "\(nearest.basic)"
    }
  }
}

/// A line of the watch screen.
struct WatchLine: Sendable, Hashable {
  private(set) var spans: [WatchSpan]

  init(_ spans: [WatchSpan] = []) { self.spans = spans }

  init(_ text: String, _ style: TextStyle = .plain) { spans = [WatchSpan(text, style)] }

  /// Characters in it.
  var count: Int { spans.reduce(0) { $0 + $1.text.count } }

  /// What it says.
  var text: String { spans.map(\.text).joined() }

  /// What it says on a terminal of that depth: without blanks at its end where nobody would see them.
  func text(_ depth: ColorDepth) -> String {
    depth == .none ? String(text.reversed().drop { $0 == " " }.reversed()) : text
  }

  /// The line cut to so many characters; what is cut off ends in `…`.
  func cut(to width: Int) -> WatchLine {
    guard count > width else { return self }
    var (line, room) = (WatchLine(), max(0, width - 1))
    for span in spans where room > 0 {
      let piece = String(span.text.prefix(room))
      line.spans.append(WatchSpan(piece, span.look))
      room -= piece.count
    }
    if width > 0 { line.spans.append(WatchSpan("…", line.spans.last?.look ?? .text(.plain))) }
    return line
  }

  /// The line with blanks up to a width, in a look.
  func padded(to width: Int, _ look: WatchSpan.Look = .text(.plain)) -> WatchLine {
    guard count < width else { return self }
    return WatchLine(spans + [WatchSpan(String(repeating: " ", count: width - count), look)])
  }

  /// One line after the other.
  static func + (left: WatchLine, right: WatchLine) -> WatchLine { WatchLine(left.spans + right.spans) }

  /// The line as a terminal of that depth takes it.
  func rendered(_ depth: ColorDepth) -> String {
    depth == .none ? text(depth) : spans.map { $0.rendered(depth) }.joined()
  }
}
