/// Text that goes into a header.
enum HeaderText {
  /// Letters, digits, `_`, `-` and `.` as they are, anything else as `%` and its UTF-8 bytes in hex: safe in every
  /// header and different for different texts.
  static func token(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + hex(byte)
      }
    }
    return result
  }

  /// A byte as two upper-case digits.
  static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
