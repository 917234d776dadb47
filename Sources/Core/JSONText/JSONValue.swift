/// A JSON document in memory whose objects keep the order their members were put in.
package enum JSONValue: Sendable, Hashable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int64)
  /// A whole number that may exceed `Int64`, such as a seed.
  case unsigned(UInt64)
  /// A number; infinity and NaN are written as null, which is all JSON has for them.
  case number(Double)
  /// Text, also for decimals: money, prices, quantities.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Members in order; the caller keeps names distinct.
  case object([JSONMember])
}

/// One name and value of a JSON object.
package struct JSONMember: Sendable, Hashable {
  /// The key.
  package var name: String
  /// What it holds.
  package var value: JSONValue

  /// A member.
  package init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// A count.
  package static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// A ratio: a number, or null where it has no finite value.
  package static func ratio(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  /// Counts by name, in order of name.
  package static func counts(_ values: [String: Int]) -> JSONValue {
    .object(values.sorted { $0.key < $1.key }.map { JSONMember($0.key, .count($0.value)) })
  }

  /// The value of an object's member, or `nil`.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The object with one more member at its end; anything else as it is.
  package func adding(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members + [JSONMember(name, value)])
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Text.
  package init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// A number.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// True or false.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// Null.
  package init(nilLiteral: ()) { self = .null }
  /// Values in order.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Members in the order written.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}
