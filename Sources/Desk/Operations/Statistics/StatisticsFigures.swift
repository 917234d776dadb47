package import JSONText
package import Reports

/// Figures of statistics, for programs and for people.
package struct StatisticsFigures: Document {
  private var members: [JSONMember] = []
  /// Labels and values for people.
  package private(set) var rows: [(String, TextCell)] = []
  /// What to know besides.
  package internal(set) var notes: [String] = []

  /// The figures, for programs.
  package var json: JSONValue { .object(members) }

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
}
