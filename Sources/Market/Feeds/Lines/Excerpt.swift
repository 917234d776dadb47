/// The start of a line, fit to be printed and logged.
enum Excerpt {
  /// At most so many characters.
  static let longest = 120

  /// The text of a line's first characters.
  ///
  /// What a terminal might obey is replaced by dots, and so is what can't be seen; the secret by stars.
  static func text(_ line: UnsafeRawBufferPointer, hiding secret: String?) -> String {
    // Without a secret the start is enough; with one, a cut in its middle must not show the half.
    let start = secret == nil ? line.prefix(4 * longest) : line.prefix(line.count)
    var text = String(decoding: start, as: UTF8.self)
    if let secret, !secret.isEmpty { text = text.replacing(secret, with: "***") }
    var excerpt = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == longest { return excerpt + "…" }
      excerpt.unicodeScalars.append(isPlain(scalar) ? scalar : "·")
    }
    return excerpt
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
      return false
    default: return true
    }
  }
}
