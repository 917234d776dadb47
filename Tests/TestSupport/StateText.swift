/// A saved state as text, a line a value: what it says can be read and compared, whatever the program makes of it.
///
/// Reads the bytes by itself, from the description of the format alone. Keys are told in order of name, as the order in
/// which they stand says nothing; bytes that are a saved state are told as one.
package struct StateText {
  /// Why bytes are no state.
  package struct Fault: Error {
    /// Where.
    package let byte: Int
  }

  /// `account.balance: 1000`, in order of path.
  package private(set) var lines: [String] = []
  /// The names of its keys, in the order of the alphabet, those of the states within it too.
  package private(set) var keys: Set<String> = []

  private let bytes: [UInt8]
  private var offset = 0
  private var names: [String] = []

  /// Reads a state.
  ///
  /// - Throws: `Fault`.
  package init(_ bytes: [UInt8]) throws {
    try self.init(bytes, path: "")
  }

  private init(_ bytes: [UInt8], path: String) throws {
    self.bytes = bytes
    guard bytes.starts(with: Array("SWS\u{1}".utf8)) else { throw Fault(byte: 0) }
    offset = 4
    for _ in 0..<(try count()) { names.append(try text()) }
    keys = Set(names)
    lines = try value(path)
    guard offset == bytes.count else { throw Fault(byte: offset) }
  }

  private mutating func byte() throws -> UInt8 {
    guard offset < bytes.count else { throw Fault(byte: offset) }
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func number() throws -> UInt128 {
    var result: UInt128 = 0
    var shift: UInt128 = 0
    while true {
      let next = try byte()
      result |= UInt128(next & 0x7F) << shift
      if next < 0x80 { return result }
      shift += 7
    }
  }

  private mutating func signed() throws -> Int128 {
    let number = try number()
    return Int128(bitPattern: number >> 1) ^ -Int128(bitPattern: number & 1)
  }

  private mutating func count() throws -> Int { Int(try number()) }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    guard count <= bytes.count - offset else { throw Fault(byte: offset) }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  private mutating func text() throws -> String {
    String(decoding: try take(try count()), as: UTF8.self)
  }

  private mutating func bits<Bits: FixedWidthInteger>(_: Bits.Type) throws -> Bits {
    try take(Bits.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Bits($1) }
  }

  /// The lines of the value at hand.
  private mutating func value(_ path: String) throws -> [String] {
    let start = offset
    switch try byte() {
    case 0: return ["\(path): nothing"]
    case 1: return ["\(path): no"]
    case 2: return ["\(path): yes"]
    case 3, 8: return ["\(path): \(try signed())"]
    case 4, 9: return ["\(path): \(try number()) unsigned"]
    case 5: return ["\(path): \(Double(bitPattern: try bits(UInt64.self))) real"]
    case 6: return ["\(path): \(Float(bitPattern: try bits(UInt32.self))) real"]
    case 7:
      let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
      return ["\(path): '\(lines.joined(separator: "\\n"))'"]
    case 10: return try members(path)
    case 11: return try elements(path)
    case 12: return try bytes(path)
    case 13:
      let values = try (0..<(try count() / 8)).map { _ in Double(bitPattern: try bits(UInt64.self)) }
      return ["\(path): reals \(values)"]
    case 14:
      _ = try count()
      let values = try (0..<(try count())).map { _ in try signed() }
      return ["\(path): whole numbers \(values)"]
    default: throw Fault(byte: start)
    }
  }

  private mutating func members(_ path: String) throws -> [String] {
    let size = try count()
    let end = offset + size
    var members: [(name: String, lines: [String])] = []
    while offset < end {
      let name = names[try count()]
      members.append((name, try value(path.isEmpty ? name : "\(path).\(name)")))
    }
    guard !members.isEmpty else { return ["\(path): no members"] }
    return members.sorted { $0.name < $1.name }.flatMap(\.lines)
  }

  private mutating func elements(_ path: String) throws -> [String] {
    _ = try count()
    let count = try count()
    guard count > 0 else { return ["\(path): no elements"] }
    return try (0..<count).flatMap { try value("\(path)[\($0)]") }
  }

  private mutating func bytes(_ path: String) throws -> [String] {
    let within = try take(try count())
    guard within.starts(with: Array("SWS\u{1}".utf8)) else {
      return ["\(path): \(within.count) bytes \(within)"]
    }
    let state = try StateText(within, path: path)
    keys.formUnion(state.keys)
    return state.lines
  }
}
