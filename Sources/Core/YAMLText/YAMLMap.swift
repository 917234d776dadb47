/// The keys a map of a YAML file may have, spelled as in the file.
package typealias YAMLKey = CaseIterable & Hashable & RawRepresentable<String> & Sendable

/// A map of a YAML file whose keys are known: unknown and repeated ones were refused when it was made, so that
/// a misspelled key is named rather than the one that is then missing.
package struct YAMLMap<Key: YAMLKey>: Sendable {
  /// Where the map starts.
  package let place: ConfigurationPlace
  /// The dotted path of keys to it; empty at the top.
  package let field: String
  private let values: [Key: YAMLValue]

  /// The map of a value.
  ///
  /// - Throws: `badValue` when it is no map, `unknownKey`.
  package init(_ value: YAMLValue, keys: Key.Type = Key.self) throws(ConfigurationError) {
    place = value.place
    field = value.field
    var values: [Key: YAMLValue] = [:]
    for entry in try value.entries() {
      guard let key = Key(rawValue: entry.name) else {
        throw Self.unknown(entry.name, at: entry.value.place, allowed: Key.allCases.map(\.rawValue))
      }
      values[key] = entry.value
    }
    self.values = values
  }

  /// The keys that are there, in no order.
  package var keys: some Collection<Key> { values.keys }

  /// The value of a key, or `nil` when the key is not there.
  package func optional(_ key: Key) -> YAMLValue? { values[key] }

  /// The value of a key.
  ///
  /// - Throws: `missingKey`, with a line that could be added.
  package func required(_ key: Key, example: String) throws(ConfigurationError) -> YAMLValue {
    guard let value = values[key] else {
      throw .missingKey(
        ConfigurationPlace(path: place.path, line: field.isEmpty ? nil : place.line),
        key: field.isEmpty ? key.rawValue : "\(field).\(key.rawValue)",
        example: "\(key.rawValue): \(example)")
    }
    return value
  }

  /// Refuses every key but these, for maps whose keys depend on one of them.
  ///
  /// - Throws: `unknownKey`.
  package func allowOnly(_ allowed: [Key]) throws(ConfigurationError) {
    let extra = values.filter { !allowed.contains($0.key) }
    guard let first = extra.min(by: { $0.value.place.line ?? 0 < $1.value.place.line ?? 0 }) else { return }
    throw .unknownKey(
      first.value.place, key: first.key.rawValue, nearest: nil, allowed: allowed.map(\.rawValue))
  }

  private static func unknown(
    _ key: String, at place: ConfigurationPlace, allowed: [String]
  ) -> ConfigurationError {
    .unknownKey(place, key: key, nearest: nearestMatch(to: key, among: allowed), allowed: allowed)
  }
}
