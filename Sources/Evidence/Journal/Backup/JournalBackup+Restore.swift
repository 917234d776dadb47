package import FileSystem
import GRDB
import JSONText
package import TradingCore

/// What a restore did.
package struct RestoreSummary: Sendable, Hashable {
  /// Where the backup's chain ends; the home's goes on from there with a `restored` row.
  package let head: ChainHead
  /// When the backup was made, where its manifest says so.
  package let madeAt: Timestamp?
  /// The files that were restored.
  package let files: [FileDigest]
  /// Where the old home is now, `nil` when there was none.
  package let movedAside: String?
}

extension JournalBackup {
  /// Puts a backup in the place of a home.
  ///
  /// The new home is put together beside the old one (`HOME.restore-PID`), every digest, the whole chain and the anchor
  /// are checked, and the `restored` row is appended, before anything of the old home is touched. Then the two change
  /// names in one step and the old one becomes `HOME.before-restore-N`: killed at any point, the home is the old one or
  /// the new one. Where the file system has no such step there is a moment without a home, with both beside it.
  /// The home's lock is taken, so nothing runs in it; the caller must not hold it.
  ///
  /// `cancellation`: asked between files and rows, before anything of the old home is touched.
  /// - Throws: `journalExists` when there is a journal and `force` is off, `busy` when something runs in the home;
  ///   `damagedBackup` for a backup that isn't whole; `diskFull`, `unwritable` (also for a home that is a mount
  ///   point), `file`.
  @discardableResult
  package static func restore(
    from folder: String, to home: String, force: Bool, at time: Timestamp,
    cancellation: Cancellation = .never
  ) throws(JournalError) -> RestoreSummary {
    // First: what is no backup is to be said before anybody is told to move a home aside for it.
    let manifest = try FolderManifest(folder: folder, kind: .backup)
    let home = FileTree.trimmed(home)
    let old = try FileTree.names(home)
    let hasJournal = old.map { names in
      names.contains(JournalSchema.databaseName) || names.contains(JournalSchema.anchorName)
    }
    if hasJournal == true, !force { throw .journalExists(path: home) }
    let lock = old == nil ? nil : try lock(home, at: time)
    defer { withExtendedLifetime(lock) {} }
    let stage = FileTree.stage(of: home, "restore")
    do throws(JournalError) {
      try FileTree.startStage(stage)
      try copy(manifest, from: folder, to: stage, cancellation)
      try check(stage, head: manifest.head, cancellation)
      try record(manifest, from: folder, over: home, in: stage, at: time)
      try FileTree.sync(stage)
      let aside = old?.isEmpty == false ? try swap(stage, with: home) : nil
      if aside == nil { try FileTree.rename(stage, to: home) }
      return RestoreSummary(
        head: manifest.head, madeAt: manifest.madeAt, files: manifest.files, movedAside: aside)
    } catch {
      Folders.discardAll(stage)
      throw error
    }
  }

  private static func lock(_ home: String, at time: Timestamp) throws(JournalError) -> HomeLock {
    do { return try HomeLock(home: home, since: time.iso8601) } catch {
      switch error {
      case .held: throw .busy(path: HomeLock.path(home: home))
      case .file(let cause): throw .file(cause)
      }
    }
  }

  /// Copies what the manifest names, and nothing else, if it is what the manifest says.
  private static func copy(
    _ manifest: FolderManifest, from folder: String, to stage: String, _ cancellation: Cancellation
  ) throws(JournalError) {
    let names = manifest.files.map(\.name)
    for name in [JournalSchema.databaseName, JournalSchema.anchorName] where !names.contains(name) {
      throw .damagedBackup(path: folder, reason: "it has no \(name)")
    }
    for expected in manifest.files {
      func damaged(_ reason: String) -> JournalError { .damagedBackup(path: folder, reason: reason) }
      let top = expected.name.split(separator: "/").first.map(String.init) ?? ""
      guard
        kept.contains(top) || [JournalSchema.databaseName, JournalSchema.anchorName].contains(expected.name)
      else { throw damaged("\(expected.name) does not belong there") }
      let found: FileDigest
      do throws(JournalError) {
        found = try FileTree.copy(expected.name, from: folder, to: stage, cancellation)
      } catch {
        if case .file(.missing) = error { throw damaged("\(expected.name) is missing") }
        throw error
      }
      guard found == expected else { throw damaged("\(expected.name) is not as the manifest says") }
    }
  }

  private static func record(
    _ manifest: FolderManifest, from folder: String, over home: String, in stage: String, at time: Timestamp
  ) throws(JournalError) {
    let replaced = try? Journal(home: home, mode: .readOnly).head()
    let payload: JSONValue = [
      "folder": .string(folder), "seq": .integer(manifest.head.seq), "head": .string(manifest.head.text),
      "made_at": manifest.madeAt.map { .string($0.exportText) } ?? .null,
      "replaced_seq": replaced.map { .integer($0.seq) } ?? .null,
      "replaced_head": replaced.map { .string($0.text) } ?? .null,
      "suspends": .boolean(true),
    ]
    let journal = try Journal(home: stage, mode: .open)
    try JournalError.mapping(journal.path) {
      try journal.write { try $0.append(.restored, payload: payload, at: time) }
      // Before the folder gets another name.
      try journal.close()
    }
  }

  /// Puts the stage in the home's place and the home aside; returns where it is then.
  private static func swap(_ stage: String, with home: String) throws(JournalError) -> String {
    let aside = FileTree.freeAside(of: home)
    if try FileTree.exchange(stage, with: home) {
      try FileTree.rename(stage, to: aside)
      return aside
    }
    try FileTree.rename(home, to: aside)
    do throws(JournalError) { try FileTree.rename(stage, to: home) } catch {
      try? FileTree.rename(aside, to: home)
      throw error
    }
    return aside
  }
}
