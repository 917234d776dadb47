import FileSystem

/// The lines of a feed as values. It does no input of its own, so that sockets, pipes and tests share it.
///
/// A number goes from its decimal text to points without a `Double` in between. What can't be used is a fault
/// of that line alone.
package struct LineQuoteParser: Sendable {
  private var splitter = LineSplitter()
  private var decoder: LineDecoder
  private var hasBegun = false

  /// A parser at the start of a connection.
  ///
  /// - Parameters:
  ///   - symbols: the wanted instruments under the feed's names.
  ///   - format: how lines are written.
  ///   - token: what must not be shown when a faulty line repeats it.
  package init(symbols: FeedSymbols, format: FeedFormat, token: FeedToken? = nil) {
    decoder = LineDecoder(symbols: symbols, format: format, secret: token?.value)
  }

  /// Reads the lines that end within the next bytes.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes, cut anywhere.
  ///   - body: gets each line in order and says whether to go on; what follows in these bytes is lost
  ///     otherwise.
  package mutating func read(_ bytes: UnsafeRawBufferPointer, _ body: (FeedLine) -> Bool) {
    splitter.split(bytes) { piece in
      switch piece {
      case .line(let line):
        let isFirst = !hasBegun
        hasBegun = true
        return body(decoder.decode(isFirst ? Self.withoutMark(line) : line))
      case .tooLong(let start):
        return body(.fault(decoder.fault("a line of more than \(LineSplitter.longest) bytes", in: start)))
      }
    }
  }

  /// The line without the mark of UTF-8 that a text may start with.
  private static func withoutMark(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    TextMark.isUTF8(line) ? UnsafeRawBufferPointer(rebasing: line[TextMark.utf8.count...]) : line
  }

  /// The lines that end within the next bytes.
  package mutating func lines(_ bytes: [UInt8]) -> [FeedLine] {
    var lines: [FeedLine] = []
    bytes.withUnsafeBytes {
      read($0) { line in
        lines.append(line)
        return true
      }
    }
    return lines
  }

  /// What is left at the end of a connection: a line that was cut off is a fault, whatever it says, because a
  /// price may lack its last digits.
  package mutating func finish() -> FeedFault? {
    defer {
      splitter = LineSplitter()
      hasBegun = false
    }
    guard !splitter.partial.isEmpty else { return nil }
    return splitter.partial.withUnsafeBytes { decoder.fault("a line cut off by the end", in: $0) }
  }
}
