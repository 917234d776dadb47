import FileSystem
import GRDB
import TradingCore

/// Where a home keeps its journal.
struct JournalFiles {
  let home: String
  var database: String { home + "/" + JournalSchema.databaseName }
  var anchor: String { home + "/" + JournalSchema.anchorName }
  /// All of them, those that SQLite makes beside its database included.
  var all: [String] { [database, database + "-wal", database + "-shm", anchor] }

  var hasDatabase: Bool {
    get throws(JournalError) {
      do { return try Folders.sizeOfFile(database) != nil } catch {
        if case .unreadable(let path, let reason) = error {
          throw .unwritable(path: path, reason: reason)
        }
        throw .file(error)
      }
    }
  }

  /// Why there is no database: it is gone, or there never was one.
  func noDatabase() throws(JournalError) -> JournalError {
    if let anchored = try AnchorFile.read(path: anchor)?.head.seq, anchored > 0 {
      return .tampered(path: database, .databaseMissing(anchored: anchored))
    }
    return .missing(home: home)
  }

  /// Makes the home for its owner alone, and an empty database where there is none.
  func make() throws(JournalError) {
    do {
      if let slash = home.lastIndex(of: "/"), slash > home.startIndex {
        try Folders.make(String(home[..<slash]))
      }
    } catch { throw .unwritable(path: home, reason: "\(error)") }
    do { try Paths.makeFolder(home, permissions: 0o700) } catch {
      throw .unwritable(path: home, reason: error.reason)
    }
    guard try !hasDatabase else { return }
    if case .tampered(let path, let what) = try noDatabase() { throw .tampered(path: path, what) }
    // SQLite gives its other files the permissions of this one.
    do { _ = try OpenFile(database, [.readAndWrite, .create], permissions: 0o600) } catch {
      throw .unwritable(path: database, reason: error.reason)
    }
  }
}

/// The steps from a path to a connection that can be trusted.
enum JournalOpening {
  static let busySeconds = 5.0

  /// Reads at the same time in one process; one more waits for one of them.
  static let readersAtOnce = 4

  /// A connection that waits for others and checks pages as it reads them.
  static func connect(path: String, isReadOnly: Bool) throws(JournalError) -> DatabaseQueue {
    if !isReadOnly {
      do { try Paths.check(path, for: .write) } catch { throw .unwritable(path: path, reason: error.reason) }
    }
    return try JournalError.mapping(path) {
      try DatabaseQueue(path: path, configuration: configuration(isReadOnly: isReadOnly))
    }
  }

  /// Connections that only read.
  ///
  /// None of theirs writes: a pool that writes lets the disk have its commits later.
  /// Source: `Database.setUpWALMode` of GRDB, which sets `synchronous = NORMAL`.
  static func readers(path: String) throws(JournalError) -> DatabasePool {
    try JournalError.mapping(path) {
      try DatabasePool(path: path, configuration: configuration(isReadOnly: true))
    }
  }

  private static func configuration(isReadOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = isReadOnly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busySeconds)
    configuration.maximumReaderCount = readersAtOnce
    configuration.prepareDatabase { database in
      // A commit is on the disk before the anchor is written.
      // Source: https://www.sqlite.org/pragma.html#pragma_synchronous
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Makes sure that the database is ours and of our schema, before anything is written to it.
  static func check(
    _ queue: DatabaseQueue, path: String, isNewAllowed: Bool, isOldAllowed: Bool
  ) throws(JournalError) {
    let found = try JournalError.mapping(path) {
      try queue.inDatabase { database in
        (
          id: try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
          version: try JournalSchema.version(of: database),
          parts: try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        )
      }
    }
    let isNew = found.id == 0 && found.version == 0 && found.parts == 0
    guard found.id == JournalSchema.applicationID || (isNew && isNewAllowed) else {
      throw .foreign(path: path)
    }
    guard found.version <= JournalSchema.version else {
      throw .newerSchema(path: path, found: found.version, known: JournalSchema.version)
    }
    guard found.version >= JournalSchema.oldestReadable || isOldAllowed else {
      throw .olderSchema(path: path, found: found.version, known: JournalSchema.version)
    }
  }

  /// Brings the schema up to date, and database and anchor together.
  ///
  /// The anchor's lock keeps another process from doing the same at the same time.
  static func anchor(_ queue: DatabaseQueue, files: JournalFiles) throws(JournalError) -> AnchorFile {
    if try AnchorFile.read(path: files.anchor) == nil {
      let rows = try rowCount(queue, path: files.database)
      // Another process may have made the journal in between: its anchor was there before its first row.
      if rows > 0, try AnchorFile.read(path: files.anchor) == nil {
        throw .tampered(path: files.database, .anchorMissing(rows: rows))
      }
    }
    let anchor = try AnchorFile(path: files.anchor, creating: true)
    try anchor.locked { () throws(JournalError) in
      try JournalError.mapping(files.database) {
        let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
        guard mode == "wal" else {
          throw JournalError.unwritable(
            path: files.database, reason: "the file system has no write-ahead log")
        }
        try JournalSchema.migrator.migrate(queue)
        try queue.inDatabase { database in
          let reading = JournalReading(database: database, path: files.database)
          let present = anchor.current
          let head = try headAgreeing(with: present, in: reading)
          if let present, present.head != head { try checkLinks(after: present.head, in: reading) }
          if present?.head != head { try anchor.write(head, after: present) }
        }
      }
    }
    return anchor
  }

  private static func rowCount(_ queue: DatabaseQueue, path: String) throws(JournalError) -> Int64 {
    try JournalError.mapping(path) {
      try queue.inDatabase { database in
        guard try database.tableExists("events") else { return 0 }
        return try Int64.fetchOne(database, sql: "SELECT count(*) FROM events") ?? 0
      }
    }
  }

  /// The head of a database that holds the row its anchor knows of.
  static func headAgreeing(with anchor: Anchor?, in reading: JournalReading) throws(JournalError) -> ChainHead
  {
    let head = try reading.head()
    guard let anchor else {
      guard head.seq == 0 else { throw .tampered(path: reading.path, .anchorMissing(rows: head.seq)) }
      return head
    }
    guard head.seq >= anchor.head.seq else {
      throw .tampered(path: reading.path, .cutTail(anchored: anchor.head.seq, present: head.seq))
    }
    guard try reading.hash(of: anchor.head.seq) == anchor.head.hash else {
      throw .tampered(path: reading.path, .otherHash(seq: anchor.head.seq))
    }
    return head
  }

  /// Follows the chain from a trusted row to its end, as after a crash between commit and anchor.
  private static func checkLinks(after head: ChainHead, in reading: JournalReading) throws(JournalError) {
    var last = head
    try reading.eachEvent(after: head.seq) { event in
      guard event.follows(last) else {
        throw JournalError.tampered(path: reading.path, .brokenLink(seq: event.seq))
      }
      last = ChainHead(seq: event.seq, hash: event.hash)
    }
  }
}
