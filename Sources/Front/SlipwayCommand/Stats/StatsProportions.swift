import ArgumentParser
import Operations

/// `slipway stats wilson`
struct StatsWilson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wilson", abstract: "Where a true rate lies, from successes among trials (Wilson 1927).",
    discussion: """
      Example:
        slipway stats wilson --successes 57 --trials 100
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("Trials that succeeded, 0 to all.", valueName: "n"))
  var successes: TypedNumber

  @Option(parsing: .unconditional, help: ArgumentHelp("All trials, 1 or more.", valueName: "n"))
  var trials: TypedNumber

  @Option(parsing: .unconditional, help: ArgumentHelp("How sure to be, between 0 and 1.", valueName: "p"))
  var confidence: TypedNumber = "0.95"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.wilson(
        successes: successes.whole(0...Int.max, "--successes"), trials: trials.whole(1...Int.max, "--trials"),
        confidence: confidence.real("--confidence")))
  }
}

/// `slipway stats evalue`
struct StatsEValue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evalue",
    abstract: "The evidence of successes among trials against a rate, valid however often one looks.",
    discussion: """
      Were the rate the true one, the value would ever reach 20 with a chance of 1 in 20 at most, 100 with one \
      of 1 in 100.

      Example:
        slipway stats evalue --successes 57 --trials 100 --null-rate 0.5
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("Trials that succeeded, 0 to all.", valueName: "n"))
  var successes: TypedNumber

  @Option(parsing: .unconditional, help: ArgumentHelp("All trials, 0 or more.", valueName: "n"))
  var trials: TypedNumber

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The rate of success that the trials speak against, between 0 and 1.", valueName: "p"))
  var nullRate: TypedNumber = "0.5"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.eValue(
        successes: successes.whole(0...Int.max, "--successes"), trials: trials.whole(0...Int.max, "--trials"),
        nullRate: nullRate.real("--null-rate")))
  }
}
