/// Functions that give the same bits on every machine: only + − × ÷ √ and bit patterns, each of which IEEE 754
/// defines exactly, and never the platform's mathematics library.
public enum DeterministicMath {
  // The natural logarithm of 2 in two parts: the first has 33 significant bits, so that a multiple of it up to
  // 2^20 is exact.
  private static let logTwoHigh = Double(bitPattern: 0x3FE6_2E42_FEE0_0000)
  private static let logTwoLow = Double(bitPattern: 0x3DEA_39EF_3579_3C76)

  /// e to the power of `x`, within one unit in the last place or so; 0 below −745.13, infinity above 709.78.
  ///
  /// Source: FreeBSD msun `e_exp.c` (Sun Microsystems, 1993), Remes approximation on [0, 0.34658].
  public static func exp(_ x: Double) -> Double {
    guard x == x else { return x }
    guard x < 709.782712893384 else { return .infinity }
    guard x > -745.1332191019411 else { return 0 }
    let multiple = (x * 1.44269504088896338700).rounded(.toNearestOrEven)
    let high = x - multiple * logTwoHigh
    let low = multiple * logTwoLow
    let reduced = high - low
    let square = reduced * reduced
    var series = 4.13813679705723846039e-08
    series = series * square - 1.65339022054652515390e-06
    series = series * square + 6.61375632143793436117e-05
    series = series * square - 2.77777777770155933842e-03
    series = series * square + 1.66666666666666019037e-01
    let correction = reduced - square * series
    let value = 1 - ((low - reduced * correction / (2 - correction)) - high)
    return scaled(value, byPowerOfTwo: Int(multiple))
  }

  /// The natural logarithm; −infinity at 0, NaN below.
  ///
  /// Source: FreeBSD msun `e_log.c` (Sun Microsystems, 1993).
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand *= 0.5
      exponent += 1
    }
    let excess = significand - 1
    let ratio = excess / (2 + excess)
    let square = ratio * ratio
    let fourth = square * square
    let even =
      fourth * (0.3999999999940941908 + fourth * (0.2222219843214978396 + fourth * 0.1531383769920937332))
    let odd =
      square
      * (0.6666666666666735130
        + fourth * (0.2857142874366239149 + fourth * (0.1818357216161805012 + fourth * 0.1479819860511658591)))
    let half = 0.5 * excess * excess
    let tail = ratio * (half + even + odd) + exponent * logTwoLow
    return exponent * logTwoHigh - ((half - tail) - excess)
  }

  /// The logarithm to base 2.
  public static func log2(_ x: Double) -> Double { log(x) * 1.44269504088896338700 }

  /// Exact for normal results; two steps keep the factor itself finite and normal.
  private static func scaled(_ value: Double, byPowerOfTwo power: Int) -> Double {
    let half = power / 2
    return value * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: power - half, significand: 1)
  }
}
