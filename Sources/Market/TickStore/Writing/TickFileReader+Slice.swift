import FileSystem
package import TradingCore

extension TickFileReader {
  /// Writes the ticks of the half-open range `[from, to)` to a file of their own.
  ///
  /// - Parameters:
  ///   - from: the first time in the range.
  ///   - to: the first time after it.
  ///   - output: the path of the new tick file.
  ///   - progress: called after each block with the ticks copied so far.
  /// - Returns: what was written.
  /// - Throws: `noTicks` when the range has none; `damaged`; `file`. Nothing is left then.
  package func slice(
    from: Timestamp, to: Timestamp, output: String, progress: ((Int) -> Void)? = nil
  ) throws(TickStoreError) -> TickFileSummary {
    var sliced = metadata
    let note = "sliced from \(Self.text(from, "the start")) to \(Self.text(to, "the end"))"
    let provenance = sliced.provenance.isEmpty ? note : "\(sliced.provenance); \(note)"
    if provenance.utf8.count <= TickFileMetadata.longestProvenance { sliced.provenance = provenance }
    let writer = try TickFileWriter(path: output, metadata: sliced, kind: kind, cancellation: cancellation)
    let cursor = makeCursor(from: from, to: to, withSizes: true)
    var block = TickBlock()
    while try cursor.nextBlock(into: &block) {
      if let sizes = block.sizes {
        try writer.append(contentsOf: block.quotes, sizes: sizes)
      } else {
        try writer.append(contentsOf: block.quotes)
      }
      progress?(writer.count)
    }
    return try writer.finish()
  }

  private static func text(_ time: Timestamp, _ unlimited: String) -> String {
    time == .distantPast || time == .distantFuture ? unlimited : time.iso8601(fractionDigits: 9)
  }
}
