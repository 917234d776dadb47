/// A decimal number taken apart: its digits without the zeros around them, and where the point stands.
///
/// This is the grammar of `DecimalText` for every shape of number; what is short and plain it reads itself.
public struct DecimalParts: Sendable, Hashable {
  /// Whether a minus sign stands before it.
  public let isNegative: Bool
  /// The digits from the first that is not zero to the last, as a whole number; 0 for zero.
  public let significand: UInt128
  /// How many digits the significand has, at most 38; none for zero.
  public let count: Int
  /// The power of ten of the first digit's place: 0 for ones, -1 for tenths.
  public let leadingPlace: Int
  /// Whether digits other than zero were left out behind the significand.
  public let isCut: Bool

  private static let mostDigits = 38
  private static let mostTailDigits = 30
  private static let exponentLimit = 1 << 40

  /// Takes a text apart.
  ///
  /// `point`: the decimal mark, a point unless the file has commas.
  /// - Throws: `malformed` for anything but `[+-]digits[.digits][e[+-]digits]`.
  /// - Complexity: O(the text's length), whatever the exponent is.
  public init(
    _ bytes: some Collection<UInt8>, point: UInt8 = UInt8(ascii: ".")
  ) throws(DecimalText.Fault) {
    var rest = bytes[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let power = rest[mantissa.endIndex...]
    let exponent = power.isEmpty ? 0 : try Self.exponent(power.dropFirst())
    var (significand, count, zeros) = (UInt128(0), 0, 0)
    var (wholeDigits, leadingZeros) = (0, 0)
    var (seenPoint, seenDigit, isCut) = (false, false, false)
    for byte in mantissa {
      if byte == point, !seenPoint {
        seenPoint = true
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { throw .malformed }
      seenDigit = true
      if !seenPoint { wholeDigits += 1 }
      if digit == 0 {
        if count == 0 { leadingZeros += 1 } else { zeros += 1 }
      } else if isCut || count + zeros >= Self.mostDigits {
        isCut = true
      } else {
        significand = significand * Self.powerOfTen(zeros + 1) + UInt128(digit)
        count += zeros + 1
        zeros = 0
      }
    }
    guard seenDigit else { throw .malformed }
    (self.significand, self.count, self.isCut) = (significand, count, isCut)
    leadingPlace = count == 0 ? 0 : wholeDigits - leadingZeros - 1 + exponent
  }

  private static func exponent(_ bytes: some Collection<UInt8>) throws(DecimalText.Fault) -> Int {
    var rest = bytes[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard !rest.isEmpty else { throw .malformed }
    var value = 0
    for byte in rest {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { throw .malformed }
      value = min(value * 10 + Int(digit), exponentLimit)
    }
    return isNegative ? -value : value
  }

  /// 10 to the power of `exponent`.
  ///
  /// - Precondition: the exponent is in 0...38, the powers that fit 128 bits.
  public static func powerOfTen(_ exponent: Int) -> UInt128 {
    precondition((0...38).contains(exponent), "powers of ten fit 128 bits for exponents 0 to 38")
    var result: UInt128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// The number in units of 10^-scale.
  ///
  /// - Throws: `overflow` for a magnitude of 2^63 units or more, `excessDigits` for digits beyond the scale.
  public func units(digits scale: Int) throws(DecimalText.Fault) -> Int64 {
    let value = try wholeUnits(digits: scale)
    guard tail(digits: scale).digits == 0 else { throw .excessDigits }
    return isNegative ? -value : value
  }

  /// The magnitude in units of 10^-scale, what is smaller than a unit cut off.
  ///
  /// - Throws: `overflow` for 2^63 units or more.
  public func wholeUnits(digits scale: Int) throws(DecimalText.Fault) -> Int64 {
    let whole = leadingPlace + 1 + scale
    guard count > 0, whole > 0 else { return 0 }
    // 2^63 has 19 digits.
    guard whole <= 19 else { throw .overflow }
    let value =
      whole >= count
      ? significand * Self.powerOfTen(whole - count) : significand / Self.powerOfTen(count - whole)
    guard let narrowed = Int64(exactly: value) else { throw .overflow }
    return narrowed
  }

  /// What is smaller than a unit of 10^-scale: the digits behind the unit's place as a whole number, how many they
  /// are with the zeros in front of them, and whether more than 30 digits hide behind these. No digits for none.
  public func tail(digits scale: Int) -> (value: UInt128, digits: Int, hasMore: Bool) {
    let whole = leadingPlace + 1 + scale
    guard count > 0, whole < count || isCut else { return (0, 0, false) }
    let digits = max(count - whole, 1)
    var value = whole > 0 && whole < count ? significand % Self.powerOfTen(count - whole) : significand
    if whole >= count { value = 0 }
    let excess = digits - Self.mostTailDigits
    guard excess > 0 else { return (value, digits, isCut) }
    guard excess < Self.mostDigits else { return (0, Self.mostTailDigits, true) }
    let (kept, left) = value.quotientAndRemainder(dividingBy: Self.powerOfTen(excess))
    return (kept, Self.mostTailDigits, isCut || left > 0)
  }
}
