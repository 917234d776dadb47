import TradingCore

/// What a reader has counted so far.
struct RowCounts: Hashable {
  var rowsRead = 0
  var outOfOrder = 0
  var blankLines = 0
  var floatNoise = 0
  /// Ticks of before a stated split, and those of them of which a price was rounded.
  var splitAdjusted = 0
  var splitRounded = 0
  /// Rows that their format has left out, by reason.
  var dropped: [String: Int] = [:]
}

/// What a file's ticks are.
struct TickLayout: Hashable {
  var kind = ImportKind.quotes
  var hasSizes = false

  /// The kind of tick file that holds them.
  var tickKind: TickKind {
    switch kind {
    case .quotes: hasSizes ? .quotesWithSizes : .quotes
    case .trades: .trades
    }
  }
}

/// The ticks of one file, a batch at a time.
protocol QuoteReader: AnyObject {
  /// Appends ticks until the batch holds `limit` of them or the file ends.
  ///
  /// - Throws: `data` naming the line or record.
  func read(into batch: inout TickBatch, limit: Int) throws(ImportError)

  var layout: TickLayout { get }
  var counts: RowCounts { get }
  var zoneNote: String { get }
  /// Bytes of the file consumed so far.
  var fileOffset: Int { get }
}

/// The ticks of a text file.
final class TextQuoteReader<Rows: RowParser>: QuoteReader {
  private let lines: LineReader
  private var rows: Rows
  private var gate: QuoteGate
  private var tally = RowCounts()
  private let badRows: BadRows?
  let layout: TickLayout

  init(lines: LineReader, rows: Rows, gate: QuoteGate, badRows: BadRows?) {
    self.lines = lines
    self.rows = rows
    self.gate = gate
    self.badRows = badRows
    layout = rows.layout
    if gate.rules.allowsNegative { self.rows.allowNegativePrices() }
    self.gate.isTrades = layout.kind == .trades
  }

  var counts: RowCounts {
    var counts = tally
    counts.rowsRead += lines.commentLines + lines.leadingBlankLines
    counts.blankLines += lines.leadingBlankLines
    counts.dropped = rows.dropped
    (counts.splitAdjusted, counts.splitRounded) = gate.splitCounts
    if lines.commentLines > 0 { counts.dropped["comment"] = lines.commentLines }
    return counts
  }

  var zoneNote: String { rows.zoneNote }
  var fileOffset: Int { lines.fileOffset }

  func read(into batch: inout TickBatch, limit: Int) throws(ImportError) {
    // In locals, as every access to a stored property of a class is checked for exclusivity.
    var (rows, gate, tally) = (rows, gate, tally)
    let hasSizes = layout.hasSizes
    defer { (self.rows, self.gate, self.tally) = (rows, gate, tally) }
    while batch.quotes.count < limit {
      guard let line = try lines.next() else {
        do throws(ImportFault) { try rows.finish() } catch { throw .data(lines.wholePlace, error) }
        return
      }
      tally.rowsRead &+= 1
      if line.isEmpty {
        tally.blankLines += 1
        continue
      }
      do throws(ImportFault) {
        let noise = rows.floatNoise
        guard var quote = try rows.quote(line) else { continue }
        var size = hasSizes ? rows.size : .zero
        try gate.adjust(&quote, &size)
        guard try gate.admit(quote) else {
          tally.outOfOrder += 1
          continue
        }
        batch.quotes.append(quote)
        if hasSizes { batch.sizes.append(size) }
        if rows.floatNoise != noise { tally.floatNoise += 1 }
      } catch {
        let place = lines.currentPlace
        let fault = rows.isHeader(line) ? .repeatedHeader : error
        if let badRows, let reason = fault.rowReason {
          try badRows.skip(place, fault, reason: reason)
          continue
        }
        try lines.readToEnd()
        throw .data(place, fault)
      }
    }
  }
}
