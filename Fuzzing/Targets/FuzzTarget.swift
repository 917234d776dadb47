/// A reader and what it is held to: whatever the bytes are, it returns or throws, and what it says of them is true.
struct FuzzTarget: Sendable {
  /// Its name on the command line, and of its folder in `Corpus`.
  let name: String
  /// Reads the bytes.
  ///
  /// - Throws: whatever the reader throws; an `OracleFault` is a fault of the reader.
  let read: @Sendable (FuzzInput) throws -> Void

  /// Reads bytes as the fuzzer and the tests do.
  ///
  /// - Throws: `OracleFault` alone. What the reader refuses is looked at for what it says.
  func run(_ bytes: [UInt8]) throws(OracleFault) {
    do { try read(FuzzInput(bytes)) } catch let fault as OracleFault { throw fault } catch {
      let text = "\(error)"
      guard !text.isEmpty, text.utf8.count < 1 << 20 else {
        throw OracleFault("an error that says nothing, or too much: \(text.utf8.count) bytes")
      }
    }
  }

  /// Every target, by name.
  static let all: [FuzzTarget] = [
    answers, calendars, imports, journal, json, lines, orders, packed, page, program, risk, sessions, state,
    texts, ticks, venue, yaml, yamlEdit,
  ]
}

/// What a reader did and may not.
struct OracleFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Holds a reader to a rule.
func expect(_ holds: Bool, _ rule: @autoclosure () -> String) throws(OracleFault) {
  if !holds { throw OracleFault(rule()) }
}

/// What a body returns, or `nil` where it refuses; faults of the reader go on.
func accepted<Value>(_ body: () throws -> Value) throws(OracleFault) -> Value? {
  do { return try body() } catch let fault as OracleFault { throw fault } catch {
    if "\(error)".isEmpty { throw OracleFault("an error that says nothing") }
    return nil
  }
}

/// Bytes that are taken from the front: choices first, the text to read after them.
struct FuzzInput {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next byte, 0 at the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// The next byte as a choice of so many.
  mutating func choice(_ count: Int) -> Int { Int(byte()) % count }

  /// The next bytes as a number, lowest byte first.
  mutating func number<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value {
    var value: Value = 0
    for index in 0..<Value.bitWidth / 8 { value |= Value(truncatingIfNeeded: byte()) << Value(8 * index) }
    return value
  }

  /// What comes before the next byte of that value, which is passed; all when there is none.
  mutating func part(before separator: UInt8 = 0) -> [UInt8] {
    let part = rest.prefix { $0 != separator }
    rest = rest.dropFirst(part.count + 1)
    return Array(part)
  }

  /// All that is left.
  mutating func all() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }

  /// All that is left as text; what is no UTF-8 is replaced.
  mutating func text() -> String { String(decoding: all(), as: UTF8.self) }

  /// The next line as text.
  mutating func line() -> String { String(decoding: part(before: 0x0A), as: UTF8.self) }
}
