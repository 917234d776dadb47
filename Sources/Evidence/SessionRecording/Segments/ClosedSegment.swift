package import FileSystem
import JSONText
import TickStore
import TradingCore

/// A segment that gets no more inputs: it can be turned into tick files, on any thread, while the session goes on.
package struct ClosedSegment: Sendable, Hashable {
  let folder: SessionFolder
  /// Which segment of the session, from 1.
  package let number: Int

  /// Steps of sealing, each of which may be the last one before a kill.
  enum Step: CaseIterable {
    case ticksWritten, controlsWritten, verified, sealed, rawRemoved
  }

  /// Writes the segment's quotes as one tick file a symbol and its controls beside them, reads all of it back in
  /// merged order, and only then removes the raw log. Doing it again, after a kill at any moment, completes it.
  ///
  /// `cancellation`: asked between blocks of ticks.
  /// - Returns: what the sealed segment consists of.
  /// - Throws: `file` (also when somebody asked to stop: the raw log stays and can be sealed later), `ticks`, or
  ///   `damaged` when the raw log is, or what was written reads back as anything else.
  @discardableResult
  package func seal(_ cancellation: Cancellation = .never) throws(SessionLogError) -> SegmentSeal {
    try seal(cancellation) { _ in }
  }

  func seal(
    _ cancellation: Cancellation = .never, after: (Step) throws(SessionLogError) -> Void
  ) throws(SessionLogError) -> SegmentSeal {
    let seal: SegmentSeal
    if try folder.isSealed(number) {
      seal = try SegmentSeal(path: folder.seal(number))
    } else {
      try folder.removePartialFiles(of: number)
      seal = try write(cancellation, after: after)
      try verify(seal)
      try after(.verified)
      try wrappingFileErrors { () throws(FileError) in
        let file = try AtomicFile(path: folder.seal(number))
        try file.write(seal.json.prettyText + "\n")
        try file.commit()
      }
      try after(.sealed)
    }
    try folder.remove(folder.log(number))
    try after(.rawRemoved)
    return seal
  }
}

extension ClosedSegment {
  private func write(
    _ cancellation: Cancellation, after: (Step) throws(SessionLogError) -> Void
  ) throws(SessionLogError) -> SegmentSeal {
    let raw = try RawSegment(path: folder.log(number), mayBeTorn: false)
    var writers: [TickFileWriter?] = raw.header.symbols.map { _ in nil }
    let controls = try wrappingFileErrors { () throws(FileError) in
      try AtomicFile(path: folder.file(number, ".controls"))
    }
    var digest = StreamingDigest()
    func put(_ bytes: [UInt8]) throws(SessionLogError) {
      digest.update(bytes)
      try wrappingFileErrors { () throws(FileError) in try controls.write(bytes) }
    }
    var header = raw.header
    header.content = .controls
    try put(header.encoded())
    while try raw.advance() {
      switch raw.current {
      case .quotes(let index, let quotes, let sizes):
        if writers[index] == nil {
          writers[index] = try makeWriter(header.symbols[index], header, cancellation)
        }
        if let writer = writers[index] { try append(quotes, sizes, to: writer) }
      case .event(let event): try put(event.record(afterQuotes: raw.position.quotes))
      }
    }
    var files: [SegmentSeal.File] = []
    for case let writer? in writers {
      let summary = try wrappingTickErrors { () throws(TickStoreError) in try writer.finish() }
      files.append(
        SegmentSeal.File(
          symbol: writer.metadata.symbol.name, name: name(of: writer.metadata.symbol),
          quotes: summary.statistics.ticks, contentDigest: summary.contentDigest))
    }
    try after(.ticksWritten)
    try put(SegmentFormat.endRecord(raw.position, raw.order))
    try wrappingFileErrors { () throws(FileError) in try controls.commit() }
    try after(.controlsWritten)
    return SegmentSeal(
      sessionID: header.sessionID, number: number, start: header.start, end: raw.position, files: files,
      controlsDigest: Hexadecimal.text(digest.finalize()), version: Int(header.version))
  }

  private func name(of symbol: Symbol) -> String {
    String(folder.file(number, "-\(symbol).ticks").dropFirst(folder.path.count + 1))
  }

  private func makeWriter(
    _ symbol: SessionSymbol, _ header: SegmentHeader, _ cancellation: Cancellation
  ) throws(SessionLogError) -> TickFileWriter {
    let metadata = TickFileMetadata(
      symbol: symbol.symbol, digits: symbol.digits, sizeDigits: symbol.sizeDigits ?? 0, source: "session",
      provenance: "recorded in session \(header.sessionID), segment \(number), with engine times")
    return try wrappingTickErrors { () throws(TickStoreError) in
      try TickFileWriter(
        path: "\(folder.path)/\(name(of: symbol.symbol))", metadata: metadata,
        kind: symbol.sizeDigits == nil ? .quotes : .quotesWithSizes, cancellation: cancellation)
    }
  }

  private func append(
    _ quotes: UnsafeBufferPointer<Quote>, _ sizes: UnsafeBufferPointer<QuoteSize>?, to writer: TickFileWriter
  ) throws(SessionLogError) {
    try wrappingTickErrors { () throws(TickStoreError) in
      for (place, quote) in quotes.enumerated() {
        if let sizes { try writer.append(quote, sizes[place]) } else { try writer.append(quote) }
      }
    }
  }

  /// Compares the sealed form with the raw one, input by input.
  private func verify(_ seal: SegmentSeal) throws(SessionLogError) {
    var raw = InputWalk(try RawSegment(path: folder.log(number), mayBeTorn: false))
    var sealed = InputWalk(try SealedSegment(folder, seal))
    var count = 0
    while true {
      let (left, right) = (try raw.next(), try sealed.next())
      guard left == right else {
        throw .damaged(
          path: folder.log(number), offset: 0,
          reason: "input \(count + 1) of the segment reads back from its tick files as another one")
      }
      if left == nil { break }
      count += 1
    }
  }
}

/// Takes a segment's inputs one by one.
private struct InputWalk {
  enum Input: Equatable {
    case quote(symbolIndex: Int, Quote, QuoteSize?)
    case event(SessionEvent)
  }

  private let source: any SegmentSource
  private var place = 0
  private var count = 0

  init(_ source: any SegmentSource) { self.source = source }

  mutating func next() throws(SessionLogError) -> Input? {
    if place == count {
      guard try source.advance() else { return nil }
      (place, count) = (0, source.current.extent.quotes)
    }
    switch source.current {
    case .event(let event): return .event(event)
    case .quotes(let index, let quotes, let sizes):
      defer { place += 1 }
      return .quote(symbolIndex: index, quotes[place], sizes?[place])
    }
  }
}
