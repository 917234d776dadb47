// Coding paths are not kept: errors get theirs on the way out.

/// The decoder of one value.
struct SlotDecoder: Decoder {
  let value: StateValue
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedReader(try KeyedEntries(value)))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try UnkeyedReader(value) }
  func singleValueContainer() -> any SingleValueDecodingContainer { SingleValueReader(value: value) }
}

/// The values of a keyed container. They are mostly asked for in the order they were written in.
final class KeyedEntries {
  let value: StateValue
  let entries: [(key: Int, part: StatePart)]
  /// The value found last: optional values are looked for, looked at and read.
  private var last = 0

  init(_ value: StateValue) throws(StateCodingError) {
    self.value = value
    entries = try value.entries()
  }

  func name(_ index: Int) -> String { value.state.names[entries[index].key] }

  func find(_ name: String) -> StateValue? {
    for step in entries.indices {
      let index = last + step < entries.count ? last + step : last + step - entries.count
      if self.name(index) == name {
        last = index
        return value.inside(entries[index].part)
      }
    }
    return nil
  }
}

struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let entries: KeyedEntries

  init(_ entries: KeyedEntries) { self.entries = entries }

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { entries.entries.indices.compactMap { Key(stringValue: entries.name($0)) } }

  func contains(_ key: Key) -> Bool { entries.find(key.stringValue) != nil }

  private func read<T>(_ key: any CodingKey, _ body: (StateValue) throws -> T) throws -> T {
    let name = key.stringValue
    guard let value = entries.find(name) else { throw StateCodingError.missing(path: name) }
    do { return try body(value) } catch { throw StateCodingError(error).inside(name) }
  }

  func decodeNil(forKey key: Key) throws -> Bool { try read(key) { $0.isNil } }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try read(key) { try $0.bool() } }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try read(key) { try $0.string() } }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try read(key) { try $0.double() } }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try read(key) { try $0.float() } }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(key) }
  private func integer<Number: FixedWidthInteger>(_ key: Key) throws -> Number {
    try read(key) { try $0.integer() }
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try read(key) { try $0.decode(type) }
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try read(key) { KeyedDecodingContainer(KeyedReader<NestedKey>(try KeyedEntries($0))) }
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try read(key) { try UnkeyedReader($0) }
  }
  func superDecoder() throws -> any Decoder {
    guard let value = entries.find("super") else { throw StateCodingError.missing(path: "super") }
    return SlotDecoder(value: value)
  }
  func superDecoder(forKey key: Key) throws -> any Decoder { try read(key) { SlotDecoder(value: $0) } }
}

struct UnkeyedReader: UnkeyedDecodingContainer {
  private let value: StateValue
  private let parts: [StatePart]
  private(set) var currentIndex = 0

  init(_ value: StateValue) throws(StateCodingError) {
    self.value = value
    parts = try value.elements()
  }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { parts.count }
  var isAtEnd: Bool { currentIndex >= parts.count }

  private mutating func read<T>(_ body: (StateValue) throws -> T) throws -> T {
    guard !isAtEnd else { throw StateCodingError.missing(path: "\(currentIndex)") }
    do {
      let result = try body(value.inside(parts[currentIndex]))
      currentIndex += 1
      return result
    } catch { throw StateCodingError(error).inside("\(currentIndex)") }
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd else { throw StateCodingError.missing(path: "\(currentIndex)") }
    guard value.inside(parts[currentIndex]).isNil else { return false }
    currentIndex += 1
    return true
  }
  mutating func decode(_ type: Bool.Type) throws -> Bool { try read { try $0.bool() } }
  mutating func decode(_ type: String.Type) throws -> String { try read { try $0.string() } }
  mutating func decode(_ type: Double.Type) throws -> Double { try read { try $0.double() } }
  mutating func decode(_ type: Float.Type) throws -> Float { try read { try $0.float() } }
  mutating func decode(_ type: Int.Type) throws -> Int { try integer() }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer() }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer() }
  private mutating func integer<Number: FixedWidthInteger>() throws -> Number {
    try read { try $0.integer() }
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try read { try $0.decode(type) } }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try read { KeyedDecodingContainer(KeyedReader<NestedKey>(try KeyedEntries($0))) }
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try read { try UnkeyedReader($0) }
  }
  mutating func superDecoder() throws -> any Decoder { try read { SlotDecoder(value: $0) } }
}

struct SingleValueReader: SingleValueDecodingContainer {
  let value: StateValue
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { value.isNil }
  func decode(_ type: Bool.Type) throws -> Bool { try value.bool() }
  func decode(_ type: String.Type) throws -> String { try value.string() }
  func decode(_ type: Double.Type) throws -> Double { try value.double() }
  func decode(_ type: Float.Type) throws -> Float { try value.float() }
  func decode(_ type: Int.Type) throws -> Int { try value.integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try value.integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try value.integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try value.integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try value.integer() }
  func decode(_ type: Int128.Type) throws -> Int128 { try value.integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try value.integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try value.integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try value.integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try value.integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try value.integer() }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try value.integer() }
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    // The same value again: deeper, so that a type that decodes itself for ever comes to an end.
    try StateValue(state: value.state, part: value.part, depth: value.depth + 1).decode(type)
  }
}
