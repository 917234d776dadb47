package import JSONText

/// A session that an evidence was gathered in.
package struct EvidenceSession: Sendable, Hashable {
  /// The session.
  package let session: SessionRecord
  /// What the bot had seen of each symbol when the session began.
  package let startCursor: JSONValue
}

extension JournalReading {
  /// The sessions that an evidence was gathered in, the oldest first.
  ///
  /// - Throws: `JournalError`.
  package func sessions(ofEvidence id: Int64) throws(JournalError) -> [EvidenceSession] {
    let sessions = try all(
      ProjectedTable.sessions.selection
        + " WHERE id IN (SELECT session FROM session_bots WHERE evidence = ?) ORDER BY id", [id],
      table: "sessions"
    ) { try SessionRecord(&$0) }
    // Without the states, which may be large.
    let cursors = try all(
      "SELECT start_cursor FROM session_bots WHERE evidence = ? ORDER BY session", [id], table: "session_bots"
    ) { try $0.json() }
    return zip(sessions, cursors).map { EvidenceSession(session: $0, startCursor: $1) }
  }
}
