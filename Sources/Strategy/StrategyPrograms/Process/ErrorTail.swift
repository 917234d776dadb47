/// What a program writes to its standard error: passed on line by line, the last words kept for a message.
struct ErrorTail {
  /// Takes a whole line.
  typealias Listener = @Sendable (String) -> Void

  private static let lineLimit = 4_096

  private let listener: Listener
  private var unfinished: [UInt8] = []
  /// The last line that is not empty.
  private(set) var lastLine = ""

  init(_ listener: @escaping Listener) { self.listener = listener }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") || unfinished.count >= Self.lineLimit { endLine() }
      if byte != UInt8(ascii: "\n") { unfinished.append(byte) }
    }
  }

  /// Passes on what has no line end.
  mutating func finish() { if !unfinished.isEmpty { endLine() } }

  private mutating func endLine() {
    // Control characters could steer the terminal.
    let clean = unfinished.map { $0 < 32 && $0 != 9 || $0 == 127 ? UInt8(ascii: "?") : $0 }
    unfinished.removeAll(keepingCapacity: true)
    let line = String(decoding: clean, as: UTF8.self)
    if clean.contains(where: { $0 > 32 }) { lastLine = String(line.prefix(200)) }
    listener(line)
  }
}
