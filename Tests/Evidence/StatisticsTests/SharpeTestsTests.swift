import Statistics
import Testing

/// Probabilistic and deflated Sharpe ratios; known answers from the papers, more from mpmath.
struct SharpeTestsTests {
  @Test("population moments of returns, as in SciPy")
  func moments() throws {
    let returns = [0.01, -0.02, 0.015, 0.005, -0.01, 0.02, 0, 0.03, -0.005, 0.012]
    let moments = try #require(SharpeMoments(returns: returns))
    #expect(agrees(moments.ratio, 0.4036466838758145))
    #expect(agrees(moments.skewness, -0.13665300227086488))
    #expect(agrees(moments.kurtosis, 2.291148982774346))
    #expect(moments.count == 10)
  }

  @Test("another unit gives the same moments, the other sign the mirrored ones")
  func units() throws {
    let returns = [0.25, -0.5, 0.75, 0.125, -0.25]
    let moments = try #require(SharpeMoments(returns: returns))
    #expect(SharpeMoments(returns: returns.map { $0 * 1024 }) == moments)
    let mirrored = try #require(SharpeMoments(returns: returns.map { -$0 }))
    #expect(mirrored.ratio == -moments.ratio && mirrored.skewness == -moments.skewness)
    #expect(mirrored.kurtosis == moments.kurtosis)
  }

  @Test("no moments of one return, of equal ones, or of what is not finite")
  func noMoments() {
    #expect(SharpeMoments(returns: []) == nil)
    #expect(SharpeMoments(returns: [0.1]) == nil)
    #expect(SharpeMoments(returns: [0.1, 0.1, 0.1]) == nil)
    #expect(SharpeMoments(returns: [0.1, 0.1.nextUp, 0.1]) == nil)
    #expect(SharpeMoments(returns: [0.1, .nan, 0.3]) == nil)
    #expect(SharpeMoments(returns: [1e200, -1e200, 1e200]) == nil)
  }

  @Test(
    "the probabilistic Sharpe ratio; the first two are the paper's hedge fund with and without its tails",
    arguments: [
      ([0.458, -2.448, 10.164, 0], 24, 0.913361083860933), ([0.458, 0, 3, 0], 24, 0.9816749190910771),
      ([0.1, -0.5, 6, 0.05], 500, 0.8607216062770663), ([-0.2, 1.2, 8, 0], 60, 0.0897640158518363),
      ([0.3, 0.2, 2.5, 0.5], 36, 0.11525264777324337), ([1.2, -1, 5, 1.1], 10, 0.562473221493567),
    ])
  func probabilistic(_ values: [Double], _ count: Int, _ expected: Double) {
    let moments = SharpeMoments(ratio: values[0], skewness: values[1], kurtosis: values[2], count: count)
    #expect(agrees(SharpeTests.probabilistic(moments, benchmark: values[3]), expected))
  }

  @Test("against itself a ratio has even chances; a longer record of the same is surer")
  func probabilisticProperties() throws {
    var previous = 0.0
    for count in [2, 10, 100, 1_000] {
      let moments = SharpeMoments(ratio: 0.1, skewness: -1, kurtosis: 6, count: count)
      #expect(SharpeTests.probabilistic(moments, benchmark: 0.1) == 0.5)
      let value = try #require(SharpeTests.probabilistic(moments, benchmark: 0.05))
      #expect(value > previous)
      previous = value
    }
  }

  @Test("no probability under two returns or for moments that can't be")
  func impossible() {
    let one = SharpeMoments(ratio: 1, skewness: 0, kurtosis: 3, count: 1)
    #expect(SharpeTests.probabilistic(one, benchmark: 0) == nil)
    let skewed = SharpeMoments(ratio: 1, skewness: 5, kurtosis: 1, count: 100)
    #expect(SharpeTests.probabilistic(skewed, benchmark: 0) == nil)
    #expect(SharpeTests.minimumTrackRecord(skewed, benchmark: 0, confidence: 0.95) == nil)
    let unknown = SharpeMoments(ratio: .nan, skewness: 0, kurtosis: 3, count: 100)
    #expect(SharpeTests.probabilistic(unknown, benchmark: 0) == nil)
  }

  @Test(
    "an annual ratio of 2 is surely above 1 after 2.73 years of days, 2.83 of weeks, 3.24 of months",
    arguments: [(252.0, 688.2080373402353), (52, 147.0993465211524), (12, 38.8776083573358)])
  func minimumTrackRecord(_ periods: Double, _ expected: Double) throws {
    let root = periods.squareRoot()
    var moments = SharpeMoments(ratio: 2 / root, skewness: 0, kurtosis: 3, count: 0)
    let length = try #require(
      SharpeTests.minimumTrackRecord(moments, benchmark: 1 / root, confidence: 0.95))
    #expect(agrees(length, expected))
    moments.count = Int(length.rounded(.up))
    #expect(try #require(SharpeTests.probabilistic(moments, benchmark: 1 / root)) >= 0.95)
    moments.count -= 1
    #expect(try #require(SharpeTests.probabilistic(moments, benchmark: 1 / root)) < 0.95)
  }

  @Test("no length makes a ratio surely better than one it isn't above; even chances need no length")
  func noTrackRecord() {
    let moments = SharpeMoments(ratio: 0.1, skewness: 0, kurtosis: 3, count: 100)
    #expect(SharpeTests.minimumTrackRecord(moments, benchmark: 0.1, confidence: 0.95) == nil)
    #expect(SharpeTests.minimumTrackRecord(moments, benchmark: 0.2, confidence: 0.95) == nil)
    #expect(SharpeTests.minimumTrackRecord(moments, benchmark: 0, confidence: 1) == nil)
    #expect(SharpeTests.minimumTrackRecord(moments, benchmark: 0, confidence: 0.4) == 1)
  }

  @Test(
    "the best of so many trials by luck",
    arguments: [
      (2, 0.01, 0.05197553442805939), (10, 0.04, 0.31491966026915), (46, 0.002, 0.10036237061765359),
      (100, 0.002, 0.11317200186513203), (100_000, 0.5, 3.1047847787641216), (1, 0.5, 0), (0, 0.5, 0),
    ])
  func expectedMaximum(_ trials: Int, _ variance: Double, _ expected: Double) {
    #expect(agrees(SharpeTests.expectedMaximum(trials: trials, variance: variance), expected))
  }

  @Test(
    "the paper's example of a deflated ratio: 0.900 after 100 trials, 0.950 after 46",
    arguments: [(100, 0.900396834449391), (46, 0.9505017068755786)])
  func deflated(_ trials: Int, _ expected: Double) {
    let moments = SharpeMoments(
      ratio: 2.5 / 250.0.squareRoot(), skewness: -3, kurtosis: 10, count: 1_250)
    #expect(agrees(SharpeTests.deflated(moments, trials: trials, variance: 0.5 / 250), expected))
  }

  @Test("one trial deflates nothing; a variance below zero has no answer")
  func deflatedEdges() {
    let moments = SharpeMoments(ratio: 0.1, skewness: 0, kurtosis: 3, count: 100)
    let plain = SharpeTests.probabilistic(moments, benchmark: 0)
    #expect(SharpeTests.deflated(moments, trials: 1, variance: 0.5) == plain)
    #expect(SharpeTests.deflated(moments, trials: 10, variance: 0) == plain)
    #expect(SharpeTests.deflated(moments, trials: 10, variance: -1) == nil)
    #expect(SharpeTests.deflated(moments, trials: 10, variance: .infinity) == nil)
  }
}
