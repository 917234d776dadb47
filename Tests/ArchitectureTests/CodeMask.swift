/// Blanks comments and the text of string literals, so that rules see code and nothing else.
///
/// Every line keeps its number. Code inside `\(…)` stays. Regex literals are not known.
struct CodeMask {
  private let source: [UInt8]
  private var masked: [UInt8]
  private var index = 0

  /// The code of a file as ASCII, as long in bytes as the file.
  static func code(of text: String) -> String {
    var mask = CodeMask(source: Array(text.utf8))
    mask.scanCode(untilClosingParenthesis: false)
    return String(decoding: mask.masked, as: UTF8.self)
  }

  private init(source: [UInt8]) {
    self.source = source
    masked = source.map { $0 < 128 ? $0 : UInt8(ascii: "_") }
  }

  private mutating func scanCode(untilClosingParenthesis: Bool) {
    var depth = 0
    while index < source.count {
      if starts(with: "//") {
        while index < source.count, source[index] != UInt8(ascii: "\n") { blank() }
      } else if starts(with: "/*") {
        blankBlockComment()
      } else if let hashes = hashesBeforeQuote() {
        scanString(hashes: hashes)
      } else {
        if source[index] == UInt8(ascii: "(") { depth += 1 }
        if source[index] == UInt8(ascii: ")") {
          if untilClosingParenthesis, depth == 0 { return }
          depth -= 1
        }
        index += 1
      }
    }
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        blank(2)
      } else if starts(with: "*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && index < source.count
  }

  /// The number of `#` when a string literal starts here.
  private func hashesBeforeQuote() -> Int? {
    var end = index
    while end < source.count, source[end] == UInt8(ascii: "#") { end += 1 }
    return end < source.count && source[end] == UInt8(ascii: "\"") ? end - index : nil
  }

  /// Quotes stay, as does interpolated code; the text goes.
  private mutating func scanString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    index += hashes
    let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    index += quotes.utf8.count
    while index < source.count, !starts(with: quotes + fence) {
      if starts(with: "\\" + fence + "(") {
        blank(2 + hashes)
        scanCode(untilClosingParenthesis: true)
        blank()
      } else if starts(with: "\\" + fence) {
        blank(2 + hashes)
      } else if quotes.utf8.count == 1, source[index] == UInt8(ascii: "\n") {
        return
      } else {
        blank()
      }
    }
    index = min(source.count, index + quotes.utf8.count + hashes)
  }

  private func starts(with text: String) -> Bool {
    guard index + text.utf8.count <= source.count else { return false }
    return zip(text.utf8, source[index...]).allSatisfy { $0 == $1 }
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where index < source.count {
      if source[index] != UInt8(ascii: "\n") { masked[index] = UInt8(ascii: " ") }
      index += 1
    }
  }
}
