/// A whole number of any size: what sums and products of numbers come to without rounding.
///
/// Schoolbook arithmetic: the numbers here have a handful of digits.
struct WideInteger: Sendable, Hashable {
  /// Zero.
  static let zero = WideInteger(0)

  /// Whether it is below zero.
  let isNegative: Bool
  /// Its magnitude in digits of 64 bits, the least significant first, without zeros at the end.
  private let digits: [UInt64]

  /// A number that fits into one digit.
  init(_ magnitude: UInt64, isNegative: Bool = false) {
    self.init(magnitude == 0 ? [] : [magnitude], isNegative: isNegative)
  }

  private init(_ digits: [UInt64], isNegative: Bool) {
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
  }

  /// −1, 0 or 1.
  var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// A number to the power of a count of zero or more.
  static func power(of base: UInt64, _ exponent: Int) -> WideInteger {
    var (result, factor, rest) = (WideInteger(1), WideInteger(base), exponent)
    while rest > 0 {
      if !rest.isMultiple(of: 2) { result = result * factor }
      rest /= 2
      if rest > 0 { factor = factor * factor }
    }
    return result
  }

  static func + (left: WideInteger, right: WideInteger) -> WideInteger {
    if left.isNegative == right.isNegative {
      return WideInteger(sum(left.digits, right.digits), isNegative: left.isNegative)
    }
    switch order(left.digits, right.digits) {
    case 0: return zero
    case 1: return WideInteger(difference(left.digits, right.digits), isNegative: left.isNegative)
    default: return WideInteger(difference(right.digits, left.digits), isNegative: right.isNegative)
    }
  }

  static func * (left: WideInteger, right: WideInteger) -> WideInteger {
    WideInteger(product(left.digits, right.digits), isNegative: left.isNegative != right.isNegative)
  }

  /// −1, 0 or 1 for a magnitude below, equal to or above another's.
  func magnitudeOrder(_ other: WideInteger) -> Int { Self.order(digits, other.digits) }

  private static func order(_ left: [UInt64], _ right: [UInt64]) -> Int {
    guard left.count == right.count else { return left.count < right.count ? -1 : 1 }
    for (one, other) in zip(left.reversed(), right.reversed()) where one != other {
      return one < other ? -1 : 1
    }
    return 0
  }

  private static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    let (longer, shorter) = left.count >= right.count ? (left, right) : (right, left)
    var digits = longer
    var carry: UInt64 = 0
    for place in digits.indices {
      guard place < shorter.count || carry > 0 else { break }
      let (first, isOver) = digits[place].addingReportingOverflow(
        place < shorter.count ? shorter[place] : 0)
      let (second, isOverAgain) = first.addingReportingOverflow(carry)
      digits[place] = second
      carry = isOver || isOverAgain ? 1 : 0
    }
    if carry > 0 { digits.append(carry) }
    return digits
  }

  /// `larger` must not be smaller.
  private static func difference(_ larger: [UInt64], _ smaller: [UInt64]) -> [UInt64] {
    var digits = larger
    var borrow: UInt64 = 0
    for place in digits.indices {
      guard place < smaller.count || borrow > 0 else { break }
      let (first, isUnder) = digits[place].subtractingReportingOverflow(
        place < smaller.count ? smaller[place] : 0)
      let (second, isUnderAgain) = first.subtractingReportingOverflow(borrow)
      digits[place] = second
      borrow = isUnder || isUnderAgain ? 1 : 0
    }
    return withoutZeros(digits)
  }

  private static func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    guard !left.isEmpty, !right.isEmpty else { return [] }
    var digits = [UInt64](repeating: 0, count: left.count + right.count)
    for (place, one) in left.enumerated() {
      var carry: UInt64 = 0
      for (offset, other) in right.enumerated() {
        let (high, low) = one.multipliedFullWidth(by: other)
        let (first, isOver) = low.addingReportingOverflow(digits[place + offset])
        let (second, isOverAgain) = first.addingReportingOverflow(carry)
        digits[place + offset] = second
        // Two digits' product and two more digits fit into two digits.
        carry = high &+ (isOver ? 1 : 0) &+ (isOverAgain ? 1 : 0)
      }
      digits[place + right.count] = carry
    }
    return withoutZeros(digits)
  }

  private static func withoutZeros(_ digits: [UInt64]) -> [UInt64] {
    guard digits.last == 0 else { return digits }
    return Array(digits.prefix((digits.lastIndex { $0 != 0 } ?? -1) + 1))
  }
}
