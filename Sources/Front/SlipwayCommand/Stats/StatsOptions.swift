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
      "Which column of the file, by name or number from 1 (default: the last one).", valueName: "column"))
  var column: String?

  @Option(
    name: .customLong("sr"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: the Sharpe ratio per period.", valueName: "x"))
  var ratio: TypedNumber?

  @Option(
    name: .customLong("n"), parsing: .unconditional,
    help: ArgumentHelp("Without a file: how many returns, 2 or more.", valueName: "n"))
  var count: TypedNumber?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without a file: their skewness (default: 0).", valueName: "x"))
  var skewness: TypedNumber?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without a file: their kurtosis, not in excess, 1 or more (default: 3).", valueName: "x"))
  var kurtosis: TypedNumber?

  /// What was typed.
  ///
  /// - Throws: `CommandError.usage` for what is no number.
  var typed: TypedMoments {
    get throws {
      var typed = TypedMoments()
      typed.cancellation = Signals.cancellation
      (typed.returns, typed.equity, typed.column) = (returns, equity, column)
      typed.ratio = try ratio?.real("--sr")
      typed.count = try count?.whole(2...Int.max, "--n")
      typed.skewness = try skewness?.real("--skewness")
      typed.kurtosis = try kurtosis?.real("--kurtosis")
      return typed
    }
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
