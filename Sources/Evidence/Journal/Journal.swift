import FileSystem
import GRDB

/// A home's journal: the chain of events, what follows from it, and its anchor.
///
/// One connection serves the process, so a `read` waits for a `write` and the other way round; other processes read
/// and write at the same time through connections of their own, writers one after another.
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
  let queue: DatabaseQueue
  private let anchor: AnchorFile?

  /// Opens the journal of a home.
  ///
  /// - Throws: `missing`, `unwritable`, `foreign`, `newerSchema`, `olderSchema` (read-only), `corrupt`, `busy`,
  ///   `diskFull`; `tampered` when the database does not agree with its anchor, unless opened for reading.
  package init(home: String, mode: Mode) throws(JournalError) {
    let files = JournalFiles(home: home)
    self.home = home
    self.mode = mode
    path = files.database
    if mode == .create { try files.make() }
    guard try files.hasDatabase else { throw try files.noDatabase() }
    queue = try JournalOpening.connect(path: files.database, isReadOnly: mode == .readOnly)
    if mode == .readOnly {
      anchor = nil
      try JournalOpening.check(queue, path: files.database, isNewAllowed: false, isOldAllowed: false)
      return
    }
    try JournalOpening.check(
      queue, path: files.database, isNewAllowed: mode == .create, isOldAllowed: true)
    anchor = try JournalOpening.anchor(queue, files: files)
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
    guard let anchor else { throw JournalError.readOnly(path: path) }
    return try queue.inDatabase { database in
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
    try queue.inDatabase { database in
      let reading = JournalReading(database: database, path: path)
      var result: T?
      do {
        try database.inTransaction(.deferred) {
          result = try body(reading)
          return .commit
        }
      } catch let error as DatabaseError {
        throw JournalError.of(error, path: path)
      }
      guard let result else { preconditionFailure("a finished read has a result") }
      return result
    }
  }

  /// The number of the last row, cheap enough to ask ten times a second for what other processes have appended.
  ///
  /// - Throws: `JournalError`.
  package func lastSeq() throws(JournalError) -> Int64 {
    try JournalError.mapping(path) {
      try queue.inDatabase { try JournalReading(database: $0, path: path).head().seq }
    }
  }

  /// Where the chain ends.
  ///
  /// - Throws: `JournalError`.
  package func head() throws(JournalError) -> ChainHead {
    try JournalError.mapping(path) {
      try queue.inDatabase { try JournalReading(database: $0, path: path).head() }
    }
  }
}
