package import FileSystem
import Statistics
import TradingCore

extension StatisticsOperations {
  /// The most blocks that the rows of a matrix can be split into.
  package static let mostSplits = BacktestOverfitting.mostSplits

  /// How often the best of several configurations, a column each, is no better than the median afterwards.
  ///
  /// `cancellation`: asked while standard input is waited for.
  package static func overfitting(
    matrix path: String, splits: Int, cancellation: Cancellation = .never
  ) throws -> StatisticsFigures {
    guard (2...mostSplits).contains(splits), splits.isMultiple(of: 2) else {
      throw Self.error(splits: splits, most: mostSplits)
    }
    let file = try NumberFile(path: path, .matrix, cancellation: cancellation)
    let decimals = try file.decimals()
    let result: BacktestOverfitting.Result
    do throws(StatisticsError) {
      result = try BacktestOverfitting.probability(decimals: decimals, splits: splits)
    } catch {
      throw Self.error(error, in: file)
    }
    var figures = StatisticsFigures()
    figures.add("configurations", "Configurations", count: file.rows[0].count)
    figures.add("idle", "Left out, no result", count: result.idle)
    figures.add("copies", "Left out, copies", count: result.copies)
    figures.add("rows", "Rows", count: file.rows.count)
    figures.add("splits", "Blocks", count: splits)
    figures.add("combinations", "Combinations", count: result.combinations)
    figures.add("median_logit", "Median logit", Moments.quantile(result.logits, at: 0.5))
    figures.add("probability_of_loss", "Probability of loss", result.probabilityOfLoss)
    figures.add("pbo", "Probability of overfitting", result.pbo, isResult: true)
    return figures
  }

  private static func error(splits: Int, most: Int) -> OperationError {
    .usage(
      what: "can't split into \(Counted.text(splits, "block"))", place: "--splits",
      advice: "choose an even number from 2 to \(most)")
  }

  /// The error as the user meets it, with the file and line.
  private static func error(_ error: StatisticsError, in file: NumberFile) -> OperationError {
    switch error {
    case .splits(let splits, let most): Self.error(splits: splits, most: most)
    case .tooFewRows(let rows, let splits):
      .badRow(
        what: "expected \(max(splits, 4)) or more rows for \(Counted.text(splits, "block")), was \(rows)",
        place: file.path,
        advice: "give more rows or fewer --splits")
    case .tooFewConfigurations(let count):
      .badRow(
        what: "expected two or more columns that differ and are not all zero, was \(count)", place: file.path,
        advice: "give one column a configuration")
    case .unevenRow(let row, let expected, let was):
      .badRow(
        what: "expected \(Counted.text(expected, "column")), was \(was)", place: file.place(ofRow: row - 1),
        advice: "correct that row")
    case .notFinite(let row, let column):
      .badRow(
        what: "the value in column \(column) is too large", place: file.place(ofRow: row - 1),
        advice: "correct that row")
    }
  }
}
