import FileSystem
import TickStore
import TradingCore

/// The inputs of a segment from its tick files and its controls.
final class SealedSegment: SegmentSource {
  let header: SegmentHeader
  private(set) var position: SessionPosition
  private(set) var current = SegmentItem.event(.control([]))
  let tornTail: TornTail? = nil
  /// The stream's order after the segment; known at its end.
  private(set) var closingOrder: StreamOrder?

  private let seal: SegmentSeal
  private let controls: SegmentRecords
  private let ticks: MergedTicks?
  /// Places in the session's list of the symbols of `ticks`.
  private let places: [Int]
  private var run: MergedTicks.Run?
  private var runUsed = 0
  private var control: (afterQuotes: Int, event: SessionEvent)?
  private var hasCurrent = false

  /// Opens what a seal names.
  init(_ folder: SessionFolder, _ seal: SegmentSeal) throws(SessionLogError) {
    self.seal = seal
    controls = try SegmentRecords(path: folder.file(seal.number, ".controls"))
    header = controls.header
    position = header.start
    guard header.content == .controls, header.number == seal.number, header.sessionID == seal.sessionID,
      header.start == seal.start, Int(header.version) == seal.version
    else { throw controls.damaged(at: 0, "it does not belong to its seal") }
    guard try Self.digest(of: controls.file) == seal.controlsDigest else {
      throw controls.damaged(at: 0, "its digest is not the one that was sealed")
    }
    ticks = try Self.ticks(folder, seal, header)
    let symbols = header.symbols.map(\.symbol)
    places = ticks?.symbols.compactMap { symbols.firstIndex(of: $0) } ?? []
    guard places.count == ticks?.symbols.count ?? 0 else {
      throw controls.damaged(at: 0, "it does not know every symbol of its tick files")
    }
    try readControl()
  }

  /// SHA-256 over a file's bytes, in hex.
  private static func digest(of file: InputFile) throws(SessionLogError) -> String {
    var digest = StreamingDigest()
    for offset in stride(from: 0, to: file.size, by: 1 << 18) {
      digest.update(
        try wrappingFileErrors { () throws(FileError) in try file.read(at: offset, count: 1 << 18) })
    }
    return Hexadecimal.text(digest.finalize())
  }

  private static func ticks(
    _ folder: SessionFolder, _ seal: SegmentSeal, _ header: SegmentHeader
  ) throws(SessionLogError) -> MergedTicks? {
    guard !seal.files.isEmpty else { return nil }
    let scales = Dictionary(uniqueKeysWithValues: header.symbols.map { ($0.symbol, $0) })
    let merged = try wrappingTickErrors { () throws(TickStoreError) in
      try MergedTicks(
        paths: seal.files.map { "\(folder.path)/\($0.name)" }, sizeDigits: { scales[$0]?.sizeDigits },
        digits: { scales[$0]?.digits })
    }
    for (path, digest) in zip(merged.paths, merged.contentDigests) {
      guard seal.files.contains(where: { path.hasSuffix("/" + $0.name) && $0.contentDigest == digest }) else {
        throw .damaged(path: path, offset: 0, reason: "its content digest is not the one that was sealed")
      }
    }
    return merged
  }

  func advance() throws(SessionLogError) -> Bool {
    if hasCurrent { step() }
    hasCurrent = false
    if let control, control.afterQuotes <= position.quotes {
      guard control.afterQuotes == position.quotes else { throw misplaced() }
      current = .event(control.event)
      try readControl()
      hasCurrent = true
      return true
    }
    if run == nil || runUsed == run?.quotes.count ?? 0 {
      run = try wrappingTickErrors { () throws(TickStoreError) in try ticks?.next() }
      runUsed = 0
    }
    guard let run else { return try atEnd() }
    let room = control.map { $0.afterQuotes - position.quotes } ?? .max
    let end = runUsed + min(room, run.quotes.count - runUsed)
    current = .quotes(
      symbolIndex: places[run.symbolIndex], UnsafeBufferPointer(rebasing: run.quotes[runUsed..<end]),
      sizes: run.sizes.map { UnsafeBufferPointer(rebasing: $0[runUsed..<end]) })
    hasCurrent = true
    return true
  }

  private func step() {
    position = position + current.extent
    runUsed += current.extent.quotes
  }

  private func atEnd() throws(SessionLogError) -> Bool {
    guard control == nil else { throw misplaced() }
    guard position == seal.end, closingOrder != nil else {
      throw controls.damaged(at: controls.offset, "the segment has not as many inputs as were sealed")
    }
    return false
  }

  private func misplaced() -> SessionLogError {
    controls.damaged(at: controls.offset, "a control stands at a quote that the segment does not have")
  }

  private func readControl() throws(SessionLogError) {
    control = nil
    guard closingOrder == nil else { return }
    let offset = controls.offset
    var found: (afterQuotes: Int, event: SessionEvent)?
    let step = try controls.next { (kind, payload) throws(SessionLogError) in
      if kind == SegmentFormat.end {
        var scanner = LogScanner(payload)
        closingOrder = end(&scanner)
      } else {
        found = SessionEvent.read(kind, payload)
      }
    }
    guard case .record = step, found != nil || closingOrder != nil else {
      throw controls.damaged(at: offset, "a record is cut off or has another CRC than its bytes")
    }
    control = found
  }

  private func end(_ scanner: inout LogScanner) -> StreamOrder? {
    guard scanner.count() == seal.end.quotes, scanner.count() == seal.end.controls,
      let bytes = scanner.take(scanner.remaining)
    else { return nil }
    return StreamOrder(encoded: bytes, symbols: header.symbols.map(\.symbol))
  }
}
