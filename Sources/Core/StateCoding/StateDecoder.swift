/// Reads what `StateEncoder` has written. Bytes that are damaged are an error, whatever they are.
package enum StateDecoder {
  /// The value that the bytes are of.
  ///
  /// - Throws: `StateCodingError` when the bytes are damaged or of another type.
  package static func decode<T: Decodable>(
    _ type: T.Type = T.self, from bytes: [UInt8]
  ) throws(StateCodingError) -> T {
    let value = try root(of: bytes)
    do { return try value.decode(type) } catch { throw StateCodingError(error) }
  }

  /// What `body` makes of the decoder it is given, as a type's `init(from:)` does.
  ///
  /// - Throws: `StateCodingError`, also for whatever `body` throws.
  package static func decode<T>(
    from bytes: [UInt8], with body: (any Decoder) throws -> T
  ) throws(StateCodingError) -> T {
    let value = try root(of: bytes)
    do { return try body(SlotDecoder(value: value)) } catch { throw StateCodingError(error) }
  }

  private static func root(of bytes: [UInt8]) throws(StateCodingError) -> StateValue {
    guard bytes.starts(with: StateFormat.magic), bytes.count > StateFormat.magic.count else {
      throw .notAState
    }
    let version = bytes[StateFormat.magic.count]
    guard version == StateFormat.version else { throw .unknownVersion(version) }
    var cursor = StateCursor(bytes: bytes, offset: StateFormat.magic.count + 1, end: bytes.count)
    var names: [String] = []
    for _ in 0..<(try cursor.number()) {
      let range = try cursor.range(of: try cursor.number())
      guard let name = String(validating: bytes[range], as: UTF8.self) else {
        throw .damaged(byte: range.lowerBound)
      }
      names.append(name)
    }
    let part = try cursor.value()
    guard cursor.isAtEnd else { throw .damaged(byte: cursor.offset) }
    return StateValue(state: StateBytes(bytes: bytes, names: names), part: part, depth: 0)
  }
}

/// A state being read.
final class StateBytes {
  let bytes: [UInt8]
  let names: [String]

  init(bytes: [UInt8], names: [String]) {
    self.bytes = bytes
    self.names = names
  }
}

/// Where a value's payload is.
struct StatePart {
  let tag: StateFormat.Tag
  let start: Int
  let end: Int
}

/// Reads numbers and values one after the other, never beyond the end.
struct StateCursor {
  let bytes: [UInt8]
  private(set) var offset: Int
  let end: Int

  /// A cursor over a part, whose end lies within the bytes.
  init(bytes: [UInt8], offset: Int, end: Int) {
    self.bytes = bytes
    self.offset = offset
    self.end = end
  }

  var isAtEnd: Bool { offset == end }

  /// A count, which can't be more than the bytes there are.
  mutating func number() throws(StateCodingError) -> Int {
    let start = offset
    guard let number = Int(exactly: try varint(UInt64.self)), number <= end else {
      throw .damaged(byte: start)
    }
    return number
  }

  mutating func varint<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(StateCodingError) -> Number {
    var result: Number = 0
    var shift = 0
    while offset < end {
      let byte = bytes[offset]
      let bits = Number(byte & 0x7F)
      guard shift < Number.bitWidth, (bits << shift) >> shift == bits else { break }
      result |= bits << shift
      offset += 1
      if byte < 0x80 { return result }
      shift += 7
    }
    throw .damaged(byte: offset)
  }

  /// The range of so many bytes, which are passed.
  mutating func range(of count: Int) throws(StateCodingError) -> Range<Int> {
    guard count <= end - offset else { throw .damaged(byte: offset) }
    defer { offset += count }
    return offset..<offset + count
  }

  private mutating func part(_ tag: StateFormat.Tag, _ count: Int) throws(StateCodingError) -> StatePart {
    let range = try range(of: count)
    return StatePart(tag: tag, start: range.lowerBound, end: range.upperBound)
  }

  /// The value at hand, which is passed.
  mutating func value() throws(StateCodingError) -> StatePart {
    guard offset < end, let tag = StateFormat.Tag(rawValue: bytes[offset]), tag != .byte else {
      throw .damaged(byte: offset)
    }
    offset += 1
    switch tag {
    case .null, .no, .yes: return try part(tag, 0)
    case .signed, .unsigned, .signed128, .unsigned128: return try part(tag, varintSize())
    case .double: return try part(tag, 8)
    case .float: return try part(tag, 4)
    case .string, .keyed, .unkeyed, .bytes, .integers: return try part(tag, try number())
    case .doubles:
      let count = try number()
      guard count % 8 == 0 else { throw .damaged(byte: offset) }
      return try part(tag, count)
    case .byte: throw .damaged(byte: offset)
    }
  }

  private func varintSize() throws(StateCodingError) -> Int {
    var last = offset
    while last < end {
      if bytes[last] < 0x80 { return last + 1 - offset }
      last += 1
    }
    throw .damaged(byte: offset)
  }
}
