import Statistics

/// A field of a file as a number for statistics: an optional sign, digits with at most one point, and an exponent
/// or none; the grammar of prices, as a `Double`.
struct StatisticsNumber {
  let value: Double
  /// What was written, digit for digit; `nil` for what is too long for that.
  var exact: ExactNumber? {
    ExactNumber(digits: digits, exponent: exponent, isNegative: isNegative, value: value)
  }

  private let digits: [UInt8]
  private let exponent: Int
  private let isNegative: Bool

  /// The number; `nil` for any other text, and for one that is too large.
  init?(_ field: String) {
    var rest = Array(field.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    Self.dropSign(&rest)
    let whole = Self.dropDigits(&rest)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = Self.dropDigits(&rest)
    }
    digits = Array(whole + fraction)
    guard !digits.isEmpty else { return nil }
    var power = 0
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      let sign = rest.first == UInt8(ascii: "-") ? "-" : ""
      Self.dropSign(&rest)
      let text = Self.dropDigits(&rest)
      guard !text.isEmpty else { return nil }
      // A power that no number holds is beyond what is taken exactly, too.
      power = Int(sign + String(decoding: text, as: UTF8.self)) ?? Int(Int32.max)
    }
    exponent = power.subtractingReportingOverflow(fraction.count).partialValue
    guard rest.isEmpty, let value = Double(field), value.isFinite else { return nil }
    self.value = value
  }

  private static func dropSign(_ bytes: inout ArraySlice<UInt8>) {
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
  }

  private static func dropDigits(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    bytes.removeFirst(digits.count)
    return digits
  }

  /// Whether a text can't be meant as a name: a number, the start of one, or what programs write where there is none.
  static func isNumberLike(_ field: String) -> Bool {
    guard let first = field.first else { return true }
    let isName = first.isLetter || first == "_" || first == "#"
    return !isName || ["nan", "inf", "infinity", "null", "none", "na", "n/a"].contains(field.lowercased())
  }

  /// Whether a whole number begins with a zero that nobody writes: the decimals of a number that was cut at its comma.
  static func isCutOff(_ field: String) -> Bool {
    let digits = field.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    return digits.count > 1 && digits.first == UInt8(ascii: "0")
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// What to do about a field that is no number.
  static func advice(on field: String) -> String {
    if field.contains("%") { return "leave out the percent sign and give a ratio, 0.015 for 1.5 %" }
    if field.contains(",") || field.contains("'") || field.contains("\u{2019}") || field.contains("\u{A0}")
      || field.contains("\u{202F}") || (field.contains(" ") && field.contains(where: \.isNumber))
    {
      return "write decimals with a point and no thousands separators"
    }
    if field.contains("\u{2212}") || field.hasPrefix("(") { return "write what is below zero with a '-'" }
    if field.contains(where: \.isCurrencySymbol) { return "leave out the currency" }
    return "correct that row"
  }
}
