import GRDB
package import JSONText
package import TradingCore

/// How a message to the operator stands. Text codes are stable.
package enum OutboxStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// Still to be sent.
  case pending
  /// Delivered.
  case sent
  /// Given up.
  case dead
}

/// A message to the operator on one channel, kept until it is delivered. It lies outside of the chain, which has a row of
/// what is to be delivered, and one when that was done.
package struct OutboxRecord: Sendable, Hashable {
  /// Its number; the journal gives it.
  package internal(set) var id: Int64 = 0
  /// When it was written.
  package var createdAt: Timestamp
  /// What it is about, as a code.
  package var event: String
  /// Where it goes, by the channel's name.
  package var channel: String
  /// The particulars.
  package var payload: JSONValue
  /// How it stands.
  package var status: OutboxStatus
  /// How often it was tried.
  package var attempts: Int
  /// When it is to be tried next.
  package var nextAttemptAt: Timestamp
  /// What kept it from being delivered last.
  package var lastError: String?
  /// When this row was last changed.
  package var updatedAt: Timestamp

  /// A message that is to be sent at once.
  package init(event: String, channel: String, payload: JSONValue, createdAt: Timestamp) {
    self.createdAt = createdAt
    self.event = event
    self.channel = channel
    self.payload = payload
    status = .pending
    attempts = 0
    nextAttemptAt = createdAt
    updatedAt = createdAt
  }
}

extension OutboxRecord {
  static let columns = """
    id, created_at, event, channel, payload, status, attempts, next_attempt_at, last_error, updated_at
    """

  init(_ reader: inout ColumnReader) throws(JournalError) {
    let id = try reader.integer()
    let createdAt = try reader.timestamp()
    self.init(
      event: try reader.text(), channel: try reader.text(), payload: try reader.json(), createdAt: createdAt)
    self.id = id
    status = try reader.code(OutboxStatus.self)
    attempts = try reader.count()
    nextAttemptAt = try reader.timestamp()
    lastError = try reader.optionalText()
    updatedAt = try reader.timestamp()
  }
}

extension JournalTransaction {
  /// Puts a message into the outbox, and a row into the chain that says which.
  ///
  /// - Returns: its id.
  /// - Throws: `JournalError`.
  @discardableResult
  package mutating func insert(_ message: OutboxRecord) throws(JournalError) -> Int64 {
    let sql = """
      INSERT INTO outbox
        (created_at, event, channel, payload, status, attempts, next_attempt_at, last_error, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    try execute(
      sql,
      [
        message.createdAt.nanoseconds.databaseValue, message.event.databaseValue,
        message.channel.databaseValue, message.payload.compactText.databaseValue,
        message.status.rawValue.databaseValue, message.attempts.databaseValue,
        message.nextAttemptAt.nanoseconds.databaseValue, message.lastError?.databaseValue ?? .null,
        message.updatedAt.nanoseconds.databaseValue,
      ])
    let id = database.lastInsertedRowID
    try notePosted(message, id: id, at: message.createdAt)
    return id
  }

  /// Has a message that was given up wait again.
  ///
  /// - Throws: `absent` when there is no such message.
  package mutating func retry(_ message: OutboxRecord, at time: Timestamp) throws(JournalError) {
    let isPosted = message.status == .pending
    var message = message
    message.status = .pending
    message.attempts = 0
    message.nextAttemptAt = time
    message.updatedAt = time
    try update(message)
    // One that waits is to be delivered already.
    if !isPosted { try notePosted(message, id: message.id, at: time) }
  }

  private mutating func notePosted(
    _ message: OutboxRecord, id: Int64, at time: Timestamp
  ) throws(JournalError) {
    try append(
      .messagePosted, subject: message.channel,
      payload: [
        "message": .integer(id), "event": .string(message.event), "digest": .string(message.digest),
      ], at: time)
  }

  /// Writes how a message stands now: status, attempts, next attempt, last error, time of change.
  ///
  /// - Throws: `absent` when there is no such message.
  package func update(_ message: OutboxRecord) throws(JournalError) {
    let sql = """
      UPDATE outbox SET status = ?, attempts = ?, next_attempt_at = ?, last_error = ?, updated_at = ?
      WHERE id = ?
      """
    try execute(
      sql,
      [
        message.status.rawValue.databaseValue, message.attempts.databaseValue,
        message.nextAttemptAt.nanoseconds.databaseValue, message.lastError?.databaseValue ?? .null,
        message.updatedAt.nanoseconds.databaseValue, message.id.databaseValue,
      ])
    guard database.changesCount == 1 else { throw .absent(table: "outbox", id: String(message.id)) }
  }

  /// Removes messages that were sent or given up and last changed before a time.
  ///
  /// - Returns: how many.
  /// - Throws: `JournalError`.
  @discardableResult
  package func pruneOutbox(before time: Timestamp) throws(JournalError) -> Int {
    try execute(
      "DELETE FROM outbox WHERE status <> 'pending' AND updated_at < ?", [time.nanoseconds.databaseValue])
    return database.changesCount
  }
}

extension JournalReading {
  /// Up to `limit` messages that are to be tried at a time, the one due longest first; with a channel, those of it.
  ///
  /// - Throws: `JournalError`.
  package func dueMessages(
    at time: Timestamp, channel: String? = nil, limit: Int = 100
  ) throws(JournalError) -> [OutboxRecord] {
    let sql = """
      SELECT \(OutboxRecord.columns) FROM outbox
      WHERE status = 'pending' AND next_attempt_at <= ?1 AND (channel = ?2 OR ?2 IS NULL)
      ORDER BY next_attempt_at, id LIMIT ?3
      """
    return try all(sql, [time.nanoseconds, channel, limit], table: "outbox") { try OutboxRecord(&$0) }
  }

  /// When the next message is due, `nil` when none waits.
  ///
  /// - Throws: `JournalError`.
  package func nextMessageTime() throws(JournalError) -> Timestamp? {
    let sql = "SELECT min(next_attempt_at) FROM outbox WHERE status = 'pending'"
    let found = try first(sql, table: "outbox") { try $0.optionalInteger() }
    return found.flatMap { $0 }.map(Timestamp.init(nanoseconds:))
  }

  /// A message by its id.
  ///
  /// - Throws: `JournalError`.
  package func message(_ id: Int64) throws(JournalError) -> OutboxRecord? {
    try first("SELECT \(OutboxRecord.columns) FROM outbox WHERE id = ?", [id], table: "outbox") {
      try OutboxRecord(&$0)
    }
  }

  /// The newest `limit` messages, the newest first; with a status, those that have it.
  ///
  /// - Throws: `JournalError`.
  package func messages(
    _ status: OutboxStatus? = nil, limit: Int = 100
  ) throws(JournalError) -> [OutboxRecord] {
    let sql = """
      SELECT \(OutboxRecord.columns) FROM outbox WHERE status = ?1 OR ?1 IS NULL ORDER BY id DESC LIMIT ?2
      """
    return try all(sql, [status?.rawValue, limit], table: "outbox") { try OutboxRecord(&$0) }
  }

  /// How many messages have each status.
  ///
  /// - Throws: `JournalError`.
  package func messageCounts() throws(JournalError) -> [OutboxStatus: Int] {
    let counts = try all("SELECT status, count(*) FROM outbox GROUP BY status", table: "outbox") {
      (try $0.code(OutboxStatus.self), try $0.count())
    }
    return Dictionary(counts) { first, _ in first }
  }
}
