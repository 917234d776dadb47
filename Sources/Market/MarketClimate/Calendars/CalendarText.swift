import YAMLText

/// Names and titles as they may be shown and compared.
enum CalendarText {
  /// The most characters of a title.
  static let longest = 500

  /// A text on one line, fit for a terminal: runs of blanks and control characters become one blank.
  static func singleLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isBlank = true
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isSpace = scalar.properties.isWhitespace || category == .control || category == .format
      if !isSpace { result.append(scalar) } else if !isBlank { result.append(" ") }
      isBlank = isSpace
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// What stood there, for "was …".
  static func quoted(_ text: String) -> String {
    guard !text.isEmpty else { return "empty" }
    let line = singleLine(text)
    return "'\(line.count > 60 ? line.prefix(60) + "…" : line)'"
  }
}
