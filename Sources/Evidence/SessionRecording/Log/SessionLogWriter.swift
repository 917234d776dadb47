import FileSystem
package import TradingCore

/// Appends a session's inputs to its log, before anything is done with them.
///
/// `append` only buffers; after `flush` a kill of the process loses nothing, after `sync` a power cut neither.
/// The folder's lock is the caller's business.
package final class SessionLogWriter {
  /// What a new session's log says about it.
  package struct Session: Sendable, Hashable {
    /// The session's name.
    package var id: String
    /// Its symbols, by index.
    package var symbols: [SessionSymbol]
    /// The state its stream's order starts with, over the same symbols.
    package var order: StreamOrder

    /// A session whose stream starts with an order's state; without one, with an empty stream.
    package init(id: String, symbols: [SessionSymbol], order: StreamOrder? = nil) {
      self.id = id
      self.symbols = symbols
      self.order = order ?? StreamOrder(symbols: symbols.map(\.symbol))
    }
  }

  /// When a segment is closed.
  package struct Rotation: Sendable, Hashable {
    /// Bytes of a segment after which the next one is due.
    package var bytes = 64 << 20

    /// Rotation after so many bytes, and at the end of a day of UTC.
    package init(bytes: Int = 64 << 20) { self.bytes = bytes }
  }

  /// The session's name and symbols, and the order of its stream so far.
  package private(set) var session: Session
  /// What was appended so far, whether it is flushed or not.
  package private(set) var position: SessionPosition
  /// The segment that inputs go to, from 1.
  package private(set) var segment: Int
  /// The end that reopening cut off, if any.
  package private(set) var tornTail: TornTail?
  /// Segments that are closed and not sealed yet: a kill was faster.
  package private(set) var unsealed: [ClosedSegment] = []

  private let folder: SessionFolder
  private let rotation: Rotation
  private var file: LogFile
  private var openedAt: Timestamp
  private let hasSizes: Bool
  private let write: LogFile.Write
  /// Quotes of the batch that grows, and their bytes.
  private var batchCount = 0
  private var batch = LogBytes()
  /// Whole records that are not in the file yet.
  private var pending: [UInt8] = []

  /// Starts a session in a folder of its own, which is made.
  ///
  /// - Throws: `notASession` when the folder holds one already, or the symbols or name can't be kept; `file`.
  package convenience init(
    creating folder: String, session: Session, at now: Timestamp, rotation: Rotation = Rotation()
  ) throws(SessionLogError) {
    try self.init(creating: folder, session: session, at: now, rotation, LogFile.systemWrite)
  }

  init(
    creating path: String, session: Session, at now: Timestamp, _ rotation: Rotation,
    _ write: @escaping LogFile.Write
  ) throws(SessionLogError) {
    if let fault = session.fault { throw .notASession(path: path, reason: fault) }
    folder = SessionFolder(path: path)
    try wrappingFileErrors { () throws(FileError) in try Folders.make(path) }
    guard try folder.segmentCount() == 0 else {
      throw .notASession(path: path, reason: "a session has been recorded there already")
    }
    self.session = session
    self.rotation = rotation
    self.write = write
    position = SessionPosition()
    segment = 1
    openedAt = now
    hasSizes = session.symbols.contains { $0.sizeDigits != nil }
    file = try Self.makeSegment(folder, 1, session, position, now, write)
  }

  /// Goes on with a session: a torn end of its last segment is cut off.
  ///
  /// - Throws: `notASession` without one; `damaged`, `segmentMissing`, `unsupported`, `ticks` or `file`.
  package init(
    reopening path: String, at now: Timestamp, rotation: Rotation = Rotation()
  ) throws(SessionLogError) {
    folder = SessionFolder(path: path)
    self.rotation = rotation
    write = LogFile.systemWrite
    let last = try folder.segmentCount()
    guard last > 0 else { throw .notASession(path: path, reason: "there is no session log") }
    for number in 1..<max(last, 1) where try folder.exists(folder.log(number)) {
      unsealed.append(ClosedSegment(folder: folder, number: number))
    }
    if try folder.isSealed(last) {
      // The session had ended in good order; it goes on in a new segment.
      if try folder.exists(folder.log(last)) { unsealed.append(ClosedSegment(folder: folder, number: last)) }
      let end = try SealedSegment(folder, try SegmentSeal(path: folder.seal(last)))
      while try end.advance() {}
      session = Session(
        id: end.header.sessionID, symbols: end.header.symbols, order: end.closingOrder)
      (position, segment, openedAt) = (end.position, last + 1, now)
      hasSizes = end.header.hasSizes
      file = try Self.makeSegment(folder, segment, session, position, now, write)
    } else {
      let raw = try RawSegment(path: folder.log(last), mayBeTorn: true)
      while try raw.advance() {}
      session = Session(id: raw.header.sessionID, symbols: raw.header.symbols, order: raw.order)
      (position, segment, openedAt) = (raw.position, last, raw.header.openedAt)
      hasSizes = raw.header.hasSizes
      tornTail = raw.tornTail
      let (log, size) = (folder.log(last), raw.size)
      do throws(FileError) {
        file = try LogFile(path: log, size: size)
        try file.sync()
      } catch { throw .file(error) }
      if raw.header.version < SegmentFormat.version {
        // A log of an earlier version is not added to: it goes on in a segment of this one.
        unsealed.append(ClosedSegment(folder: folder, number: last))
        (segment, openedAt) = (last + 1, now)
        file = try Self.makeSegment(folder, segment, session, position, now, write)
      }
    }
  }

  /// Bytes in the segment so far, buffered ones included.
  package var segmentBytes: Int { file.size + pending.count + batch.bytes.count }

  /// Whether the segment has its size, or the day of UTC it was opened on is over.
  package func isRotationDue(at now: Timestamp) -> Bool {
    segmentBytes >= rotation.bytes || CivilDate(containing: now) > CivilDate(containing: openedAt)
  }

  /// Buffers a quote.
  ///
  /// - Throws: `quoteRefused` for one out of the stream's order or that no tick file can hold; nothing is kept of it.
  package func append(_ quote: LoggedQuote) throws(SessionLogError) {
    if let fault = fault(quote) { throw .quoteRefused(ordinal: position.quotes + 1, reason: fault) }
    batch.append(UInt16(quote.symbolIndex))
    for time in [quote.quote.eventTime, quote.sentTime, quote.receivedAt] { batch.append(time.nanoseconds) }
    batch.append(quote.quote.bid.points)
    batch.append(quote.quote.ask.points)
    if hasSizes {
      let size = session.symbols[quote.symbolIndex].sizeDigits == nil ? .zero : quote.size
      batch.append(size.bidUnits)
      batch.append(size.askUnits)
    }
    var asSent = quote.quote
    asSent.eventTime = quote.sentTime
    session.order.recall(asSent, symbolIndex: quote.symbolIndex, engineTime: quote.quote.eventTime)
    position.quotes += 1
    batchCount += 1
    if batchCount == SegmentFormat.quotesInBatch { closeBatch() }
  }

  /// Buffers an input that is no quote, behind the quotes so far.
  ///
  /// - Throws: `controlTooLong`.
  package func append(_ event: SessionEvent) throws(SessionLogError) {
    guard event.size < SegmentFormat.longestPayload - 8 else { throw .controlTooLong(bytes: event.size) }
    closeBatch()
    pending += event.record(afterQuotes: position.quotes)
    if case .clock(let time) = event { session.order.pass(to: time) }
    position.controls += 1
  }

  /// Hands what is buffered to the system.
  ///
  /// - Throws: `file(.writeFailed)`: the log ends on a whole record, the buffer is kept and may be flushed again.
  package func flush() throws(SessionLogError) {
    closeBatch()
    guard !pending.isEmpty else { return }
    do throws(FileError) { try file.append(pending) } catch { throw .file(error) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Flushes, and makes all of it durable.
  ///
  /// - Throws: as `flush`.
  package func sync() throws(SessionLogError) {
    try flush()
    do throws(FileError) { try file.sync() } catch { throw .file(error) }
  }

  /// Closes the segment and goes on in a new one.
  ///
  /// - Returns: the closed segment, to be sealed on any thread; a reader reads it either way.
  /// - Throws: `file`: then the old segment stays the one that is written to.
  package func rotate(at now: Timestamp) throws(SessionLogError) -> ClosedSegment {
    try sync()
    let closed = ClosedSegment(folder: folder, number: segment)
    file = try Self.makeSegment(folder, segment + 1, session, position, now, write)
    segment += 1
    openedAt = now
    return closed
  }

  /// Ends the session's log; the writer is not to be used any more.
  ///
  /// - Returns: the last segment, to be sealed.
  /// - Throws: `file`.
  package func close() throws(SessionLogError) -> ClosedSegment {
    try sync()
    return ClosedSegment(folder: folder, number: segment)
  }
}

extension SessionLogWriter {
  private func closeBatch() {
    guard batchCount > 0 else { return }
    var payload = LogBytes()
    payload.append(UInt32(batchCount))
    payload.append(contentsOf: batch.bytes)
    pending += SegmentFormat.record(SegmentFormat.quotes, payload.bytes)
    batch.removeAll()
    batchCount = 0
  }

  private func fault(_ logged: LoggedQuote) -> String? {
    guard session.symbols.indices.contains(logged.symbolIndex) else {
      return "the session has no symbol \(logged.symbolIndex)"
    }
    let quote = logged.quote
    let limit = Price.magnitudeLimit.magnitude
    if quote.bid.points.magnitude >= limit || quote.ask.points.magnitude >= limit {
      return "a price of 2^40 points or more"
    }
    if !(0..<Quantity.magnitudeLimit).contains(logged.size.bidUnits)
      || !(0..<Quantity.magnitudeLimit).contains(logged.size.askUnits)
    {
      return "a size below 0 or of 2^53 units and more"
    }
    if quote.eventTime.nanoseconds.magnitude > UInt64(106_000 * Timestamp.day) {
      return "a time outside of the years 1680 to 2259"
    }
    if !session.order.follows(quote.eventTime, symbolIndex: logged.symbolIndex) {
      return "its engine time \(quote.eventTime.iso8601(fractionDigits: 9)) is before the last one's place"
    }
    return nil
  }

  private static func makeSegment(
    _ folder: SessionFolder, _ number: Int, _ session: Session, _ start: SessionPosition, _ now: Timestamp,
    _ write: @escaping LogFile.Write
  ) throws(SessionLogError) -> LogFile {
    let header = SegmentHeader(
      content: .log, sessionID: session.id, number: number, start: start, openedAt: now,
      symbols: session.symbols, order: session.order
    ).encoded()
    do throws(FileError) {
      let file = try AtomicFile(path: folder.log(number))
      try file.write(header)
      try file.commit()
      return try LogFile(path: folder.log(number), size: header.count, write: write)
    } catch { throw .file(error) }
  }
}

extension SessionLogWriter.Session {
  /// What the log can't keep, as a sentence, or `nil`.
  fileprivate var fault: String? {
    if id.isEmpty || id.utf8.count > 1_024 { return "the session's name has no or too many letters" }
    if symbols.count > Int(UInt16.max) { return "\(symbols.count) symbols are too many" }
    if order.symbols != symbols.map(\.symbol) { return "the stream's order is over other symbols" }
    for symbol in symbols where !(0...9).contains(symbol.digits) || !(0...9).contains(symbol.sizeDigits ?? 0)
    {
      return "\(symbol.symbol) has digits that are none"
    }
    return nil
  }
}
