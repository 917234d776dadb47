/// Settings that came later than the form they are stored in or the identity they are part of.
///
/// While such a setting has its default it is not written and prints no line: recipes of before stay readable, new ones
/// readable for programs of before, and no bot becomes another one by an upgrade.
package enum NewerSetting {
  /// The identity's line for a setting; none while it has its default.
  package static func line<Value: Equatable>(_ key: String, _ value: Value, default: Value) -> [String] {
    line(key, value, isDefault: value == `default`)
  }

  /// The same for a setting with several values that mean the same as its default.
  package static func line(_ key: String, _ value: some Any, isDefault: Bool) -> [String] {
    isDefault ? [] : ["\(key)=\(value)"]
  }
}

extension KeyedDecodingContainer {
  /// Reads a newer setting: what held before there was one, where it is missing.
  ///
  /// - Throws: what the decoder throws for another value than expected.
  package func decodeNewer<Value: Decodable>(_ key: Key, default: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? `default`
  }
}

extension KeyedEncodingContainer {
  /// Writes a newer setting unless it has its default.
  ///
  /// - Throws: what the encoder throws.
  package mutating func encodeNewer<Value: Encodable & Equatable>(
    _ value: Value, forKey key: Key, default: Value
  ) throws {
    if value != `default` { try encode(value, forKey: key) }
  }
}
