import GRDB
package import JSONText
package import TradingCore

/// Where a session's quotes come from. Text codes are stable.
package enum SessionKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Tick files.
  case files = "replay"
  /// A feed.
  case feed = "live"
}

/// How a session stands. Text codes are stable.
package enum SessionStatus: String, Sendable, Hashable, Codable, CaseIterable {
  /// Goes on, or was cut off by a crash.
  case open
  /// Ended in order.
  case ended
  /// Was cut off and brought up to its last input later.
  case recovered
}

/// One run of `slipway run` over files or a feed.
package struct SessionRecord: Sendable, Hashable {
  /// Its number, from `JournalReading.nextSessionID`.
  package var id: Int64
  /// Files or a feed.
  package var kind: SessionKind
  /// Whether it goes on.
  package var status: SessionStatus
  /// Which files, or which feed.
  package var source: JSONValue
  /// When it began.
  package var startedAt: Timestamp
  /// When it ended, `nil` while it goes on.
  package var endedAt: Timestamp?
  /// How many quotes it has taken.
  package var quotes: Int
  /// The event that last changed it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// A session from its parts.
  package init(
    id: Int64, kind: SessionKind, status: SessionStatus = .open, source: JSONValue, startedAt: Timestamp,
    endedAt: Timestamp? = nil, quotes: Int = 0
  ) {
    self.id = id
    self.kind = kind
    self.status = status
    self.source = source
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.quotes = quotes
  }
}

extension SessionRecord: ProjectedRow {
  static var table: ProjectedTable { .sessions }
  var key: Int64 { id }
  var label: String { String(id) }
  var values: [DatabaseValue] {
    [
      kind.rawValue.databaseValue, status.rawValue.databaseValue, source.compactText.databaseValue,
      startedAt.nanoseconds.databaseValue, endedAt?.nanoseconds.databaseValue ?? .null, quotes.databaseValue,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    self.init(
      id: try reader.integer(), kind: try reader.code(SessionKind.self),
      status: try reader.code(SessionStatus.self), source: try reader.json(),
      startedAt: try reader.timestamp(),
      endedAt: try reader.optionalInteger().map(Timestamp.init(nanoseconds:)), quotes: try reader.count())
    seq = try reader.integer()
  }
}

/// A bot's part in a session: how it stood at the start and at the end.
package struct SessionBotRecord: Sendable, Hashable {
  /// The number of its row; the journal gives it.
  var number: Int64 = 0
  /// The session.
  package var session: Int64
  /// The evidence it added to.
  package var evidence: Int64
  /// Its state at the start, `nil` for a bot that started fresh.
  package var startState: [UInt8]?
  /// Its cursor at the start.
  package var startCursor: JSONValue
  /// The evidence's events before the session.
  package var startEvents: Int
  /// The evidence's fills before the session.
  package var startFills: Int
  /// The evidence's fingerprint before the session.
  package var startFingerprint: String
  /// The evidence's events at the end, `nil` while the session goes on.
  package var endEvents: Int?
  /// The evidence's fingerprint at the end, `nil` while the session goes on.
  package var endFingerprint: String?
  /// The event that last changed it; the journal sets it.
  package internal(set) var seq: Int64 = 0

  /// A part from its parts.
  package init(
    session: Int64, evidence: Int64, startState: [UInt8]?, startCursor: JSONValue, startEvents: Int,
    startFills: Int, startFingerprint: String, endEvents: Int? = nil, endFingerprint: String? = nil
  ) {
    self.session = session
    self.evidence = evidence
    self.startState = startState
    self.startCursor = startCursor
    self.startEvents = startEvents
    self.startFills = startFills
    self.startFingerprint = startFingerprint
    self.endEvents = endEvents
    self.endFingerprint = endFingerprint
  }
}

extension SessionBotRecord: ProjectedRow {
  static var table: ProjectedTable { .sessionBots }
  var key: Int64 { number }
  var label: String { "\(session) of evidence \(evidence)" }
  var values: [DatabaseValue] {
    [
      session.databaseValue, evidence.databaseValue, startState?.blobValue ?? .null,
      startCursor.compactText.databaseValue, startEvents.databaseValue, startFills.databaseValue,
      startFingerprint.databaseValue, endEvents?.databaseValue ?? .null,
      endFingerprint?.databaseValue ?? .null,
    ]
  }

  init(_ reader: inout ColumnReader) throws(JournalError) {
    let number = try reader.integer()
    self.init(
      session: try reader.integer(), evidence: try reader.integer(), startState: try reader.optionalBytes(),
      startCursor: try reader.json(), startEvents: try reader.count(), startFills: try reader.count(),
      startFingerprint: try reader.text(), endEvents: try reader.optionalInteger().map { Int($0) },
      endFingerprint: try reader.optionalText())
    self.number = number
    seq = try reader.integer()
  }
}

extension JournalReading {
  /// The id for the next session.
  ///
  /// - Throws: `JournalError`.
  package func nextSessionID() throws(JournalError) -> Int64 { try nextKey(.sessions) }

  /// A session by its id.
  ///
  /// - Throws: `JournalError`.
  package func session(_ id: Int64) throws(JournalError) -> SessionRecord? {
    try first(ProjectedTable.sessions.selection + " WHERE id = ?", [id], table: "sessions") {
      try SessionRecord(&$0)
    }
  }

  /// Every session, the oldest first; with a status, those that have it.
  ///
  /// - Throws: `JournalError`.
  package func sessions(_ status: SessionStatus? = nil) throws(JournalError) -> [SessionRecord] {
    try all(
      ProjectedTable.sessions.selection + " WHERE status = ?1 OR ?1 IS NULL ORDER BY id", [status?.rawValue],
      table: "sessions"
    ) { try SessionRecord(&$0) }
  }

  /// The bots of a session, in the order they were put in.
  ///
  /// - Throws: `JournalError`.
  package func bots(ofSession id: Int64) throws(JournalError) -> [SessionBotRecord] {
    try all(
      ProjectedTable.sessionBots.selection + " WHERE session = ? ORDER BY number", [id], table: "session_bots"
    ) { try SessionBotRecord(&$0) }
  }
}
