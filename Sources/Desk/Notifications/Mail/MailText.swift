/// How text becomes the lines of a mail.
enum MailText {
  private static let crlf = Array("\r\n".utf8)

  /// A header with its line break. Text that is not plain printable ASCII, or too long for a line, becomes
  /// encoded words, in which a line break of the text is no line break of the mail.
  ///
  /// Source: RFC 2047, sections 2 and 4.1; a word has at most 75 characters and whole characters only.
  static func header(_ name: String, _ text: String) -> [UInt8] {
    let isPlain = text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
    if isPlain, name.utf8.count + 2 + text.utf8.count <= 76, !text.hasPrefix(" "), !text.hasSuffix(" ") {
      return Array("\(name): \(text)".utf8) + crlf
    }
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      // 42 bytes are 56 letters; with `=?utf-8?B?` and `?=` 68 characters.
      if (words.last?.count ?? 0) + bytes.count > (words.count == 1 ? 30 : 42) { words.append([]) }
      words[words.count - 1] += bytes
    }
    let encoded = words.map { "=?utf-8?B?" + Base64.text($0) + "?=" }
    return Array("\(name): ".utf8) + Array(encoded.joined(separator: "\r\n ").utf8) + crlf
  }

  /// Text as quoted-printable lines of at most 76 characters, each with its line break; every kind of line break
  /// in the text becomes CRLF.
  ///
  /// Source: RFC 2045, 6.7.
  static func quotedPrintable(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let bytes = Array(line.utf8)
      var length = 0
      for (index, byte) in bytes.enumerated() {
        let isBlank = byte == 32 || byte == 9
        let isPlain = (33...126).contains(byte) && byte != UInt8(ascii: "=")
        let piece =
          isPlain || (isBlank && index + 1 < bytes.count) ? [byte] : Array("=\(HeaderText.hex(byte))".utf8)
        if length + piece.count > 75 {
          out += Array("=\r\n".utf8)
          length = 0
        }
        out += piece
        length += piece.count
      }
      out += crlf
    }
    return out
  }

  /// The data of a mail as it goes over the wire: a dot more where a line starts with one, and the line with a
  /// dot that ends it all.
  ///
  /// Source: RFC 5321, 4.5.2.
  ///
  /// - Precondition: lines end with CRLF, the last one too.
  static func stuffed(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(data.count + 16)
    var isLineStart = true
    for byte in data {
      if isLineStart, byte == UInt8(ascii: ".") { out.append(byte) }
      out.append(byte)
      isLineStart = byte == 10
    }
    return out + Array(".\r\n".utf8)
  }
}
