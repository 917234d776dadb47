import GRDB
package import JSONText
package import TradingCore

/// A reading of high volume, such as a heartbeat; outside of the chain and kept for a time only.
package struct TelemetryRecord: Sendable, Hashable {
  /// Its number; the journal gives it.
  package internal(set) var id: Int64 = 0
  /// When it was taken.
  package var at: Timestamp
  /// What it is, as a code.
  package var kind: String
  /// Whom it is about.
  package var subject: String
  /// The particulars.
  package var payload: JSONValue

  /// A reading from its parts.
  package init(at: Timestamp, kind: String, subject: String, payload: JSONValue) {
    self.at = at
    self.kind = kind
    self.subject = subject
    self.payload = payload
  }
}

extension JournalTransaction {
  /// Keeps a reading.
  ///
  /// - Returns: its id.
  /// - Throws: `JournalError`.
  @discardableResult
  package func insert(_ reading: TelemetryRecord) throws(JournalError) -> Int64 {
    try execute(
      "INSERT INTO telemetry (at, kind, subject, payload) VALUES (?, ?, ?, ?)",
      [
        reading.at.nanoseconds.databaseValue, reading.kind.databaseValue, reading.subject.databaseValue,
        reading.payload.compactText.databaseValue,
      ])
    return database.lastInsertedRowID
  }

  /// Removes readings taken before a time.
  ///
  /// - Returns: how many.
  /// - Throws: `JournalError`.
  @discardableResult
  package func pruneTelemetry(before time: Timestamp) throws(JournalError) -> Int {
    try execute("DELETE FROM telemetry WHERE at < ?", [time.nanoseconds.databaseValue])
    return database.changesCount
  }
}

extension JournalReading {
  /// The newest `limit` readings of a kind, the newest first; with a subject, those about it.
  ///
  /// - Throws: `JournalError`.
  package func telemetry(
    kind: String, subject: String? = nil, limit: Int = 100
  ) throws(JournalError) -> [TelemetryRecord] {
    let sql = """
      SELECT id, at, kind, subject, payload FROM telemetry
      WHERE kind = ?1 AND (subject = ?2 OR ?2 IS NULL) ORDER BY at DESC, id DESC LIMIT ?3
      """
    return try all(sql, [kind, subject, limit], table: "telemetry") { reader in
      let id = try reader.integer()
      var record = TelemetryRecord(
        at: try reader.timestamp(), kind: try reader.text(), subject: try reader.text(),
        payload: try reader.json())
      record.id = id
      return record
    }
  }
}
