import ArgumentParser
import FileSystem
import JSONText
import Journal
import Reports
import TradingCore

/// `slipway backup`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the home's state into a folder, also while 'slipway run' goes on.",
    discussion: """
      The copy is verified before the folder appears. Note the manifest's digest elsewhere: it stands for \
      everything in the backup.
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to make, or an empty one.", valueName: "folder"))
  var output: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard !output.isEmpty else {
      throw CommandError.usage(what: "the path is empty", option: "-o", advice: "name the folder to make")
    }
    try OutputTarget.checkFolder(output, home: shared.homeFolder)
    let summary = try JournalBackup.make(home: shared.homeFolder, to: output, at: WallClock.now)
    let document: JSONValue = [
      "folder": .string(output), "rows": .integer(summary.head.seq), "head": .string(summary.head.text),
      "manifest_sha256": .string(summary.manifest), "bytes": .count(summary.bytes),
      "files": .array(summary.files.map(\.json)),
    ]
    try shared.printResult(json: document) { _ in
      "backed up \(summary.head.seq) rows and \(summary.files.count) files to \(output)\n"
        + "manifest \(summary.manifest)\n"
    }
  }
}

/// `slipway restore`
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the place of the home.",
    discussion: """
      The backup is checked first. With --force a home that has a journal is moved aside, to \
      HOME.before-restore-1, and nothing of it is lost. Not while 'slipway run' goes on in it.
      """)

  @Argument(help: "The backup's folder.")
  var from: String

  @Flag(help: "Move a home that has a journal aside.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let home = shared.homeFolder
    let now = WallClock.now
    // The restore takes the lock itself; this says who has it.
    if Folders.isFolder(home) { _ = try HomeLock(home: home, since: now.iso8601) }
    let summary = try JournalBackup.restore(from: from, to: home, force: force, at: now)
    let document: JSONValue = [
      "home": .string(home), "rows": .integer(summary.head.seq), "head": .string(summary.head.text),
      "made_at": summary.madeAt.map { .string($0.iso8601) } ?? .null,
      "moved_aside": summary.movedAside.map { .string($0) } ?? .null, "files": .count(summary.files.count),
    ]
    try shared.printResult(json: document) { _ in
      "restored \(summary.head.seq) rows and \(summary.files.count) files to \(home)\n"
        + (summary.movedAside.map { "the old home is now \($0)\n" } ?? "")
    }
  }
}
