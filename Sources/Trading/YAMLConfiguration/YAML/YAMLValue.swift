import TradingCore

/// A value of a YAML file with the field and line it stands at, read as the type that is wanted.
///
/// Every reader throws `badValue` with what was expected and what was there.
struct YAMLValue: Sendable {
  let node: YAMLNode
  /// The dotted path of keys: `commission.amount`.
  let field: String
  /// The line of its key, or its own within a list.
  let place: ConfigurationPlace

  /// The top of a file.
  init(root node: YAMLNode, path: String) {
    self.init(node: node, field: "", place: ConfigurationPlace(path: path, line: node.line))
  }

  private init(node: YAMLNode, field: String, place: ConfigurationPlace) {
    self.node = node
    self.field = field
    self.place = place
  }

  /// The error that something else was expected here.
  func mismatch(_ expected: String) -> ConfigurationError {
    .badValue(place, field: field.isEmpty ? "the file" : field, expected: expected, was: node.summary)
  }

  /// The text as written, or `nil` for a list, a map or nothing.
  var scalar: String? {
    guard case .scalar(let text) = node.content else { return nil }
    return text
  }

  /// Text.
  func text(_ expected: String = "text") throws(ConfigurationError) -> String {
    guard let scalar, !scalar.isEmpty else { throw mismatch(expected) }
    return scalar
  }

  /// A whole number in a range.
  func integer(in range: ClosedRange<Int64>) throws(ConfigurationError) -> Int64 {
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let scalar, let number = try? DecimalText.parse(scalar, digits: 0), range.contains(number) else {
      throw mismatch(expected)
    }
    return number
  }

  /// A decimal number in units of 10^-digits, exactly; the range is in those units.
  func decimal(
    digits: Int, in range: ClosedRange<Int64>, _ expected: String
  ) throws(ConfigurationError) -> Int64 {
    guard let scalar, let number = try? DecimalText.parse(scalar, digits: digits), range.contains(number)
    else { throw mismatch(expected) }
    return number
  }

  /// `true` or `false`.
  func boolean() throws(ConfigurationError) -> Bool {
    switch scalar {
    case "true": return true
    case "false": return false
    default: throw mismatch("true or false")
    }
  }

  /// One of a type's names.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type = Choice.self
  ) throws(ConfigurationError) -> Choice {
    guard let scalar, let choice = Choice(rawValue: scalar) else {
      throw mismatch("one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// A price distance with its unit.
  func distance() throws(ConfigurationError) -> PriceDistance {
    guard let scalar, let distance = PriceDistance(scalar) else {
      throw mismatch("a distance such as '0.2 pip' or '2 points'")
    }
    return distance
  }

  /// A currency code.
  func currency() throws(ConfigurationError) -> Currency {
    guard let scalar, let currency = Currency(code: scalar) else {
      throw mismatch("a currency code such as USD")
    }
    return currency
  }

  /// An amount of money with its currency.
  func amount() throws(ConfigurationError) -> (money: Money, currency: Currency) {
    let parts = (scalar ?? "").split(separator: " ")
    guard parts.count == 2, let currency = Currency(code: String(parts[1])),
      let units = try? DecimalText.parse(parts[0], digits: currency.moneyDigits)
    else { throw mismatch("an amount with its currency such as '3.50 USD'") }
    return (Money(units: units), currency)
  }

  /// An instant, with its zone.
  func timestamp() throws(ConfigurationError) -> Timestamp {
    guard let scalar, let time = try? Timestamp(iso8601: scalar) else {
      throw mismatch("a time with its zone such as '2024-03-01T00:00:00Z'")
    }
    return time
  }

  /// The items of a list; a single value counts as a list of one.
  func list(_ expected: String) throws(ConfigurationError) -> [YAMLValue] {
    switch node.content {
    case .list(let items):
      return items.map { item in
        YAMLValue(
          node: item, field: field, place: ConfigurationPlace(path: place.path, line: item.line))
      }
    case .scalar: return [self]
    case .empty, .map: throw mismatch(expected)
    }
  }

  /// The items of a list, the fields numbered from 1: `tiers[2]`.
  func items(_ expected: String) throws(ConfigurationError) -> [YAMLValue] {
    guard case .list(let items) = node.content else { throw mismatch(expected) }
    return items.enumerated().map { index, item in
      YAMLValue(
        node: item, field: "\(field)[\(index + 1)]",
        place: ConfigurationPlace(path: place.path, line: item.line))
    }
  }

  /// The entries of a map in file order, whatever their names.
  func entries() throws(ConfigurationError) -> [(name: String, value: YAMLValue)] {
    guard case .map(let entries) = node.content else { throw mismatch("keys and values") }
    return entries.map { entry in
      let name = field.isEmpty ? entry.key : "\(field).\(entry.key)"
      return (
        entry.key,
        YAMLValue(
          node: entry.value, field: name, place: ConfigurationPlace(path: place.path, line: entry.line))
      )
    }
  }

  /// The place of a field below this value, or of the nearest map around it that is there.
  func place(of field: String) -> ConfigurationPlace {
    let inside = (try? entries().map(\.value)) ?? (try? items("")) ?? []
    for value in inside {
      let ends = [".", "["].contains { field.hasPrefix(value.field + $0) }
      if ends || field == value.field { return value.place(of: field) }
    }
    return place
  }
}
