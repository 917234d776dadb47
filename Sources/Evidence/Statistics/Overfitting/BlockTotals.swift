/// Sums from which the Sharpe ratio of any union of blocks follows, one element a configuration.
///
/// Values are taken as distances from an origin near each configuration's mean: squares of the values
/// themselves would cancel out in the variance.
struct BlockTotals {
  /// Rows counted.
  private(set) var rows = 0
  /// What is taken off each configuration's values.
  private let origins: [Double]
  private var sums: [Double]
  private var squares: [Double]

  /// No rows.
  init(origins: [Double]) {
    self.origins = origins
    sums = [Double](repeating: 0, count: origins.count)
    squares = sums
  }

  /// The totals of rows.
  init(rows: ArraySlice<[Double]>, origins: [Double]) {
    self.init(origins: origins)
    self.rows = rows.count
    for row in rows {
      for column in origins.indices {
        let distance = row[column] - origins[column]
        sums[column] += distance
        squares[column] += distance * distance
      }
    }
  }

  /// Becomes the totals of two disjoint sets of rows together, without allocating.
  mutating func becomeSum(of left: BlockTotals, _ right: BlockTotals) {
    rows = left.rows + right.rows
    for column in sums.indices {
      sums[column] = left.sums[column] + right.sums[column]
      squares[column] = left.squares[column] + right.squares[column]
    }
  }

  /// Becomes a copy of other totals, without allocating.
  mutating func become(_ other: BlockTotals) {
    rows = other.rows
    for column in sums.indices {
      sums[column] = other.sums[column]
      squares[column] = other.squares[column]
    }
  }

  /// Forgets all rows.
  mutating func clear() {
    self = BlockTotals(origins: origins)
  }

  /// Mean over population standard deviation; without deviation beyond rounding 0, or infinite with the mean's
  /// sign.
  func ratio(_ column: Int) -> Double {
    let number = Double(rows)
    let offset = sums[column] / number
    let meanSquare = squares[column] / number
    let variance = meanSquare - offset * offset
    let mean = origins[column] + offset
    let rounding = 8 * Double.ulpOfOne * max(abs(origins[column]), abs(mean))
    guard variance > max(1e-14 * meanSquare, rounding * rounding) else {
      if abs(mean) <= 8 * Double.ulpOfOne * abs(origins[column]) { return 0 }
      return mean > 0 ? .infinity : mean < 0 ? -.infinity : 0
    }
    return mean / variance.squareRoot()
  }

  /// Configurations.
  var count: Int { sums.count }
}
