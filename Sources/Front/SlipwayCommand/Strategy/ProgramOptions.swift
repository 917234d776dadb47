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

  /// The longest wait for an answer in milliseconds, where somebody said.
  ///
  /// - Throws: `CommandError.usage`.
  var milliseconds: Int64? {
    get throws {
      guard let text = execTimeout else { return nil }
      guard let milliseconds = try? DecimalText.parse(text, digits: 3),
        (1...86_400_000).contains(milliseconds)
      else {
        throw CommandError.usage(
          what: "expected seconds from 0.001 to 86400, was '\(text)'", option: "--exec-timeout",
          advice: "give a number such as 30 or 0.5")
      }
      return milliseconds
    }
  }

  /// The waits.
  ///
  /// - Throws: `CommandError.usage`.
  var limits: ExternalProgram.Limits {
    get throws { Self.limits(milliseconds: try milliseconds) }
  }

  /// The waits for the longest answer in milliseconds, `nil` for the default.
  static func limits(milliseconds: Int64?) -> ExternalProgram.Limits {
    milliseconds.map { ExternalProgram.Limits(answer: .milliseconds($0)) } ?? ExternalProgram.Limits()
  }
}
