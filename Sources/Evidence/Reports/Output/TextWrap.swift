/// Text in lines of a terminal's usual width.
package enum TextWrap {
  /// Columns that every line keeps to, unless one word alone is wider.
  package static let width = 80

  /// The words of a text in lines of at most so many characters; a word that is wider has a line of its own.
  package static func lines(_ text: String, width: Int = width) -> [String] {
    var lines: [String] = []
    var (line, length) = ("", 0)
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let count = word.count
      if length > 0, length + 1 + count > width {
        lines.append(line)
        (line, length) = ("", 0)
      }
      line += (length > 0 ? " " : "") + word
      length += (length > 0 ? 1 : 0) + count
    }
    return length > 0 || lines.isEmpty ? lines + [line] : lines
  }

  /// A paragraph that ends in a line feed: `lead` before its first line, as many spaces before the others.
  package static func paragraph(_ text: String, lead: String = "", width: Int = width) -> String {
    let margin = String(repeating: " ", count: lead.count)
    return lines(text, width: max(width - lead.count, 1)).enumerated().map { place, line in
      (place == 0 ? lead : margin) + line + "\n"
    }.joined()
  }
}
