package import FileSystem
import Statistics
import TradingCore

extension StatisticsOperations {
  /// How many of several trials, a column each, did something else, and what their ratios are deflated by.
  ///
  /// `cancellation`: asked while standard input is waited for.
  package static func trials(
    matrix path: String, cancellation: Cancellation = .never
  ) throws -> StatisticsFigures {
    let file = try NumberFile(path: path, .matrix, cancellation: cancellation)
    guard file.rows.count >= 2 else {
      throw OperationError.badRow(
        what: "one row has no deviation", place: file.path, advice: "give two rows or more")
    }
    for (index, row) in file.rows.enumerated() where row.contains(where: { abs($0) > 1e150 }) {
      throw OperationError.badRow(
        what: "a value is too large", place: file.place(ofRow: index), advice: "correct that row")
    }
    // Rows are periods in order, whatever they are called.
    let days = file.rows.indices.map { CivilDate(daysSinceEpoch: Int64($0)) }
    let columns = file.rows[0].indices.map { column in file.rows.map { $0[column] } }
    let clusters = TrialClusters(columns.map { .init(days: days, values: $0) })
    let ratios = columns.map { SharpeMoments(returns: $0)?.ratio }
    let alike = Moments.sampleVariance(ratios.compactMap { $0 })
    let weighed = clusters.variance(of: ratios)
    let least = 1 / Double(file.rows.count)
    let variance = [alike, weighed, least].compactMap { $0 }.reduce(least, max)
    var figures = StatisticsFigures()
    figures.add("trials", "Trials", count: columns.count)
    figures.add("rows", "Rows", count: file.rows.count)
    figures.add("effective_trials", "Different ones (clusters)", count: clusters.count)
    figures.add("variance_of_trials", "Variance, trials alike", alike)
    figures.add("variance_of_clusters", "Variance, clusters alike", weighed)
    figures.add("least_variance", "Least variance (1 / rows)", least)
    figures.add("trials_variance", "Variance of their ratios", variance, isResult: true)
    let luck = SharpeTests.expectedMaximum(trials: columns.count, variance: variance)
    figures.add("sr0", "Best ratio by luck (SR0)", luck, isResult: true)
    return figures
  }
}
