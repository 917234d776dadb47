import ArgumentParser
import Operations

/// `slipway stats psr`
struct StatsPSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "psr",
    abstract:
      "How probable it is that the true Sharpe ratio is above a benchmark (Bailey & López de Prado 2012).",
    discussion: """
      The returns come from one file, --returns or --equity, or are stated by --sr and --n.

      Examples:
        slipway stats psr --returns returns.csv --benchmark-sr 0.05
        slipway stats psr --sr 0.1 --n 250 --skewness -0.4 --kurtosis 5
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark: TypedNumber = "0"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.probabilisticSharpe(options.typed, benchmark: benchmark.real("--benchmark-sr")))
  }
}

/// `slipway stats mintrl`
struct StatsMinTRL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mintrl",
    abstract:
      "How many returns it takes to trust a Sharpe ratio above a benchmark (Bailey & López de Prado 2012).",
    discussion: """
      The returns come from one file, --returns or --equity, or are stated by --sr, with which --n may be left out. A \
      ratio that is not above the benchmark has no such length.

      Example:
        slipway stats mintrl --sr 0.1 --benchmark-sr 0 --confidence 0.95
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark: TypedNumber = "0"

  @Option(parsing: .unconditional, help: ArgumentHelp("How sure to be, between 0 and 1.", valueName: "p"))
  var confidence: TypedNumber = "0.95"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.minimumTrackRecord(
        options.typed, benchmark: benchmark.real("--benchmark-sr"),
        confidence: confidence.real("--confidence")))
  }
}

/// `slipway stats dsr`
struct StatsDSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsr",
    abstract:
      "A Sharpe ratio against the best that so many trials show by luck (Bailey & López de Prado 2014).",
    discussion: """
      The returns come from one file, --returns or --equity, or are stated by --sr and --n.

      Example:
        slipway stats dsr --equity equity.csv --trials 40 --trials-variance 0.002
      """)

  @OptionGroup var options: MomentOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many configurations were tried, 1 or more.", valueName: "n"))
  var trials: TypedNumber

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The variance of their Sharpe ratios, 0 or more, per period of the returns (one of annual ratios, divided by the periods of a year).",
      valueName: "v"))
  var trialsVariance: TypedNumber

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.deflatedSharpe(
        options.typed, trials: trials.whole(1...Int.max, "--trials"),
        trialsVariance: trialsVariance.real("--trials-variance")))
  }
}
