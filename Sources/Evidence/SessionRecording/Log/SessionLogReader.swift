/// Reads a session's inputs in order, from raw and sealed segments alike, in bounded memory.
package struct SessionLogReader {
  /// The session's name.
  package let sessionID: String
  /// Its symbols, by index.
  package let symbols: [SessionSymbol]
  /// Inputs given or passed over so far.
  package private(set) var position: SessionPosition
  /// The torn end that was cut off, known once the reader is at the end.
  package private(set) var tornTail: TornTail?

  private let folder: SessionFolder
  private let segmentCount: Int
  private var segment = 1
  private var source: (any SegmentSource)?
  /// Inputs before this place are passed over.
  private var target = SessionPosition()

  /// Opens a session's folder at its first input.
  ///
  /// - Throws: `notASession`, `segmentMissing`, `damaged`, `unsupported`, `ticks` or `file`.
  package init(folder path: String) throws(SessionLogError) {
    folder = SessionFolder(path: path)
    segmentCount = try folder.segmentCount()
    guard segmentCount > 0 else { throw .notASession(path: path, reason: "there is no session log") }
    let header = try Self.header(folder, 1)
    (sessionID, symbols, position) = (header.sessionID, header.symbols, header.start)
    guard header.start == SessionPosition() else {
      throw .damaged(path: path, offset: 0, reason: "its first segment starts at another place than 0")
    }
  }

  /// Goes to the first input behind so many quotes: the controls between them and the next quote come first.
  ///
  /// - Throws: as for opening a session.
  package mutating func skip(toQuotes quotes: Int) throws(SessionLogError) {
    try skip(to: SessionPosition(quotes: quotes))
  }

  /// Goes to the first input behind so many quotes and controls; it never goes back.
  ///
  /// - Throws: as for opening a session.
  package mutating func skip(to place: SessionPosition) throws(SessionLogError) {
    target = place
    // Whole segments are passed over by their headers.
    var next = segment
    while next < segmentCount {
      let start = try Self.header(folder, next + 1).start
      guard start.quotes <= place.quotes, start.controls <= place.controls || start.quotes < place.quotes
      else { break }
      next += 1
    }
    guard next > segment else { return }
    segment = next
    source = nil
    position = try Self.header(folder, next).start
  }

  /// Gives the next input to `body`.
  ///
  /// - Returns: `false` at the end.
  /// - Throws: `damaged`, naming segment and byte; `ticks`; `file`; or what `body` throws.
  package mutating func next(_ body: (SessionItem) throws -> Void) throws -> Bool {
    while true {
      guard let source = try openSource() else { return false }
      guard try source.advance() else {
        tornTail = source.tornTail
        position = source.position
        segment += 1
        self.source = nil
        continue
      }
      let start = source.position
      position = start + source.current.extent
      guard let item = wanted(source.current, from: start) else { continue }
      try body(item)
      return true
    }
  }

  /// The source of the current segment; `nil` behind the last one.
  private mutating func openSource() throws(SessionLogError) -> (any SegmentSource)? {
    if let source { return source }
    guard segment <= segmentCount else { return nil }
    let header: SegmentHeader
    let opened: any SegmentSource
    if try folder.isSealed(segment) {
      let sealed = try SealedSegment(folder, try SegmentSeal(path: folder.seal(segment)))
      (header, opened) = (sealed.header, sealed)
    } else {
      let raw = try RawSegment(path: folder.log(segment), mayBeTorn: segment == segmentCount)
      (header, opened) = (raw.header, raw)
    }
    guard header.start == position, header.sessionID == sessionID, header.symbols == symbols,
      header.number == segment
    else {
      throw .damaged(
        path: folder.file(segment, ""), offset: 0, reason: "it does not continue the segment before it")
    }
    source = opened
    return opened
  }

  /// The part of an item at or behind the place skipped to.
  private func wanted(_ item: SegmentItem, from start: SessionPosition) -> SessionItem? {
    switch item {
    case .quotes(let index, let quotes, let sizes):
      let passed = max(0, target.quotes - start.quotes)
      guard passed < quotes.count else { return nil }
      return .quotes(
        symbolIndex: index, UnsafeBufferPointer(rebasing: quotes[passed...]),
        sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[passed...]) })
    case .event(let event):
      return start.quotes < target.quotes || start.controls < target.controls ? nil : .event(event)
    }
  }

  private static func header(_ folder: SessionFolder, _ number: Int) throws(SessionLogError) -> SegmentHeader
  {
    let path = try folder.isSealed(number) ? folder.file(number, ".controls") : folder.log(number)
    return try SegmentRecords(path: path).header
  }
}
