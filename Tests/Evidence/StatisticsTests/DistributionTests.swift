import Statistics
import Testing
import TradingCore

/// The normal distribution and the gamma and beta functions; expectations from mpmath with 40 digits.
struct DistributionTests {
  @Test(
    "the normal distribution function to parts in 1e13 of itself, also far out in the tails",
    arguments: [
      (-37.5, 4.605353009581955e-308), (-30, 4.906713927148187e-198), (-20.3, 6.429244467698346e-92),
      (-10, 7.619853024160525e-24), (-7.77, 3.924306316131574e-15), (-5.7, 5.990371401063528e-09),
      (-5.6, 1.071759025831093e-08), (-3.2, 0.0006871379379158481), (-1.96, 0.024997895148220435),
      (-0.7, 0.24196365222307303), (-0.67, 0.2514288950953101), (-0.1, 0.460172162722971),
      (-1e-10, 0.49999999996010575), (0, 0.5), (0.3, 0.6179114221889527), (0.67448975, 0.7499999999376898),
      (0.9, 0.8159398746532405), (2.5, 0.9937903346742238), (5.5, 0.9999999810104375),
      (6, 0.9999999990134123), (8.5, 1),
    ])
  func normal(_ x: Double, _ expected: Double) {
    #expect(abs(NormalDistribution.cdf(x) / expected - 1) < 5e-15)
  }

  @Test("it never falls, both sides add up to one, and its quantiles lead back")
  func normalProperties() {
    var previous = 0.0
    for step in -4_000...4_000 {
      let x = Double(step) / 100
      let value = NormalDistribution.cdf(x)
      #expect(value >= previous)
      #expect(abs(value + NormalDistribution.cdf(-x) - 1) < 1e-15)
      previous = value
    }
    for probability in [1e-300, 1e-20, 1e-5, 0.01, 0.3, 0.5, 0.8, 0.999] {
      let back = NormalDistribution.cdf(DeterministicMath.normalQuantile(probability))
      #expect(abs(back / probability - 1) < 1e-12)
    }
    #expect(NormalDistribution.cdf(.infinity) == 1)
    #expect(NormalDistribution.cdf(-.infinity) == 0)
    #expect(NormalDistribution.cdf(.nan).isNaN)
  }

  @Test(
    "the logarithm of the gamma function",
    arguments: [
      (1e-5, 11.512919692895826), (0.1, 2.252712651734206), (0.5, 0.5723649429247001), (1, 0),
      (1.5, -0.12078223763524522), (2, 0), (2.5, 0.2846828704729192), (3, 0.6931471805599453),
      (9.99, 12.779315214350193), (10, 12.801827480081469), (17.3, 31.51562417817529),
      (100, 359.1342053695754), (12_345.6, 103959.18506616846), (1e8, 1742068066.1038346),
    ])
  func logGamma(_ x: Double, _ expected: Double) {
    #expect(agrees(SpecialFunctions.logGamma(x), expected, within: 1e-14))
  }

  @Test(
    "the logarithm of the beta function, also where gamma functions would cancel out",
    arguments: [
      (36, 16, -32.37414559696937), (1, 1, 0), (0.5, 0.5, 1.1447298858494002),
      (2.5, 9.5, -5.528291554603698), (3, 30, -9.607773308387083), (10, 10, -13.736229227036555),
      (0.001, 40, 6.9035025453523735), (551, 451, -691.3726713017356), (5501, 4501, -6885.772615795455),
      (1e6, 3, -40.75338749333038), (20001.5, 1e7, -144325.50534094227),
    ])
  func logBeta(_ a: Double, _ b: Double, _ expected: Double) {
    #expect(agrees(SpecialFunctions.logBeta(a, b), expected, within: 1e-13))
    #expect(SpecialFunctions.logBeta(b, a) == SpecialFunctions.logBeta(a, b))
  }

  @Test("outside of their domains: infinity at the edge, not a number beyond")
  func edges() {
    #expect(SpecialFunctions.logGamma(0) == .infinity)
    #expect(SpecialFunctions.logGamma(.infinity) == .infinity)
    #expect(SpecialFunctions.logGamma(-1.5).isNaN)
    #expect(SpecialFunctions.logGamma(.nan).isNaN)
    #expect(SpecialFunctions.logBeta(0, 3) == .infinity)
    #expect(SpecialFunctions.logBeta(3, .infinity) == -.infinity)
    #expect(SpecialFunctions.logBeta(-1, 3).isNaN)
  }
}
