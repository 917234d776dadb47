import TradingCore

/// Decimal prices to points, with float noise recognized and counted.
struct PriceReader {
  /// Decimals of the points.
  let digits: Int
  /// Whether prices may be zero or below.
  var allowsNegative = false
  /// Prices so far that were rounded.
  private(set) var floatNoise = 0
  /// The decimal mark; a comma in files that write numbers so.
  var point = UInt8(ascii: ".")
  // By the decimals that a text lacks: what it is multiplied by, and one past the largest that may be.
  private let scales: [(factor: Int64, limit: Int64)]
  private let noise: FloatNoise

  init(digits: Int, noise: FloatNoise = .double) {
    self.digits = digits
    self.noise = noise
    scales = (0...digits).map { missing in
      let factor = WideArithmetic.powerOfTen(missing)
      return (factor, (Price.magnitudeLimit - 1) / factor + 1)
    }
  }

  /// The price in points.
  @inline(__always)
  mutating func points(_ field: ByteField) throws(ImportFault) -> Int64 {
    var value: Int64 = 0
    var pointAt = -1
    var index = 0
    let (count, point) = (field.count, point)
    // Eighteen digits and a point fit 64 bits.
    guard count <= 19 else { return try slowPoints(field) }
    while index < count {
      let digit = field[index] &- 48
      if digit <= 9 {
        value = value &* 10 &+ Int64(digit)
      } else if field[index] == point, pointAt < 0 {
        pointAt = index
      } else {
        return try slowPoints(field)
      }
      index &+= 1
    }
    guard pointAt >= 0 || count <= 18 else { return try slowPoints(field) }
    var missing = pointAt < 0 ? digits : digits - (count - pointAt - 1)
    // Zeros beyond the scale, as of HistData's six decimals, say nothing.
    while missing < 0, value > 0, value % 10 == 0 {
      value /= 10
      missing += 1
    }
    if missing < 0 { return try noisyPoints(value, beyond: -missing, field) }
    guard value > 0, value < scales[missing].limit else { return try slowPoints(field) }
    return value &* scales[missing].factor
  }

  /// A plain number with so many decimals beyond the scale, the last of them not zero: a float's noise, most often.
  private mutating func noisyPoints(
    _ value: Int64, beyond: Int, _ field: ByteField
  ) throws(ImportFault) -> Int64 {
    let unit = WideArithmetic.powerOfTen(beyond)
    let (whole, tail) = value.quotientAndRemainder(dividingBy: unit)
    guard let rounded = noise.rounded(tail, of: unit, digits: beyond, whole: whole), rounded > 0,
      rounded < Price.magnitudeLimit
    else { return try slowPoints(field) }
    floatNoise += 1
    return rounded
  }

  /// Every shape of number, and every refusal.
  private mutating func slowPoints(_ field: ByteField) throws(ImportFault) -> Int64 {
    let number: DecimalParts
    let whole: Int64
    do throws(DecimalText.Fault) {
      number = try DecimalParts(field, point: point)
      whole = try number.wholeUnits(digits: digits)
    } catch {
      throw error == .overflow ? .priceTooLarge(excerpt(field)) : .malformedPrice(excerpt(field))
    }
    guard whole < Price.magnitudeLimit else { throw .priceTooLarge(excerpt(field)) }
    guard let rounded = noise.rounded(number, whole: whole, digits: digits) else {
      throw .excessDigits(excerpt(field), digits: digits)
    }
    guard allowsNegative || (!number.isNegative && rounded > 0) else {
      throw .priceNotPositive(excerpt(field))
    }
    guard rounded < Price.magnitudeLimit else { throw .priceTooLarge(excerpt(field)) }
    if number.tail(digits: digits).digits > 0 { floatNoise += 1 }
    return number.isNegative ? -rounded : rounded
  }
}

/// How far from a point a price may lie to be float noise around it.
struct FloatNoise: Hashable {
  /// Fewest decimals beyond the scale.
  var decimals: Int
  /// The largest distance is a point divided by this.
  var divisor: Int64

  /// What a 64-bit float leaves behind.
  static let double = FloatNoise(decimals: 3, divisor: 1_000)
  /// What a 32-bit float leaves behind, as in TrueFX's `107.089996`.
  static let single = FloatNoise(decimals: 2, divisor: 50)

  /// The nearest point when `tail`, so many digits and not zero, of the `unit` that is a point is noise around it.
  func rounded(_ tail: Int64, of unit: Int64, digits: Int, whole: Int64) -> Int64? {
    guard digits >= decimals else { return nil }
    let reach = unit / divisor
    if tail <= reach { return whole }
    return unit - tail <= reach ? whole + 1 : nil
  }

  /// The nearest point when the number is that point, or is noise around it.
  func rounded(_ number: DecimalParts, whole: Int64, digits: Int) -> Int64? {
    let tail = number.tail(digits: digits)
    if tail.digits == 0 { return whole }
    guard tail.digits >= decimals else { return nil }
    let unit = DecimalParts.powerOfTen(tail.digits)
    let reach = unit / UInt128(divisor)
    if tail.value < reach || (tail.value == reach && !tail.hasMore) { return whole }
    return unit - tail.value <= reach ? whole + 1 : nil
  }
}
