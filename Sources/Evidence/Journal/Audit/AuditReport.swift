import TradingCore

/// What a check of the whole journal found.
package struct AuditReport: Sendable, Hashable {
  /// Rows of the chain that were read and found whole.
  package let rows: Int64
  /// The last of them.
  package let head: ChainHead
  /// How far the anchor says the chain came, `nil` without a readable anchor.
  package let anchored: Int64?
  /// The first fault, `nil` for a journal that is whole.
  package let fault: AuditFault?

  /// Whether everything agrees.
  package var isIntact: Bool { fault == nil }
}

/// What is wrong with a journal.
package enum AuditFault: Error, Sendable, Hashable {
  /// Tables, indexes or triggers are not those of a journal: the part that is missing, added or changed.
  case schema(part: String)
  /// SQLite's own check of the file.
  case file(message: String)
  /// Rows are missing before this one.
  case missingRow(seq: Int64, found: Int64)
  /// The row does not name the hash of the row before it: it or the one before was put in, moved or changed.
  case brokenLink(seq: Int64)
  /// The row's content does not have the row's hash.
  case alteredRow(seq: Int64)
  /// The row's content can't be what a journal writes.
  case unreadableRow(seq: Int64, reason: String)
  /// There are rows and no readable anchor.
  case anchorMissing(rows: Int64)
  /// The chain ends before the row the anchor knows of.
  case cutTail(anchored: Int64, present: Int64)
  /// The anchored row has another hash.
  case anchorDiffers(seq: Int64)
  /// A batch does not go on where the one before it ended.
  case batchOutOfOrder(seq: Int64, evidence: Int64, expected: Int)
  /// A row of a table is not as the chain says it was left, or is gone.
  case alteredProjection(table: String, row: Int64, seq: Int64)
  /// A table has rows that no event explains.
  case unexplainedRows(table: String, count: Int64)
  /// An evidence counts other events than the chain has.
  case wrongCount(evidence: Int64, counted: Int, found: Int)
  /// A checkpoint is not the one its evidence knows of.
  case alteredCheckpoint(evidence: Int64)

  /// The row of the chain the fault is at, where it is at one.
  package var seq: Int64? {
    switch self {
    case .missingRow(let seq, _), .brokenLink(let seq), .alteredRow(let seq), .unreadableRow(let seq, _),
      .anchorDiffers(let seq), .batchOutOfOrder(let seq, _, _), .alteredProjection(_, _, let seq):
      seq
    case .cutTail(_, let present): present
    default: nil
    }
  }

  /// A stable text code.
  package var code: String {
    switch self {
    case .schema: "schema"
    case .file: "file"
    case .missingRow: "missing_row"
    case .brokenLink: "broken_link"
    case .alteredRow: "altered_row"
    case .unreadableRow: "unreadable_row"
    case .anchorMissing: "anchor_missing"
    case .cutTail: "cut_tail"
    case .anchorDiffers: "anchor_differs"
    case .batchOutOfOrder: "batch_out_of_order"
    case .alteredProjection: "altered_projection"
    case .unexplainedRows: "unexplained_rows"
    case .wrongCount: "wrong_count"
    case .alteredCheckpoint: "altered_checkpoint"
    }
  }
}

extension AuditFault: CustomStringConvertible {
  /// What is wrong, in a sentence without a full stop.
  package var description: String {
    switch self {
    case .schema(let part): "the database's schema is not a journal's: \(part)"
    case .file(let message): "the database file is damaged: \(message)"
    case .missingRow(let seq, let found): "row \(seq) is missing, row \(found) follows instead"
    case .brokenLink(let seq): "row \(seq) does not follow from the row before it"
    case .alteredRow(let seq): "row \(seq) was altered: its content does not have its hash"
    case .unreadableRow(let seq, let reason): "row \(seq) can't be read: \(reason)"
    case .anchorMissing(let rows):
      "there \(rows == 1 ? "is" : "are") \(Counted.text(rows, "row")) and no readable anchor"
    case .cutTail(let anchored, let present):
      "the anchor knows of \(Counted.text(anchored, "row")), the database ends at row \(present)"
    case .anchorDiffers(let seq): "row \(seq) is not the one the anchor knows"
    case .batchOutOfOrder(let seq, let evidence, let expected):
      "row \(seq): the batch does not go on at event \(expected) of evidence \(evidence)"
    case .alteredProjection(let table, let row, let seq):
      "\(table) \(row) is not as row \(seq) of the chain left it"
    case .unexplainedRows(let table, let count):
      "\(Counted.text(count, "row")) of \(table) \(count == 1 ? "is" : "are") explained by no event"
    case .wrongCount(let evidence, let counted, let found):
      "evidence \(evidence) counts \(Counted.text(counted, "event")), the chain has \(found)"
    case .alteredCheckpoint(let evidence): "the checkpoint of evidence \(evidence) was altered"
    }
  }
}
