import ArgumentParser
import Operations
import Reports

/// The moments of returns, from a file or as stated.
struct MomentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A CSV file with one return a row, or - for standard input.", valueName: "file.csv"),
    completion: .csvFiles)
  var returns: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with values of an account, such as 'slipway backtest --equity' writes; with times in its first column "
        + "they are brought to days.", valueName: "file.csv"), completion: .csvFiles)
  var equity: String?

  @Option(
    help: ArgumentHelp(
      "Which column of the file, by name or number (default: the last one).", valueName: "name"))
  var column: String?

  @Option(
    name: .customLong("sr"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: the Sharpe ratio per period.", valueName: "x"))
  var ratio: Double?

  @Option(
    name: .customLong("n"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: how many returns.", valueName: "count"))
  var count: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without a file: their skewness (default: 0).", valueName: "x"))
  var skewness: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without a file: their kurtosis, not in excess (default: 3).", valueName: "x"))
  var kurtosis: Double?

  /// What was typed.
  var typed: TypedMoments {
    var typed = TypedMoments()
    typed.cancellation = Signals.cancellation
    (typed.returns, typed.equity, typed.column) = (returns, equity, column)
    (typed.ratio, typed.count) = (ratio, count)
    (typed.skewness, typed.kurtosis) = (skewness, kurtosis)
    return typed
  }
}

extension SharedOptions {
  /// Prints figures as asked, after what is to be known besides.
  ///
  /// - Throws: `writeFailed`.
  func print(_ figures: StatisticsFigures) throws {
    figures.notes.forEach(note)
    try print(figures) { TextTable.keyValue(figures.rows, valuesOn: .right).text(colored: $0) }
  }
}
