import GRDB

/// The tables of a home's database, and how older ones come up to date.
enum JournalSchema {
  /// Marks a database file as ours: `SLIP` in ASCII.
  ///
  /// Source: https://www.sqlite.org/pragma.html#pragma_application_id
  static let applicationID = 0x534C_4950

  /// The newest schema this program knows, kept as `user_version`.
  static let version = 4

  /// The oldest schema that is read without being brought up to date: what it lacks are tables that began empty.
  static let oldestReadable = 2

  static let databaseName = "journal.sqlite"
  static let anchorName = "journal.anchor"

  /// Every step from an empty database to the present schema; steps that were released never change.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { database in
      for statement in version1 { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    // A bot that was taken back starts anew under the same identity.
    migrator.registerMigration("v2") { database in
      for statement in version2 { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    // What bots want of brokers, before it leaves.
    migrator.registerMigration("v3") { database in
      for statement in version3 { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    // No table changes: an earlier program would deliver messages and end recordings without the rows that say so.
    migrator.registerMigration("v4") { try $0.execute(sql: "PRAGMA user_version = 4") }
    return migrator
  }

  /// Name, table and text of every part of a database's schema, in order.
  static func parts(of database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1
        """)
  }

  /// The same of a new database of a schema.
  static func expectedParts(version: Int) throws -> [String] {
    let fresh = try DatabaseQueue()
    try migrator.migrate(fresh, upTo: "v\(version)")
    return try fresh.inDatabase { try parts(of: $0) }
  }

  /// The schema of a database.
  static func version(of database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  private static func evidenceTable(_ name: String, unique: String) -> String {
    """
    CREATE TABLE \(name) (
      id INTEGER PRIMARY KEY, bot TEXT NOT NULL REFERENCES bots (id), mode TEXT NOT NULL,
      identity BLOB NOT NULL, number INTEGER NOT NULL, started_at INTEGER NOT NULL,
      first_seq INTEGER NOT NULL, checkpoint_digest BLOB, checkpoint_events INTEGER NOT NULL,
      event_count INTEGER NOT NULL, fill_count INTEGER NOT NULL, fingerprint TEXT NOT NULL,
      cursor TEXT NOT NULL, summary TEXT NOT NULL, updated_at INTEGER NOT NULL,
      seq INTEGER NOT NULL REFERENCES events (seq), \(unique)
    ) STRICT
    """
  }

  private static let version1 = [
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
      payload BLOB NOT NULL, effects BLOB NOT NULL, previous BLOB NOT NULL CHECK (length(previous) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
    "CREATE INDEX events_by_subject ON events (subject, kind, seq)",
    """
    CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'rows of the chain are never changed'); END
    """,
    """
    CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'rows of the chain are never removed'); END
    """,
    // REPLACE removes the old row without asking the trigger above.
    // Source: https://www.sqlite.org/lang_conflict.html
    """
    CREATE TRIGGER events_refuse_replace BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'rows of the chain are never replaced'); END
    """,
    """
    CREATE TABLE bots (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, mode TEXT NOT NULL,
      family TEXT NOT NULL, spec TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      seq INTEGER NOT NULL REFERENCES events (seq)
    ) STRICT
    """,
    evidenceTable("evidence", unique: "UNIQUE (bot, mode, identity), UNIQUE (bot, number)"),
    // A table of its own: a commit that keeps the checkpoint need not write it again.
    """
    CREATE TABLE checkpoints (
      evidence INTEGER PRIMARY KEY REFERENCES evidence (id), state BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE sessions (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL,
      started_at INTEGER NOT NULL, ended_at INTEGER, quotes INTEGER NOT NULL,
      seq INTEGER NOT NULL REFERENCES events (seq)
    ) STRICT
    """,
    """
    CREATE TABLE session_bots (
      number INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES sessions (id),
      evidence INTEGER NOT NULL REFERENCES evidence (id), start_state BLOB, start_cursor TEXT NOT NULL,
      start_events INTEGER NOT NULL, start_fills INTEGER NOT NULL, start_fingerprint TEXT NOT NULL,
      end_events INTEGER, end_fingerprint TEXT, seq INTEGER NOT NULL REFERENCES events (seq),
      UNIQUE (session, evidence)
    ) STRICT
    """,
    """
    CREATE TABLE trials (
      id INTEGER PRIMARY KEY, family TEXT NOT NULL, identity BLOB NOT NULL, data_digest BLOB NOT NULL,
      strategy TEXT NOT NULL, sharpe REAL, trades INTEGER NOT NULL, net_profit TEXT NOT NULL,
      recorded_at INTEGER NOT NULL, source TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES events (seq)
    ) STRICT
    """,
    "CREATE INDEX trials_by_family ON trials (family, identity, data_digest)",
    """
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, event TEXT NOT NULL, channel TEXT NOT NULL,
      payload TEXT NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL,
      next_attempt_at INTEGER NOT NULL, last_error TEXT, updated_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX outbox_due ON outbox (status, next_attempt_at)",
    """
    CREATE TABLE telemetry (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
      payload TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX telemetry_by_time ON telemetry (at)",
  ]
  /// SQLite can't take a constraint from a table: the rows move to one without it.
  ///
  /// Source: https://www.sqlite.org/lang_altertable.html#otheralter
  private static let version2 = [
    evidenceTable("evidence_v2", unique: "UNIQUE (bot, number)"),
    "INSERT INTO evidence_v2 SELECT * FROM evidence",
    "DROP TABLE evidence",
    "ALTER TABLE evidence_v2 RENAME TO evidence",
  ]
  private static let version3 = [
    """
    CREATE TABLE intents (
      id INTEGER PRIMARY KEY, evidence INTEGER NOT NULL REFERENCES evidence (id), number INTEGER NOT NULL,
      content BLOB NOT NULL, committed_at INTEGER NOT NULL, seq INTEGER NOT NULL REFERENCES events (seq),
      UNIQUE (evidence, number)
    ) STRICT
    """
  ]
}
