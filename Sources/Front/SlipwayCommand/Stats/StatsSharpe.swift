import ArgumentParser
import Operations

/// `slipway stats psr`
struct StatsPSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "psr",
    abstract:
      "How probable it is that the true Sharpe ratio is above a benchmark (Bailey & López de Prado 2012).",
    discussion: """
      Examples:
        slipway stats psr --returns returns.csv --benchmark-sr 0.05
        slipway stats psr --sr 0.1 --n 250 --skewness -0.4 --kurtosis 5
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark = 0.0

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(StatisticsOperations.probabilisticSharpe(options.typed, benchmark: benchmark))
  }
}

/// `slipway stats mintrl`
struct StatsMinTRL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mintrl",
    abstract:
      "How many returns it takes to trust a Sharpe ratio above a benchmark (Bailey & López de Prado 2012).",
    discussion: """
      Without a file --n may be left out. A ratio that is not above the benchmark has no such length.

      Example:
        slipway stats mintrl --sr 0.1 --benchmark-sr 0 --confidence 0.95
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark = 0.0

  @Option(parsing: .unconditional, help: ArgumentHelp("How sure to be, 0 to 1.", valueName: "p"))
  var confidence = 0.95

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.minimumTrackRecord(options.typed, benchmark: benchmark, confidence: confidence))
  }
}

/// `slipway stats dsr`
struct StatsDSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsr",
    abstract:
      "A Sharpe ratio against the best that so many trials show by luck (Bailey & López de Prado 2014).",
    discussion: """
      Example:
        slipway stats dsr --equity equity.csv --trials 40 --trials-variance 0.002
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many configurations were tried.", valueName: "n"))
  var trials: Int

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The variance of their Sharpe ratios, per period.", valueName: "v"))
  var trialsVariance: Double

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.deflatedSharpe(options.typed, trials: trials, trialsVariance: trialsVariance))
  }
}
