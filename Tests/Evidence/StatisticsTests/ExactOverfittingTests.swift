import Foundation
import Statistics
import Testing
import TradingCore

/// CSCV against fractions that go over the rows anew for every combination (Scripts/selection-reference.py), and against
/// whoever pads a sweep.
struct ExactOverfittingTests {
  private static func tenth(_ count: Int) throws -> ExactNumber {
    try #require(
      ExactNumber(
        digits: Array("\(abs(count))".utf8), exponent: -1, isNegative: count < 0, value: Double(count) / 10))
  }

  /// Sums up the configurations and the ranks of every combination, as the script does.
  private static func add(_ result: BacktestOverfitting.Result, of columns: Int, to sum: inout UInt64) {
    let considered = columns - result.idle - result.copies
    let odds = result.logits.map { DeterministicMath.exp($0) }
    for rank in [considered] + odds.map({ Int((Double(considered + 1) * $0 / (1 + $0)).rounded()) }) {
      let product = sum.multipliedFullWidth(by: 1_000_003)
      let modulus: UInt64 = (1 << 61) - 1
      sum = (modulus.dividingFullWidth(product).remainder + UInt64(rank)) % modulus
    }
  }

  @Test("of 250 small matrices of tenths every rank is that of fractions")
  func tenths() throws {
    var sum: UInt64 = 0
    for seed in 1...250 as ClosedRange<UInt64> {
      var draws = Draws(state: seed)
      let (columns, rows, splits) = draws.shape()
      let matrix = try (0..<rows).map { _ in
        try (0..<columns).map { _ in try Self.tenth(draws.below(7) - 3) }
      }
      let result = try BacktestOverfitting.probability(decimals: matrix, splits: splits)
      Self.add(result, of: columns, to: &sum)
    }
    #expect(sum == 121_079_124_833_496_786)
  }

  @Test("so it is where ratios differ in the last places only")
  func close() throws {
    var sum: UInt64 = 0
    for seed in 1...250 as ClosedRange<UInt64> {
      var draws = Draws(state: seed)
      let (columns, rows, splits) = draws.shape()
      let matrix = (0..<rows).map { _ in
        let whole = (draws.below(1 << 20) - 1 << 19) * 1 << 30
        return (0..<columns).map { _ in Double(whole + draws.below(3) - 1) }
      }
      let result = try BacktestOverfitting.probability(matrix: matrix, splits: splits)
      Self.add(result, of: columns, to: &sum)
    }
    #expect(sum == 955_414_291_211_783_325)
  }

  @Test("three times the stake is the same ratio, as decimals, and not as the numbers next to them")
  func decimals() throws {
    let tenths = [1, 2, 7, -4, 3, -1, 6, -2]
    let matrix = try tenths.map { [try Self.tenth($0), try Self.tenth(3 * $0)] }
    let result = try BacktestOverfitting.probability(decimals: matrix, splits: 4)
    // Equals: the left one is chosen, and both are at most as good.
    #expect(result.logits.allSatisfy { $0 == DeterministicMath.log(2) })
    #expect(3 * 0.1 != 0.3)
  }

  @Test("a thousand configurations without a trade, and a thousand copies of one, change nothing")
  func padding() throws {
    var draws = Draws(state: 7)
    let matrix = (0..<40).map { _ in (0..<6).map { _ in Double(draws.below(2_001)) / 1_000 - 1 } }
    let plain = try BacktestOverfitting.probability(matrix: matrix, splits: 8)
    let idle = try BacktestOverfitting.probability(
      matrix: matrix.map { $0 + [Double](repeating: 0, count: 1_000) }, splits: 8)
    #expect((idle.pbo, idle.logits) == (plain.pbo, plain.logits) && idle.idle == 1_000)
    for column in 0..<6 {
      let copies = try BacktestOverfitting.probability(
        matrix: matrix.map { $0 + [Double](repeating: $0[column], count: 1_000) }, splits: 8)
      #expect((copies.pbo, copies.logits) == (plain.pbo, plain.logits) && copies.copies == 1_000)
    }
  }

  @Test("whoever pads with losers lengthens the ranks, but not the share of choices that lose")
  func losers() throws {
    var draws = Draws(state: 3)
    let matrix = (0..<40).map { _ in (0..<6).map { _ in Double(draws.below(2_001)) / 1_000 - 1 } }
    let plain = try BacktestOverfitting.probability(matrix: matrix, splits: 8)
    let padded = try BacktestOverfitting.probability(
      matrix: matrix.map { row in row + (0..<100).map { _ in -Double(draws.below(1_000)) - 1_000 } },
      splits: 8)
    #expect(padded.pbo < plain.pbo)
    #expect(padded.probabilityOfLoss == plain.probabilityOfLoss)
  }

  @Test("tiny, huge and subnormal numbers are taken for what they are")
  func extremes() throws {
    let sizes = [1e149, 1e-160, Double.leastNonzeroMagnitude, 1e-300, 1]
    var draws = Draws(state: 5)
    let matrix = (0..<16).map { _ in
      let value = Double(draws.below(9) - 4)
      return sizes.map { value * $0 } + [Double(draws.below(9) - 4)]
    }
    // Whole multiples of the smallest number are exact, and have no unit whose squares a `Double` holds.
    let two = matrix.map { [$0[4], $0[5]] }
    let result = try BacktestOverfitting.probability(
      matrix: matrix.map { [$0[2], $0[5]] }, splits: 8)
    #expect(result.logits == (try BacktestOverfitting.probability(matrix: two, splits: 8)).logits)
    #expect(throws: Never.self) { try BacktestOverfitting.probability(matrix: matrix, splits: 8) }
  }

  @Test("decimals with too many digits or too large a power are none that can be taken exactly")
  func limits() {
    func number(_ digits: String, _ exponent: Int) -> ExactNumber? {
      ExactNumber(digits: Array(digits.utf8), exponent: exponent, isNegative: false, value: 1)
    }
    #expect(number(String(repeating: "7", count: 1_000), 0) != nil)
    #expect(number(String(repeating: "7", count: 1_001), 0) == nil)
    #expect(number(String(repeating: "0", count: 5_000), Int.max) != nil)
    #expect(number("1", 2_001) == nil && number("1", Int.min) == nil && number("10", Int.max) == nil)
    #expect(number("1x", 0) == nil)
    #expect(number("100", -3) == number("0001", -1))
  }
}
