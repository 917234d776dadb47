/// A collection whose order is another one in every process. It is saved in the order of its keys or elements, so that
/// the same state has the same bytes everywhere.
protocol HashOrdered {
  /// Encodes itself in order, otherwise as the standard library does.
  func encodeInOrder(to encoder: any Encoder) throws
}

extension Dictionary: HashOrdered where Key: Encodable, Value: Encodable {
  func encodeInOrder(to encoder: any Encoder) throws {
    if let name = Self.name {
      var values = encoder.container(keyedBy: NameKey.self)
      let named = map { (name: name($0.key), value: $0.value) }
      for entry in named.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
        try values.encode(entry.value, forKey: NameKey(stringValue: entry.name))
      }
      return
    }
    var values = encoder.unkeyedContainer()
    let entries = try map { (bytes: try StateEncoder.encode($0.key), entry: $0) }
    for (_, entry) in entries.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      try values.encode(entry.key)
      try values.encode(entry.value)
    }
  }

  /// The name that a key is stored under; `nil` for keys that stand before their values.
  ///
  /// Source: `Dictionary.encode(to:)` of the standard library, Codable.swift.
  private static var name: ((Key) -> String)? {
    if Key.self == String.self { return { $0 as? String ?? "" } }
    if Key.self == Int.self { return { ($0 as? Int).map(String.init) ?? "" } }
    guard Key.self is any CodingKeyRepresentable.Type else { return nil }
    return { ($0 as? any CodingKeyRepresentable)?.codingKey.stringValue ?? "" }
  }
}

extension Set: HashOrdered where Element: Encodable {
  func encodeInOrder(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    let elements = try map { (bytes: try StateEncoder.encode($0), element: $0) }
    for (_, element) in elements.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      try values.encode(element)
    }
  }
}

private struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
