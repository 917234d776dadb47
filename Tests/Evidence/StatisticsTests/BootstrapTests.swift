import Statistics
import Testing
import TradingCore

@Suite struct BootstrapTests {
  private let random = CounterRandom(seed: 1, stream: 0)

  private func interval(
    _ results: [Double], block: Double? = nil, resamples: Int = 400, confidence: Double = 0.95
  ) -> (lower: Double, upper: Double)? {
    Bootstrap.profitFactorInterval(
      results: results, blockLength: block, resamples: resamples, confidence: confidence, random: random)
  }

  @Test func equalArgumentsGiveEqualBits() throws {
    let results = (0..<60).map { $0 % 3 == 0 ? -1.0 : 1.0 }
    let first = try #require(interval(results))
    let second = try #require(interval(results))
    #expect(first.lower == second.lower && first.upper == second.upper)
  }

  @Test func theIntervalIsAroundTheProfitFactor() throws {
    let results = (0..<400).map { random.uniform(purpose: 9, ordinal: $0) < 0.6 ? 1.0 : -1.0 }
    let wins = Double(results.count { $0 > 0 })
    let ends = try #require(interval(results, block: 1, resamples: 1_000))
    let factor = wins / (400 - wins)
    #expect(ends.lower < factor && factor < ends.upper)
    // The delta method: log of the odds deviates by 1 / √(n p q).
    let deviation = 1 / (wins * (400 - wins) / 400).squareRoot()
    #expect(abs(DeterministicMath.log(factor / ends.lower) / deviation - 1.96) < 0.25)
    #expect(abs(DeterministicMath.log(ends.upper / factor) / deviation - 1.96) < 0.25)
  }

  @Test func oneBlockAsLongAsAllGivesTheSampleBack() throws {
    let ends = try #require(interval([2, -1, 3, -1], block: 1e12))
    #expect(ends.lower == 2.5 && ends.upper == 2.5)
  }

  @Test func streaksWidenTheIntervalOnlyInBlocks() throws {
    let results = (0..<200).map { ($0 / 20) % 2 == 0 ? 1.0 : -1.0 }
    let single = try #require(interval(results, block: 1))
    let blocks = try #require(interval(results, block: 20))
    #expect(blocks.lower < single.lower)
    #expect(blocks.upper > single.upper)
  }

  @Test func resamplesWithoutALossAreInfinite() throws {
    let ends = try #require(interval([1, 1, 1, -1], block: 1))
    #expect(ends.upper == .infinity)
    #expect(ends.lower.isFinite)
  }

  @Test func thereIsNoneWithoutALossOrSense() {
    #expect(interval([1, 2]) == nil)
    #expect(interval([-1]) == nil)
    #expect(interval([]) == nil)
    #expect(interval([1, .nan, -1]) == nil)
    #expect(interval([1, -1], block: 0.5) == nil)
    #expect(interval([1, -1], resamples: 0) == nil)
    #expect(interval([1, -1], confidence: 1) == nil)
  }
}
