/// A value of a state, with the ways to read it.
struct StateValue {
  let state: StateBytes
  let part: StatePart
  let depth: Int

  private func unexpected(_ expected: String) -> StateCodingError {
    .unexpected(path: "", expected: expected)
  }

  private var cursor: StateCursor { StateCursor(bytes: state.bytes, offset: part.start, end: part.end) }

  var isNil: Bool { part.tag == .null }

  func bool() throws(StateCodingError) -> Bool {
    switch part.tag {
    case .yes: true
    case .no: false
    default: throw unexpected("a Boolean")
    }
  }

  func string() throws(StateCodingError) -> String {
    guard part.tag == .string else { throw unexpected("a text") }
    guard let text = String(validating: state.bytes[part.start..<part.end], as: UTF8.self) else {
      throw .damaged(byte: part.start)
    }
    return text
  }

  func double() throws(StateCodingError) -> Double {
    guard part.tag == .double else { throw unexpected("a floating point number") }
    return Double(bitPattern: fixed(at: part.start))
  }

  func float() throws(StateCodingError) -> Float {
    guard part.tag == .float else { throw unexpected("a floating point number") }
    return Float(bitPattern: fixed(at: part.start))
  }

  /// The bytes of a number, of which there are enough.
  private func fixed<Number: FixedWidthInteger>(at offset: Int) -> Number {
    var number: Number = 0
    for index in 0..<Number.bitWidth / 8 {
      number |= Number(truncatingIfNeeded: state.bytes[offset + index]) << (8 * index)
    }
    return number
  }

  /// An integer that fits the type, however wide it was when it was written.
  func integer<Number: FixedWidthInteger>() throws(StateCodingError) -> Number {
    var cursor = cursor
    let number: Number?
    switch part.tag {
    case .signed: number = Number(exactly: StateFormat.unzigzag(try cursor.varint(UInt64.self)))
    case .unsigned: number = Number(exactly: try cursor.varint(UInt64.self))
    case .signed128: number = Number(exactly: StateFormat.unzigzag(try cursor.varint(UInt128.self)))
    case .unsigned128: number = Number(exactly: try cursor.varint(UInt128.self))
    case .byte: number = Number(exactly: state.bytes[part.start])
    default: number = nil
    }
    guard let number else { throw unexpected("an integer that fits") }
    return number
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    switch part.tag {
    case .doubles:
      if type == [Double].self, let values = doubles() as? T { return values }
    case .bytes:
      if type == [UInt8].self, let values = Array(state.bytes[part.start..<part.end]) as? T { return values }
    case .integers:
      if type == [Int64].self, let values = try integers() as? T { return values }
    default: break
    }
    guard depth < StateFormat.depthLimit else { throw StateCodingError.tooDeep }
    return try T(from: SlotDecoder(value: self))
  }

  private func doubles() -> [Double] {
    stride(from: part.start, to: part.end, by: 8).map { Double(bitPattern: fixed(at: $0)) }
  }

  private func integers() throws(StateCodingError) -> [Int64] {
    var cursor = cursor
    let count = try cursor.number()
    var values: [Int64] = []
    values.reserveCapacity(min(count, part.end - part.start))
    for _ in 0..<count { values.append(StateFormat.unzigzag(try cursor.varint(UInt64.self))) }
    guard cursor.isAtEnd else { throw .damaged(byte: cursor.offset) }
    return values
  }

  /// The values of a keyed container with the numbers of their keys.
  func entries() throws(StateCodingError) -> [(key: Int, part: StatePart)] {
    guard part.tag == .keyed else { throw unexpected("a value with keys") }
    var cursor = cursor
    var entries: [(key: Int, part: StatePart)] = []
    while !cursor.isAtEnd {
      let start = cursor.offset
      let key = try cursor.number()
      guard key < state.names.count else { throw .damaged(byte: start) }
      entries.append((key, try cursor.value()))
    }
    return entries
  }

  /// The values of an array, however it was written.
  func elements() throws(StateCodingError) -> [StatePart] {
    var cursor = cursor
    var parts: [StatePart] = []
    switch part.tag {
    case .unkeyed:
      for _ in 0..<(try cursor.number()) { parts.append(try cursor.value()) }
      guard cursor.isAtEnd else { throw .damaged(byte: cursor.offset) }
    case .bytes:
      for offset in part.start..<part.end {
        parts.append(StatePart(tag: .byte, start: offset, end: offset + 1))
      }
    case .doubles:
      for offset in stride(from: part.start, to: part.end, by: 8) {
        parts.append(StatePart(tag: .double, start: offset, end: offset + 8))
      }
    case .integers:
      for _ in 0..<(try cursor.number()) {
        let start = cursor.offset
        _ = try cursor.varint(UInt64.self)
        parts.append(StatePart(tag: .signed, start: start, end: cursor.offset))
      }
      guard cursor.isAtEnd else { throw .damaged(byte: cursor.offset) }
    default: throw unexpected("an array")
    }
    return parts
  }

  func inside(_ part: StatePart) -> StateValue {
    StateValue(state: state, part: part, depth: depth + 1)
  }
}
