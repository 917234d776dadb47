import ArgumentParser
import Operations

/// `slipway stats trials`
struct StatsTrials: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trials",
    abstract:
      "How many of several trials did something else, and the variance that deflates the best of them.",
    discussion: """
      Trials whose returns correlate by more than the root of a half are one cluster (leader clustering, Hartigan \
      1975). The variance is the largest of that over all trials, that with every cluster weighing the same, and one \
      over the rows.

      Example:
        slipway stats trials --matrix returns-of-trials.csv
      """)

  @Option(
    help: ArgumentHelp(
      "A CSV file, or - for standard input: one trial a column, its return in each period a row.",
      valueName: "file.csv"), completion: .csvFiles)
  var matrix: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(StatisticsOperations.trials(matrix: matrix, cancellation: Signals.cancellation))
  }
}

/// `slipway stats pbo`
struct StatsPBO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pbo",
    abstract: "How often the best of several configurations is no better than the median afterwards (CSCV).",
    discussion: """
      The rows, periods in order of time, are split into blocks; every half of them is taken in turn to choose \
      the configuration with the highest Sharpe ratio, and the other half to rank it (Bailey, Borwein, López \
      de Prado & Zhu 2014).

      Example:
        slipway stats pbo --matrix returns-of-trials.csv --splits 16
      """)

  @Option(
    help: ArgumentHelp(
      "A CSV file, or - for standard input: one configuration a column, its return in each period a row.",
      valueName: "file.csv"), completion: .csvFiles)
  var matrix: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many blocks: an even number from 2 to 20.", valueName: "n"))
  var splits: TypedNumber = "16"

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.overfitting(
        matrix: matrix, splits: splits.whole(2...20, "--splits"), cancellation: Signals.cancellation))
  }
}
