/// Bytes as letters.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes in base64 with padding, on one line.
  ///
  /// Source: RFC 4648, section 4.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        out.append(letters[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { out.append(letters[Int(bits << UInt32(6 - count) & 63)]) }
    while !out.count.isMultiple(of: 4) { out.append(UInt8(ascii: "=")) }
    return String(decoding: out, as: UTF8.self)
  }
}
