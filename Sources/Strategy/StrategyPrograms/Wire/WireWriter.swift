/// Writes JSON members and little-endian integers into a buffer that is used again for every message.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// Starts over, keeping the room.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func raw(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  /// `"key":number`, after what `raw` has written.
  mutating func member(_ key: StaticString, _ number: Int64) {
    raw(key)
    integer(number)
  }

  mutating func member(_ key: StaticString, _ text: String) {
    raw(key)
    string(text)
  }

  mutating func optionalMember(_ key: StaticString, _ number: Int64?) {
    if let number { member(key, number) }
  }

  mutating func integer(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }

  /// A quoted text; control characters are escaped.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let hex = Array("0123456789abcdef".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<32: bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func little<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Puts a frame's length, which is known only at its end, where it belongs.
  mutating func setLength(at offset: Int) {
    let length = UInt32(truncatingIfNeeded: bytes.count - offset - 4)
    withUnsafeBytes(of: length.littleEndian) { source in
      for (place, byte) in source.enumerated() { bytes[offset + place] = byte }
    }
  }
}
