/// Logarithm and exponential from + − × ÷ alone, so that every platform gives the same bits.
///
/// The platform's own functions may differ in the last place from one C library to the next.
package enum PortableMath {
  private static let ln2 = 0.693_147_180_559_945_309_417

  /// The natural logarithm, good to about 1e-15 of its value.
  ///
  /// Splits off the power of two and sums ln m = 2·atanh((m − 1)/(m + 1)) for m in √½...√2.
  /// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.27.
  ///
  /// - Returns: `nil` unless the value is positive and finite.
  package static func naturalLogarithm(_ value: Double) -> Double? {
    guard value > 0, value.isFinite else { return nil }
    var mantissa = value.significand
    var exponent = Double(value.exponent)
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa /= 2
      exponent += 1
    }
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var power = ratio
    var sum = 0.0
    for odd in stride(from: 1.0, through: 27.0, by: 2.0) {
      sum += power / odd
      power *= square
    }
    return exponent * ln2 + 2 * sum
  }

  /// e to the given power, good to about 1e-15 of its value times the exponent's size.
  ///
  /// Source: Abramowitz and Stegun, 4.2.1, after taking out whole multiples of ln 2.
  ///
  /// - Returns: `nil` when the result is not finite.
  package static func exponential(_ exponent: Double) -> Double? {
    guard exponent.isFinite, exponent < 710 else { return nil }
    guard exponent > -745 else { return 0 }
    let doublings = (exponent / ln2).rounded()
    let rest = exponent - doublings * ln2
    var term = 1.0
    var sum = 1.0
    for index in 1...20 {
      term *= rest / Double(index)
      sum += term
    }
    // Two steps, as 2^1023 is the largest power of two there is.
    let half = (doublings / 2).rounded(.down)
    let result =
      Double(sign: .plus, exponent: Int(half), significand: sum)
      * Double(sign: .plus, exponent: Int(doublings - half), significand: 1)
    return result.isFinite ? result : nil
  }

  /// A positive base to any real power.
  ///
  /// - Returns: `nil` unless the base is positive and the result finite.
  package static func power(_ base: Double, _ exponent: Double) -> Double? {
    guard let logarithm = naturalLogarithm(base) else { return nil }
    return exponential(logarithm * exponent)
  }
}
