import FileSystem
import TradingCore

/// A CSV file's fields: rows of one length each, and the heading above them where there is one.
package struct NumberTable: Sendable {
  /// A row, with its line from 1.
  package struct Row: Sendable {
    let line: Int
    let fields: [String]
  }

  /// Where it was read from, for errors.
  let path: String
  /// The names of the columns, where the first row has names.
  let heading: [String]?
  /// The rows below it; at least one.
  package let rows: [Row]

  /// Reads a file, or standard input for `-`. Fields are parted by commas, or by the semicolons or tabs of the first
  /// row, and may stand in quotes; empty lines are passed over.
  ///
  /// `tells`: whether a first row is a heading.
  /// - Throws: `badRow` for rows of different lengths and where there are none, or `FileError`.
  init(path given: String, _ cancellation: Cancellation, heading tells: ([String]) -> Bool) throws {
    let isInput = StandardInput.isNamed(given)
    path = isInput ? StandardInput.name : given
    let file =
      isInput ? try StandardInput.open(folder: nil, cancellation: cancellation) : try InputFile(path: given)
    let bytes = try file.read(at: 0, count: file.size)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OperationError.badRow(
        what: "the file is no text in UTF-8", place: path, advice: "give a CSV file of numbers")
    }
    var rows = try Self.rows(of: text, path: path)
    var heading: [String]?
    if let first = rows.first, tells(first.fields) {
      heading = first.fields
      rows.removeFirst()
    }
    guard !rows.isEmpty else {
      throw OperationError.badRow(
        what: "there are no numbers", place: path, advice: "give a CSV file with one or more rows of them")
    }
    (self.heading, self.rows) = (heading, rows)
    let count = heading?.count ?? rows[0].fields.count
    for row in rows where row.fields.count != count { throw uneven(row, count) }
  }

  private func uneven(_ row: Row, _ count: Int) -> OperationError {
    // A row that has more than its heading most often has commas within its numbers.
    let hasMore = row.fields.count > count
    return .badRow(
      what: "expected \(Counted.text(count, "column")), was \(row.fields.count)",
      place: place(of: row),
      advice: hasMore
        ? "write decimals with a point and no thousands separators, or correct that row" : "correct that row")
  }

  /// The file and line of a row.
  func place(of row: Row) -> String { "\(path):\(row.line)" }

  /// The columns as a reader may choose them.
  var columnNames: String {
    heading.map { $0.joined(separator: ", ") } ?? "1 to \(rows[0].fields.count)"
  }

  /// The place of a column by its name, whatever the case, or by its number from 1.
  ///
  /// - Throws: `usage`.
  func column(_ text: String) throws(OperationError) -> Int {
    if let exact = heading?.firstIndex(of: text) { return exact }
    if let same = heading?.firstIndex(where: { $0.lowercased() == text.lowercased() }) { return same }
    if let number = Int(text), (1...rows[0].fields.count).contains(number) { return number - 1 }
    throw .usage(
      what: heading == nil && Int(text) == nil
        ? "\(path) has no heading with a column '\(text)'" : "\(path) has no column '\(text)'",
      place: "--column", advice: "choose one of \(columnNames)")
  }
}

extension NumberTable {
  private static func rows(of text: String, path: String) throws(OperationError) -> [Row] {
    // The line feed alone is the separator: "\r\n" is one Character in Swift.
    let content =
      text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? Substring(text.unicodeScalars.dropFirst()) : text[...]
    var rows: [Row] = []
    var separator: UInt8?
    for (index, line) in content.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(isSpace) else { continue }
      let mark = separator ?? Self.separator(of: line)
      separator = mark
      guard let fields = fields(of: line, separator: mark) else {
        throw .badRow(
          what: "a quote is not closed", place: "\(path):\(index + 1)", advice: "correct that row")
      }
      rows.append(Row(line: index + 1, fields: fields))
    }
    return rows
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }

  private static func separator(of line: Substring.UTF8View) -> UInt8 {
    for mark in [UInt8(ascii: ";"), 0x09] where line.contains(mark) { return mark }
    return UInt8(ascii: ",")
  }

  /// A line's fields without the spaces and quotes around them; `nil` where a quote is not closed.
  private static func fields(of line: Substring.UTF8View, separator: UInt8) -> [String]? {
    let quote = UInt8(ascii: "\"")
    var fields: [String] = []
    var field: [UInt8] = []
    var (isQuoted, wasQuoted) = (false, false)
    var bytes = Array(line)[...]
    func end() {
      var kept = field[...]
      if !wasQuoted {
        while let last = kept.last, isSpace(last) { kept.removeLast() }
        kept = kept.drop(while: isSpace)
      }
      fields.append(String(decoding: kept, as: UTF8.self))
      (field, wasQuoted) = ([], false)
    }
    while let byte = bytes.popFirst() {
      if isQuoted {
        if byte != quote {
          field.append(byte)
        } else if bytes.first == quote {
          field.append(quote)
          bytes.removeFirst()
        } else {
          isQuoted = false
        }
      } else if byte == separator {
        end()
      } else if byte == quote, field.allSatisfy(isSpace) {
        (field, isQuoted, wasQuoted) = ([], true, true)
      } else if !wasQuoted || !isSpace(byte) {
        field.append(byte)
      }
    }
    guard !isQuoted else { return nil }
    end()
    return fields
  }
}
