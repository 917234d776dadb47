import ArgumentParser
import StrategyPrograms
import TradingCore

/// What a strategy in a program of its own can be told besides its parameters.
struct ProgramOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Longest wait for an answer of an 'exec:' strategy, in seconds (default: 5).", valueName: "s"))
  var execTimeout: String?

  /// The waits.
  ///
  /// - Throws: `CommandError.usage`.
  var limits: ExternalProgram.Limits {
    get throws {
      guard let text = execTimeout else { return ExternalProgram.Limits() }
      guard let milliseconds = try? DecimalText.parse(text, digits: 3),
        (1...86_400_000).contains(milliseconds)
      else {
        throw CommandError.usage(
          what: "expected seconds from 0.001 to 86400, was '\(text)'", option: "--exec-timeout",
          advice: "give a number such as 30 or 0.5")
      }
      return ExternalProgram.Limits(answer: .milliseconds(milliseconds))
    }
  }
}
