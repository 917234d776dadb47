import JSONText

extension LineDecoder {
  /// An object whose `type` is `quote` (or missing), `heartbeat` or `end`.
  func decodeJSON(_ line: UnsafeRawBufferPointer) throws(Problem) -> FeedLine {
    var reader = ObjectReader(line)
    guard reader.skipsToContent() else { return .heartbeat }
    var parts = Parts()
    var kind = Kind.quote
    try reader.begin()
    while let name = try reader.nextName() {
      switch Field(name) {
      case .type: kind = try Kind(try reader.text())
      case .symbol: parts.symbol = try reader.text()
      case .time:
        parts.time = try reader.stringBytes()
        parts.timeForm = .iso8601
      case .timeMilliseconds:
        parts.time = try reader.scalarBytes()
        parts.timeForm = .milliseconds
      case .timeNanoseconds:
        parts.time = try reader.scalarBytes()
        parts.timeForm = .nanoseconds
      case .bid: parts.bid = try reader.scalarBytes()
      case .ask: parts.ask = try reader.scalarBytes()
      case .bidSize: parts.bidSize = try reader.optionalScalarBytes()
      case .askSize: parts.askSize = try reader.optionalScalarBytes()
      case nil: try reader.skipValue()
      }
    }
    try reader.end()
    switch kind {
    case .quote: return .quote(try quote(parts))
    case .heartbeat: return .heartbeat
    case .end: return .end
    }
  }

  private enum Kind {
    case quote
    case heartbeat
    case end

    init(_ text: String) throws(Problem) {
      switch text {
      case "quote": self = .quote
      case "heartbeat": self = .heartbeat
      case "end": self = .end
      default: throw Problem("an unknown type: expected quote, heartbeat or end")
      }
    }
  }

  private enum Field {
    case type
    case symbol
    case time
    case timeMilliseconds
    case timeNanoseconds
    case bid
    case ask
    case bidSize
    case askSize

    /// The field of a name, told by its length first.
    init?(_ name: UnsafeRawBufferPointer) {
      func isName(_ text: StaticString) -> Bool {
        name.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
      }
      switch name.count {
      case 3 where isName("bid"): self = .bid
      case 3 where isName("ask"): self = .ask
      case 4 where isName("time"): self = .time
      case 4 where isName("type"): self = .type
      case 6 where isName("symbol"): self = .symbol
      case 7 where isName("time_ms"): self = .timeMilliseconds
      case 7 where isName("time_ns"): self = .timeNanoseconds
      case 8 where isName("bid_size"): self = .bidSize
      case 8 where isName("ask_size"): self = .askSize
      default: return nil
      }
    }
  }
}

/// Reads one JSON object of a line without building a tree; values that nobody wants are checked and skipped.
private struct ObjectReader {
  private typealias Problem = LineDecoder.Problem

  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  private var isFirst = true

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range])
  }

  private func problem(_ expected: String) -> LineDecoder.Problem {
    Problem("not JSON: expected \(expected) at byte \(place)")
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  /// Whether there is anything but space.
  mutating func skipsToContent() -> Bool {
    skipSpace()
    return next != nil
  }

  mutating func begin() throws(LineDecoder.Problem) {
    guard take(UInt8(ascii: "{")) else { throw problem("'{'") }
  }

  /// The name of the next member as written, its value being next; `nil` behind the last one.
  mutating func nextName() throws(LineDecoder.Problem) -> UnsafeRawBufferPointer? {
    skipSpace()
    if take(UInt8(ascii: "}")) {
      return nil
    }
    if !isFirst {
      guard take(UInt8(ascii: ",")) else { throw problem("',' or '}'") }
      skipSpace()
    }
    isFirst = false
    let name = try string().bytes
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw problem("':'") }
    skipSpace()
    return name
  }

  mutating func end() throws(LineDecoder.Problem) {
    skipSpace()
    guard next == nil else { throw problem("the end") }
  }

  /// A string's bytes between its quotes, as written.
  private mutating func string() throws(LineDecoder.Problem) -> (
    bytes: UnsafeRawBufferPointer, isEscaped: Bool
  ) {
    guard take(UInt8(ascii: "\"")) else { throw problem("a string") }
    let start = place
    var isEscaped = false
    while let byte = next {
      if byte == UInt8(ascii: "\"") {
        defer { place += 1 }
        return (slice(start..<place), isEscaped)
      }
      guard byte >= 0x20 else { throw problem("no control character") }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        place += 1
      }
      place += 1
    }
    throw problem("the string's end")
  }

  /// A string's text.
  mutating func text() throws(LineDecoder.Problem) -> String {
    let start = place
    let (content, isEscaped) = try string()
    guard isEscaped else { return String(decoding: content, as: UTF8.self) }
    guard case .string(let text) = try? JSONValue(json: Array(slice(start..<place))) else {
      throw problem("a string with valid escapes before this")
    }
    return text
  }

  /// The bytes of a string that needs no escapes: a time or a number.
  mutating func stringBytes() throws(LineDecoder.Problem) -> UnsafeRawBufferPointer { try string().bytes }

  /// The bytes of a number, bare or as a string.
  mutating func scalarBytes() throws(LineDecoder.Problem) -> UnsafeRawBufferPointer {
    if next == UInt8(ascii: "\"") { return try string().bytes }
    let start = place
    while let byte = next, byte &- 0x30 <= 9 || "+-.eE".utf8.contains(byte) { place += 1 }
    guard place > start else { throw problem("a number") }
    return slice(start..<place)
  }

  /// The bytes of a number, or `nil` for null.
  mutating func optionalScalarBytes() throws(LineDecoder.Problem) -> UnsafeRawBufferPointer? {
    guard next == UInt8(ascii: "n") else { return try scalarBytes() }
    try skipValue()
    return nil
  }

  /// Steps over a value of any kind, which must be JSON.
  mutating func skipValue() throws(LineDecoder.Problem) {
    let start = place
    var depth = 0
    repeat {
      switch next {
      case UInt8(ascii: "\""):
        _ = try string()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw problem("a value") }
        depth -= 1
      case nil: throw problem("a value's end")
      default:
        guard depth == 0 else { break }
        return try skipWord(from: start)
      }
      place += 1
    } while depth > 0
    try check(start)
  }

  /// A number, `true`, `false` or `null`.
  private mutating func skipWord(from start: Int) throws(LineDecoder.Problem) {
    while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}"), byte > 0x20 { place += 1 }
    try check(start)
  }

  private func check(_ start: Int) throws(LineDecoder.Problem) {
    do { _ = try JSONValue(json: Array(slice(start..<place))) } catch {
      throw Problem("not JSON: expected \(error.expected) at byte \(start + error.offset)")
    }
  }
}
