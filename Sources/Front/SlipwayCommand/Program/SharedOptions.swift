#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser

/// What every command understands.
struct SharedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where Slipway keeps its state (default: $SLIPWAY_HOME, or .slipway here).", valueName: "dir"))
  var home: String?

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  @Flag(help: "No progress bar and no notes.")
  var quiet = false

  /// The state's folder; it need not exist.
  var homeFolder: String {
    if let home, !home.isEmpty { return home }
    if let value = getenv("SLIPWAY_HOME"), value.pointee != 0 { return String(cString: value) }
    return ".slipway"
  }

  /// A remark on standard error that is no error, unless `--quiet`.
  func note(_ text: String) {
    if !quiet { StandardError.write("note: \(text)\n") }
  }
}
