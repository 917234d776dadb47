import Statistics
import Testing

/// CSCV against a computation in NumPy that goes over the rows anew for every combination.
struct BacktestOverfittingTests {
  /// Uniform numbers of a linear congruential generator, less a half, with an edge that grows by column.
  private static func matrix(rows: Int, columns: Int, seed: UInt64, edge: Double = 0) -> [[Double]] {
    var state = seed
    return (0..<rows).map { _ in
      (0..<columns).map { column in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992 - 0.5 + edge * Double(column)
      }
    }
  }

  @Test("seven configurations without an edge, 103 rows in 6 blocks, as in NumPy")
  func noEdge() throws {
    let result = try BacktestOverfitting.probability(
      matrix: Self.matrix(rows: 103, columns: 7, seed: 5), splits: 6)
    #expect(result.combinations == 20)
    #expect(result.pbo == 0.6)
    #expect(result.probabilityOfLoss == 0.5)
    #expect(agrees(result.logits.reduce(0, +), -4.220095767527662))
    let first = [1.0986122886681098, -1.9459101490553135, -1.0986122886681098, 0]
    for (logit, expected) in zip(result.logits, first) { #expect(agrees(logit, expected)) }
  }

  @Test("others, as in NumPy")
  func others() throws {
    let eight = try BacktestOverfitting.probability(
      matrix: Self.matrix(rows: 64, columns: 4, seed: 9), splits: 8)
    #expect(eight.combinations == 70)
    #expect(eight.pbo == 47.0 / 70)
    #expect(agrees(eight.probabilityOfLoss, 0.7428571428571429))
    #expect(agrees(eight.logits.reduce(0, +), -26.40525989579529))
    let six = try BacktestOverfitting.probability(
      matrix: Self.matrix(rows: 103, columns: 7, seed: 11), splits: 6)
    #expect(six.pbo == 0.7)
  }

  @Test("a configuration that is really better is best out of sample, too")
  func realEdge() throws {
    let result = try BacktestOverfitting.probability(
      matrix: Self.matrix(rows: 103, columns: 7, seed: 5, edge: 0.05), splits: 6)
    #expect(result.pbo == 0)
    #expect(agrees(result.logits.reduce(0, +), 38.91820298110627))
  }

  @Test("two configurations that win in turn are always the wrong choice")
  func alternating() throws {
    // Each earns on one half of the time what it loses on the other.
    let matrix = [[1.0, -1], [2, -2], [-1, 1], [-2, 2]]
    let result = try BacktestOverfitting.probability(matrix: matrix, splits: 2)
    #expect(result.combinations == 2)
    #expect(result.pbo == 1 && result.probabilityOfLoss == 1)
  }

  @Test("the unit of a configuration does not matter, nor does their order where none are equal")
  func units() throws {
    let matrix = Self.matrix(rows: 40, columns: 5, seed: 3)
    let plain = try BacktestOverfitting.probability(matrix: matrix, splits: 4)
    let scaled = matrix.map { [$0[0] * 1024, $0[1], $0[2] / 64, $0[3], $0[4]] }
    #expect(try BacktestOverfitting.probability(matrix: scaled, splits: 4) == plain)
    let reversed = matrix.map { Array($0.reversed()) }
    #expect(try BacktestOverfitting.probability(matrix: reversed, splits: 4) == plain)
  }

  @Test(
    "a configuration that rests for a while has a ratio of zero there, one that always earns the same the best"
  )
  func withoutDeviation() throws {
    var matrix = Self.matrix(rows: 40, columns: 2, seed: 3)
    for row in matrix.indices { matrix[row] = [matrix[row][0] - 0.4, row == 0 ? -1e-9 : 0] }
    let resting = try BacktestOverfitting.probability(matrix: matrix, splits: 4)
    #expect(resting.pbo == 0 && resting.probabilityOfLoss == 0.5)
    for row in matrix.indices { matrix[row] = [matrix[row][0] + 0.9, 0.1] }
    let steady = try BacktestOverfitting.probability(matrix: matrix, splits: 4)
    #expect(steady.pbo == 0)
  }

  @Test("one that never trades leaves no choice")
  func idle() {
    let matrix = Self.matrix(rows: 40, columns: 1, seed: 3).map { $0 + [0] }
    #expect(throws: StatisticsError.tooFewConfigurations(1)) {
      try BacktestOverfitting.probability(matrix: matrix, splits: 4)
    }
  }

  @Test("twenty blocks make 184,756 combinations at most; odd, small and larger numbers are refused")
  func splits() {
    let matrix = Self.matrix(rows: 40, columns: 2, seed: 1)
    for splits in [0, 1, 3, 22, -2] {
      #expect(throws: StatisticsError.splits(splits, most: 20)) {
        try BacktestOverfitting.probability(matrix: matrix, splits: splits)
      }
    }
    #expect(throws: StatisticsError.tooFewRows(7, splits: 8)) {
      try BacktestOverfitting.probability(matrix: Array(matrix[0..<7]), splits: 8)
    }
    #expect(throws: StatisticsError.tooFewRows(3, splits: 2)) {
      try BacktestOverfitting.probability(matrix: Array(matrix[0..<3]), splits: 2)
    }
  }

  @Test("one configuration, uneven rows and values that are no numbers are refused with their place")
  func badMatrix() {
    #expect(throws: StatisticsError.tooFewConfigurations(1)) {
      try BacktestOverfitting.probability(matrix: [[1], [2], [3], [4]], splits: 2)
    }
    #expect(throws: StatisticsError.unevenRow(3, expected: 2, was: 3)) {
      try BacktestOverfitting.probability(matrix: [[1, 2], [2, 1], [3, 4, 5], [4, 3]], splits: 2)
    }
    for wrong in [Double.nan, .infinity, 1e200] {
      #expect(throws: StatisticsError.notFinite(row: 2, column: 1)) {
        try BacktestOverfitting.probability(matrix: [[1, 2], [wrong, 1], [3, 4], [4, 3]], splits: 2)
      }
    }
  }
}
