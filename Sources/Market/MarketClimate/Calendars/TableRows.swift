import YAMLText

/// A row of a table and the line it starts on.
struct TableRow: Sendable {
  var line: Int
  var cells: [String]
}

/// The rows of a text of CSV (RFC 4180): cells in quotes may hold separators, quotes (doubled) and line breaks; lines end
/// in LF, CRLF or CR. Lines without anything in them are passed over.
struct TableRows {
  private let bytes: [UInt8]
  private let path: String
  private let separator: UInt8
  private var index = 0
  private var line = 1

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")

  /// The rows of a text that stands at the path; of comma, semicolon and tab, its first line's most frequent one parts the
  /// cells.
  init(_ text: String, path: String) {
    bytes = Array(text.utf8)
    self.path = path
    let first = bytes.drop { $0 == Self.lineFeed || $0 == Self.carriageReturn }
      .prefix { $0 != Self.lineFeed && $0 != Self.carriageReturn }
    var best = (separator: UInt8(ascii: ","), count: 0)
    for candidate in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
      let count = first.count { $0 == candidate }
      if count > best.count { best = (candidate, count) }
    }
    separator = best.separator
  }

  /// The next row that has something in it; `nil` at the end.
  ///
  /// - Throws: `malformed` for a quote that is not closed, or stands within a cell.
  mutating func next() throws(ConfigurationError) -> TableRow? {
    while index < bytes.count {
      let row = try row()
      if row.cells.count > 1 || row.cells.contains(where: { !$0.isEmpty }) { return row }
    }
    return nil
  }

  private mutating func row() throws(ConfigurationError) -> TableRow {
    var row = TableRow(line: line, cells: [])
    while true {
      row.cells.append(try cell(of: row.line))
      guard index < bytes.count else { return row }
      let byte = bytes[index]
      index += 1
      if byte == separator { continue }
      if byte == Self.carriageReturn, index < bytes.count, bytes[index] == Self.lineFeed { index += 1 }
      line += 1
      return row
    }
  }

  /// A cell without the blanks around it, up to its separator, the line's end or the text's.
  private mutating func cell(of rowLine: Int) throws(ConfigurationError) -> String {
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    if index < bytes.count, bytes[index] == Self.quote { return try quotedCell(of: rowLine) }
    let start = index
    while index < bytes.count, !isEnd(bytes[index]) {
      guard bytes[index] != Self.quote else {
        throw malformed(
          rowLine, "a quote within a cell", "put the whole cell in quotes, and double those in it")
      }
      index += 1
    }
    var end = index
    while end > start, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func quotedCell(of rowLine: Int) throws(ConfigurationError) -> String {
    var cell: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == Self.quote {
        if index < bytes.count, bytes[index] == Self.quote {
          index += 1
        } else {
          while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
          guard index == bytes.count || isEnd(bytes[index]) else {
            throw malformed(rowLine, "text after a closing quote", "double the quotes within a cell")
          }
          return String(decoding: cell, as: UTF8.self)
        }
      } else if byte == Self.lineFeed {
        line += 1
      }
      cell.append(byte)
    }
    throw malformed(rowLine, "a quote that is not closed", "close it on its line")
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private func malformed(_ line: Int, _ problem: String, _ remedy: String) -> ConfigurationError {
    .malformed(ConfigurationPlace(path: path, line: line), problem: problem, remedy: remedy)
  }
}
