import FileSystem
import GRDB

/// A home's journal: the chain of events, what follows from it, and its anchor.
///
/// Reads have connections of their own, so they go on while something is written, in this process as in others: each
/// sees what was committed when it began. Writers come one after another, those of other processes, too.
package final class Journal: Sendable {
  /// What a journal is opened for.
  package enum Mode: Sendable, Hashable {
    /// Reading and writing; what is not there yet is made.
    case create
    /// Reading and writing a journal that exists.
    case open
    /// Reading, also while another process writes, and also after tampering.
    case readOnly
  }

  /// The folder of the home.
  package let home: String
  /// What it was opened for.
  package let mode: Mode
  let path: String
  /// The one connection that writes; `nil` when opened for reading.
  let writer: DatabaseQueue?
  /// Connections that read.
  private let readers: DatabasePool
  private let anchor: AnchorFile?

  /// Opens the journal of a home.
  ///
  /// - Throws: `missing`, `unwritable`, `foreign`, `newerSchema`, `olderSchema` (read-only, of the first schema), `corrupt`, `busy`,
  ///   `diskFull`; `tampered` when the database does not agree with its anchor, unless opened for reading.
  package init(home: String, mode: Mode) throws(JournalError) {
    let files = JournalFiles(home: home)
    self.home = home
    self.mode = mode
    path = files.database
    if mode == .create { try files.make() }
    guard try files.hasDatabase else { throw try files.noDatabase() }
    let isReadOnly = mode == .readOnly
    let first = try JournalOpening.connect(path: files.database, isReadOnly: isReadOnly)
    try JournalOpening.check(
      first, path: files.database, isNewAllowed: mode == .create, isOldAllowed: !isReadOnly)
    anchor = isReadOnly ? nil : try JournalOpening.anchor(first, files: files)
    writer = isReadOnly ? nil : first
    readers = try JournalOpening.readers(path: files.database)
  }

  /// The connection that writes goes last: only it can put what was written into the one file.
  deinit {
    try? readers.close()
    try? writer?.close()
  }

  /// Runs one transaction and anchors what it appended.
  ///
  /// The write lock is taken at the start, so what `body` reads stays true until it ends; when `body` throws, nothing
  /// of it stays.
  ///
  /// - Throws: `readOnly`, `busy`, `diskFull`, `tampered` when rows the anchor knows of are gone or changed,
  ///   `anchorFailed` after the commit, and what `body` throws.
  @discardableResult
  package func write<T>(_ body: (inout JournalTransaction) throws -> T) throws -> T {
    guard let anchor, let writer else { throw JournalError.readOnly(path: path) }
    return try writer.inDatabase { database in
      let reading = JournalReading(database: database, path: path)
      var head = ChainHead.genesis
      var before = head
      var result: T?
      do {
        try database.inTransaction(.immediate) {
          before = try JournalOpening.headAgreeing(with: anchor.current, in: reading)
          var transaction = JournalTransaction(reading: reading, head: before)
          result = try body(&transaction)
          head = transaction.head
          return .commit
        }
      } catch let error as DatabaseError {
        throw JournalError.of(error, path: path)
      }
      if head != before { try anchor.advance(to: head) }
      guard let result else { preconditionFailure("a committed transaction has a result") }
      return result
    }
  }

  /// The files of a home's journal, which nothing else may write to; they need not exist.
  package static func files(ofHome home: String) -> [String] { JournalFiles(home: home).all }

  /// Reads one consistent view.
  ///
  /// - Throws: `JournalError`, and what `body` throws.
  package func read<T>(_ body: (JournalReading) throws -> T) throws -> T {
    do {
      return try readers.read { try body(JournalReading(database: $0, path: path)) }
    } catch let error as DatabaseError {
      throw JournalError.of(error, path: path)
    }
  }

  /// Whether it is of the schema that this program writes.
  ///
  /// - Throws: `JournalError`.
  package func hasLatestSchema() throws -> Bool {
    try read { try JournalSchema.version(of: $0.database) == JournalSchema.version }
  }

  /// Closes every connection, for a folder that is about to get another name.
  func close() throws {
    try readers.close()
    try writer?.close()
  }

  /// The number of the last row, cheap enough to ask ten times a second for what other processes have appended.
  ///
  /// - Throws: `JournalError`.
  package func lastSeq() throws(JournalError) -> Int64 {
    try JournalError.mapping(path) {
      try readers.read { try JournalReading(database: $0, path: path).head().seq }
    }
  }

  /// Where the chain ends.
  ///
  /// - Throws: `JournalError`.
  package func head() throws(JournalError) -> ChainHead {
    try JournalError.mapping(path) {
      try readers.read { try JournalReading(database: $0, path: path).head() }
    }
  }
}
