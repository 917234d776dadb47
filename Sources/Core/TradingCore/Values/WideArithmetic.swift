/// Exact integer arithmetic through 128 bits, rounding half to even where a division leaves a remainder.
public enum WideArithmetic {
  /// The quotient rounded to the nearest integer, ties to the even one.
  ///
  /// - Throws: `ArithmeticError.divisionByZero` when `divisor` is zero.
  @inlinable
  public static func divideHalfEven(_ dividend: Int128, by divisor: Int128) throws(ArithmeticError) -> Int128
  {
    guard divisor != 0 else { throw .divisionByZero }
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    let twice = remainder.magnitude << 1
    let roundsAway = twice > divisor.magnitude || (twice == divisor.magnitude && quotient & 1 != 0)
    guard roundsAway else { return quotient }
    return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
  }

  /// `left × right ÷ divisor` without an intermediate overflow, rounded half to even.
  ///
  /// - Throws: `divisionByZero` for a zero divisor; `overflow` when the result exceeds 64 bits.
  @inlinable
  public static func multiplyDivide(
    _ left: Int64, _ right: Int64, by divisor: Int64
  ) throws(ArithmeticError) -> Int64 {
    try narrow(divideHalfEven(Int128(left) * Int128(right), by: Int128(divisor)))
  }

  /// The value as 64 bits.
  ///
  /// - Throws: `overflow` when it does not fit.
  @inlinable
  public static func narrow(_ value: Int128) throws(ArithmeticError) -> Int64 {
    guard let narrowed = Int64(exactly: value) else { throw .overflow }
    return narrowed
  }

  /// 10 to the power of `exponent`, for exponents 0 to 18.
  ///
  /// - Precondition: `exponent` is in 0...18, the powers that fit 64 bits.
  @inlinable
  public static func powerOfTen(_ exponent: Int) -> Int64 {
    precondition((0...18).contains(exponent), "powers of ten fit 64 bits for exponents 0 to 18")
    var result: Int64 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}
