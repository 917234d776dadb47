package import TradingCore

/// Writes a tick file, which appears under its name only when `finish` succeeds.
package final class TickFileWriter {
  /// Where the file will be.
  package let path: String
  /// What it says about itself.
  package let metadata: TickFileMetadata

  /// Opens a temporary file beside the target.
  ///
  /// - Throws: `invalidMetadata`, or `file` when the output can't be made.
  package init(path: String, metadata: TickFileMetadata) throws(TickStoreError) {
    self.path = path
    self.metadata = metadata
    if let fault = metadata.fault { throw .invalidMetadata(path: path, reason: fault) }
  }

  /// Adds a tick at or after the one before it.
  ///
  /// - Throws: `outOfOrder`, `tickOutOfRange` (a price of 2^40 points or more), or `file`.
  package func append(_ quote: Quote) throws(TickStoreError) {}

  /// Adds ticks in order of time.
  ///
  /// - Throws: as for one tick.
  package func append(contentsOf quotes: UnsafeBufferPointer<Quote>) throws(TickStoreError) {}

  /// Adds ticks in order of time.
  ///
  /// - Throws: as for one tick.
  package func append(contentsOf quotes: some Sequence<Quote>) throws(TickStoreError) {
    for quote in quotes { try append(quote) }
  }

  /// Completes the file, syncs it and puts it under its name.
  ///
  /// - Returns: what was written.
  /// - Throws: `noTicks` when none was added; `file`. Nothing is left then.
  package func finish() throws(TickStoreError) -> TickFileSummary { throw .noTicks(path: path) }
}
