import YAMLText

/// A line of iCalendar, unfolded: a property, its parameters and its value.
struct ContentLine: Sendable {
  /// Where it starts.
  var line: Int
  /// In capitals.
  var name: String
  /// By their names in capitals.
  var parameters: [String: String]
  /// As it stands, its escapes included.
  var value: String

  /// The value as text: `\n` is a line break, and `\,`, `\;` and `\\` are what they escape.
  var text: String { Self.unescaped(value[...]) }

  /// The texts of a list, parted by commas that are not escaped.
  var texts: [String] {
    var parts: [String] = []
    var start = value.startIndex
    var isEscaped = false
    for index in value.indices {
      if isEscaped {
        isEscaped = false
      } else if value[index] == "\\" {
        isEscaped = true
      } else if value[index] == "," {
        parts.append(Self.unescaped(value[start..<index]))
        start = value.index(after: index)
      }
    }
    return parts + [Self.unescaped(value[start...])]
  }

  private static func unescaped(_ value: Substring) -> String {
    var text = ""
    var isEscaped = false
    for character in value {
      if isEscaped {
        text.append(character == "n" || character == "N" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
    return text
  }
}

/// The lines of a text of iCalendar (RFC 5545, 3.1), unfolded; they end in CRLF, or in LF alone.
struct ContentLines {
  private let bytes: [UInt8]
  private let path: String
  private var index = 0
  private var line = 0

  private static let lineFeed = UInt8(ascii: "\n")

  /// The lines of a text that stands at the path.
  init(_ text: String, path: String) {
    bytes = Array(text.utf8)
    self.path = path
  }

  /// The next line; `nil` at the end.
  ///
  /// - Throws: `malformed` for a line that is no property.
  mutating func next() throws(ConfigurationError) -> ContentLine? {
    while index < bytes.count {
      var unfolded = physicalLine()
      let first = line
      while index < bytes.count, Self.isBlank(bytes[index]) { unfolded += physicalLine().dropFirst() }
      if unfolded.isEmpty { continue }
      return try property(unfolded, line: first)
    }
    return nil
  }

  private mutating func physicalLine() -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, bytes[index] != Self.lineFeed { index += 1 }
    var end = index
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    index = min(index + 1, bytes.count)
    line += 1
    return bytes[start..<end]
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  // MARK: Properties

  private func property(_ bytes: ArraySlice<UInt8>, line: Int) throws(ConfigurationError) -> ContentLine {
    let parts = Self.parts(bytes)
    guard let parts, let name = Self.name(parts.head.first ?? []) else {
      throw malformed(bytes, line)
    }
    var parameters: [String: String] = [:]
    for part in parts.head.dropFirst() {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")), let key = Self.name(part[..<equals]) else {
        throw malformed(bytes, line)
      }
      var value = part[(equals + 1)...]
      if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
        value = value.dropFirst().dropLast()
      }
      parameters[key] = String(decoding: value, as: UTF8.self)
    }
    return ContentLine(
      line: line, name: name, parameters: parameters, value: String(decoding: parts.value, as: UTF8.self))
  }

  /// What stands before the first colon that is not in quotes, parted at its semicolons, and what after it.
  private static func parts(
    _ bytes: ArraySlice<UInt8>
  ) -> (head: [ArraySlice<UInt8>], value: ArraySlice<UInt8>)? {
    var head: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var isQuoted = false
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ";") where !isQuoted:
        head.append(bytes[start..<index])
        start = index + 1
      case UInt8(ascii: ":") where !isQuoted:
        head.append(bytes[start..<index])
        return (head, bytes[(index + 1)...])
      default: break
      }
    }
    return nil
  }

  /// A name in capitals; `nil` for what is none: letters, digits and hyphens.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty else { return nil }
    var name = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): name.unicodeScalars.append(Unicode.Scalar(byte - 32))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: return nil
      }
    }
    return name
  }

  private func malformed(_ bytes: ArraySlice<UInt8>, _ line: Int) -> ConfigurationError {
    let text = CalendarText.quoted(String(decoding: bytes.prefix(200), as: UTF8.self))
    return .malformed(
      ConfigurationPlace(path: path, line: line), problem: "\(text) is no line of iCalendar",
      remedy: "expected NAME:VALUE; a line that goes on starts with a blank")
  }
}
