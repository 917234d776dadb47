package import FileSystem
import GRDB
import JSONText
package import TradingCore

/// What a backup holds.
package struct BackupSummary: Sendable, Hashable {
  /// Where the chain ends in it.
  package let head: ChainHead
  /// The files but for the manifest.
  package let files: [FileDigest]
  /// The SHA-256 of the manifest, worth noting elsewhere: it stands for everything.
  package let manifest: String

  /// The length of all files in bytes.
  package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}

/// Copies of a home that can take its place.
///
/// A backup is a folder laid out as a home: the journal with an anchor for exactly its head, the recordings of
/// sessions, what strategy programs were told, the calendars, the settings of feeds, brokers, fees, programs, notifications
/// and the gate, the
/// operators' keys as they are, encrypted, and
/// `manifest.json` with the SHA-256 of each file.
package enum JournalBackup {
  /// What of a home is copied besides the journal.
  static let kept = [
    "brokers", "calendar", "feeds", "fees.yaml", "notifications.yaml", "operators", "programs",
    "programs.yaml",
    "promotion.yaml", "sessions",
  ]
  private static let pagesPerStep: Int32 = 1_024

  /// Makes a backup of a home, also while other processes run in it, and records that in the home's journal.
  ///
  /// The journal is copied first and everything else after it, so that recordings reach at least as far as the journal;
  /// what is beyond is brought up at the next `run`, as after a crash. The copy is opened and its whole chain verified.
  /// The folder appears under its name when all is done, and not at all otherwise.
  ///
  /// `cancellation`: asked between pages and files.
  /// - Throws: `folderNotEmpty`, `missing`, `tampered` and what else keeps the journal from being opened for writing;
  ///   `damagedBackup` when the copy does not verify; `diskFull`, `unwritable`, `file`.
  @discardableResult
  package static func make(
    home: String, to folder: String, at time: Timestamp, cancellation: Cancellation = .never
  ) throws(JournalError) -> BackupSummary {
    let folder = FileTree.trimmed(folder)
    guard try FileTree.isEmpty(folder) else { throw .folderNotEmpty(path: folder) }
    let journal = try Journal(home: home, mode: .open)
    let stage = FileTree.stage(of: folder, "partial")
    do throws(JournalError) {
      try FileTree.startStage(stage)
      let head = try copyJournal(home: home, to: stage, cancellation)
      var files = [
        try FileTree.digest(JournalSchema.anchorName, in: stage, cancellation),
        try FileTree.digest(JournalSchema.databaseName, in: stage, cancellation),
      ]
      for name in kept { files += try copyFiles(name, from: home, to: stage, cancellation) }
      files.sort { $0.name < $1.name }
      let manifest = try JournalError.mapping(stage) {
        try FolderManifest(kind: .backup, madeAt: time, head: head, files: files).write(to: stage)
      }
      try FileTree.sync(stage)
      try FileTree.rename(stage, to: folder)
      let summary = BackupSummary(head: head, files: files, manifest: manifest.sha256)
      try record(summary, folder: folder, in: journal, at: time)
      return summary
    } catch {
      Folders.discardAll(stage)
      throw error
    }
  }

  private static func copyFiles(
    _ name: String, from home: String, to stage: String, _ cancellation: Cancellation
  ) throws(JournalError) -> [FileDigest] {
    var files: [FileDigest] = []
    var isAnyGone = true
    while isAnyGone {
      isAnyGone = false
      let copied = Set(files.map(\.name))
      for file in try FileTree.files(name, in: home) where !copied.contains(file) {
        do throws(JournalError) {
          files.append(try FileTree.copy(file, from: home, to: stage, cancellation))
        } catch {
          // Somebody took it away after it was listed: a run, which has sealed a part of a recording into other files.
          guard error == .file(.missing(path: home + "/" + file)) else { throw error }
          isAnyGone = true
        }
      }
    }
    return files
  }

  /// Copies the database and writes the anchor of the copy, then verifies both.
  private static func copyJournal(
    home: String, to stage: String, _ cancellation: Cancellation
  ) throws(JournalError) -> ChainHead {
    let files = JournalFiles(home: stage)
    try files.make()
    let source = try Journal(home: home, mode: .readOnly)
    let head = try JournalError.mapping(files.database) {
      let copy = try DatabaseQueue(path: files.database)
      defer { try? copy.close() }
      let head = try source.read { reading in
        let head = try reading.head()
        // One transaction spans all steps, so they copy what `head` was read from.
        // Source: https://www.sqlite.org/backup.html
        try copy.inDatabase { target in
          try reading.database.backup(to: target, pagesPerStep: pagesPerStep) { progress in
            if !progress.isCompleted { try cancellation.check() }
          }
        }
        return head
      }
      // One file that can be opened from a medium that can't be written to.
      _ = try copy.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
      let anchor = try AtomicFile(path: files.anchor)
      try anchor.write(AnchorFile.file(of: Anchor(generation: 1, head: head)))
      try anchor.commit()
      return head
    }
    try check(stage, head: head, cancellation)
    return head
  }

  /// Makes sure that a journal is whole and ends where it should.
  static func check(
    _ folder: String, head: ChainHead, _ cancellation: Cancellation
  ) throws(JournalError) {
    let report = try Journal(home: folder, mode: .readOnly).verify(cancellation: cancellation)
    if let fault = report.fault { throw .damagedBackup(path: folder, reason: fault.description) }
    guard report.head == head, report.anchored == head.seq else {
      throw .damagedBackup(path: folder, reason: "its chain ends at row \(report.head.seq), not \(head.seq)")
    }
  }

  private static func record(
    _ summary: BackupSummary, folder: String, in journal: Journal, at time: Timestamp
  ) throws(JournalError) {
    let payload: JSONValue = [
      "folder": .string(folder), "seq": .integer(summary.head.seq), "head": .string(summary.head.text),
      "files": .count(summary.files.count), "bytes": .count(summary.bytes),
      "manifest": .string(summary.manifest),
    ]
    _ = try JournalError.mapping(journal.path) {
      try journal.write { try $0.append(.backupMade, payload: payload, at: time) }
    }
  }
}
