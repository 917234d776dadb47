import ArgumentParser
import FileSystem

/// What every command understands.
struct SharedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where Slipway keeps its state (default: $SLIPWAY_HOME, or .slipway here).", valueName: "dir"),
    completion: .directory)
  var home: String?

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  @Flag(help: "No progress bar and no notes.")
  var quiet = false

  /// The state's folder; it need not exist.
  var homeFolder: String {
    if let home, !home.isEmpty { return home }
    if let value = Machine.variable("SLIPWAY_HOME"), !value.isEmpty { return value }
    return ".slipway"
  }

  /// A remark on standard error that is no error, unless `--quiet`.
  func note(_ text: String) {
    if !quiet { Notes.print(text) }
  }
}
