/// Decimal text to scaled integers and back, exactly: no floating point on the way.
///
/// The one grammar of numbers that people, files and feeds write: a sign or none, digits with a decimal point or
/// without, and an exponent or none: `-1.5`, `.5`, `1.`, `7.98e-06`, `1E5`. Infinities, NaN, hexadecimal digits,
/// underscores, spaces and thousands separators are no numbers.
public enum DecimalText {
  /// Why a text is not a decimal number of the wanted scale.
  public enum Fault: Error, Sendable, Hashable {
    /// Not of the form `[+-]digits[.digits][e[+-]digits]`.
    case malformed
    /// Non-zero digits beyond the scale.
    case excessDigits
    /// A magnitude of 2^63 or more at the scale.
    case overflow
  }

  /// The number in units of 10^-digits. Zeros beyond the scale are accepted, other digits are not.
  ///
  /// - Throws: `malformed`, `excessDigits` or `overflow`, each as its case says.
  /// - Complexity: O(the text's length), whatever the exponent is.
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
      guard digit <= 9 else { return try DecimalParts(bytes).units(digits: digits) }
      seenDigit = true
      if fractionDigits >= 0 {
        if fractionDigits == digits {
          guard digit == 0 else { return try DecimalParts(bytes).units(digits: digits) }
          continue
        }
        fractionDigits += 1
      }
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowedAgain) = product.addingReportingOverflow(Int64(digit))
      guard !overflowed, !overflowedAgain else { return try DecimalParts(bytes).units(digits: digits) }
      value = sum
    }
    guard seenDigit else { throw .malformed }
    guard value != 0 else { return 0 }
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

  /// A decimal number as people read it, with commas between the thousands of its whole part: `-1,234.5`.
  ///
  /// For eyes only; `parse` does not take it back.
  package static func groupingThousands(in text: String) -> String {
    let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
    let unsigned = text.dropFirst(sign.count)
    let whole = Array(unsigned.prefix { $0 != "." })
    var out = sign
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return out + unsigned.dropFirst(whole.count)
  }
}
