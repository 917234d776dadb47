import ArgumentParser

/// What a strategy in a program of its own can be told besides its parameters.
struct ProgramOptions: ParsableArguments {
  /// What the option is about.
  static let timeout = "Longest wait for an answer of an 'exec:' strategy, in seconds, 0.001 to 86400"
  /// What holds when nothing is said.
  static let standard = "5"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("\(timeout) (default: \(standard)).", valueName: "s"))
  var execTimeout: String?
}
