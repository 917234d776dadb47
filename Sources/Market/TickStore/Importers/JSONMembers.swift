/// Goes through the members of a JSON object without making values of them.
struct JSONMembers {
  private let bytes: ByteField
  private(set) var index: Int
  private var isFirst = true

  /// The members of the object that starts at an index.
  ///
  /// - Throws: `malformedMessage` unless one does.
  init(_ bytes: ByteField, at start: Int = 0) throws(ImportFault) {
    self.bytes = bytes
    index = start
    skipSpaces()
    try take(UInt8(ascii: "{"))
  }

  /// The next member: its name without quotes, and where its value lies; `nil` behind the object's end.
  mutating func next() throws(ImportFault) -> (name: ByteField, value: Range<Int>)? {
    skipSpaces()
    if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
      index += 1
      return nil
    }
    if !isFirst {
      try take(UInt8(ascii: ","))
      skipSpaces()
    }
    isFirst = false
    let start = index
    try skipString()
    let name = ByteField(rebasing: bytes[(start + 1)..<(index - 1)])
    skipSpaces()
    try take(UInt8(ascii: ":"))
    skipSpaces()
    let valueStart = index
    try skipValue()
    return (name, valueStart..<index)
  }

  /// Refuses anything but spaces behind the object.
  mutating func finish() throws(ImportFault) {
    skipSpaces()
    guard index == bytes.count else { throw .malformedMessage("text after its end") }
  }

  private mutating func skipSpaces() {
    while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(ImportFault) {
    guard index < bytes.count else { throw .malformedMessage("it ends too early") }
    guard bytes[index] == byte else {
      throw .malformedMessage("expected '\(Unicode.Scalar(byte))' at its character \(index + 1)")
    }
    index += 1
  }

  private mutating func skipString() throws(ImportFault) {
    try take(UInt8(ascii: "\""))
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < bytes.count else { throw .malformedMessage("it ends too early") }
    index += 1
  }

  /// Steps over a string, a number or word, or brackets and all between them.
  private mutating func skipValue() throws(ImportFault) {
    let start = index
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        try skipString()
        if depth == 0 { return }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return try checkValue(from: start) }
        depth -= 1
        index += 1
        if depth == 0 { return }
      case UInt8(ascii: ","), 32, 9:
        if depth == 0 { return try checkValue(from: start) }
        index += 1
      default: index += 1
      }
    }
    throw .malformedMessage("it ends too early")
  }

  private func checkValue(from start: Int) throws(ImportFault) {
    if index == start { throw .malformedMessage("a value is missing at its character \(index + 1)") }
  }
}
