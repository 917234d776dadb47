import ArgumentParser
import Operations

/// `slipway stats pbo`
struct StatsPBO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pbo",
    abstract: "How often the best of several configurations is no better than the median afterwards (CSCV).",
    discussion: """
      The rows, periods in order of time, are split into blocks; every half of them is taken in turn to choose \
      the configuration with the highest Sharpe ratio, and the other half to rank it (Bailey, Borwein, López \
      de Prado & Zhu 2014).
      """)

  @Option(
    help: ArgumentHelp(
      "A CSV file, or - for standard input: one configuration a column, its return in each period a row.",
      valueName: "file.csv"))
  var matrix: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many blocks: an even number from 2 to 20.", valueName: "s"))
  var splits = 16

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.print(
      StatisticsOperations.overfitting(
        matrix: matrix, splits: splits, cancellation: Signals.cancellation))
  }
}
