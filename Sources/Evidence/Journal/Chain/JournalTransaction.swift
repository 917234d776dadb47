import Crypto
import GRDB
package import JSONText
package import TradingCore

/// A transaction in the making: everything in it becomes durable together, or nothing does.
package struct JournalTransaction {
  /// The journal as this transaction sees it, its own changes included.
  package let reading: JournalReading
  /// Where the chain ends, this transaction's rows included.
  package private(set) var head: ChainHead

  init(reading: JournalReading, head: ChainHead) {
    self.reading = reading
    self.head = head
  }

  var database: Database { reading.database }

  /// Appends a row to the chain that changes nothing else.
  ///
  /// - Throws: `unstorable` for a subject with a NUL character, `diskFull` and what else the database reports.
  @discardableResult
  package mutating func append(
    _ kind: EventKind, subject: String = "", payload: JSONValue = [:], at time: Timestamp
  ) throws(JournalError) -> Int64 {
    try append(NewEvent(kind, subject: subject, payload: payload, at: time))
  }

  /// Appends a row to the chain that changes nothing else.
  ///
  /// - Throws: as above.
  @discardableResult
  package mutating func append(_ event: NewEvent) throws(JournalError) -> Int64 {
    try append(event, payload: Array(event.payload.compactText.utf8), effects: [])
  }

  mutating func append(
    _ event: NewEvent, payload: [UInt8], effects: [UInt8]
  ) throws(JournalError) -> Int64 {
    try append(
      code: event.kind.rawValue, subject: event.subject, payload: payload, effects: effects, at: event.at)
  }

  /// The one place that appends to the chain.
  mutating func append(
    code: String, subject: String, payload: [UInt8], effects: [UInt8], at time: Timestamp
  ) throws(JournalError) -> Int64 {
    guard !subject.utf8.contains(0) else { throw .unstorable(what: "subject") }
    let seq = head.seq + 1
    let hash = EventHash.of(
      seq: seq, recordedAt: time.nanoseconds, kind: Array(code.utf8), subject: Array(subject.utf8),
      payload: payload, effects: effects, previous: head.hash)
    let sql = """
      INSERT INTO events (seq, recorded_at, kind, subject, payload, effects, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    try execute(
      sql,
      [
        seq.databaseValue, time.nanoseconds.databaseValue, code.databaseValue, subject.databaseValue,
        payload.blobValue, effects.blobValue, head.hash.blobValue, hash.blobValue,
      ])
    head = ChainHead(seq: seq, hash: hash)
    return seq
  }

  /// Runs a statement that is prepared once.
  func execute(_ sql: String, _ arguments: [DatabaseValue]) throws(JournalError) {
    try JournalError.mapping(reading.path) {
      let statement = try database.cachedStatement(sql: sql)
      statement.setUncheckedArguments(StatementArguments(arguments))
      try statement.execute()
    }
  }

  /// The same for a row of a projection, with an error that names the row.
  func execute(_ sql: String, _ arguments: [DatabaseValue], row: some ProjectedRow) throws(JournalError) {
    for case .string(let text) in arguments.map(\.storage) where text.utf8.contains(0) {
      throw .unstorable(what: "\(type(of: row).table.name) \(row.label)")
    }
    do {
      let statement = try database.cachedStatement(sql: sql)
      statement.setUncheckedArguments(StatementArguments(arguments))
      try statement.execute()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw .conflict(table: type(of: row).table.name, id: row.label)
    } catch {
      throw .of(error, path: reading.path)
    }
  }
}
