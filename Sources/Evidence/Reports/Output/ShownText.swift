/// Text that somebody else wrote, as a terminal or a page may show it: names, reasons, what a strategy says of itself.
///
/// Control characters could steer the terminal. Those that turn the direction of reading around could make a review say
/// something else than what is signed.
/// Source: Unicode 16, chapter 23 (bidirectional controls, tags, separators); Boucher and Anderson, "Trojan Source" (2021)
package enum ShownText {
  /// Whether a character has no place in text that is shown, beyond tabs and line ends.
  package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}": true
    // Marks, embeddings, overrides and isolates of direction.
    case "\u{61C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    // Line ends of their own kind, and letters that nobody sees.
    case "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{E0000}"..."\u{E007F}": true
    default: false
    }
  }

  /// The text in one line; what has no place in it becomes `?`.
  package static func line(_ text: String) -> String {
    replacing(text) { isUnseen($0) || $0 == "\t" || $0 == "\n" }
  }

  /// Lines of text with nothing in them that steers the terminal but the styles of `TextStyle`, where there are some.
  package static func lines(_ text: String, colored: Bool) -> String {
    guard colored else { return replacing(text, isUnseen) }
    // Between escape characters, the first of which ends what needs no look.
    let pieces = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
    let rest = pieces.dropFirst().map { piece in
      (TextStyle.codes.contains { piece.hasPrefix($0) } ? "\u{1B}" : "?") + replacing(piece, isUnseen)
    }
    return replacing(pieces[0], isUnseen) + rest.joined()
  }

  /// A JSON text with escapes for what has no place on a terminal; it says the same.
  package static func json(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnseen) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      guard isUnseen(scalar) else {
        shown.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return shown
  }

  private static func replacing(
    _ text: some StringProtocol, _ isReplaced: (Unicode.Scalar) -> Bool
  ) -> String {
    guard text.unicodeScalars.contains(where: isReplaced) else { return String(text) }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isReplaced($0) ? "?" : $0 }))
  }
}
