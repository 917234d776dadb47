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
    /// Configurations left out because they never earned or lost anything.
    package let idle: Int
    /// Configurations left out because another one to their left has the same returns.
    package let copies: Int
    /// Ways to choose half of the blocks.
    package var combinations: Int { logits.count }
  }

  /// Splits the rows into contiguous blocks, takes every half of them in turn as in-sample, and ranks the
  /// configuration with the highest in-sample Sharpe ratio (the leftmost of equals) among all out of sample.
  ///
  /// Where rows don't divide evenly, the first blocks have one more. The ratio uses the population standard
  /// deviation; without deviation it is 0, or infinite with the mean's sign. ω is the number of
  /// configurations whose out-of-sample ratio is at most the chosen one's, over configurations + 1. Ratios are compared
  /// without rounding, each value being taken for exactly what it is.
  ///
  /// Configurations that nobody could have chosen are left out: those without a single return but zero, and copies of one
  /// to their left, which is taken before them wherever both are best. They would only lengthen the ranks.
  ///
  /// The matrix has one row a period in order of time, one column a configuration.
  ///
  /// - Throws: `StatisticsError` for a number of splits that is odd or outside of 2...20, fewer rows than
  ///   splits or than four, fewer than two configurations to choose from, rows of different lengths, and values that are
  ///   not finite.
  /// - Complexity: O(C(S, S/2) × columns) time after the first pass over the matrix, as long as few ratios are equal.
  package static func probability(matrix: [[Double]], splits: Int) throws(StatisticsError) -> Result {
    try check(matrix, splits: splits) { $0 }
    return try probability(of: matrix.map { $0.map { ExactNumber($0) } }, base: 2, splits: splits)
  }

  /// The same of decimals: 0.1 + 0.2 and 0.3 are equal, which of the `Double`s nearest to them is not so.
  ///
  /// - Throws: as `probability(matrix:splits:)`.
  package static func probability(
    decimals matrix: [[ExactNumber]], splits: Int
  ) throws(StatisticsError) -> Result {
    try check(matrix, splits: splits, \.value)
    return try probability(of: matrix, base: 10, splits: splits)
  }

  /// How many of the configurations somebody could have chosen: those that earned or lost anything, each once.
  ///
  /// `columns`: the returns of each configuration.
  package static func choosable(_ columns: [[Double]]) -> Int {
    Set(columns.filter { $0.contains { $0 != 0 } }).count
  }

  private static func probability(
    of matrix: [[ExactNumber]], base: UInt64, splits: Int
  ) throws(StatisticsError) -> Result {
    var (idle, copies) = (0, 0)
    var columns: [[ExactNumber]] = []
    var known: Set<[ExactNumber]> = []
    for index in matrix[0].indices {
      let column = matrix.map { $0[index] }
      if column.allSatisfy(\.isZero) {
        idle += 1
      } else if known.insert(column).inserted {
        columns.append(column)
      } else {
        copies += 1
      }
    }
    guard columns.count >= 2 else { throw .tooFewConfigurations(columns.count) }
    let bounds = bounds(rows: matrix.count, splits: splits)
    let units = columns.map(BlockTotals.unit)
    var search = CombinationSearch(
      blocks: bounds.map { BlockTotals($0, of: columns, units: units) },
      exact: ExactTotals(columns: columns, base: base, bounds: bounds))
    return search.result(idle: idle, copies: copies)
  }

  private static func check<Value>(
    _ matrix: [[Value]], splits: Int, _ number: (Value) -> Double
  ) throws(StatisticsError) {
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
      if let wrong = row.firstIndex(where: { !(abs(number($0)) <= 1e150) }) {
        throw .notFinite(row: index + 1, column: wrong + 1)
      }
    }
  }

  /// The rows of each block.
  private static func bounds(rows: Int, splits: Int) -> [Range<Int>] {
    let (least, longer) = rows.quotientAndRemainder(dividingBy: splits)
    var start = 0
    return (0..<splits).map { block in
      let end = start + least + (block < longer ? 1 : 0)
      defer { start = end }
      return start..<end
    }
  }
}
