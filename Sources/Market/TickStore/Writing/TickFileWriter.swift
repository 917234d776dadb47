package import FileSystem
package import TradingCore

/// Writes a tick file, which appears under its name only when `finish` succeeds.
///
/// Memory is bounded by a few blocks of 32,768 ticks, which are encoded on all cores while the next one is filled; the
/// bytes don't depend on their number. Times are stored in the coarsest unit exact for those seen so far; a finer time
/// makes the writer encode again what it has written.
package final class TickFileWriter {
  /// Where the file will be.
  package let path: String
  /// What it says about itself.
  package let metadata: TickFileMetadata
  /// What it will hold.
  package let kind: TickKind
  /// Ticks added so far.
  package var count: Int { added }

  private let cancellation: Cancellation
  private let file: AtomicFile
  private let pipeline: BlockPipeline
  // What each tick touches is private, so that the compiler need not check at run time who else does.
  private var added = 0
  private var pending: BlockInMaking
  /// Blocks handed over.
  private var submitted = 0
  private var lastTime = Timestamp.distantPast
  private var unit = TimeUnit.seconds
  private var blocks: [BlockEntry] = []
  private var fileDigest = StreamingDigest()

  /// Opens a temporary file beside the target.
  ///
  /// `cancellation`: asked before each block.
  /// - Throws: `invalidMetadata`, or `file` when the output can't be made.
  package init(
    path: String, metadata: TickFileMetadata, kind: TickKind = .quotes, cancellation: Cancellation = .never
  ) throws(TickStoreError) {
    if let fault = metadata.fault { throw .invalidMetadata(path: path, reason: fault) }
    if kind == .bareTrades || (kind == .quotes && metadata.sizeDigits != 0) {
      throw .invalidMetadata(path: path, reason: "\(kind.reservedName) are not written")
    }
    self.path = path
    self.metadata = metadata
    self.kind = kind
    self.cancellation = cancellation
    pipeline = BlockPipeline(metadata: metadata, kind: kind)
    pending = pipeline.makeRoom()
    do { file = try AtomicFile(path: path) } catch { throw .file(error) }
  }

  /// Adds a tick at or after the one before it.
  ///
  /// - Precondition: the file is one of quotes without sizes.
  /// - Throws: `outOfOrder`, `tickOutOfRange` (a price of 2^40 points or more, a time outside of 1680 to
  ///   2259), or `file`.
  package func append(_ quote: Quote) throws(TickStoreError) {
    precondition(kind == .quotes, "a tick of this kind has a size")
    try add(quote, nil)
  }

  /// Adds a quote with the sizes beside it, in units of 10^-sizeDigits.
  ///
  /// - Precondition: the file is one of quotes with sizes.
  /// - Throws: as for a quote alone; `tickOutOfRange` also for a size below 0 or of 2^53 units and more.
  package func append(_ quote: Quote, _ size: QuoteSize) throws(TickStoreError) {
    precondition(kind == .quotesWithSizes, "the file is one of quotes with sizes")
    try add(quote, size)
  }

  /// Adds a trade.
  ///
  /// - Precondition: the file is one of trades.
  /// - Throws: as for a quote with sizes.
  package func append(_ trade: TradeTick) throws(TickStoreError) {
    precondition(kind == .trades, "the file is one of trades")
    try add(trade.quote, trade.pair)
  }

  @inline(__always)
  private func add(_ quote: Quote, _ size: QuoteSize?) throws(TickStoreError) {
    if let reason = fault(quote, size) { throw reason }
    lastTime = quote.eventTime
    pending.append(quote, size)
    added += 1
    if pending.isFull { try flush() }
  }

  /// What keeps a tick from being stored.
  @inline(__always)
  private func fault(_ quote: Quote, _ size: QuoteSize?) -> TickStoreError? {
    let limit = Price.magnitudeLimit.magnitude
    let isSound =
      quote.eventTime >= lastTime && quote.bid.points.magnitude < limit && quote.ask.points.magnitude < limit
      && quote.eventTime.nanoseconds.magnitude <= TimeUnit.limit.magnitude
    if isSound, size == nil { return nil }
    return namedFault(quote, size)
  }

  private func namedFault(_ quote: Quote, _ size: QuoteSize?) -> TickStoreError? {
    let ordinal = count + 1
    if let size, let reason = SizeColumns.fault(size, kind) {
      return .tickOutOfRange(path: path, ordinal: ordinal, reason: reason)
    }
    guard quote.eventTime >= lastTime else {
      return .outOfOrder(path: path, ordinal: ordinal, time: quote.eventTime, previous: lastTime)
    }
    let limit = Price.magnitudeLimit.magnitude
    guard quote.bid.points.magnitude < limit, quote.ask.points.magnitude < limit else {
      return .tickOutOfRange(path: path, ordinal: ordinal, reason: "a price of 2^40 points or more")
    }
    guard quote.eventTime.nanoseconds.magnitude <= TimeUnit.limit.magnitude else {
      return .tickOutOfRange(path: path, ordinal: ordinal, reason: TimeUnit.limitRule)
    }
    return nil
  }

  /// Adds ticks in order of time.
  ///
  /// - Throws: as for one tick.
  package func append(contentsOf quotes: [Quote]) throws(TickStoreError) {
    precondition(kind == .quotes, "a tick of this kind has a size")
    // No closure over the array's memory here: with errors of a stated type in it, Swift 6.3's optimizer went on
    // behind the last tick.
    for quote in quotes { try add(quote, nil) }
  }

  /// Adds ticks in order of time.
  ///
  /// - Throws: as for one tick.
  package func append(contentsOf quotes: UnsafeBufferPointer<Quote>) throws(TickStoreError) {
    precondition(kind == .quotes, "a tick of this kind has a size")
    for quote in quotes { try add(quote, nil) }
  }

  /// Adds ticks in order of time, one by one: what lies in an array goes in faster.
  ///
  /// - Throws: as for one tick.
  package func append(contentsOf quotes: some Sequence<Quote>) throws(TickStoreError) {
    precondition(kind == .quotes, "a tick of this kind has a size")
    for quote in quotes { try add(quote, nil) }
  }

  /// Adds ticks of a kind with sizes, in order of time, as they come from blocks and batches.
  ///
  /// - Precondition: as many sizes as quotes.
  /// - Throws: as for one tick.
  func append(
    contentsOf quotes: some Collection<Quote>, sizes: some Collection<QuoteSize>
  ) throws(TickStoreError) {
    precondition(kind.hasSizes && quotes.count == sizes.count, "every tick has a size")
    for (quote, size) in zip(quotes, sizes) { try add(quote, size) }
  }

  /// Completes the file, syncs it and puts it under its name.
  ///
  /// - Returns: what was written.
  /// - Throws: `noTicks` when none was added; `file`. Nothing is left then.
  package func finish() throws(TickStoreError) -> TickFileSummary {
    try flush()
    try drain()
    guard !blocks.isEmpty else { throw .noTicks(path: path) }
    let (statistics, digest) = pipeline.result()
    let index = TickFileIndex(statistics: statistics, blocks: blocks).encoded()
    let trailer = TickFileTrailer(
      indexOffset: file.size, indexLength: index.count, contentDigest: digest)
    try write(index)
    try write(trailer.encoded())
    try write(fileDigest.finalize())
    try wrappingFileErrors { () throws(FileError) in try file.commit() }
    return TickFileSummary(
      path: path, bytes: file.size, statistics: statistics, contentDigest: Hexadecimal.text(digest))
  }

  private func flush() throws(TickStoreError) {
    guard pending.count > 0 else { return }
    try wrappingFileErrors { () throws(FileError) in try cancellation.check() }
    if submitted == 0 {
      unit = TimeUnit.coarsest(for: pending.quotes)
      try write(header.encoded())
    } else if !unit.isExact(for: pending.quotes) {
      try drain()
      try refine(to: max(unit, TimeUnit.coarsest(for: pending.quotes)))
    }
    if pipeline.isFull { try takeBlock() }
    pipeline.submit(pending, number: submitted, unit: unit)
    submitted += 1
    pending = pipeline.makeRoom()
  }

  private var header: TickFileHeader { TickFileHeader(metadata: metadata, kind: kind, timeUnit: unit) }

  private func drain() throws(TickStoreError) { while !pipeline.isEmpty { try takeBlock() } }

  private func takeBlock() throws(TickStoreError) {
    try pipeline.take { (block, count) throws(TickStoreError) in try add(block, count) }
  }

  private func add(_ block: EncodedBlock, _ count: Int) throws(TickStoreError) {
    blocks.append(
      BlockEntry(
        offset: file.size, length: block.bytes.count, count: count,
        firstTime: block.header.firstTime, lastTime: block.header.lastTime, checksum: block.checksum))
    try write(block.bytes)
  }

  private func write(_ bytes: [UInt8]) throws(TickStoreError) {
    fileDigest.update(bytes)
    try wrappingFileErrors { () throws(FileError) in try file.write(bytes) }
  }

  /// Encodes the blocks written so far once more, in a finer unit. Happens at most three times in a file.
  private func refine(to finer: TimeUnit) throws(TickStoreError) {
    // The old bytes move to a file of their own, which is never committed and so never stays.
    let old = blocks
    let coarse = try wrappingFileErrors { () throws(FileError) in
      let coarse = try AtomicFile(path: path + ".coarse")
      for block in old { try coarse.write(try file.readBack(at: block.offset, count: block.length)) }
      try file.reset()
      return coarse
    }
    let decoder = BlockDecoder(unit: unit, kind: kind)
    let encoder = BlockEncoder()
    let block = TickBlock()
    unit = finer
    blocks = []
    fileDigest = StreamingDigest()
    try write(header.encoded())
    var offset = 0
    for (number, entry) in old.enumerated() {
      try wrappingFileErrors { () throws(FileError) in try cancellation.check() }
      let bytes = try wrappingFileErrors { () throws(FileError) in
        try coarse.readBack(at: offset, count: entry.length)
      }
      do {
        _ = try bytes.withBytes { (raw) throws(FormatFault) in
          try block.decode(raw, number: number, with: decoder, wantsSizes: kind.hasSizes)
        }
      } catch {
        throw .damaged(path: path, fault: TickFileFault(.block(number), at: offset, error.reason))
      }
      let encoded = encoder.encode(block.quotes, sizes: block.sizes, kind: kind, number: number, unit: unit)
      try add(encoded, block.quotes.count)
      offset += entry.length
    }
  }
}

extension TimeUnit {
  /// The coarsest unit in which every one of the ticks' times is a whole number.
  static func coarsest(for quotes: UnsafeBufferPointer<Quote>) -> TimeUnit {
    var unit = TimeUnit.seconds
    for quote in quotes {
      while quote.eventTime.nanoseconds % unit.nanoseconds != 0 { unit = unit.finer }
    }
    return unit
  }

  /// Whether every one of the ticks' times is a whole number of the unit.
  func isExact(for quotes: UnsafeBufferPointer<Quote>) -> Bool {
    // Division by a number that is known when this is compiled is several times as fast.
    switch self {
    case .seconds: quotes.allSatisfy { $0.eventTime.nanoseconds % 1_000_000_000 == 0 }
    case .milliseconds: quotes.allSatisfy { $0.eventTime.nanoseconds % 1_000_000 == 0 }
    case .microseconds: quotes.allSatisfy { $0.eventTime.nanoseconds % 1_000 == 0 }
    case .nanoseconds: true
    }
  }

  private var finer: TimeUnit {
    switch self {
    case .seconds: .milliseconds
    case .milliseconds: .microseconds
    case .microseconds, .nanoseconds: .nanoseconds
    }
  }
}
