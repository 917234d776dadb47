import GRDB
package import TradingCore

/// One consistent view of the journal, for the length of a `read` or `write`; never kept beyond it.
package struct JournalReading {
  let database: Database
  let path: String

  /// Every row of a query.
  func all<T>(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], table: String,
    _ map: (inout ColumnReader) throws -> T
  ) throws(JournalError) -> [T] {
    var found: [T] = []
    try each(sql, arguments, table: table) { reader in
      found.append(try map(&reader))
      return true
    }
    return found
  }

  /// The first row of a query, or `nil`.
  func first<T>(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], table: String,
    _ map: (inout ColumnReader) throws -> T
  ) throws(JournalError) -> T? {
    var found: T?
    try each(sql, arguments, table: table) { reader in
      found = try map(&reader)
      return false
    }
    return found
  }

  /// Row after row, in bounded memory, until `body` says `false`.
  func each(
    _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], table: String,
    _ body: (inout ColumnReader) throws -> Bool
  ) throws(JournalError) {
    try JournalError.mapping(path) {
      let statement = try database.cachedStatement(sql: sql)
      let rows = try Row.fetchCursor(
        statement, arguments: StatementArguments(arguments.map { $0?.databaseValue ?? .null }))
      while let row = try rows.next() {
        var reader = ColumnReader(row, path: path, table: table)
        guard try body(&reader) else { return }
      }
    }
  }
}

extension JournalReading {
  /// Where the chain ends.
  ///
  /// - Throws: `JournalError` when the row can't be read.
  package func head() throws(JournalError) -> ChainHead {
    try first("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1", table: "events") { reader in
      ChainHead(seq: try reader.integer(), hash: try reader.bytes())
    } ?? .genesis
  }

  /// The hash of a row, `nil` when there is no such row; 32 zeros for row 0.
  func hash(of seq: Int64) throws(JournalError) -> [UInt8]? {
    if seq == 0 { return ChainHead.genesis.hash }
    return try first("SELECT hash FROM events WHERE seq = ?", [seq], table: "events") { try $0.bytes() }
  }

  private static let columns = "seq, recorded_at, kind, subject, payload, effects, previous, hash"

  private static func unchecked(_ reader: inout ColumnReader) throws -> JournalEvent {
    let seq = try reader.integer()
    let recordedAt = Timestamp(nanoseconds: try reader.integer())
    let code = try reader.text()
    return JournalEvent(
      seq: seq, recordedAt: recordedAt, code: code, subject: try reader.text(), payload: try reader.bytes(),
      effects: try reader.bytes(), previous: try reader.bytes(), hash: try reader.bytes())
  }

  private static func event(_ reader: inout ColumnReader) throws -> JournalEvent {
    let event = try unchecked(&reader)
    // Whoever reads a row reads what was written: a stored hash says nothing of content that was swapped.
    guard event.hasItsHash else { throw reader.fault("its content does not have its hash") }
    return event
  }

  /// Up to `limit` rows after a row, in order: what a poll of the journal asks for.
  ///
  /// - Throws: `JournalError`.
  package func events(after seq: Int64, limit: Int = 1_000) throws(JournalError) -> [JournalEvent] {
    try all(
      "SELECT \(Self.columns) FROM events WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit], table: "events",
      Self.event)
  }

  /// Up to `limit` rows about somebody after a row, in order; no kinds means all kinds.
  ///
  /// - Throws: `JournalError`.
  package func events(
    of subject: String, kinds: [EventKind] = [], after seq: Int64 = 0, limit: Int = 1_000
  ) throws(JournalError) -> [JournalEvent] {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    let filter = kinds.isEmpty ? "" : "AND kind IN (\(marks))"
    let arguments: [(any DatabaseValueConvertible)?] = [subject] + kinds.map(\.rawValue) + [seq, limit]
    return try all(
      "SELECT \(Self.columns) FROM events WHERE subject = ? \(filter) AND seq > ? ORDER BY seq LIMIT ?",
      arguments, table: "events", Self.event)
  }

  /// The newest row about somebody of a kind; `nil` where there is none.
  ///
  /// - Throws: `JournalError`.
  package func latestEvent(of subject: String, kind: EventKind) throws(JournalError) -> JournalEvent? {
    try first(
      "SELECT \(Self.columns) FROM events WHERE subject = ? AND kind = ? ORDER BY seq DESC LIMIT 1",
      [subject, kind.rawValue], table: "events", Self.event)
  }

  /// The newest `limit` rows, oldest of them first.
  ///
  /// - Throws: `JournalError`.
  package func latestEvents(limit: Int) throws(JournalError) -> [JournalEvent] {
    try all(
      "SELECT \(Self.columns) FROM events ORDER BY seq DESC LIMIT ?", [limit], table: "events", Self.event
    ).reversed()
  }

  /// Every row in order, in bounded memory, as it stands: whether it was altered, `body` has to see (`follows`).
  ///
  /// - Throws: `JournalError`, or what `body` throws as `JournalError.database`.
  package func eachEvent(after seq: Int64 = 0, _ body: (JournalEvent) throws -> Void) throws(JournalError) {
    try each(
      "SELECT \(Self.columns) FROM events WHERE seq > ? ORDER BY seq", [seq], table: "events"
    ) { reader in
      try body(try Self.unchecked(&reader))
      return true
    }
  }

  /// Every row of some kinds in order, in bounded memory.
  ///
  /// - Throws: `JournalError`, or what `body` throws as `JournalError.database`.
  package func eachEvent(
    of kinds: [EventKind], _ body: (JournalEvent) throws -> Void
  ) throws(JournalError) {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    try each(
      "SELECT \(Self.columns) FROM events WHERE kind IN (\(marks)) ORDER BY seq",
      kinds.map { $0.rawValue as (any DatabaseValueConvertible)? },
      table: "events"
    ) { reader in
      try body(try Self.event(&reader))
      return true
    }
  }

  /// The events of an evidence with their numbers from 1, in order, batch by batch in bounded memory.
  ///
  /// `after` leaves out the events up to that number. Events of kinds that only a later program knows are passed over
  /// and have their numbers.
  ///
  /// - Throws: `unreadableRow` for a batch that can't be decoded or is out of order.
  package func botEvents(
    of evidence: EvidenceRecord, after number: Int = 0, _ body: (Int, BotEvent) throws -> Void
  ) throws(JournalError) {
    let sql = """
      SELECT \(Self.columns) FROM events WHERE subject = ? AND kind = 'bot_events' AND seq >= ? ORDER BY seq
      """
    var next = 1
    try each(sql, [evidence.bot, evidence.firstSeq], table: "events") { reader in
      let payload = try Self.event(&reader).payload
      do {
        let header = try BotEventBatch.header(of: payload)
        guard header.evidence == evidence.id else { return true }
        guard header.firstNumber == next else { throw reader.fault("expected event \(next) of the evidence") }
        next += header.count
        guard next - 1 > number else { return true }
        for (index, record) in try BotEventBatch.decode(payload).records.enumerated() {
          guard header.firstNumber + index > number, case .event(let event) = record else { continue }
          try body(header.firstNumber + index, event)
        }
      } catch let fault as BotEventBatch.Fault { throw reader.fault(fault.description) }
      return true
    }
  }

  /// The events of an evidence in memory.
  ///
  /// - Throws: as the streaming form.
  package func botEvents(
    of evidence: EvidenceRecord, after number: Int = 0
  ) throws(JournalError) -> [BotEvent] {
    var events: [BotEvent] = []
    try botEvents(of: evidence, after: number) { _, event in events.append(event) }
    return events
  }
}
