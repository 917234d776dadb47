package import FileSystem
import Statistics

/// Numbers of a CSV file, each row with its line for errors.
package struct NumberFile {
  /// Where it was read from.
  package let path: String
  /// The file's fields.
  package let table: NumberTable
  /// The numbers of each row.
  package let rows: [[Double]]
  /// The column that was read; `nil` for all.
  let column: Int?

  /// What the numbers are, which decides on what is none.
  package enum Kind: Sendable {
    /// Returns as ratios.
    case returns
    /// Results as multiples of the risk.
    case multiples
    /// Values of an account.
    case equity
    /// Results of several configurations, one a column.
    case matrix
  }

  /// Reads a file, or standard input for `-`.
  ///
  /// `column`: the name or number of the one to read; by default the last one, of an equity curve `equity`. `cancellation`:
  /// asked while standard input is waited for.
  /// - Throws: `badRow` for what is no number of its kind and where there is none at all, `usage` for a column that
  ///   is not there, or `FileError`.
  package init(
    path: String, _ kind: Kind, column wanted: String? = nil, cancellation: Cancellation = .never
  ) throws {
    let table = try NumberTable(path: path, cancellation) { fields in
      if let wanted, fields.contains(where: { $0.lowercased() == wanted.lowercased() }) { return true }
      let chosen = kind == .matrix ? fields : [wanted.flatMap { Self.field(fields, $0) } ?? fields.last ?? ""]
      return chosen.allSatisfy { !StatisticsNumber.isNumberLike($0) }
    }
    if wanted == nil {
      try KnownFile(table.heading).check(kind, path: table.path)
      try Self.checkCommas(table, kind)
    }
    var column: Int?
    if let wanted {
      column = try table.column(wanted)
    } else if kind != .matrix {
      let equity = kind == .equity ? table.heading?.firstIndex { $0.lowercased() == "equity" } : nil
      column = equity ?? table.rows[0].fields.count - 1
    }
    (self.path, self.table, self.column) = (table.path, table, column)
    rows = try table.rows.map { try Self.numbers(of: $0, column, table) }
    if kind == .returns { try checkReturns() }
  }

  /// The only numbers of rows that have one each.
  var values: [Double] { rows.map { $0[0] } }

  /// The numbers of every row as they are written, digit for digit.
  ///
  /// - Throws: `badRow` for one that is too long for that.
  func decimals() throws(OperationError) -> [[ExactNumber]] {
    var found: [[ExactNumber]] = []
    for row in table.rows {
      var numbers: [ExactNumber] = []
      for field in row.fields {
        guard let number = StatisticsNumber(field)?.exact else {
          throw .badRow(
            what: "a number can't be taken as it is written, '\(field.prefix(40))'",
            place: table.place(of: row),
            advice: "give at most \(ExactNumber.mostDigits) digits and powers of ten within "
              + "\(ExactNumber.mostExponent)")
        }
        numbers.append(number)
      }
      found.append(numbers)
    }
    return found
  }

  /// The file and line of a row of numbers.
  func place(ofRow index: Int) -> String { table.place(of: table.rows[index]) }

  private static func field(_ fields: [String], _ column: String) -> String? {
    guard let number = Int(column), fields.indices.contains(number - 1) else { return nil }
    return fields[number - 1]
  }

  private static func numbers(
    of row: NumberTable.Row, _ column: Int?, _ table: NumberTable
  ) throws(OperationError) -> [Double] {
    var values: [Double] = []
    for (index, field) in row.fields.enumerated() where column == nil || column == index {
      let name = row.fields.count == 1 ? "" : " in column \(table.heading?[index] ?? "\(index + 1)")"
      guard let number = StatisticsNumber(field) else {
        let isHeading = table.heading == row.fields
        throw .badRow(
          what: isHeading
            ? "the heading stands there again" : "expected a number\(name), was '\(field.prefix(40))'",
          place: table.place(of: row),
          advice: isHeading ? "leave that row out" : StatisticsNumber.advice(on: field))
      }
      if StatisticsNumber.isCutOff(field) {
        throw .badRow(
          what: "expected a number\(name), was '\(field.prefix(40))', as if cut off a decimal comma",
          place: table.place(of: row), advice: "write decimals with a point")
      }
      values.append(number.value)
    }
    return values
  }
}

extension NumberFile {
  /// Refuses returns that are none: what loses everything and more, and what is mostly far too large.
  private func checkReturns() throws(OperationError) {
    let columns = table.rows[0].fields.count > 1 ? ", or name their column with --column" : ""
    let advice = "give returns as ratios, 0.015 for 1.5 %\(columns)"
    for (index, value) in values.enumerated() where value <= -1 {
      throw .badRow(
        what: "a return of \(value) loses \(value == -1 ? "everything" : "more than everything")",
        place: place(ofRow: index), advice: advice)
    }
    guard let middle = Moments.quantile(values.map(abs), at: 0.5), middle >= 0.5 else { return }
    throw .badRow(
      what: "these are no returns: half of them are \(middle) or more a period",
      place: path, advice: advice)
  }

  /// Refuses a file without heading whose every comma may stand within a number.
  private static func checkCommas(_ table: NumberTable, _ kind: Kind) throws(OperationError) {
    guard table.heading == nil, table.rows[0].fields.count > 1 else { return }
    let isMatrix = kind == .matrix
    guard table.rows.allSatisfy({ CommaDoubt.may($0.fields, isMatrix: isMatrix) }),
      isMatrix || !CommaDoubt.isNumbering(table.rows.map { $0.fields[$0.fields.count - 2] })
    else { return }
    throw .badRow(
      what: "'\(table.rows[0].fields.joined(separator: ",").prefix(40))' may be one number with a comma",
      place: table.place(of: table.rows[0]),
      advice: "write decimals with a point and no thousands separators"
        + (isMatrix ? "" : ", or name the column with --column"))
  }
}

/// Whether the last two fields of a row may be one number, cut at its decimal comma or thousands separator.
private enum CommaDoubt {
  static func may(_ fields: [String], isMatrix: Bool) -> Bool {
    guard let tail = fields.last, fields.count > 1 else { return false }
    let head = fields[fields.count - 2]
    guard isWhole(head, signed: true) else { return false }
    if isMatrix {
      return fields.count == 2 && ["0", "-0", "+0"].contains(head) && isWhole(tail, signed: false)
    }
    if isWhole(tail, signed: false) { return true }
    let parts = tail.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].count == 3 && isWhole(String(parts[0]), signed: false)
      && isWhole(String(parts[1]), signed: false) && head.filter(\.isNumber).count <= 3
  }

  /// Whether fields count rows: each one more than the one before, over three rows at least.
  static func isNumbering(_ fields: [String]) -> Bool {
    let numbers = fields.compactMap { Int($0) }
    guard numbers.count == fields.count, numbers.count >= 3 else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 }
  }

  private static func isWhole(_ text: String, signed: Bool) -> Bool {
    var digits = text.utf8[...]
    if signed, let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
