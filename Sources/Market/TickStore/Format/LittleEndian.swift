/// Appends integers to bytes, lowest byte first.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Seven bits a byte, lowest first, the top bit set on all but the last.
  mutating func appendVariable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads integers from bytes, lowest byte first; every read says when the bytes run out.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int

  init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var remaining: Int { bytes.count - position }

  mutating func read<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(FormatFault) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw .damaged("it ends too early") }
    let value = bytes.loadUnaligned(fromByteOffset: position, as: Value.self)
    position += size
    return Value(littleEndian: value)
  }

  mutating func take(_ count: Int) throws(FormatFault) -> UnsafeRawBufferPointer {
    guard count >= 0, remaining >= count else { throw .damaged("it ends too early") }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  mutating func readVariable() throws(FormatFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte: UInt8 = try read()
      let part = UInt64(byte & 0x7F)
      guard shift < 63 || part <= 1 else { throw .damaged("a number is too long") }
      value |= part << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift <= 63 else { throw .damaged("a number is too long") }
    }
  }
}

/// Signed numbers as unsigned ones, small magnitudes first: 0, −1, 1, −2 become 0, 1, 2, 3.
enum Zigzag {
  static func encode(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }

  static func decode(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ (0 &- Int64(bitPattern: value & 1))
  }
}
