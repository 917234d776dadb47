import FileSystem

/// Bytes, in chunks of any size, to lines.
struct LineSplitter: Sendable {
  /// A line longer than this is refused, in bytes without its end.
  static let longest = 64 * 1024

  /// The start of a line whose end has not come; never more than `longest` bytes.
  private(set) var partial: [UInt8] = []
  /// Whether the rest of a line that is too long is being skipped.
  private var skips = false

  /// What a chunk holds.
  enum Piece {
    /// A line without its end (`\n` or `\r\n`).
    case line(UnsafeRawBufferPointer)
    /// The start of a line that is too long; the rest is skipped.
    case tooLong(UnsafeRawBufferPointer)
  }

  /// Hands on the lines that end within the chunk, in order, until told to stop.
  ///
  /// - Parameters:
  ///   - chunk: the next bytes.
  ///   - body: gets each line and says whether to go on; what follows is lost otherwise.
  mutating func split(_ chunk: UnsafeRawBufferPointer, _ body: (Piece) -> Bool) {
    var rest = chunk
    while !rest.isEmpty {
      guard let length = rest.firstPlace(of: 0x0A) else { return keep(rest, body) }
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<length])
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
      guard finish(piece, body) else { return }
    }
  }

  /// The last bytes of a line: true to go on.
  private mutating func finish(_ piece: UnsafeRawBufferPointer, _ body: (Piece) -> Bool) -> Bool {
    if skips {
      skips = false
      return true
    }
    if partial.isEmpty { return Self.hand(piece, to: body) }
    guard partial.count + piece.count <= Self.longest + 1 else {
      defer { partial = [] }
      return partial.withUnsafeBytes { body(.tooLong($0)) }
    }
    partial += piece
    defer { partial.removeAll(keepingCapacity: true) }
    return partial.withUnsafeBytes { Self.hand($0, to: body) }
  }

  private static func hand(_ line: UnsafeRawBufferPointer, to body: (Piece) -> Bool) -> Bool {
    let hasReturn = line.last == 0x0D
    let line = hasReturn ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
    return body(line.count > longest ? .tooLong(line) : .line(line))
  }

  /// The first bytes of a line.
  private mutating func keep(_ piece: UnsafeRawBufferPointer, _ body: (Piece) -> Bool) {
    guard !skips else { return }
    // One more than the longest: it may be the `\r` of the end.
    guard partial.count + piece.count <= Self.longest + 1 else {
      skips = true
      if partial.isEmpty {
        _ = body(.tooLong(piece))
      } else {
        _ = partial.withUnsafeBytes { body(.tooLong($0)) }
        partial = []
      }
      return
    }
    partial += piece
  }
}
