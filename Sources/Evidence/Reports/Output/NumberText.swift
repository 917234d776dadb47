package import TradingCore

/// Numbers as people read them: thousands separated, decimals limited. For eyes only; exact text is
/// `Money.text(in:)`.
package enum NumberText {
  /// What stands for a value that is not there.
  package static let absent = "–"

  /// A whole number with commas between thousands.
  package static func grouped(_ value: some BinaryInteger) -> String {
    DecimalText.groupingThousands(in: String(value))
  }

  /// A count with commas between thousands and its noun: `1 trade`, `12,345 trades`.
  package static func counted(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(count)) \(Counted.noun(count, one, many))"
  }

  /// Decimals that people expect of a currency: two, for coins six.
  package static func decimals(of currency: Currency) -> Int { currency.moneyDigits > 6 ? 6 : 2 }

  /// Money with commas between thousands and a fixed number of decimals (`decimals(of:)` when none is given),
  /// rounded half to even; when `signed`, amounts above zero get a plus sign.
  package static func money(
    _ value: Money, in currency: Currency, decimals: Int? = nil, signed: Bool = false
  ) -> String {
    let kept = min(max(decimals ?? Self.decimals(of: currency), 0), currency.moneyDigits)
    let divisor = WideArithmetic.powerOfTen(currency.moneyDigits - kept)
    let (quotient, remainder) = value.units.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    let roundsAway = twice > UInt64(divisor) || (twice == UInt64(divisor) && quotient & 1 != 0)
    let rounded = roundsAway ? quotient + (value.units < 0 ? -1 : 1) : quotient
    let text = DecimalText.groupingThousands(in: DecimalText.format(rounded, digits: kept))
    return signed && rounded > 0 ? "+" + text : text
  }

  /// A number with a fixed number of decimals, rounded half to even, and commas between thousands.
  ///
  /// - Returns: `absent` for a value that is not finite; numbers beyond 9e15 in Swift's own form.
  package static func fixed(_ value: Double?, decimals: Int, signed: Bool = false) -> String {
    guard let value, value.isFinite else { return absent }
    let digits = min(max(decimals, 0), 9)
    let scaled = (value * Double(WideArithmetic.powerOfTen(digits))).rounded(.toNearestOrEven)
    guard abs(scaled) < 9e15 else { return value.description }
    let text = DecimalText.groupingThousands(in: DecimalText.format(Int64(scaled), digits: digits))
    return signed && scaled > 0 ? "+" + text : text
  }

  /// A ratio as a percentage: 0.1234 is `12.34 %`.
  package static func percent(_ ratio: Double?, decimals: Int = 2, signed: Bool = false) -> String {
    guard let ratio, ratio.isFinite else { return absent }
    return fixed(ratio * 100, decimals: decimals, signed: signed) + " %"
  }

  /// A large number in short: `1.2 k`, `34.5 M`, `6.7 G`; three digits or so.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return absent }
    for (limit, suffix) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where abs(value) >= limit {
      let scaled = value / limit
      return fixed(scaled, decimals: abs(scaled) < 100 ? 1 : 0) + suffix
    }
    return fixed(value, decimals: 0)
  }

  /// An amount in some four characters, signed: `+1.25`, `-31.4`, `+450`, `-12.5k`, `+3.2M`.
  static func tight(_ value: Double) -> String {
    guard value.isFinite else { return absent }
    let size = abs(value)
    if size >= 999_500 { return fixed(value / 1e6, decimals: size < 1e8 ? 1 : 0, signed: true) + "M" }
    if size >= 9_999.5 { return fixed(value / 1e3, decimals: 0, signed: true) + "k" }
    if size >= 999.5 { return fixed(value / 1e3, decimals: 1, signed: true) + "k" }
    return fixed(value, decimals: size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2, signed: true)
  }

  /// A length of time: `42 s`, `12 min`, `5 h 10 min`, `3 d 4 h`.
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return absent }
    let whole = Int64(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return pair(whole / 60, "min", whole % 60, "s") }
    if whole < 86_400 { return pair(whole / 3_600, "h", whole % 3_600 / 60, "min") }
    return pair(whole / 86_400, "d", whole % 86_400 / 3_600, "h")
  }

  private static func pair(_ major: Int64, _ unit: String, _ minor: Int64, _ minorUnit: String) -> String {
    minor == 0 ? "\(grouped(major)) \(unit)" : "\(grouped(major)) \(unit) \(minor) \(minorUnit)"
  }
}
