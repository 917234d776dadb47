/// A JSON document that a strategy program sent.
enum WireValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  /// A number with a fraction or an exponent, as it was written: nothing in the protocol takes one.
  case fraction(String)
  case string(String)
  case array([WireValue])
  /// Members by name; a name given twice is refused on reading.
  case object([String: WireValue])

  /// What it is, for messages.
  var kindText: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .integer(let value): "\(value)"
    case .fraction(let text): text
    case .string(let text): "'\(WireFault.excerpt(Array(text.utf8)))'"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// What is wrong with something a strategy program sent, as a sentence.
struct WireFault: Error, Sendable, Hashable {
  let problem: String

  init(_ problem: String) { self.problem = problem }

  /// The start of what was sent, safe to print.
  static func excerpt(_ bytes: some Collection<UInt8>, limit: Int = 60) -> String {
    let start = bytes.prefix(limit).map { (32..<127).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: start, as: UTF8.self) + (bytes.count > limit ? "…" : "")
  }
}

/// Reads the members of an object one by one; those nobody asked for are a fault, so that no typing error
/// is passed over.
struct WireObject {
  private let name: String
  private var members: [String: WireValue]

  /// The object's members.
  ///
  /// `name`: what it is, for messages.
  init(_ value: WireValue, _ name: String) throws(WireFault) {
    guard case .object(let members) = value else {
      throw WireFault("expected an object for \(name), was \(value.kindText)")
    }
    self.name = name
    self.members = members
  }

  /// A member, which counts as read.
  mutating func take(_ key: String) -> WireValue? {
    guard let value = members.removeValue(forKey: key), value != .null else { return nil }
    return value
  }

  mutating func required(_ key: String) throws(WireFault) -> WireValue {
    guard let value = take(key) else { throw WireFault("\(name) has no '\(key)'") }
    return value
  }

  mutating func text(_ key: String) throws(WireFault) -> String {
    let value = try required(key)
    guard case .string(let text) = value else { throw expected("a text", key, value) }
    return text
  }

  mutating func text(_ key: String, default other: String) throws(WireFault) -> String {
    guard let value = take(key) else { return other }
    guard case .string(let text) = value else { throw expected("a text", key, value) }
    return text
  }

  mutating func flag(_ key: String, default other: Bool) throws(WireFault) -> Bool {
    guard let value = take(key) else { return other }
    guard case .boolean(let flag) = value else { throw expected("true or false", key, value) }
    return flag
  }

  mutating func list(_ key: String) throws(WireFault) -> [WireValue] {
    guard let value = take(key) else { return [] }
    guard case .array(let values) = value else { throw expected("a list", key, value) }
    return values
  }

  /// A whole number within ±2^53, which every language reads exactly; times may be larger.
  mutating func optionalInteger(
    _ key: String, limit: Int64 = 1 << 53
  ) throws(WireFault) -> Int64? {
    guard let value = take(key) else { return nil }
    guard case .integer(let number) = value else { throw expected("a whole number", key, value) }
    guard number > -limit, number < limit else {
      throw WireFault("\(name): '\(key)' is too large: \(number)")
    }
    return number
  }

  mutating func integer(_ key: String) throws(WireFault) -> Int64 {
    guard let number = try optionalInteger(key) else { throw WireFault("\(name) has no '\(key)'") }
    return number
  }

  /// A member that must be one of these words.
  mutating func choice<Value>(
    _ key: String, _ words: KeyValuePairs<String, Value>, default other: Value? = nil
  ) throws(WireFault) -> Value {
    if let other, members[key] == nil { return other }
    let text = try text(key)
    guard let match = words.first(where: { $0.key == text }) else {
      throw WireFault(
        "\(name): '\(key)' must be one of \(words.map(\.key).joined(separator: ", ")), was '\(text)'")
    }
    return match.value
  }

  /// Ends the reading.
  func finish() throws(WireFault) {
    if let key = members.keys.min() { throw WireFault("\(name): there is no key '\(key)'") }
  }

  private func expected(_ what: String, _ key: String, _ value: WireValue) -> WireFault {
    WireFault("\(name): expected \(what) for '\(key)', was \(value.kindText)")
  }
}
