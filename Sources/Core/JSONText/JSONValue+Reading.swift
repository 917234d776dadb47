/// What is wrong with a text that should be JSON, and where.
package struct JSONFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Bytes before the fault.
  package let offset: Int
  /// What was expected.
  package let expected: String

  /// `expected a value at byte 12`.
  package var description: String { "expected \(expected) at byte \(offset)" }
}

extension JSONValue {
  /// The document in a UTF-8 text, whose mark at the start is passed over.
  ///
  /// Whole numbers that fit become `integer` or `unsigned`, all others `number`. Names that occur twice are kept
  /// twice; the subscript finds the first.
  /// Source: RFC 8259.
  ///
  /// - Throws: `JSONFault` for anything else than exactly one value, or one nested deeper than 128 levels.
  package init(json bytes: [UInt8]) throws(JSONFault) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }
}

/// Reads a JSON text from front to back.
private struct JSONReader {
  private static let deepest = 128

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func fault(_ expected: String) -> JSONFault { JSONFault(offset: place, expected: expected) }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  mutating func document() throws(JSONFault) -> JSONValue {
    // The mark of UTF-8, which a text may start with.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw fault("the end") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < Self.deepest else { throw fault("fewer levels") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    guard bytes[place...].starts(with: text.utf8) else { throw fault("a value") }
    place += text.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw fault("',' or ']'") }
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    place += 1
    var members: [JSONMember] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a name") }
      let name = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("':'") }
      members.append(JSONMember(name, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw fault("',' or '}'") }
    }
  }

  private mutating func string() throws(JSONFault) -> String {
    place += 1
    var content: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw fault("UTF-8") }
        return text
      case UInt8(ascii: "\\"): content += Array(String(try escape()).utf8)
      case 0..<0x20: throw fault("no control character")
      default: content.append(byte)
      }
    }
    throw fault("the string's end")
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    guard let byte = next else { throw fault("an escape") }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try codePoint()
    default: throw fault("an escape")
    }
  }

  private mutating func codePoint() throws(JSONFault) -> Unicode.Scalar {
    let high = try hexDigits()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw fault("a surrogate pair")
    }
    let low = try hexDigits()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw fault("a surrogate pair") }
    return scalar
  }

  private mutating func hexDigits() throws(JSONFault) -> UInt32 {
    let digits = bytes[place..<min(place + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hex digits") }
    place += 4
    return value
  }

  private mutating func number() throws(JSONFault) -> JSONValue {
    let start = place
    let isNegative = take(UInt8(ascii: "-"))
    let whole = try digits("a value")
    if whole > 1, bytes[start + (isNegative ? 1 : 0)] == UInt8(ascii: "0") { throw fault("no leading zero") }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      _ = try digits("a digit")
      isWhole = false
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      _ = try digits("a digit")
      isWhole = false
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    if isWhole, let value = UInt64(text) { return .unsigned(value) }
    guard let value = Double(text), value.isFinite else { throw fault("a number that can be kept") }
    return .number(value)
  }

  private mutating func digits(_ expected: String) throws(JSONFault) -> Int {
    let start = place
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    guard place > start else { throw fault(expected) }
    return place - start
  }
}
