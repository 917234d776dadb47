import TradingCore

/// Merges files by time, then by the order of their first ticks, then by position, whatever the order in which
/// they were named. A file is open only while its span is being read.
struct QuoteMerge {
  /// A file and where it starts.
  struct Source: Hashable {
    var item: InputTree.Item
    var first: Timestamp
  }

  /// More files than this overlapping at one time are refused, to keep memory bounded.
  static let openLimit = 16
  private static let batchSize = 16_384

  /// The files, in their order.
  let sources: [Source]
  private let digits: Int
  private let rules: PriceRules
  private let open: (InputTree.Item) throws(ImportError) -> OpenedFile?
  private var nextSource = 0
  private var active: [Cursor] = []
  private var lastMid = Mid(twice: 0)
  /// The place of the file read last.
  private(set) var lastFile = -1
  private(set) var counts = RowCounts()
  private(set) var finishedBytes = 0
  private(set) var hadOverlap = false
  private(set) var zoneNotes: Set<String> = []

  /// One open file.
  private final class Cursor {
    let ordinal: Int
    let reader: any QuoteReader
    var batch = TickBatch()
    var position = 0

    init(ordinal: Int, reader: any QuoteReader) {
      self.ordinal = ordinal
      self.reader = reader
    }

    var head: Timestamp { batch.quotes[position].eventTime }

    /// - Returns: whether there is a quote at `position`.
    func refill() throws(ImportError) -> Bool {
      if position < batch.quotes.count { return true }
      batch.removeAll()
      position = 0
      try reader.read(into: &batch, limit: QuoteMerge.batchSize)
      return !batch.quotes.isEmpty
    }
  }

  /// A merge of files that all have ticks, in their order.
  init(
    _ sources: [Source], digits: Int, rules: PriceRules = PriceRules(),
    open: @escaping (InputTree.Item) throws(ImportError) -> OpenedFile?
  ) {
    self.sources = sources
    self.digits = digits
    self.rules = rules
    self.open = open
  }

  /// The files by first tick, then by path.
  static func ordered(_ sources: [Source]) -> [Source] {
    sources.sorted { left, right in
      left.first != right.first
        ? left.first < right.first
        : InputTree.Item.isBefore(left.item, right.item)
    }
  }

  /// The file read last.
  var currentPath: String { lastFile >= 0 ? sources[lastFile].item.path : "" }

  /// Bytes of the files read so far.
  var bytesRead: Int {
    active.reduce(finishedBytes) { sum, cursor in
      let item = sources[cursor.ordinal].item
      return sum + min(max(0, cursor.reader.fileOffset - item.start), item.size)
    }
  }

  /// Replaces the batch by the next quotes, all of one file.
  ///
  /// - Returns: `false` at the end.
  mutating func next(into batch: inout TickBatch) throws(ImportError) -> Bool {
    batch.removeAll()
    while try openDue() {
      guard let index = leader() else { return false }
      let cursor = active[index]
      let bound = boundary(excluding: index)
      var end = cursor.position
      let quotes = cursor.batch.quotes
      if let last = quotes.last, isBefore(last.eventTime, cursor.ordinal, bound) {
        end = quotes.count
      } else {
        while end < quotes.count, isBefore(quotes[end].eventTime, cursor.ordinal, bound) { end += 1 }
      }
      batch.append(cursor.batch, cursor.position..<end)
      cursor.position = end
      try checkScale(batch.quotes, cursor)
      if try !cursor.refill() { close(index) }
      if !batch.quotes.isEmpty { return true }
    }
    return false
  }

  /// Opens the files that start at or before the earliest quote at hand.
  ///
  /// - Returns: whether any file is open.
  private mutating func openDue() throws(ImportError) -> Bool {
    while nextSource < sources.count {
      let due = active.map(\.head).min().map { sources[nextSource].first <= $0 } ?? true
      guard due else { break }
      let item = sources[nextSource].item
      guard active.count < Self.openLimit else {
        throw .data(
          ImportPlace(path: sources[active[0].ordinal].item.path),
          .tooManyOverlaps(limit: Self.openLimit, with: item.path))
      }
      guard let opened = try open(item) else { throw .data(ImportPlace(path: item.path), .noTicks) }
      let cursor = Cursor(ordinal: nextSource, reader: opened.reader)
      nextSource += 1
      if try cursor.refill() { active.append(cursor) }
    }
    if active.count > 1 { hadOverlap = true }
    return !active.isEmpty
  }

  /// The open file with the earliest quote.
  private func leader() -> Int? {
    active.indices.min { left, right in
      isBefore(active[left].head, active[left].ordinal, (active[right].head, active[right].ordinal))
    }
  }

  /// Where the next quote of another file stands.
  private func boundary(excluding index: Int) -> (Timestamp, Int) {
    var bound = (Timestamp.distantFuture, Int.max)
    if nextSource < sources.count { bound = (sources[nextSource].first, nextSource) }
    for other in active.indices where other != index {
      let candidate = (active[other].head, active[other].ordinal)
      if isBefore(candidate.0, candidate.1, bound) { bound = candidate }
    }
    return bound
  }

  @inline(__always)
  private func isBefore(_ time: Timestamp, _ ordinal: Int, _ other: (Timestamp, Int)) -> Bool {
    time != other.0 ? time < other.0 : ordinal < other.1
  }

  /// Readers watch the scale inside a file; here it is watched from file to file.
  private mutating func checkScale(_ batch: [Quote], _ cursor: Cursor) throws(ImportError) {
    guard let first = batch.first, let last = batch.last else { return }
    if cursor.ordinal != lastFile, lastFile >= 0, rules.isScaleChange(to: Mid(first), from: lastMid) {
      let from = "\(lastMid.text(digits: digits)) in \(sources[lastFile].item.path)"
      throw .data(
        ImportPlace(path: sources[cursor.ordinal].item.path),
        .scaleChange(
          from: from,
          to: "\(Mid(first).text(digits: digits)) at \(first.eventTime.iso8601(fractionDigits: 9))"))
    }
    lastMid = Mid(last)
    lastFile = cursor.ordinal
  }

  private mutating func close(_ index: Int) {
    let cursor = active.remove(at: index)
    let more = cursor.reader.counts
    counts.rowsRead += more.rowsRead
    counts.outOfOrder += more.outOfOrder
    counts.blankLines += more.blankLines
    counts.floatNoise += more.floatNoise
    counts.splitAdjusted += more.splitAdjusted
    counts.splitRounded += more.splitRounded
    counts.dropped.merge(more.dropped, uniquingKeysWith: +)
    zoneNotes.insert(cursor.reader.zoneNote)
    finishedBytes += sources[cursor.ordinal].item.size
  }
}
