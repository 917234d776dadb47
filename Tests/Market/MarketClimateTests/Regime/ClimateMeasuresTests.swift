import MarketClimate
import Testing

/// The figures against what is known of them.
struct ClimateMeasuresTests {
  private static let bandtPompe: [Double] = [4, 7, 9, 10, 6, 11, 3]

  @Test("permutation entropy of Bandt's and Pompe's example", arguments: [(2, 0.9183), (3, 1.5219)])
  func permutationEntropy(order: Int, bits: Double) {
    let entropy = ClimateMeasures.permutationEntropyBits(Self.bandtPompe, order: order)
    #expect((entropy * 10_000).rounded() / 10_000 == bits)
  }

  @Test("permutation entropy is over its largest value, log2 of 3!")
  func normalizedEntropy() {
    let ratio = ClimateMeasures.permutationEntropy(Self.bandtPompe, order: 3)
    #expect((ratio * 10_000).rounded() / 10_000 == 0.5888)
  }

  @Test("equal values count as rising")
  func ties() {
    #expect(ClimateMeasures.permutationEntropyBits([1, 1, 1, 1], order: 3) == 0)
    #expect(
      ClimateMeasures.permutationEntropyBits([1, 1, 2, 2, 3], order: 3)
        == ClimateMeasures.permutationEntropyBits([1, 2, 3, 4, 5], order: 3))
    // 1 1 0 falls as 1 2 0 does.
    #expect(
      ClimateMeasures.permutationEntropyBits([1, 1, 0, 5], order: 3)
        == ClimateMeasures.permutationEntropyBits([1, 2, 0, 5], order: 3))
  }

  @Test("every order as frequent is all the entropy there is")
  func fullEntropy() {
    #expect(ClimateMeasures.permutationEntropy([1, 2, 1, 2, 1], order: 2) == 1)
  }

  @Test("with fewer values than an order takes there is no entropy")
  func tooFewValues() {
    #expect(ClimateMeasures.permutationEntropy([], order: 3) == 0)
    #expect(ClimateMeasures.permutationEntropy([1, 2], order: 3) == 0)
  }

  @Test("efficiency ratio of Kaufman's kind of example")
  func efficiencyRatio() {
    let prices: [Double] = [100, 102, 101, 103, 105, 104, 106, 107, 106, 108, 110]
    #expect(ClimateMeasures.efficiencyRatio(prices: prices) == 0.625)
  }

  @Test(
    "efficiency ratio at its ends",
    arguments: [
      ([1, 2, 3, 4], 1), ([4, 3, 2], 1), ([1, 2, 1], 0), ([5, 5, 5], 0), ([5], 0), ([], 0),
    ] as [([Double], Double)])
  func efficiencyRatioAtItsEnds(prices: [Double], ratio: Double) {
    #expect(ClimateMeasures.efficiencyRatio(prices: prices) == ratio)
  }

  @Test("one jump among small changes is nearly all of the variance")
  func jump() {
    // RV = 3 · 1 + 100 = 103, BV = π/2 · (1 + 10 + 10) = π/2 · 21.
    #expect(ClimateMeasures.jumpShare(changes: [1, -1, 10, 1]) == 1 - Double.pi / 2 * 21 / 103)
  }

  @Test("even changes have no jump, and neither has a market that stands still")
  func noJump() {
    #expect(ClimateMeasures.jumpShare(changes: [1, -1, 1, -1, 1]) == 0)
    #expect(ClimateMeasures.jumpShare(changes: [0, 0, 0]) == 0)
    #expect(ClimateMeasures.jumpShare(changes: []) == 0)
  }

  @Test(
    "a percentile counts what is below, and half of what is equal",
    arguments: [(0.5, 0.0), (1, 0.125), (2, 0.5), (9, 1)])
  func percentile(value: Double, rank: Double) {
    #expect(ClimateMeasures.percentile(of: value, among: [1, 2, 2, 3]) == rank)
  }

  @Test("nothing that moves is at percentile 0, even among nothing that moved")
  func percentileOfStillness() {
    #expect(ClimateMeasures.percentile(of: 0, among: [0, 0, 0]) == 0)
    #expect(ClimateMeasures.percentile(of: 1, among: []) == nil)
  }

  @Test(
    "chaos takes both: wild for the hour, and without order",
    arguments: [
      (1.0, 0.0, 1.0, 1.0, 1.0), (0, 0, 1, 1, 0), (1, 1, 0, 0, 0), (0.25, 0, 1, 1, 0.5),
      (1, 0.5, 0.25, 0, 0.5),
    ] as [(Double, Double, Double, Double, Double)])
  func chaos(
    volatility: Double, efficiency: Double, entropy: Double, jumps: Double, chaos: Double
  ) {
    #expect(
      ClimateMeasures.chaos(
        volatilityPercentile: volatility, efficiencyRatio: efficiency, permutationEntropy: entropy,
        jumpShare: jumps) == chaos)
  }
}
