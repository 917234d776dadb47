import FileSystem
import TradingCore

extension TickFileReader {
  /// Writes all ticks as CSV: a header `time,bid,ask`, with `bid_size,ask_size` where there are sizes, or
  /// `time,price,size,side` for trades. Times are in ISO 8601 UTC with at least milliseconds and as many decimals
  /// as the file's unit needs, prices and sizes with all digits. Importing it gives the same ticks.
  ///
  /// - Parameters:
  ///   - path: the path of the CSV file.
  ///   - progress: called after each block with the ticks written so far.
  /// - Returns: how many ticks were written.
  /// - Throws: `damaged`; `file`. Nothing is left then.
  package func export(to path: String, progress: ((Int) -> Void)? = nil) throws(TickStoreError) -> Int {
    let file = try wrappingFileErrors { () throws(FileError) in try AtomicFile(path: path) }
    let count = try export(progress: progress) { (bytes) throws(TickStoreError) in
      try wrappingFileErrors { () throws(FileError) in try file.write(bytes) }
    }
    try wrappingFileErrors { () throws(FileError) in try file.commit() }
    return count
  }

  /// Hands out all ticks as the CSV that `export(to:)` writes, a block at a time.
  ///
  /// - Parameters:
  ///   - progress: called after each block with the ticks handed out so far.
  ///   - write: takes the bytes.
  /// - Returns: how many ticks there were.
  /// - Throws: `damaged`; `file`; what `write` throws. What was handed out before that is not whole.
  package func export(
    progress: ((Int) -> Void)? = nil, write: ([UInt8]) throws(TickStoreError) -> Void
  ) throws(TickStoreError) -> Int {
    var formatter = TickTextFormatter(metadata: metadata, kind: kind, timeUnit: timeUnit)
    let cursor = makeCursor(withSizes: true)
    var block = TickBlock()
    var count = 0
    try write(Array(formatter.header.utf8))
    while try cursor.nextBlock(into: &block) {
      append(block, to: &formatter)
      count += block.quotes.count
      try wrappingFileErrors { () throws(FileError) in try cancellation.check() }
      try write(formatter.bytes)
      formatter.removeAll()
      progress?(count)
    }
    return count
  }

  private func append(_ block: TickBlock, to formatter: inout TickTextFormatter) {
    if kind == .trades {
      for trade in block.trades { formatter.append(trade) }
    } else if let sizes = block.sizes {
      for (quote, size) in zip(block.quotes, sizes) { formatter.append(quote, size) }
    } else {
      for quote in block.quotes { formatter.append(quote) }
    }
  }
}
