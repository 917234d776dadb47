import JSONText

/// A piece of HTML or SVG that is well-formed by construction: text and attribute values are escaped when they
/// go in, elements are closed. The result parses as XML too.
package struct Markup: Sendable, Hashable {
  /// The markup itself.
  package let source: String

  private init(source: String) { self.source = source }

  /// Nothing.
  package static let empty = Markup(source: "")

  /// Plain text.
  package static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

  /// Pieces one after the other.
  package static func group(_ pieces: [Markup]) -> Markup {
    Markup(source: pieces.map(\.source).joined())
  }

  /// An element with its attributes in order; names are the program's own and not escaped.
  package static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
  ) -> Markup {
    var out = "<" + name
    for (key, value) in attributes { out += " \(key)=\"\(escaped(value))\"" }
    if children.isEmpty, selfClosing.contains(name) { return Markup(source: out + "/>") }
    out += ">"
    for child in children { out += child.source }
    return Markup(source: out + "</\(name)>")
  }

  /// An element around plain text.
  package static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
  ) -> Markup {
    element(name, attributes, [.text(text)])
  }

  /// A style sheet or script of the program's own.
  ///
  /// - Precondition: free of `<` and `&`, which HTML and XML would read differently.
  static func verbatim(_ name: String, _ source: String) -> Markup {
    precondition(
      !source.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") },
      "styles and scripts have no character that HTML and XML read differently")
    return Markup(source: "<\(name)>\n\(source)\n</\(name)>")
  }

  /// A data block that scripts and other programs can read and no browser runs or shows.
  ///
  /// The characters that HTML or XML read differently stand as JSON escapes, so that no text can end the block.
  static func data(id: String, _ document: JSONValue) -> Markup {
    var text = ""
    for scalar in document.compactText.unicodeScalars {
      switch scalar {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      case "\u{FFFE}", "\u{FFFF}", "\u{80}"..."\u{9F}": text += "\\ufffd"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return Markup(source: "<script type=\"application/json\" id=\"\(escaped(id))\">\(text)</script>")
  }

  /// Void elements of HTML and the SVG shapes used here; all others need an end tag in HTML.
  private static let selfClosing: Set<String> = [
    "meta", "br", "hr", "input", "rect", "line", "path", "circle", "use", "polygon",
  ]

  /// Text that is safe between tags and in quoted attributes. Characters that XML has no place for, or that turn the
  /// text around, become U+FFFD.
  static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n", "\r": out.unicodeScalars.append(scalar)
      case "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
      case let other where ShownText.isUnseen(other): out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
