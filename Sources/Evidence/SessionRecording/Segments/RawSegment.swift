import FileSystem
import TradingCore

/// The inputs of a segment from its raw log.
final class RawSegment: SegmentSource {
  let header: SegmentHeader
  private(set) var position: SessionPosition
  private(set) var current = SegmentItem.event(.control([]))
  private(set) var tornTail: TornTail?
  /// The stream's order after the items so far.
  private(set) var order: StreamOrder

  /// Bytes of the header and the records so far.
  var size: Int { records.offset }

  private let records: SegmentRecords
  private let mayBeTorn: Bool
  private let quotes = UnsafeMutableBufferPointer<Quote>.allocate(capacity: SegmentFormat.quotesInBatch)
  private let sizes = UnsafeMutableBufferPointer<QuoteSize>.allocate(capacity: SegmentFormat.quotesInBatch)
  private var symbolIndices: [Int] = []
  /// Quotes of the batch that were handed out.
  private var used = 0
  private var hasCurrent = false

  /// Opens a log; only the last one of a session may have a torn end.
  init(path: String, mayBeTorn: Bool) throws(SessionLogError) {
    records = try SegmentRecords(path: path)
    header = records.header
    guard header.content == .log else { throw records.damaged(at: 0, "it is not a segment's log") }
    position = header.start
    order = header.order
    self.mayBeTorn = mayBeTorn
  }

  deinit {
    quotes.deallocate()
    sizes.deallocate()
  }

  func advance() throws(SessionLogError) -> Bool {
    if hasCurrent { position = position + current.extent }
    hasCurrent = false
    if used == symbolIndices.count {
      symbolIndices.removeAll(keepingCapacity: true)
      used = 0
      guard try readRecord() else { return false }
    }
    hasCurrent = true
    if used < symbolIndices.count { takeRun() }
    return true
  }

  /// The next quotes of the batch that are of one symbol.
  private func takeRun() {
    let index = symbolIndices[used]
    let start = used
    while used < symbolIndices.count, symbolIndices[used] == index { used += 1 }
    let hasSizes = header.symbols[index].sizeDigits != nil
    current = .quotes(
      symbolIndex: index, UnsafeBufferPointer(rebasing: quotes[start..<used]),
      sizes: hasSizes ? UnsafeBufferPointer(rebasing: sizes[start..<used]) : nil)
  }

  private func readRecord() throws(SessionLogError) -> Bool {
    let offset = records.offset
    let step = try records.next { (kind, payload) throws(SessionLogError) in
      let isKnown =
        switch kind {
        case SegmentFormat.quotes: takeBatch(payload)
        default: takeEvent(kind, payload)
        }
      guard isKnown else { throw records.damaged(at: offset, "a record holds what it can't") }
    }
    switch step {
    case .record: return true
    case .end: return false
    case .broken(let offset, let isFollowed):
      guard mayBeTorn, !isFollowed else {
        throw records.damaged(at: offset, "a record is cut off or has another CRC than its bytes")
      }
      tornTail = TornTail(path: records.file.path, offset: offset, bytes: records.file.size - offset)
      return false
    }
  }

  private func takeEvent(_ kind: UInt8, _ payload: UnsafeRawBufferPointer) -> Bool {
    guard let (quotes, event) = SessionEvent.read(kind, payload), quotes == position.quotes else {
      return false
    }
    if case .clock(let time) = event { order.pass(to: time) }
    current = .event(event)
    return true
  }

  private func takeBatch(_ payload: UnsafeRawBufferPointer) -> Bool {
    var scanner = LogScanner(payload)
    let hasSizes = header.hasSizes
    guard let count = scanner.read(UInt32.self),
      scanner.remaining == Int(count) * SegmentFormat.stride(hasSizes: hasSizes),
      (1...SegmentFormat.quotesInBatch).contains(Int(count))
    else { return false }
    for place in 0..<Int(count) {
      guard let index = scanner.read(UInt16.self), Int(index) < header.symbols.count,
        let engine = scanner.time(), let sent = scanner.time(), scanner.time() != nil,
        let bid = scanner.read(Int64.self), let ask = scanner.read(Int64.self)
      else { return false }
      let quote = Quote(eventTime: engine, bid: Price(points: bid), ask: Price(points: ask))
      quotes[place] = quote
      if hasSizes {
        guard let bidUnits = scanner.read(Int64.self), let askUnits = scanner.read(Int64.self) else {
          return false
        }
        sizes[place] = QuoteSize(bidUnits: bidUnits, askUnits: askUnits)
      }
      symbolIndices.append(Int(index))
      var asSent = quote
      asSent.eventTime = sent
      order.recall(asSent, symbolIndex: Int(index), engineTime: engine)
    }
    return true
  }
}
