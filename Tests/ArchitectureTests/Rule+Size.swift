import Foundation

extension Rule {
  static let fileLinesMaximum = 500
  static let functionLinesMaximum = 70

  static let fileSize = Rule(
    name: "files stop at \(fileLinesMaximum) lines",
    offenses: { file in
      let count = file.lines.count - (file.lines.last?.isEmpty == true ? 1 : 0)
      guard count > fileLinesMaximum else { return [] }
      return [Offense(path: file.path, line: count, message: "\(count) lines: split it")]
    },
    planted: [Sample("Sources/Evidence/Reports/A.swift", String(repeating: "// line\n", count: 501))],
    innocent: [Sample("Sources/Evidence/Reports/A.swift", String(repeating: "// line\n", count: 500))])

  static let functionSize = Rule(
    name: "functions stop at \(functionLinesMaximum) lines",
    offenses: { file in
      FunctionScanner(code: file.code).functions.filter { $0.lineCount > functionLinesMaximum }.map {
        Offense(path: file.path, line: $0.line, message: "\($0.lineCount) lines in \($0.name): split it")
      }
    },
    planted: [
      functionSample("func long(", lines: 71), functionSample("init(", lines: 71),
      functionSample("static func < (left: Int,", lines: 71),
      functionSample("subscript<Key: Hashable>(", lines: 71),
      Sample(
        "Sources/Evidence/Reports/A.swift",
        "protocol P {\n  func required()\n}\n" + functionSample("func late(", lines: 80).text),
    ],
    innocent: [
      functionSample("func long(", lines: 70),
      Sample(
        "Sources/Evidence/Reports/A.swift",
        "protocol P {\n  func required() -> Int\n  init(a: Int)\n}\n"
          + String(repeating: "struct S {\n  let a = 1\n}\n", count: 40)),
    ])

  private static func functionSample(_ start: String, lines: Int) -> Sample {
    let body = String(repeating: "    print(1)\n", count: lines - 3)
    return Sample("Sources/Evidence/Reports/A.swift", "  \(start)\n    a: Int) {\n\(body)  }\n")
  }
}

/// Finds functions and the lines they span by matching braces in masked code.
struct FunctionScanner {
  struct Function {
    let name: String
    let line: Int
    let lineCount: Int
  }

  private let bytes: [UInt8]
  private(set) var functions: [Function] = []

  init(code: String) {
    bytes = Array(code.utf8)
    let pattern = #"\bfunc\s+(\w+|[-+*/<>=!&|^~%.]+)|(?<![.\w])(init|deinit|subscript)(?=\s*[?(<{])"#
    guard let starts = try? NSRegularExpression(pattern: pattern) else { return }
    let text = code as NSString
    for match in starts.matches(in: code, range: NSRange(location: 0, length: text.length)) {
      guard let end = endOfBody(from: match.range.location + match.range.length) else { continue }
      functions.append(
        Function(
          name: text.substring(with: match.range), line: 1 + newlines(0..<match.range.location),
          lineCount: 1 + newlines(match.range.location..<end)))
    }
  }

  private func newlines(_ range: Range<Int>) -> Int { bytes[range].count { $0 == UInt8(ascii: "\n") } }

  /// The offset of the closing brace, or `nil` for a requirement without a body.
  private func endOfBody(from start: Int) -> Int? {
    var index = start
    var brackets = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "<"): brackets += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
      case UInt8(ascii: ">") where bytes[index - 1] != UInt8(ascii: "-"): brackets -= 1
      case UInt8(ascii: "{") where brackets == 0: return closingBrace(from: index)
      case UInt8(ascii: "}") where brackets == 0: return nil
      case UInt8(ascii: "\n") where brackets == 0 && !continues(after: index): return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether a signature goes on after a line break.
  private func continues(after newline: Int) -> Bool {
    let rest = String(decoding: bytes[newline...].prefix(200), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return ["{", "->", "where", "throws", "rethrows", "async"].contains { rest.hasPrefix($0) }
  }

  private func closingBrace(from open: Int) -> Int? {
    var depth = 0
    for index in open..<bytes.count {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }
}
