import Crypto
package import FileSystem
import GRDB

extension Journal {
  /// Reads the whole journal and checks that nothing in it was altered, removed or put in.
  ///
  /// Checked are the schema with its triggers, the file by SQLite's `integrity_check`, every row's number, link and
  /// hash, the anchor, that every row of bots, evidence, sessions and trials is as the last event about it left it,
  /// that batches go on where the one before ended, and the checkpoints. The anchor is read first, so that a
  /// process that goes on writing does no harm. Memory grows with the rows of those tables (a number each), not with
  /// those of the chain. `progress` gets the number of rows read, every 4,096, and `cancellation` is asked then.
  ///
  /// Not found is a whole home that was replaced by an older one, anchor and all: compare the head with one
  /// noted elsewhere.
  ///
  /// - Throws: `JournalError` for what keeps it from reading, among them `.file(.interrupted)`.
  package func verify(
    cancellation: Cancellation = .never, progress: (Int64) -> Void = { _ in }
  ) throws(JournalError) -> AuditReport {
    let anchor = try AnchorFile.read(path: JournalFiles(home: home).anchor)
    return try JournalError.mapping(path) {
      try read { reading in
        var audit = ChainAudit(reading: reading, anchor: anchor?.head)
        var fault: AuditFault?
        do { try audit.run(cancellation, progress) } catch let found as AuditFault {
          fault = found
        } catch JournalError.unreadableRow(_, let table, let row, let reason) {
          fault =
            table == "events"
            ? .unreadableRow(seq: row, reason: reason)
            : .file(message: "\(table) \(row): \(reason)")
        } catch JournalError.corrupt(_, let reason) {
          fault = .file(message: reason)
        } catch JournalError.database(_, let reason) {
          fault = .file(message: reason)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
          fault = .file(message: error.message ?? "corrupt")
        }
        return AuditReport(rows: audit.rows, head: audit.head, anchored: anchor?.head.seq, fault: fault)
      }
    }
  }
}

/// A walk over the chain and what follows from it; throws `AuditFault` at the first fault.
private struct ChainAudit {
  let reading: JournalReading
  let anchor: ChainHead?
  private(set) var rows: Int64 = 0
  private(set) var head = ChainHead.genesis
  /// The event that each row of a table names last.
  private var lastEvents: [ProjectedTable: [Int64: Int64]] = [:]
  /// Rows of each table that are as their last event left them.
  private var confirmed: [ProjectedTable: Int64] = [:]
  /// The schema of the database.
  private var schema = JournalSchema.version
  /// Events of each evidence so far.
  private var counts: [Int64: Int] = [:]

  init(reading: JournalReading, anchor: ChainHead?) {
    self.reading = reading
    self.anchor = anchor
  }

  mutating func run(_ cancellation: Cancellation, _ progress: (Int64) -> Void) throws {
    try checkSchema()
    for table in ProjectedTable.allCases where table.schema <= schema {
      var events: [Int64: Int64] = [:]
      try reading.each("SELECT \(table.key), seq FROM \(table.name)", table: table.name) { reader in
        events[try reader.integer()] = try reader.integer()
        return true
      }
      lastEvents[table] = events
    }
    let sql = """
      SELECT seq, recorded_at, CAST(kind AS BLOB), CAST(subject AS BLOB), payload, effects, previous, hash
      FROM events ORDER BY seq
      """
    try walk(sql, table: "events") { audit, reader in
      try audit.take(&reader)
      if audit.rows.isMultiple(of: 4_096) {
        progress(audit.rows)
        try cancellation.check()
      }
    }
    try checkAnchor()
    try checkTables()
    try checkFile()
  }

  /// Row after row up to the first fault, which comes out as it is and not as a fault of the database.
  private mutating func walk(
    _ sql: String, table: String, _ body: (inout ChainAudit, inout ColumnReader) throws -> Void
  ) throws {
    var fault: AuditFault?
    try reading.each(sql, table: table) { reader in
      do { try body(&self, &reader) } catch let found as AuditFault { fault = found }
      return fault == nil
    }
    if let fault { throw fault }
  }

  private mutating func checkSchema() throws {
    schema = try JournalSchema.version(of: reading.database)
    let present = try JournalSchema.parts(of: reading.database)
    let expected = try JournalSchema.expectedParts(version: schema)
    let missing = Set(expected).subtracting(present).sorted()
    let added = Set(present).subtracting(expected).sorted()
    func name(_ part: String) -> String { part.split(separator: " ").prefix(2).joined(separator: " ") }
    if let part = missing.first { throw AuditFault.schema(part: "\(name(part)) is missing or changed") }
    if let part = added.first { throw AuditFault.schema(part: "\(name(part)) does not belong there") }
  }

  private mutating func take(_ reader: inout ColumnReader) throws {
    let seq = try reader.integer()
    let recordedAt = try reader.integer()
    let kind = try reader.bytes()
    let subject = try reader.bytes()
    let payload = try reader.bytes()
    let effects = try reader.bytes()
    let previous = try reader.bytes()
    let hash = try reader.bytes()
    guard seq == head.seq + 1 else {
      throw AuditFault.missingRow(seq: head.seq + 1, found: seq)
    }
    guard previous == head.hash else { throw AuditFault.brokenLink(seq: seq) }
    let expected = EventHash.of(
      seq: seq, recordedAt: recordedAt, kind: kind, subject: subject, payload: payload, effects: effects,
      previous: previous)
    guard hash == expected else { throw AuditFault.alteredRow(seq: seq) }
    if let anchor, anchor.seq == seq, anchor.hash != hash { throw AuditFault.anchorDiffers(seq: seq) }
    head = ChainHead(seq: seq, hash: hash)
    rows += 1
    if kind.elementsEqual(EventKind.botEvents.rawValue.utf8) { try count(payload, seq: seq) }
    try check(effects: effects, seq: seq)
  }

  private mutating func count(_ payload: [UInt8], seq: Int64) throws {
    do {
      let header = try BotEventBatch.header(of: payload)
      let expected = (counts[header.evidence] ?? 0) + 1
      guard header.firstNumber == expected else {
        throw AuditFault.batchOutOfOrder(seq: seq, evidence: header.evidence, expected: expected)
      }
      counts[header.evidence, default: 0] += header.count
    } catch let fault as BotEventBatch.Fault {
      throw AuditFault.unreadableRow(seq: seq, reason: fault.description)
    }
  }

  /// Each row is confirmed by the one event it names; rows that name a later event are left to that.
  private mutating func check(effects: [UInt8], seq: Int64) throws {
    guard effects.count.isMultiple(of: RowEffect.size) else {
      throw AuditFault.unreadableRow(seq: seq, reason: "expected whole effects")
    }
    for offset in stride(from: 0, to: effects.count, by: RowEffect.size) {
      guard let table = ProjectedTable(rawValue: effects[offset]), table.schema <= schema else {
        throw AuditFault.unreadableRow(seq: seq, reason: "unknown table \(effects[offset])")
      }
      let key = effects.number(at: offset + 1)
      let altered = AuditFault.alteredProjection(table: table.name, row: key, seq: seq)
      guard let last = lastEvents[table]?[key], last >= seq else { throw altered }
      guard last == seq else { continue }
      let values = try rowValues(table, key: key)
      let digest = RowEffect.digest(table, key: key, values: values, seq: seq)
      guard effects[(offset + 9)..<(offset + RowEffect.size)].elementsEqual(digest) else { throw altered }
      confirmed[table, default: 0] += 1
    }
  }

  private func rowValues(_ table: ProjectedTable, key: Int64) throws -> [DatabaseValue] {
    let statement = try reading.database.cachedStatement(
      sql: "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) WHERE \(table.key) = ?")
    guard let row = try Row.fetchOne(statement, arguments: [key]) else { return [] }
    return Array(row.databaseValues)
  }

  private func checkAnchor() throws {
    guard let anchor else {
      if rows > 0 { throw AuditFault.anchorMissing(rows: rows) }
      return
    }
    guard head.seq >= anchor.seq else {
      throw AuditFault.cutTail(anchored: anchor.seq, present: head.seq)
    }
  }

  private mutating func checkTables() throws {
    for table in ProjectedTable.allCases where table.schema <= schema {
      let present = Int64(lastEvents[table]?.count ?? 0)
      let known = confirmed[table] ?? 0
      // Fewer can't be: a missing row was found at its event.
      guard present == known else {
        throw AuditFault.unexplainedRows(table: table.name, count: present - known)
      }
    }
    for (evidence, found) in counts.sorted(by: { $0.key < $1.key }) {
      let sql = "SELECT event_count FROM evidence WHERE id = ?"
      let counted = try reading.first(sql, [evidence], table: "evidence") { try $0.count() } ?? 0
      guard counted == found else {
        throw AuditFault.wrongCount(evidence: evidence, counted: counted, found: found)
      }
    }
    let sql = """
      SELECT e.id, e.checkpoint_digest, c.state
      FROM evidence e LEFT JOIN checkpoints c ON c.evidence = e.id
      """
    try walk(sql, table: "checkpoints") { _, reader in
      let id = try reader.integer()
      let digest = try reader.optionalBytes()
      let state = try reader.optionalBytes()
      guard digest == state.map({ Array(SHA256.hash(data: $0)) }) else {
        throw AuditFault.alteredCheckpoint(evidence: id)
      }
    }
  }

  /// Source: https://www.sqlite.org/pragma.html#pragma_integrity_check
  private func checkFile() throws {
    let message = try String.fetchOne(reading.database, sql: "PRAGMA integrity_check(1)")
    guard message == "ok" else { throw AuditFault.file(message: message ?? "no answer") }
    if try Row.fetchOne(reading.database, sql: "PRAGMA foreign_key_check") != nil {
      throw AuditFault.file(message: "a row refers to one that is not there")
    }
  }
}
