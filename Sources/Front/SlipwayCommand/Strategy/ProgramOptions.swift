import ArgumentParser

/// What a strategy in a program of its own can be told besides its parameters.
struct ProgramOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Longest wait for an answer of an 'exec:' strategy, in seconds (default: 5).", valueName: "s"))
  var execTimeout: String?
}
