import FileSystem

/// Numbers of a CSV file, each row with its line for errors.
struct NumberFile {
  /// Where it was read from.
  let path: String
  /// The numbers of each row.
  private(set) var rows: [[Double]] = []
  /// The line of each row, from 1.
  private(set) var lines: [Int] = []

  /// Which columns hold numbers.
  enum Columns {
    /// The last one; others may hold anything.
    case last
    /// All of them, as many in each row.
    case all
  }

  /// Reads a file; its first row may be a heading, empty lines are passed over.
  ///
  /// - Throws: `badRow` for what is no number and where there is none at all, or `FileError`.
  init(path: String, columns: Columns) throws {
    self.path = path
    let bytes = try InputFile.contents(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.badRow(
        what: "the file is no text in UTF-8", place: path, advice: "give a CSV file of numbers")
    }
    // The line feed alone is the separator: "\r\n" is one Character in Swift.
    let content =
      text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? Substring(text.unicodeScalars.dropFirst()) : text[...]
    var isFirst = true
    for (index, line) in content.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      var fields = Self.fields(of: line)
      if fields == [""] { continue }
      if columns == .last { fields = [fields[fields.count - 1]] }
      defer { isFirst = false }
      if isFirst, Self.isHeading(fields) { continue }
      try add(fields, line: index + 1)
    }
    guard !rows.isEmpty else {
      throw CommandError.badRow(
        what: "there are no numbers", place: path, advice: "give a CSV file with one or more rows of them")
    }
  }

  private mutating func add(_ fields: [String], line: Int) throws(CommandError) {
    let place = "\(path):\(line)"
    var values: [Double] = []
    for (column, field) in fields.enumerated() {
      guard let value = Self.number(field), value.isFinite else {
        let name = fields.count == 1 ? "" : " in column \(column + 1)"
        throw .badRow(
          what: "expected a number\(name), was '\(field.prefix(40))'", place: place,
          advice: "correct that row")
      }
      values.append(value)
    }
    if let first = rows.first, first.count != values.count {
      throw .badRow(
        what: "expected \(first.count) columns, was \(values.count)", place: place, advice: "correct that row"
      )
    }
    rows.append(values)
    lines.append(line)
  }

  /// A line's fields without spaces and quotes around them.
  private static func fields(of line: Substring.UTF8View) -> [String] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
      let isAround: (UInt8) -> Bool = { [0x20, 0x09, 0x0D, 0x22].contains($0) }
      var kept = field.drop(while: isAround)
      while let last = kept.last, isAround(last) { kept.removeLast() }
      return String(Substring(kept))
    }
  }

  /// A number, or what programs write where there is none; hexadecimal forms, which Swift reads, too, are text.
  private static func number(_ field: String) -> Double? {
    field.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) ? nil : Double(field)
  }

  /// Whether a first row is a heading: no number among its fields, nor a single one that begins like a number
  /// and is probably mistyped, nor a number that isn't finite.
  private static func isHeading(_ fields: [String]) -> Bool {
    guard fields.allSatisfy({ Self.number($0) == nil && !$0.isEmpty }) else { return false }
    guard fields.count == 1, let first = fields[0].utf8.first else { return true }
    return !"+-.0123456789".utf8.contains(first)
  }

  /// The only numbers of rows that have one each.
  var values: [Double] { rows.map { $0[0] } }
}
