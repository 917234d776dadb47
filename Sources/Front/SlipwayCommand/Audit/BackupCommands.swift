import ArgumentParser
import Operations
import TradingCore

/// `slipway backup`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the home's state into a folder, also while 'slipway run' goes on.",
    discussion: """
      The copy is verified before the folder appears. Note the manifest's digest elsewhere: it stands for \
      everything in the backup.

      Example:
        slipway backup -o backup-2024-02-01
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to make, or an empty one.", valueName: "dir"), completion: .directory)
  var output: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let made = try shared.operations.audit.backup(to: output)
    try shared.print(made) { _ in
      "backed up \(Counted.text(made.rows, "row")) and \(Counted.text(made.files.count, "file")) to \(output)\nmanifest \(made.manifest)\n"
    }
  }
}

/// `slipway restore`
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the place of the home.",
    discussion: """
      The home is --home, else $SLIPWAY_HOME, else .slipway here. The backup is checked first. With --force a home that has a journal is moved aside, to \
      HOME.before-restore-1, and nothing of it is lost. Not while 'slipway run' goes on in it.

      Examples:
        slipway restore backup-2024-02-01
        slipway restore backup-2024-02-01 --force
      """)

  @Argument(help: ArgumentHelp("The backup's folder.", valueName: "dir"), completion: .directory)
  var from: String

  @Flag(help: "Move a home that has a journal aside.")
  var force = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let restored = try shared.operations.audit.restore(from: from, force: force)
    try shared.print(restored) { _ in
      "restored \(Counted.text(restored.rows, "row")) and \(Counted.text(restored.files, "file")) to \(restored.home)\n"
        + (restored.movedAside.map { "the old home is now \($0)\n" } ?? "")
    }
  }
}
