import JSONText
import Reports

/// A command's figures, for programs and for people.
struct StatsFigures {
  private var members: [JSONMember] = []
  private var rows: [(String, TextCell)] = []

  /// Adds a figure; one without a value is null, shown as a dash.
  mutating func add(_ key: String, _ label: String, _ value: Double?, isResult: Bool = false) {
    members.append(JSONMember(key, .ratio(value)))
    rows.append((label, TextCell(Self.text(value), isResult ? .strong : .plain)))
  }

  /// Adds a count.
  mutating func add(_ key: String, _ label: String, count: Int?) {
    members.append(JSONMember(key, count.map { .count($0) } ?? .null))
    rows.append((label, TextCell(count.map { NumberText.grouped($0) } ?? NumberText.absent)))
  }

  /// Adds a word.
  mutating func add(_ key: String, _ label: String, word: String) {
    members.append(JSONMember(key, .string(word)))
    rows.append((label, TextCell(word)))
  }

  /// Adds a number that most often is whole.
  mutating func add(_ key: String, _ label: String, number value: Double?) {
    guard let value, let whole = Int(exactly: value) else { return add(key, label, value) }
    add(key, label, count: whole)
  }

  /// Six decimals; where those would show next to nothing, the number as it is.
  private static func text(_ value: Double?) -> String {
    guard let value, value != 0, abs(value) < 1e-3 else { return NumberText.fixed(value, decimals: 6) }
    return value.description
  }

  /// Prints them as asked.
  ///
  /// - Throws: `writeFailed`.
  func print(_ shared: SharedOptions) throws {
    try shared.printResult(json: .object(members)) {
      TextTable.keyValue(rows, valuesOn: .right).text(colored: $0)
    }
  }
}
