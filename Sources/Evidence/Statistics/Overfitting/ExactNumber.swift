import BigInt

/// A number as it is, without rounding: a whole number times a power of two, as a `Double` is, or of ten, as decimals are.
///
/// Equal numbers of one base are equal values: no power of the base is left in the whole number.
package struct ExactNumber: Sendable, Hashable {
  /// The nearest `Double`.
  package let value: Double
  /// The whole number.
  let significand: BigInt
  /// The power of the base that it is multiplied by.
  let exponent: Int

  /// The most digits that a decimal is taken with; its power of ten is at most `mostExponent` either way.
  package static let mostDigits = 1_000
  /// See `mostDigits`.
  package static let mostExponent = 2_000

  /// Whether it is zero.
  var isZero: Bool { significand.isZero }

  /// A finite `Double`, to the base of two.
  init(_ value: Double) {
    let fraction = value.significandBitPattern
    let field = Int(value.exponentBitPattern)
    // Subnormal numbers have no leading one, and the exponent of the smallest normal one.
    let magnitude = field == 0 ? fraction : fraction | 1 << 52
    let zeros = magnitude == 0 ? 0 : magnitude.trailingZeroBitCount
    self.value = magnitude == 0 ? 0 : value
    significand = BigInt(sign: value < 0 ? .minus : .plus, magnitude: BigUInt(magnitude >> UInt64(zeros)))
    exponent = magnitude == 0 ? 0 : max(field, 1) - 1_075 + zeros
  }

  /// A decimal: ASCII digits times a power of ten. `value`: the `Double` nearest to it.
  ///
  /// - Returns: `nil` for other characters, and for more digits or a larger power than is taken.
  package init?(digits: [UInt8], exponent: Int, isNegative: Bool, value: Double) {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    let kept = digits.drop { $0 == UInt8(ascii: "0") }
    let zeros = kept.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    self.value = kept.isEmpty ? 0 : value
    guard !kept.isEmpty else {
      (significand, self.exponent) = (BigInt(), 0)
      return
    }
    let (place, isOver) = exponent.addingReportingOverflow(zeros)
    guard kept.count - zeros <= Self.mostDigits, !isOver,
      (-Self.mostExponent...Self.mostExponent).contains(place)
    else { return nil }
    let whole = Self.whole(kept.dropLast(zeros))
    significand = BigInt(sign: isNegative ? .minus : .plus, magnitude: whole)
    self.exponent = place
  }

  /// Eighteen digits at a time, which fit into 64 bits.
  private static func whole(_ digits: ArraySlice<UInt8>) -> BigUInt {
    var whole = BigUInt()
    var rest = digits
    while !rest.isEmpty {
      let part = rest.prefix(18)
      rest = rest.dropFirst(18)
      let value = part.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
      whole = whole * BigUInt(10).power(part.count) + BigUInt(value)
    }
    return whole
  }
}
