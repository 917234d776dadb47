package import FileSystem
import TradingCore

/// What went wrong with a journal, where, and what to do about it.
package enum JournalError: Error, Sendable, Hashable {
  /// There is no journal in the home, and the mode does not make one.
  case missing(home: String)
  /// The home or a file of it can't be made or written.
  case unwritable(path: String, reason: String)
  /// The database belongs to another program, or is none of ours.
  case foreign(path: String)
  /// The database was written by a newer program.
  case newerSchema(path: String, found: Int, known: Int)
  /// The database was written by an older program, and the mode does not allow to bring it up to date.
  case olderSchema(path: String, found: Int, known: Int)
  /// The database can't be read: damaged, cut off or no database at all.
  case corrupt(path: String, reason: String)
  /// A row holds what this program can't read.
  case unreadableRow(path: String, table: String, row: Int64, reason: String)
  /// The disk is full; the transaction was not made.
  case diskFull(path: String)
  /// Another process held the database for longer than five seconds.
  case busy(path: String)
  /// Database and anchor disagree in a way that no crash explains.
  case tampered(path: String, Tampering)
  /// The transaction was committed, and then the anchor could not be written; the next commit makes up for it.
  case anchorFailed(path: String, reason: String)
  /// A write was asked of a journal that was opened for reading.
  case readOnly(path: String)
  /// A row to change is not there, or not as the caller believes it to be.
  case absent(table: String, id: String)
  /// A row like the one to insert is there already, or one it refers to is not.
  case conflict(table: String, id: String)
  /// An intent of that number was committed before, and asked for something else.
  case intentDiffers(evidence: Int64, number: UInt64)
  /// Text with a NUL character, which the database would cut off there.
  case unstorable(what: String)
  /// Anything else the database reports.
  case database(path: String, reason: String)
  /// Another file could not be read or written.
  case file(FileError)
  /// An export or backup would go into a folder that holds something.
  case folderNotEmpty(path: String)
  /// A restore would replace a journal.
  case journalExists(path: String)
  /// A backup is not whole.
  case damagedBackup(path: String, reason: String)

  /// How database and anchor disagree.
  package enum Tampering: Sendable, Hashable {
    /// The database is gone and the anchor knows of rows.
    case databaseMissing(anchored: Int64)
    /// There are rows and no readable anchor.
    case anchorMissing(rows: Int64)
    /// The database ends before the row the anchor knows of.
    case cutTail(anchored: Int64, present: Int64)
    /// The anchored row has another hash.
    case otherHash(seq: Int64)
    /// A row after the anchored one does not follow from the row before it.
    case brokenLink(seq: Int64)
  }

  /// Whether the same call may succeed later, as it is: another process lets go, or there is room again.
  package var isTransient: Bool {
    switch self {
    case .busy, .anchorFailed, .diskFull: true
    default: false
    }
  }
}

extension JournalError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .missing(let home):
      "no journal (\(home)): make one with 'slipway bot register', or name another home with --home"
    case .unwritable(let path, let reason):
      "can't open the journal for writing (\(path)): \(reason); choose a home that can be written"
    case .foreign(let path):
      "not a Slipway journal (\(path)): name another home with --home"
    case .newerSchema(let path, let found, let known):
      "the journal is of schema \(found), this program knows \(known) (\(path)): use the newer program"
    case .olderSchema(let path, let found, let known):
      "the journal is of schema \(found), this program wants \(known) (\(path)): "
        + "bring it up to date with 'slipway run' or 'slipway bot register'"
    case .corrupt(let path, let reason):
      "the journal is damaged (\(path)): \(reason); run 'slipway audit verify', then 'slipway restore'"
    case .unreadableRow(let path, let table, let row, let reason):
      "can't read a row (\(path), \(table) \(row)): \(reason); run 'slipway audit verify'"
    case .diskFull(let path): "the disk is full (\(path)): make room, nothing of the step was kept"
    case .busy(let path): "another process holds the journal (\(path)): try again"
    case .tampered(let path, let what): "\(what) (\(path)): run 'slipway audit verify'"
    case .anchorFailed(let path, let reason):
      "committed, but the anchor could not be written (\(path)): \(reason); the next commit makes up for it"
    case .readOnly(let path): "the journal was opened for reading (\(path)): open it for writing"
    default: otherDescription
    }
  }

  private var otherDescription: String {
    switch self {
    case .absent(let table, let id):
      "no such row, or not in the expected state (\(table) \(id)): check the id"
    case .conflict(let table, let id):
      "a row like it exists, or one it refers to does not (\(table) \(id)): choose another id"
    case .intentDiffers(let evidence, let number):
      "another intent of the number was committed before (evidence \(evidence), intent \(number)): nothing is sent; "
        + "run 'slipway audit verify'"
    case .unstorable(let what): "text with a NUL character (\(what)): take it out"
    case .database(let path, let reason): "the database reports a fault (\(path)): \(reason)"
    case .file(let error): error.description
    case .folderNotEmpty(let path): "the folder holds something (\(path)): name an empty or a new one"
    case .journalExists(let path):
      "there is a journal already (\(path)): name another home, or move it aside with --force"
    case .damagedBackup(let path, let reason):
      "the backup is not whole (\(path)): \(reason); take another one, nothing was changed"
    default: ""
    }
  }
}

extension JournalError.Tampering: CustomStringConvertible {
  /// What was found, in a few words.
  package var description: String {
    switch self {
    case .databaseMissing(let anchored):
      "the journal is gone, its anchor knows of \(Counted.text(anchored, "row"))"
    case .anchorMissing(let rows): "the journal has \(Counted.text(rows, "row")) and no readable anchor"
    case .cutTail(let anchored, let present):
      "the journal ends at row \(present), its anchor knows of \(anchored)"
    case .otherHash(let seq): "row \(seq) is not the one the anchor knows"
    case .brokenLink(let seq): "row \(seq) does not follow from the row before it"
    }
  }
}

extension JournalError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .missing: .missingInput
    case .foreign, .newerSchema, .olderSchema, .corrupt, .unreadableRow, .tampered, .damagedBackup,
      .intentDiffers:
      .data
    case .journalExists, .unstorable: .usage
    case .unwritable, .folderNotEmpty: .uncreatable
    case .diskFull, .anchorFailed, .database: .inputOutput
    case .busy: .tryAgain
    case .file(let error): error.failureKind
    case .readOnly, .absent, .conflict: .fault
    }
  }
}
