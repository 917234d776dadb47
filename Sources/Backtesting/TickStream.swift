package import TickStore
package import TradingCore

/// Ticks of one or more symbols in one order of time, as stretches of one symbol each.
package protocol TickStream {
  /// Gives the next stretch to `body`: the place of its symbol in the bots' list, and its quotes, which are
  /// valid during the call only.
  ///
  /// - Returns: `false` at the end.
  /// - Throws: `TickStoreError`, or what `body` throws.
  mutating func next(_ body: (Int, UnsafeBufferPointer<Quote>) throws(BacktestError) -> Void)
    throws(BacktestError)
    -> Bool
}

/// The ticks of one file.
package struct SingleFileStream: TickStream {
  private let source: any TickBlockSource
  private var block = TickBlock()

  /// A stream over a reader's ticks in the half-open range, decoded ahead on another thread when asked.
  package init(_ reader: TickFileReader, from: Timestamp, to: Timestamp, decodesAhead: Bool) {
    source =
      decodesAhead
      ? DecodeAheadReader(reader.makeCursor(from: from, to: to)) : reader.makeCursor(from: from, to: to)
  }

  /// Gives the next block.
  package mutating func next(
    _ body: (Int, UnsafeBufferPointer<Quote>) throws(BacktestError) -> Void
  ) throws(BacktestError) -> Bool {
    do throws(TickStoreError) {
      guard try source.nextBlock(into: &block) else { return false }
    } catch {
      throw .ticks(error)
    }
    try body(0, block.quotes)
    return true
  }
}
