import ArgumentParser
import Statistics

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
    guard (2...BacktestOverfitting.mostSplits).contains(splits), splits.isMultiple(of: 2) else {
      throw CommandError.usage(
        what: "can't split into \(splits) blocks", option: "--splits",
        advice: "choose an even number from 2 to \(BacktestOverfitting.mostSplits)")
    }
    let file = try NumberFile(path: matrix, .matrix)
    let result: BacktestOverfitting.Result
    do throws(StatisticsError) {
      result = try BacktestOverfitting.probability(matrix: file.rows, splits: splits)
    } catch {
      throw Self.error(error, in: file)
    }
    var figures = StatsFigures()
    figures.add("configurations", "Configurations", count: file.rows[0].count)
    figures.add("rows", "Rows", count: file.rows.count)
    figures.add("splits", "Blocks", count: splits)
    figures.add("combinations", "Combinations", count: result.combinations)
    figures.add("median_logit", "Median logit", Moments.quantile(result.logits, at: 0.5))
    figures.add("probability_of_loss", "Probability of loss", result.probabilityOfLoss)
    figures.add("pbo", "Probability of overfitting", result.pbo, isResult: true)
    try figures.print(shared)
  }

  /// The error as the user meets it, with the file and line.
  private static func error(_ error: StatisticsError, in file: NumberFile) -> CommandError {
    switch error {
    case .splits(let splits, let most):
      .usage(
        what: "can't split into \(splits) blocks", option: "--splits",
        advice: "choose an even number from 2 to \(most)")
    case .tooFewRows(let rows, let splits):
      .badRow(
        what: "expected \(max(splits, 4)) or more rows for \(splits) blocks, was \(rows)", place: file.path,
        advice: "give more rows or fewer --splits")
    case .tooFewConfigurations(let count):
      .badRow(
        what: "expected two or more columns, was \(count)", place: file.path,
        advice: "give one column a configuration")
    case .unevenRow(let row, let expected, let was):
      .badRow(
        what: "expected \(expected) columns, was \(was)", place: file.place(ofRow: row - 1),
        advice: "correct that row")
    case .notFinite(let row, let column):
      .badRow(
        what: "the value in column \(column) is too large", place: file.place(ofRow: row - 1),
        advice: "correct that row")
    }
  }
}
