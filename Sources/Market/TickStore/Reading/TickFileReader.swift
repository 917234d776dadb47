package import FileSystem
package import TradingCore

/// An open tick file whose header, index and trailer have been checked; blocks are checked as they are read.
package final class TickFileReader: Sendable {
  /// Where it is.
  package var path: String { file.path }
  /// What it says about itself.
  package var metadata: TickFileMetadata { header.metadata }
  /// What it holds.
  package var kind: TickKind { header.kind }
  /// The unit of its times.
  package var timeUnit: TimeUnit { header.timeUnit }
  /// What was counted over its ticks when it was written.
  package var statistics: TickStatistics { index.statistics }
  /// How many blocks it has.
  package var blockCount: Int { index.blocks.count }
  /// Its size in bytes.
  package var bytes: Int { file.size }
  /// SHA-256 over the decoded ticks, in hex.
  package var contentDigest: String { Hexadecimal.text(trailer.contentDigest) }

  let file: InputFile
  let header: TickFileHeader
  let headerLength: Int
  let index: TickFileIndex
  let trailer: TickFileTrailer
  /// Asked where all of the file is read.
  let cancellation: Cancellation

  /// Opens a file and reads all but its blocks.
  ///
  /// `cancellation`: asked where all of the file is read.
  /// - Throws: `file`, `notTickFile`, `unsupported`, or `damaged`, naming the first block at fault when the
  ///   file was cut off.
  package init(path: String, cancellation: Cancellation = .never) throws(TickStoreError) {
    self.cancellation = cancellation
    do { file = try InputFile(path: path) } catch { throw .file(error) }
    (header, headerLength) = try Self.readHeader(file)
    do throws(TickStoreError) {
      trailer = try Self.readTrailer(file, after: headerLength)
      index = try Self.readIndex(file, trailer, headerLength: headerLength)
    } catch .damaged(_, let fault) {
      // A bad end alone doesn't say where a file was cut off; the blocks before it do.
      let first = try BlockWalk(file: file, start: headerLength, cancellation: cancellation)
        .firstFault()
      throw .damaged(path: path, fault: first ?? fault)
    }
  }

  /// The ticks of the half-open range `[from, to)`, or all of them.
  ///
  /// `withSizes` decodes what the file holds beside the quotes too, for `TickBlock.sizes` and `trades`; without it
  /// sizes cost nothing but the space in the file.
  package func makeCursor(
    from: Timestamp = .distantPast, to: Timestamp = .distantFuture, withSizes: Bool = false
  ) -> TickCursor {
    TickCursor(reader: self, from: from, to: to, wantsSizes: withSizes)
  }

  /// Refuses a file that nothing can be bought and sold by.
  ///
  /// - Throws: `noQuotes` for a file of trades.
  package func requireQuotes() throws(TickStoreError) {
    if kind == .trades { throw .noQuotes(path: path) }
  }

  /// Refuses a file with prices that an instrument can't have.
  ///
  /// - Throws: `mismatch` for a bid at or below zero where the instrument has none.
  package func requirePrices(of instrument: Instrument) throws(TickStoreError) {
    guard statistics.ticks > 0, statistics.bidMin.points <= 0, !instrument.allowsNegativePrices else {
      return
    }
    throw .mismatch(
      path: path,
      reason:
        "its bids go down to \(statistics.bidMin.text(digits: metadata.digits)), and \(instrument.symbol) has no "
        + "prices at or below zero; where they are right, state 'negative_prices: true' for it under 'instruments' in the "
        + "broker profile")
  }

  /// Everything about the file, with a digest over its bytes, which reads all of them.
  ///
  /// - Throws: `file`.
  package func info() throws(TickStoreError) -> TickFileInfo {
    var digest = StreamingDigest()
    var offset = 0
    while offset < file.size {
      let bytes = try wrappingFileErrors { () throws(FileError) in
        try cancellation.check()
        return try file.read(at: offset, count: min(1 << 20, file.size - offset))
      }
      guard !bytes.isEmpty else { break }
      digest.update(bytes)
      offset += bytes.count
    }
    return info(sha256: Hexadecimal.text(digest.finalize()))
  }

  func info(sha256: String) -> TickFileInfo {
    TickFileInfo(
      path: path, metadata: metadata, kind: kind, timeUnit: timeUnit, statistics: statistics,
      blocks: blockCount, bytes: bytes, contentDigest: contentDigest, sha256: sha256)
  }

  private static func readHeader(
    _ file: InputFile
  ) throws(TickStoreError) -> (header: TickFileHeader, length: Int) {
    let start = try wrappingFileErrors { () throws(FileError) in
      try file.read(at: 0, count: min(file.size, TickFileHeader.longest))
    }
    do {
      return try start.withBytes { (bytes) throws(FormatFault) in try TickFileHeader.decode(bytes) }
    } catch {
      switch error {
      case .foreign(let reason): throw .notTickFile(path: file.path, reason: reason)
      case .unsupported(let found): throw .unsupported(path: file.path, found: found)
      case .damaged(let reason):
        throw .damaged(path: file.path, fault: TickFileFault(.header, at: 0, reason))
      }
    }
  }

  private static func readTrailer(
    _ file: InputFile, after headerLength: Int
  ) throws(TickStoreError) -> TickFileTrailer {
    let place = max(headerLength, file.size - TickFileTrailer.size)
    let bytes = try wrappingFileErrors { () throws(FileError) in
      try file.read(at: place, count: file.size - place)
    }
    do throws(FormatFault) {
      let trailer = try bytes.withBytes { (raw) throws(FormatFault) in try TickFileTrailer(raw) }
      let (end, overflowed) = trailer.indexOffset.addingReportingOverflow(trailer.indexLength)
      guard !overflowed, end == place, trailer.indexOffset >= headerLength else {
        throw .damaged("the index does not lie before it")
      }
      return trailer
    } catch {
      throw .damaged(path: file.path, fault: TickFileFault(.trailer, at: place, error.reason))
    }
  }

  private static func readIndex(
    _ file: InputFile, _ trailer: TickFileTrailer, headerLength: Int
  ) throws(TickStoreError) -> TickFileIndex {
    let bytes = try wrappingFileErrors { () throws(FileError) in
      try file.read(at: trailer.indexOffset, count: trailer.indexLength)
    }
    do {
      return try bytes.withBytes { (raw) throws(FormatFault) in
        try TickFileIndex(raw, blocksFrom: headerLength, to: trailer.indexOffset)
      }
    } catch {
      throw .damaged(path: file.path, fault: TickFileFault(.index, at: trailer.indexOffset, error.reason))
    }
  }
}
