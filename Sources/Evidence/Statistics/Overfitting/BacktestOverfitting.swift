import TradingCore

/// The probability of backtest overfitting by combinatorially symmetric cross-validation (CSCV): how often the
/// configuration that is best on one half of the time does no better than the median on the other.
///
/// Source: Bailey, Borwein, López de Prado and Zhu, "The Probability of Backtest Overfitting", Journal of
/// Computational Finance 20(4), 2017 (first 2014), section 3.
package enum BacktestOverfitting {
  /// The most blocks: 20 make 184,756 combinations.
  package static let mostSplits = 20

  /// What the combinations say.
  package struct Result: Sendable, Hashable {
    /// The share of combinations whose logit is zero or less, 0 to 1.
    package let pbo: Double
    /// The share of combinations in which the in-sample best loses out of sample, 0 to 1.
    package let probabilityOfLoss: Double
    /// log(ω / (1 − ω)) of each combination's relative rank ω, in lexical order of the in-sample blocks.
    package let logits: [Double]
    /// Ways to choose half of the blocks.
    package var combinations: Int { logits.count }
  }

  /// Splits the rows into contiguous blocks, takes every half of them in turn as in-sample, and ranks the
  /// configuration with the highest in-sample Sharpe ratio (the leftmost of equals) among all out of sample.
  ///
  /// Where rows don't divide evenly, the first blocks have one more. The ratio uses the population standard
  /// deviation; without deviation it is 0, or infinite with the mean's sign. ω is the number of
  /// configurations whose out-of-sample ratio is at most the chosen one's, over configurations + 1.
  /// The matrix has one row a period in order of time, one column a configuration.
  ///
  /// - Throws: `StatisticsError` for a number of splits that is odd or outside of 2...20, fewer rows than
  ///   splits or than four, fewer than two columns, rows of different lengths, and values that are not finite.
  /// - Complexity: O(C(S, S/2) × columns) time after the first pass over the matrix.
  package static func probability(matrix: [[Double]], splits: Int) throws(StatisticsError) -> Result {
    try check(matrix, splits: splits)
    var search = CombinationSearch(blocks: blocks(of: matrix, splits: splits))
    return search.result()
  }

  private static func check(_ matrix: [[Double]], splits: Int) throws(StatisticsError) {
    guard (2...mostSplits).contains(splits), splits.isMultiple(of: 2) else {
      throw .splits(splits, most: mostSplits)
    }
    // Every block has a row, and every half two, without which there is no deviation.
    guard matrix.count >= max(splits, 4) else { throw .tooFewRows(matrix.count, splits: splits) }
    let columns = matrix[0].count
    guard columns >= 2 else { throw .tooFewConfigurations(columns) }
    for (index, row) in matrix.enumerated() {
      guard row.count == columns else { throw .unevenRow(index + 1, expected: columns, was: row.count) }
      // NaN fails the comparison, too.
      if let wrong = row.firstIndex(where: { !(abs($0) <= 1e150) }) {
        throw .notFinite(row: index + 1, column: wrong + 1)
      }
    }
  }

  /// Each block's totals.
  private static func blocks(of matrix: [[Double]], splits: Int) -> [BlockTotals] {
    let columns = matrix[0].count
    var origins = [Double](repeating: 0, count: columns)
    for row in matrix { for column in 0..<columns { origins[column] += row[column] / Double(matrix.count) } }
    let (least, longer) = matrix.count.quotientAndRemainder(dividingBy: splits)
    var start = 0
    return (0..<splits).map { block in
      let end = start + least + (block < longer ? 1 : 0)
      defer { start = end }
      return BlockTotals(rows: matrix[start..<end], origins: origins)
    }
  }
}
