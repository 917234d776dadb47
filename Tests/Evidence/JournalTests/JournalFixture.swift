import Foundation
import GRDB
import JSONText
import TestSupport
import TradingCore

@testable import Journal

/// A home in a temporary folder, and ways to do to it what nobody should.
final class JournalFixture {
  let folder: TemporaryFolder
  var home: String { folder.file("home") }
  var database: String { home + "/journal.sqlite" }
  var anchor: String { home + "/journal.anchor" }

  init() throws { folder = try TemporaryFolder() }

  static func time(_ second: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_700_000_000_000_000_000 + second * Timestamp.second)
  }

  func journal(_ mode: Journal.Mode = .create) throws -> Journal { try Journal(home: home, mode: mode) }

  /// A home with a bot, its evidence, a session, two batches, a trial: nine rows.
  @discardableResult
  func filled() throws -> Journal {
    let journal = try journal()
    try journal.write { transaction in
      try transaction.append(.homeCreated, at: Self.time(0))
      try transaction.record(
        NewEvent(.botRegistered, subject: "alpha", payload: ["by": "test"], at: Self.time(1)),
        [.newBot(Self.bot("alpha"))])
    }
    try journal.write { transaction in
      try transaction.record(
        NewEvent(.evidenceStarted, subject: "alpha", at: Self.time(2)),
        [.newEvidence(Self.evidence(1, of: "alpha"), checkpoint: nil)])
      try transaction.record(
        NewEvent(.sessionStarted, at: Self.time(3)),
        [
          .newSession(
            SessionRecord(id: 1, kind: .files, source: ["file": "a.ticks"], startedAt: Self.time(3))),
          .newSessionBot(
            SessionBotRecord(
              session: 1, evidence: 1, startState: nil, startCursor: [:], startEvents: 0, startFills: 0,
              startFingerprint: "")),
        ])
    }
    for second in [Int64(4), 5] {
      try journal.write { transaction in
        guard var evidence = try transaction.reading.evidence(1) else { return }
        evidence.cursor = ["EURUSD": .integer(second)]
        evidence.checkpointEvents = evidence.eventCount + 2
        let order = ClientOrderID(ordinal: UInt64(second))
        try transaction.record(
          [.accepted(order, at: Self.time(second)), .marginCall(Self.time(second))], of: &evidence,
          checkpoint: .replace([1, 2, UInt8(second)]), at: Self.time(second))
      }
    }
    try journal.write { transaction in
      guard var session = try transaction.reading.session(1) else { return }
      session.status = .ended
      session.endedAt = Self.time(6)
      try transaction.record(NewEvent(.sessionEnded, at: Self.time(6)), [.session(session)])
      try transaction.record(
        NewEvent(.trial, subject: "ema", at: Self.time(7)),
        [
          .trial(
            TrialRecord(
              family: "ema", identity: [7], dataDigest: [8], strategy: "ema_cross", sharpe: 1.5, trades: 3,
              netProfit: "10.00", recordedAt: Self.time(7)))
        ])
      try transaction.append(.feedLost, subject: "demo", at: Self.time(8))
    }
    return journal
  }

  static func bot(_ id: String) -> BotRecord {
    BotRecord(
      id: id, family: "ema", spec: ["strategy": "ema_cross"], createdAt: time(1), updatedAt: time(1))
  }

  static func evidence(_ id: Int64, of bot: String) -> EvidenceRecord {
    EvidenceRecord(
      id: id, bot: bot, mode: .paper, identity: [UInt8](repeating: 1, count: 32), number: 1,
      startedAt: time(2))
  }

  /// Does to the database what only somebody with the file can: triggers and checks are out of the way.
  func tamper(_ statements: String..., keepingTriggers: Bool = false) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: database, configuration: configuration)
    try queue.inDatabase { database in
      let triggers = try String.fetchAll(
        database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
      if !keepingTriggers {
        for name in ["update", "delete", "replace"] {
          try database.execute(sql: "DROP TRIGGER events_refuse_\(name)")
        }
      }
      for statement in statements { try database.execute(sql: statement) }
      if !keepingTriggers { for trigger in triggers { try database.execute(sql: trigger) } }
    }
  }

  /// What `verify` finds in the home as it is now.
  func fault() throws -> AuditFault? { try journal(.readOnly).verify().fault }

  /// The error of opening the home.
  func openingError(_ mode: Journal.Mode = .open) -> JournalError? {
    do {
      _ = try journal(mode)
      return nil
    } catch { return error as? JournalError }
  }
}

extension JournalFixture {
  /// Gives the database the first schema, as an older program left it.
  func makeSchema1() throws {
    try tamper(
      """
      CREATE TABLE evidence_v1 (
        id INTEGER PRIMARY KEY, bot TEXT NOT NULL REFERENCES bots (id), mode TEXT NOT NULL,
        identity BLOB NOT NULL, number INTEGER NOT NULL, started_at INTEGER NOT NULL,
        first_seq INTEGER NOT NULL, checkpoint_digest BLOB, checkpoint_events INTEGER NOT NULL,
        event_count INTEGER NOT NULL, fill_count INTEGER NOT NULL, fingerprint TEXT NOT NULL,
        cursor TEXT NOT NULL, summary TEXT NOT NULL, updated_at INTEGER NOT NULL,
        seq INTEGER NOT NULL REFERENCES events (seq), UNIQUE (bot, mode, identity), UNIQUE (bot, number)
      ) STRICT
      """,
      "INSERT INTO evidence_v1 SELECT * FROM evidence", "DROP TABLE evidence",
      "ALTER TABLE evidence_v1 RENAME TO evidence", "DROP TABLE intents",
      "DELETE FROM grdb_migrations WHERE identifier IN ('v2', 'v3', 'v4')",
      "PRAGMA user_version = 1", keepingTriggers: true)
  }

  /// Gives the database the third schema, as an older program left it.
  func makeSchema3() throws {
    try tamper(
      "DELETE FROM grdb_migrations WHERE identifier = 'v4'", "PRAGMA user_version = 3", keepingTriggers: true)
  }
}
