import TradingCore

/// What a reader has counted so far.
struct RowCounts: Hashable {
  var rowsRead = 0
  var outOfOrder = 0
  var blankLines = 0
  var floatNoise = 0
}

/// The quotes of one file, a batch at a time.
protocol QuoteReader: AnyObject {
  /// Appends quotes until the batch holds `limit` of them or the file ends.
  ///
  /// - Throws: `data` naming the line or record.
  func read(into batch: inout [Quote], limit: Int) throws(ImportError)

  var counts: RowCounts { get }
  var zoneNote: String { get }
  /// Bytes of the file consumed so far.
  var fileOffset: Int { get }
}

/// The quotes of a text file.
final class TextQuoteReader<Rows: RowParser>: QuoteReader {
  private let lines: LineReader
  private var rows: Rows
  private var gate: QuoteGate
  private var tally = RowCounts()

  init(lines: LineReader, rows: Rows, gate: QuoteGate) {
    self.lines = lines
    self.rows = rows
    self.gate = gate
  }

  var counts: RowCounts {
    var counts = tally
    counts.floatNoise = rows.floatNoise
    return counts
  }

  var zoneNote: String { rows.zoneNote }
  var fileOffset: Int { lines.fileOffset }

  func read(into batch: inout [Quote], limit: Int) throws(ImportError) {
    // In locals, as every access to a stored property of a class is checked for exclusivity.
    var (rows, gate, tally) = (rows, gate, tally)
    defer { (self.rows, self.gate, self.tally) = (rows, gate, tally) }
    while batch.count < limit, let line = try lines.next() {
      tally.rowsRead &+= 1
      if line.isEmpty {
        tally.blankLines += 1
        continue
      }
      do throws(ImportFault) {
        let quote = try rows.quote(line)
        if try gate.admit(quote) { batch.append(quote) } else { tally.outOfOrder += 1 }
      } catch {
        throw .data(lines.currentPlace, error)
      }
    }
  }
}
