import TradingCore

/// The logarithms of the gamma and beta functions.
package enum SpecialFunctions {
  private static let logRootTwoPi = 0.918938533204672741780329736406

  /// log Γ(x) for x above zero, to about 1e-15 of the larger of it and 10; infinity at 0 and at infinity, NaN
  /// below.
  ///
  /// From 10 on by Stirling's series, below by Γ(x + 1) = x Γ(x).
  /// Source: NIST Digital Library of Mathematical Functions, 5.11.1 and 5.5.1.
  package static func logGamma(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    guard x > 0, x.isFinite else { return .infinity }
    if x == 1 || x == 2 { return 0 }
    guard x < 10 else { return (x - 0.5) * DeterministicMath.log(x) - x + logRootTwoPi + stirlingRest(x) }
    var shifted = x
    var product = 1.0
    while shifted < 10 {
      product *= shifted
      shifted += 1
    }
    return logGamma(shifted) - DeterministicMath.log(product)
  }

  /// log B(a, b) for both above zero, to about 1e-14 of the larger of it and 1, also where the gamma functions
  /// of large arguments would cancel out; infinity where either is 0, NaN below.
  ///
  /// Source: Didonato and Morris, "Algorithm 708", ACM TOMS 18(3), 1992, the splitting for large arguments.
  package static func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a >= 0, b >= 0 else { return .nan }
    let (small, large) = (min(a, b), max(a, b))
    guard small > 0 else { return .infinity }
    guard large.isFinite else { return -.infinity }
    guard large >= 10 else { return logGamma(small) + logGamma(large) - logGamma(small + large) }
    let sum = small + large
    let rest = stirlingRest(large) - stirlingRest(sum)
    if small < 10 {
      return logGamma(small) + rest + small - small * DeterministicMath.log(sum)
        + (large - 0.5) * logOnePlus(-small / sum)
    }
    return -0.5 * DeterministicMath.log(large) + logRootTwoPi + stirlingRest(small) + rest
      + (small - 0.5) * DeterministicMath.log(small / sum) + large * logOnePlus(-small / sum)
  }

  /// log(1 + x) for x above −1, accurate near zero, too.
  ///
  /// Source: Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", 1991,
  /// theorem 4.
  static func logOnePlus(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : DeterministicMath.log(sum) * x / (sum - 1)
  }

  /// What Stirling's formula lacks of log Γ(x), for x of 10 and more.
  private static func stirlingRest(_ x: Double) -> Double {
    let inverse = 1 / x
    let square = inverse * inverse
    var series = -3617.0 / 122_400
    series = series * square + 1.0 / 156
    series = series * square - 691.0 / 360_360
    series = series * square + 1.0 / 1_188
    series = series * square - 1.0 / 1_680
    series = series * square + 1.0 / 1_260
    series = series * square - 1.0 / 360
    series = series * square + 1.0 / 12
    return series * inverse
  }
}
