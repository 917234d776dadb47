import ArgumentParser
import Operations

/// `slipway complete KIND`: the names of a kind, one a line, for scripts that complete command lines.
///
/// It says nothing of a home that is missing, locked or broken: a shell has no place for errors.
struct CompleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Print names that a shell can complete.", shouldDisplay: false)

  @Argument(help: ArgumentHelp("What is named, as in bots.", valueName: "kind"))
  var kind: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    Signals.endQuietly(afterSeconds: NameCompletion.patience)
    guard let kind = KnownNames(rawValue: kind) else { return }
    try StandardOutput.write(shared.operations.names(kind).map { "\($0)\n" }.joined())
  }
}
