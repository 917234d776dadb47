import TradingCore

/// The standard normal distribution.
package enum NormalDistribution {
  /// The probability of a value at or below `x`: 0 to 1, relative error about 1e-15 in both tails, down to
  /// where numbers end at x = −38; NaN for NaN.
  ///
  /// Source: Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23,
  /// 1969, in the form of his `ANORM`, "Algorithm 715: SPECFUN", ACM TOMS 19(1), 1993.
  package static func cdf(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    let distance = abs(x)
    if distance <= 0.67448975 { return 0.5 + central(x) }
    if distance > 39 { return x > 0 ? 1 : 0 }
    let tail = density(distance) * (distance <= 5.656854249492381 ? middle(distance) : far(distance))
    return x > 0 ? 1 - tail : tail
  }

  /// e to the power of −x²/2, with x split in two so that rounding its square does not count.
  private static func density(_ x: Double) -> Double {
    let coarse = (x * 16).rounded(.towardZero) / 16
    let rest = (x - coarse) * (x + coarse)
    return DeterministicMath.exp(-coarse * coarse * 0.5) * DeterministicMath.exp(-rest * 0.5)
  }

  private static func central(_ x: Double) -> Double {
    let square = x * x
    var numerator = 0.065682337918207449113 * square
    var denominator = square
    numerator = (numerator + 2.2352520354606839287) * square
    denominator = (denominator + 47.20258190468824187) * square
    numerator = (numerator + 161.02823106855587881) * square
    denominator = (denominator + 976.09855173777669322) * square
    numerator = (numerator + 1067.6894854603709582) * square
    denominator = (denominator + 10260.932208618978205) * square
    return x * (numerator + 18154.981253343561249) / (denominator + 45507.789335026729956)
  }

  private static func middle(_ x: Double) -> Double {
    var numerator = 1.0765576773720192317e-8 * x
    var denominator = x
    numerator = (numerator + 0.39894151208813466764) * x
    denominator = (denominator + 22.266688044328115691) * x
    numerator = (numerator + 8.8831497943883759412) * x
    denominator = (denominator + 235.38790178262499861) * x
    numerator = (numerator + 93.506656132177855979) * x
    denominator = (denominator + 1519.377599407554805) * x
    numerator = (numerator + 597.27027639480026226) * x
    denominator = (denominator + 6485.558298266760755) * x
    numerator = (numerator + 2494.5375852903726711) * x
    denominator = (denominator + 18615.571640885098091) * x
    numerator = (numerator + 6848.1904505362823326) * x
    denominator = (denominator + 34900.952721145977266) * x
    numerator = (numerator + 11602.651437647350124) * x
    denominator = (denominator + 38912.003286093271411) * x
    return (numerator + 9842.7148383839780218) / (denominator + 19685.429676859990727)
  }

  private static func far(_ x: Double) -> Double {
    let inverse = 1 / (x * x)
    var numerator = 0.02307344176494017303 * inverse
    var denominator = inverse
    numerator = (numerator + 0.21589853405795699) * inverse
    denominator = (denominator + 1.28426009614491121) * inverse
    numerator = (numerator + 0.1274011611602473639) * inverse
    denominator = (denominator + 0.468238212480865118) * inverse
    numerator = (numerator + 0.022235277870649807) * inverse
    denominator = (denominator + 0.0659881378689285515) * inverse
    numerator = (numerator + 0.001421619193227893466) * inverse
    denominator = (denominator + 0.00378239633202758244) * inverse
    let series =
      inverse * (numerator + 2.9112874951168792e-5) / (denominator + 7.29751555083966205e-5)
    return (0.398942280401432677939946 - series) / x
  }
}
