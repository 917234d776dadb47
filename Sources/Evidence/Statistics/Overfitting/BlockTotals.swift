/// Sums from which the order of Sharpe ratios over any union of blocks follows, one element a configuration, with a bound
/// on what rounding does to them: what they can't tell, `ExactTotals` does.
///
/// A score is S / √Q of the returns' sum and sum of squares (see `ExactSums`), which has no cancellation in Q: the root of a
/// sum of squares is good to some units in the last place, and S to as many of √n √Q at least, by Cauchy and Schwarz.
/// Source of the error bound: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, 2002, section 4.2;
/// of going exact only where a bound can't decide: Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust
/// Geometric Predicates", Discrete & Computational Geometry 18, 1997.
struct BlockTotals {
  /// Rows counted.
  private(set) var rows = 0
  private var sums: [Double]
  private var squares: [Double]

  /// No rows of so many configurations.
  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    squares = sums
  }

  /// The totals of rows; `columns` are configurations' returns in units of `units`.
  init(_ rows: Range<Int>, of columns: [[ExactNumber]], units: [Double]) {
    self.init(count: columns.count)
    self.rows = rows.count
    for (column, values) in columns.enumerated() {
      // What has no unit is not a number, and no score of it tells anything.
      for row in rows {
        let value = values[row].value * units[column]
        sums[column] += value
        squares[column] += value * value
      }
    }
  }

  /// The factor that brings a configuration's returns to a size whose squares neither overflow nor vanish, a power of two;
  /// not a number where there is none.
  static func unit(_ values: [ExactNumber]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1.value)) }
    guard largest > 1e-250 else { return .nan }
    let unit = Double(sign: .plus, exponent: -largest.exponent, significand: 1)
    let isFine = values.allSatisfy { $0.isZero || abs($0.value) * unit > 1e-140 }
    return isFine ? unit : .nan
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

  /// S / √Q; 0 where nothing was earned or lost.
  func score(_ column: Int) -> Double {
    squares[column] == 0 ? 0 : sums[column] / squares[column].squareRoot()
  }

  /// How far two scores have to lie apart for their order to be certain.
  ///
  /// With unit roundoff u each return is within u of itself, S within (n + 33) u of the sum of magnitudes, Q within
  /// (n + 36) u of itself (n − 1 additions, at most 20 blocks), the quotient within 2 u: 2 (n + 40) u √n bounds the error of a
  /// score. Two have twice that, their difference is rounded, too, and a half more is for what is of the order of u².
  var doubt: Double {
    let number = Double(rows)
    return 5 * (number + 40) * (Double.ulpOfOne / 2) * number.squareRoot()
  }

  /// Configurations.
  var count: Int { sums.count }
}
