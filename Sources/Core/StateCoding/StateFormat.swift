/// The bytes of a saved state.
///
/// `SWS`, a byte with the version, the number of keys, every key once (length and UTF-8), one value. A value is
/// a byte that says what it is, and its payload. Numbers of bytes and elements are variable-length (7 bits a
/// byte, the lowest first); what is signed is zigzag first; floating point is its bit pattern, little-endian.
enum StateFormat {
  static let magic: [UInt8] = Array("SWS".utf8)
  static let version: UInt8 = 1
  /// Values may lie within each other so deep, so that no bytes can exhaust the stack.
  static let depthLimit = 200

  /// What a value is.
  enum Tag: UInt8 {
    case null = 0
    case no = 1
    case yes = 2
    /// Signed and unsigned integers of up to 64 bits.
    case signed = 3
    case unsigned = 4
    case double = 5
    case float = 6
    case string = 7
    case signed128 = 8
    case unsigned128 = 9
    /// Number of bytes, then pairs of a key's number and a value.
    case keyed = 10
    /// Number of bytes, number of values, values.
    case unkeyed = 11
    /// An array of bytes: their number, themselves.
    case bytes = 12
    /// An array of floating point numbers: number of bytes, themselves.
    case doubles = 13
    /// An array of signed integers: number of bytes, number of integers, themselves.
    case integers = 14
    /// One element of an array of bytes; never written.
    case byte = 255
  }

  static func append<Number: FixedWidthInteger & UnsignedInteger>(
    _ number: Number, to bytes: inout [UInt8]
  ) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// How many bytes a number takes.
  static func size(of number: Int) -> Int { max(1, (Int.bitWidth - number.leadingZeroBitCount + 6) / 7) }

  static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
  static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
  static func zigzag(_ value: Int128) -> UInt128 { UInt128(bitPattern: value << 1 ^ value >> 127) }
  static func unzigzag(_ value: UInt128) -> Int128 {
    Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
  }
}
