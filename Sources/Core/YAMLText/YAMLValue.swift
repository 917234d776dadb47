/// A value of a YAML file with the field and line it stands at, read as the type that is wanted.
///
/// Every reader throws `badValue` with what was expected and what was there.
package struct YAMLValue: Sendable {
  /// The number that a text stands for in units of 10^-digits, exactly; `nil` where it is none, or has more digits.
  package typealias NumberReader = @Sendable (_ text: String, _ digits: Int) -> Int64?

  /// What stands there.
  package let node: YAMLNode
  /// The dotted path of keys: `commission.amount`.
  package let field: String
  /// The line of its key, or its own within a list.
  package let place: ConfigurationPlace
  private let numbers: NumberReader

  /// The top of the only document in a text that stands at the path.
  ///
  /// `numbers` is how whatever else people write has its numbers read: a configuration has no grammar of its own.
  /// - Throws: `malformed` or `duplicateKey`, with the line.
  package init(
    text: String, path: String, numbers: @escaping NumberReader
  ) throws(ConfigurationError) {
    let node = try YAMLParser.parse(text, path: path)
    self.init(node: node, field: "", place: ConfigurationPlace(path: path, line: node.line), numbers: numbers)
  }

  private init(node: YAMLNode, field: String, place: ConfigurationPlace, numbers: @escaping NumberReader) {
    self.node = node
    self.field = field
    self.place = place
    self.numbers = numbers
  }

  /// A value within this one.
  private func inner(_ node: YAMLNode, field: String, line: Int) -> YAMLValue {
    YAMLValue(
      node: node, field: field, place: ConfigurationPlace(path: place.path, line: line), numbers: numbers)
  }

  /// The error that something else was expected here.
  package func mismatch(_ expected: String) -> ConfigurationError {
    .badValue(place, field: field.isEmpty ? "the file" : field, expected: expected, was: node.summary)
  }

  /// The text as written, or `nil` for a list, a map or nothing.
  package var scalar: String? {
    guard case .scalar(let text) = node.content else { return nil }
    return text
  }

  /// Text.
  package func text(_ expected: String = "text") throws(ConfigurationError) -> String {
    guard let scalar, !scalar.isEmpty else { throw mismatch(expected) }
    return scalar
  }

  /// A whole number in a range.
  package func integer(in range: ClosedRange<Int64>) throws(ConfigurationError) -> Int64 {
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let scalar, let number = numbers(scalar, 0), range.contains(number) else {
      throw mismatch(expected)
    }
    return number
  }

  /// A decimal number in units of 10^-digits, exactly; the range is in those units.
  package func decimal(
    digits: Int, in range: ClosedRange<Int64>, _ expected: String
  ) throws(ConfigurationError) -> Int64 {
    guard let scalar, let number = numbers(scalar, digits), range.contains(number)
    else { throw mismatch(expected) }
    return number
  }

  /// `true` or `false`.
  package func boolean() throws(ConfigurationError) -> Bool {
    switch scalar {
    case "true": return true
    case "false": return false
    default: throw mismatch("true or false")
    }
  }

  /// One of a type's names.
  package func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type = Choice.self
  ) throws(ConfigurationError) -> Choice {
    guard let scalar, let choice = Choice(rawValue: scalar) else {
      throw mismatch("one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// The items of a list; a single value counts as a list of one.
  package func list(_ expected: String) throws(ConfigurationError) -> [YAMLValue] {
    switch node.content {
    case .list(let items):
      return items.map { inner($0, field: field, line: $0.line) }
    case .scalar: return [self]
    case .empty, .map: throw mismatch(expected)
    }
  }

  /// The items of a list, the fields numbered from 1: `tiers[2]`.
  package func items(_ expected: String) throws(ConfigurationError) -> [YAMLValue] {
    guard case .list(let items) = node.content else { throw mismatch(expected) }
    return items.enumerated().map { index, item in
      inner(item, field: "\(field)[\(index + 1)]", line: item.line)
    }
  }

  /// The entries of a map in file order, whatever their names.
  package func entries() throws(ConfigurationError) -> [(name: String, value: YAMLValue)] {
    guard case .map(let entries) = node.content else { throw mismatch("keys and values") }
    return entries.map { entry in
      let name = field.isEmpty ? entry.key : "\(field).\(entry.key)"
      return (entry.key, inner(entry.value, field: name, line: entry.line))
    }
  }

  /// The place of a field below this value, or of the nearest map around it that is there.
  package func place(of field: String) -> ConfigurationPlace {
    let inside = (try? entries().map(\.value)) ?? (try? items("")) ?? []
    for value in inside {
      let ends = [".", "["].contains { field.hasPrefix(value.field + $0) }
      if ends || field == value.field { return value.place(of: field) }
    }
    return place
  }
}
