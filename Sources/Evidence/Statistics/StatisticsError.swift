import TradingCore

/// Why a statistic can't be computed from what was given. Rows and columns count from 1.
package enum StatisticsError: Error, Sendable, Hashable {
  /// The number of blocks is odd, under 2 or over the most.
  case splits(Int, most: Int)
  /// There are fewer rows than blocks, or fewer than four.
  case tooFewRows(Int, splits: Int)
  /// There is nothing to choose among: fewer than two that differ and did anything.
  case tooFewConfigurations(Int)
  /// A row is longer or shorter than the first.
  case unevenRow(Int, expected: Int, was: Int)
  /// A value is infinite, NaN or over 1e150 in magnitude, where squares end.
  case notFinite(row: Int, column: Int)
}

extension StatisticsError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .splits(let splits, let most):
      "can't split the rows into \(Counted.text(splits, "block")) (splits): choose an even number from 2 to \(most)"
    case .tooFewRows(let rows, let splits):
      "expected \(max(splits, 4)) or more rows for \(Counted.text(splits, "block")), was \(rows) (matrix): give more or fewer splits"
    case .tooFewConfigurations(let count):
      "expected two or more configurations that differ and are not all zero, was \(count) (matrix): give one column a "
        + "configuration"
    case .unevenRow(let row, let expected, let was):
      "expected \(Counted.text(expected, "column")), was \(was) (row \(row)): give every configuration a value in every row"
    case .notFinite(let row, let column):
      "a value is not a number of sensible size (row \(row), column \(column)): correct it"
    }
  }
}
