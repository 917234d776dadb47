import Crypto
import GRDB
package import JSONText
package import TradingCore

/// What a bot did in a mode under one identity, as far as it has come.
package struct EvidenceRecord: Sendable, Hashable {
  /// Its number in the journal, from `JournalReading.nextEvidenceID`.
  package var id: Int64
  /// The bot's id.
  package var bot: String
  /// Where its orders went.
  package var mode: TradingMode
  /// The 32 bytes of the bot's identity.
  package var identity: [UInt8]
  /// Its number within the bot, from 1.
  package var number: Int
  /// When it began.
  package var startedAt: Timestamp
  /// The event that began it; the journal sets it.
  package internal(set) var firstSeq: Int64 = 0
  /// The SHA-256 of the checkpoint, `nil` while there is none; the journal sets it.
  package internal(set) var checkpointDigest: [UInt8]?
  /// How many events had happened when the checkpoint was taken.
  package var checkpointEvents: Int
  /// How many events there are; the journal counts them.
  package internal(set) var eventCount: Int = 0
  /// How many of them are fills; the journal counts them.
  package internal(set) var fillCount: Int = 0
  /// The fingerprint over all its fills, 64 hex digits.
  package var fingerprint: String
  /// What it has seen: time and ordinal per symbol.
  package var cursor: JSONValue
  /// Figures for people.
  package var summary: JSONValue
  /// When this row was last changed.
  package var updatedAt: Timestamp
  /// The event that last changed it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// Evidence from its parts, before its first event.
  package init(
    id: Int64, bot: String, mode: TradingMode, identity: [UInt8], number: Int, startedAt: Timestamp,
    fingerprint: String = "", cursor: JSONValue = [:], summary: JSONValue = [:]
  ) {
    self.id = id
    self.bot = bot
    self.mode = mode
    self.identity = identity
    self.number = number
    self.startedAt = startedAt
    self.checkpointEvents = 0
    self.fingerprint = fingerprint
    self.cursor = cursor
    self.summary = summary
    self.updatedAt = startedAt
  }
}

/// What becomes of an evidence's checkpoint.
package enum CheckpointChange: Sendable, Hashable {
  /// The present one stays; nothing is written.
  case keep
  /// A new one takes its place.
  case replace([UInt8])
}

extension EvidenceRecord: ProjectedRow {
  static var table: ProjectedTable { .evidence }
  var key: Int64 { id }
  var label: String { String(id) }
  var values: [DatabaseValue] {
    [
      bot.databaseValue, mode.rawValue.databaseValue, identity.blobValue, number.databaseValue,
      startedAt.nanoseconds.databaseValue, firstSeq.databaseValue, checkpointDigest?.blobValue ?? .null,
      checkpointEvents.databaseValue, eventCount.databaseValue, fillCount.databaseValue,
      fingerprint.databaseValue, cursor.compactText.databaseValue, summary.compactText.databaseValue,
      updatedAt.nanoseconds.databaseValue,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    self.init(
      id: try reader.integer(), bot: try reader.text(), mode: try reader.code(TradingMode.self),
      identity: try reader.bytes(), number: try reader.count(), startedAt: try reader.timestamp())
    firstSeq = try reader.integer()
    checkpointDigest = try reader.optionalBytes()
    checkpointEvents = try reader.count()
    eventCount = try reader.count()
    fillCount = try reader.count()
    fingerprint = try reader.text()
    cursor = try reader.json()
    summary = try reader.json()
    updatedAt = try reader.timestamp()
    seq = try reader.integer()
  }
}

extension JournalReading {
  /// The id for the next evidence.
  ///
  /// - Throws: `JournalError`.
  package func nextEvidenceID() throws(JournalError) -> Int64 { try nextKey(.evidence) }

  func nextKey(_ table: ProjectedTable) throws(JournalError) -> Int64 {
    let sql = "SELECT coalesce(max(\(table.key)), 0) + 1 FROM \(table.name)"
    return try first(sql, table: table.name) { try $0.integer() } ?? 1
  }

  /// An evidence by its id.
  ///
  /// - Throws: `JournalError`.
  package func evidence(_ id: Int64) throws(JournalError) -> EvidenceRecord? {
    try evidence(where: "id = ?", [id]).first
  }

  /// The evidence of a bot in a mode under an identity that began last: a bot that was taken back starts anew.
  ///
  /// - Throws: `JournalError`.
  package func evidence(
    of bot: String, mode: TradingMode, identity: [UInt8]
  ) throws(JournalError) -> EvidenceRecord? {
    try evidence(
      where: "bot = ? AND mode = ? AND identity = ? ORDER BY number DESC LIMIT 1",
      [bot, mode.rawValue, identity.blobValue]
    ).first
  }

  /// Every evidence of a bot, the oldest first.
  ///
  /// - Throws: `JournalError`.
  package func evidence(of bot: String) throws(JournalError) -> [EvidenceRecord] {
    try evidence(where: "bot = ? ORDER BY number", [bot])
  }

  /// Every evidence of an identity, whichever bot had it, the oldest first.
  ///
  /// - Throws: `JournalError`.
  package func evidence(ofIdentity identity: [UInt8]) throws(JournalError) -> [EvidenceRecord] {
    try evidence(where: "identity = ? ORDER BY id", [identity.blobValue])
  }

  /// The evidence of a bot that began last.
  ///
  /// - Throws: `JournalError`.
  package func latestEvidence(of bot: String) throws(JournalError) -> EvidenceRecord? {
    try evidence(where: "bot = ? ORDER BY number DESC LIMIT 1", [bot]).first
  }

  /// Every evidence, the oldest first.
  ///
  /// - Throws: `JournalError`.
  package func evidence() throws(JournalError) -> [EvidenceRecord] {
    try evidence(where: "1 ORDER BY id", [])
  }

  private func evidence(
    where condition: String, _ arguments: [(any DatabaseValueConvertible)?]
  ) throws(JournalError) -> [EvidenceRecord] {
    try all(ProjectedTable.evidence.selection + " WHERE " + condition, arguments, table: "evidence") {
      try EvidenceRecord(&$0)
    }
  }

  /// The checkpoint of an evidence, `nil` while there is none.
  ///
  /// - Throws: `unreadableRow` for one that is not what the evidence knows of, `JournalError`.
  package func checkpoint(ofEvidence id: Int64) throws(JournalError) -> [UInt8]? {
    let sql = """
      SELECT c.evidence, c.state, e.checkpoint_digest FROM checkpoints c JOIN evidence e ON e.id = c.evidence
      WHERE c.evidence = ?
      """
    return try first(sql, [id], table: "checkpoints") { reader in
      _ = try reader.integer()
      let state = try reader.bytes()
      guard try reader.optionalBytes() == Array(SHA256.hash(data: state)) else {
        throw reader.fault("it is not the checkpoint that the evidence knows of")
      }
      return state
    }
  }
}
