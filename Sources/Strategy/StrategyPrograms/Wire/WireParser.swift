/// Reads JSON as RFC 8259 has it; written here so that a backtest starts without Foundation.
struct WireParser {
  private static let depthLimit = 16

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// The one document in the bytes; the mark of UTF-8 that a program's output may start with is passed over.
  static func parse(_ bytes: ArraySlice<UInt8>) throws(WireFault) -> WireValue {
    var parser = WireParser(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == bytes.endIndex else { throw parser.fault("something after the document's end") }
    return value
  }

  private var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  private func fault(_ what: String) -> WireFault {
    WireFault("no JSON, \(what) at byte \(index - bytes.startIndex + 1): '\(WireFault.excerpt(bytes))'")
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(WireFault) -> WireValue {
    guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit)") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some: return try number()
    case nil: throw fault("it ends too early")
    }
  }

  private mutating func word(_ text: String, _ value: WireValue) throws(WireFault) -> WireValue {
    guard bytes[index...].starts(with: text.utf8) else { throw fault("an unknown word") }
    index += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(WireFault) -> WireValue {
    index += 1
    var members: [String: WireValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("expected a quoted key") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("expected a colon") }
      guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
        throw fault("a key given twice")
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw fault("expected a comma or }") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(WireFault) -> WireValue {
    index += 1
    var values: [WireValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(values) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw fault("expected a comma or ]") }
    return .array(values)
  }

  private mutating func number() throws(WireFault) -> WireValue {
    let start = index
    var isWhole = true
    while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isWhole = false
      default: return try number(from: start, isWhole: isWhole)
      }
      index += 1
    }
    return try number(from: start, isWhole: isWhole)
  }

  private func number(from start: Int, isWhole: Bool) throws(WireFault) -> WireValue {
    let digits = bytes[start..<index]
    let magnitude = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
    guard let first = magnitude.first, (48...57).contains(first),
      first != 48 || magnitude.count == 1 || !(48...57).contains(magnitude[magnitude.startIndex + 1])
    else { throw fault("no value") }
    // Swift reads `1.` and `1.e5`, too.
    let point = magnitude.firstIndex(of: UInt8(ascii: "."))
    if let point, !magnitude[(point + 1)...].prefix(1).contains(where: { (48...57).contains($0) }) {
      throw fault("no number")
    }
    let text = String(decoding: digits, as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard Double(text) != nil else { throw fault("no number") }
    return .fraction(text)
  }

  private mutating func string() throws(WireFault) -> String {
    index += 1
    let start = index
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 32 { index += 1 }
    var text = Array(bytes[start..<index])
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 32 else { throw fault("a control character in a text") }
      index += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    guard take(UInt8(ascii: "\"")) else { throw fault("a text without end") }
    guard let string = String(validating: text, as: UTF8.self) else { throw fault("a text that is no UTF-8") }
    return string
  }

  private mutating func escape(into text: inout [UInt8]) throws(WireFault) {
    guard let byte = next else { throw fault("a text without end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"): text += Array(String(try scalar()).utf8)
    default: throw fault("an unknown escape")
    }
  }

  /// The character after `\u`, from two escapes where it takes a surrogate pair.
  private mutating func scalar() throws(WireFault) -> Unicode.Scalar {
    var code = try fourHexDigits()
    if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let low = try fourHexDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw fault("half a character") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("half a character") }
    return scalar
  }

  private mutating func fourHexDigits() throws(WireFault) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("an unknown escape") }
    index += 4
    return code
  }
}
