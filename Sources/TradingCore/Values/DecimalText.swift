/// Decimal text to scaled integers and back, exactly: no floating point on the way.
public enum DecimalText {
  /// Why a text is not a decimal number of the wanted scale.
  public enum Fault: Error, Sendable, Hashable {
    /// Not of the form `[+-]digits[.digits]`.
    case malformed
    /// Non-zero digits beyond the scale.
    case excessDigits
    /// More than 64 bits at the scale.
    case overflow
  }

  /// The number in units of 10^-digits. Zeros beyond the scale are accepted, other digits are not.
  ///
  /// - Throws: `malformed`, `excessDigits` or `overflow`, each as its case says.
  @inlinable
  public static func parse(_ bytes: some Collection<UInt8>, digits: Int) throws(Fault) -> Int64 {
    var index = bytes.startIndex
    let end = bytes.endIndex
    guard index != end else { throw .malformed }
    var negative = false
    if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index = bytes.index(after: index)
    }
    var value: Int64 = 0
    var seenDigit = false
    var fractionDigits = -1
    while index != end {
      let byte = bytes[index]
      index = bytes.index(after: index)
      if byte == UInt8(ascii: "."), fractionDigits < 0 {
        fractionDigits = 0
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { throw .malformed }
      seenDigit = true
      if fractionDigits >= 0 {
        if fractionDigits == digits {
          guard digit == 0 else { throw .excessDigits }
          continue
        }
        fractionDigits += 1
      }
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowedAgain) = product.addingReportingOverflow(Int64(digit))
      guard !overflowed, !overflowedAgain else { throw .overflow }
      value = sum
    }
    guard seenDigit else { throw .malformed }
    for _ in max(fractionDigits, 0)..<max(digits, 0) {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      guard !overflowed else { throw .overflow }
      value = product
    }
    return negative ? -value : value
  }

  /// The number in units of 10^-digits.
  ///
  /// - Throws: as the variant over bytes.
  public static func parse(_ text: some StringProtocol, digits: Int) throws(Fault) -> Int64 {
    try parse(Array(text.utf8), digits: digits)
  }

  /// The value as text with at least `minimumFraction` and at most `digits` decimals; trailing zeros beyond
  /// the minimum are dropped.
  public static func format(_ value: Int64, digits: Int, minimumFraction: Int? = nil) -> String {
    let magnitude = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - magnitude.count)) + magnitude
    var whole = String(padded.dropLast(digits))
    var fraction = Substring(padded.suffix(digits))
    let minimum = min(minimumFraction ?? digits, digits)
    while fraction.count > minimum, fraction.last == "0" { fraction.removeLast() }
    if value < 0 { whole = "-" + whole }
    return fraction.isEmpty ? whole : whole + "." + fraction
  }
}
