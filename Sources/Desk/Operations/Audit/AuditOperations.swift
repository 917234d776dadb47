import BotAssembly
import FileSystem
import Journal
import ModeManager
import TradingCore

/// A home's journal as a whole: is it what was written, what does it say, and a copy of it.
package struct AuditOperations {
  let home: Home

  /// Checks every row of the journal and what follows from it, every signature and rule of the gate, recordings and
  /// messages. What is found wrong is a result, also where the journal
  /// could not even be opened for it.
  ///
  /// - Throws: `JournalError` for what keeps it from being looked at.
  package func verify(_ progress: @escaping Progress) throws -> AuditFinding {
    do {
      let journal = try Journal(home: home.folder, mode: .readOnly)
      let total = Int(clamping: (try? journal.lastSeq()) ?? 0)
      let audit = HomeAudit(home: home.folder, journal: journal, cancellation: home.cancellation)
      return AuditFinding(
        try audit.run { progress(Int(clamping: $0), max(total, Int(clamping: $0))) })
    } catch let error as JournalError {
      switch error {
      case .corrupt(_, let reason): return AuditFinding(code: "file", "the database is damaged: \(reason)")
      case .tampered(_, let what): return AuditFinding(code: "tampered", what.description)
      case .unreadableRow(_, let table, let row, let reason):
        return AuditFinding(code: "unreadable_row", "\(table) \(row) can't be read: \(reason)")
      default: throw error
      }
    }
  }

  /// Writes the journal out into a new folder, as JSON lines and CSV, with digests.
  ///
  /// - Throws: `OperationError.usage`, `FileError`, `JournalError`.
  package func export(to folder: String, _ progress: @escaping Progress) throws -> ExportedJournal {
    try checkOutput(folder)
    let journal = try Journal(home: home.folder, mode: .readOnly)
    let total = Int(clamping: try journal.lastSeq())
    let units = try EvidenceUnitsFinder(journal, resolver: home.silent.resolver)
    let summary = try JournalExport.write(
      journal, to: folder, units: units.units, cancellation: home.cancellation,
      progress: { progress(Int(clamping: $0), total) })
    return ExportedJournal(
      folder: folder, rows: summary.head.seq, head: summary.head.text,
      files: summary.files.map(ListedFile.init))
  }

  private func checkOutput(_ folder: String) throws {
    try OutputRules.checkFolder(folder, place: "-o", home: home.folder)
    if let there = FileStatus.find(folder), there.kind != .folder {
      throw FileError.uncreatable(path: folder, reason: "there is a file of that name")
    }
  }

  /// Copies the home's state into a new folder, also while a run goes on. The copy is verified before it appears.
  ///
  /// - Throws: `OperationError.usage`, `FileError`, `JournalError`.
  package func backup(to folder: String) throws -> MadeBackup {
    try checkOutput(folder)
    let summary = try JournalBackup.make(
      home: home.folder, to: folder, at: home.now(), cancellation: home.cancellation)
    return MadeBackup(
      folder: folder, rows: summary.head.seq, head: summary.head.text, manifest: summary.manifest,
      bytes: summary.bytes, files: summary.files.map(ListedFile.init))
  }

  /// Puts a backup in the place of the home; one that has a journal is moved aside where `force` says so.
  ///
  /// - Throws: `HomeLockError` while a run goes on, `JournalError`.
  package func restore(from folder: String, force: Bool) throws -> RestoredHome {
    let time = home.now()
    // The restore takes the lock itself; this says who has it.
    if Folders.isFolder(home.folder) { _ = try HomeLock(home: home.folder, since: time.iso8601) }
    let summary = try JournalBackup.restore(
      from: folder, to: home.folder, force: force, at: time, cancellation: home.cancellation)
    return RestoredHome(
      home: home.folder, rows: summary.head.seq, head: summary.head.text, movedAside: summary.movedAside,
      files: summary.files.count, madeAt: summary.madeAt)
  }
}

extension Home {
  /// The same home with nobody who hears anything.
  var silent: Home { Home(folder: folder, strategies: strategies, cancellation: cancellation, now: now) }
}

/// What an export needs to write points and units as prices and lots: the bots as they are registered.
///
/// Digits and lots of an instrument hardly ever change; where a profile was edited since, the exact whole numbers in the
/// last columns hold.
private struct EvidenceUnitsFinder {
  private var found: [String: EvidenceUnits] = [:]

  init(_ journal: Journal, resolver: BotResolver) throws {
    for record in try journal.read({ try $0.bots() }) {
      guard let spec = try? BotSpec(json: record.spec), let bot = try? resolver.resolve(spec) else {
        continue
      }
      found[record.id] = EvidenceUnits(
        instruments: bot.instruments, currency: bot.configuration.profile.accountCurrency)
    }
  }

  /// The units of an evidence, `nil` where its bot can't be put together any more.
  func units(_ evidence: EvidenceRecord) -> EvidenceUnits? { found[evidence.bot] }
}
