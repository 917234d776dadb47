import TradingCore

/// Decimal prices to points, with float noise recognized and counted.
struct PriceReader {
  /// Decimals of the points.
  let digits: Int
  /// Whether prices may be zero or below.
  var allowsNegative = false
  /// Prices so far that were rounded.
  private(set) var floatNoise = 0
  private let scales: [Int64]
  private let noise: FloatNoise

  init(digits: Int, noise: FloatNoise = .double) {
    self.digits = digits
    self.noise = noise
    scales = (0...digits).map { WideArithmetic.powerOfTen($0) }
  }

  /// The price in points.
  @inline(__always)
  mutating func points(_ field: ByteField) throws(ImportFault) -> Int64 {
    var value: Int64 = 0
    var pointAt = -1
    var index = 0
    let count = field.count
    guard count <= 18 else { return try slowPoints(field) }
    while index < count {
      let digit = field[index] &- 48
      if digit <= 9 {
        value = value &* 10 &+ Int64(digit)
      } else if digit == 254, pointAt < 0 {  // a decimal point
        pointAt = index
      } else {
        return try slowPoints(field)
      }
      index &+= 1
    }
    let missing = pointAt < 0 ? digits : digits - (count - pointAt - 1)
    guard missing >= 0, value > 0, value < Price.magnitudeLimit else { return try slowPoints(field) }
    if missing > 0 {
      value = value &* scales[missing]
      guard value < Price.magnitudeLimit else { throw .priceTooLarge(excerpt(field)) }
    }
    return value
  }

  /// Every shape of number, and every refusal.
  private mutating func slowPoints(_ field: ByteField) throws(ImportFault) -> Int64 {
    var scan = DecimalScan(digits: digits, noise: noise)
    guard scan.read(field) else { throw .malformedPrice(excerpt(field)) }
    if scan.isTooLarge { throw .priceTooLarge(excerpt(field)) }
    guard let rounded = scan.rounded else { throw .excessDigits(excerpt(field), digits: digits) }
    guard allowsNegative || (!scan.isNegative && rounded > 0) else { throw .priceNotPositive(excerpt(field)) }
    guard rounded < Price.magnitudeLimit else { throw .priceTooLarge(excerpt(field)) }
    if !scan.isExact { floatNoise += 1 }
    return scan.isNegative ? -rounded : rounded
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
}

/// A decimal number taken apart at the wanted scale.
private struct DecimalScan {
  let digits: Int
  let noise: FloatNoise
  var isNegative = false
  var isTooLarge = false
  private var whole: Int64 = 0
  private var decimals = 0
  // What stands beyond the scale: up to 15 digits, and whether more non-zero ones follow.
  private var tail: Int64 = 0
  private var tailScale: Int64 = 1
  private var hasMore = false

  init(digits: Int, noise: FloatNoise) {
    self.digits = digits
    self.noise = noise
  }

  /// - Returns: `false` unless the field is `[+-]digits[.digits]`.
  mutating func read(_ field: ByteField) -> Bool {
    var index = 0
    if let sign = field.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      index = 1
    }
    var seenDigit = false
    var seenPoint = false
    while index < field.count {
      let byte = field[index]
      index += 1
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
        continue
      }
      guard byte &- 48 <= 9 else { return false }
      seenDigit = true
      take(Int64(byte &- 48), isDecimal: seenPoint)
    }
    while decimals < digits { take(0, isDecimal: true) }
    return seenDigit
  }

  private mutating func take(_ digit: Int64, isDecimal: Bool) {
    if isDecimal { decimals += 1 }
    if isDecimal, decimals > digits {
      if tailScale < 1_000_000_000_000_000 {
        tail = tail * 10 + digit
        tailScale *= 10
      } else if digit != 0 {
        hasMore = true
      }
      return
    }
    let (product, overflowed) = whole.multipliedReportingOverflow(by: 10)
    let (sum, overflowedAgain) = product.addingReportingOverflow(digit)
    if overflowed || overflowedAgain { isTooLarge = true } else { whole = sum }
  }

  var isExact: Bool { tail == 0 && !hasMore }

  /// The nearest point when the text is that number, or is float noise around it.
  var rounded: Int64? {
    if isExact { return whole }
    guard decimals >= digits + noise.decimals else { return nil }
    let reach = tailScale / noise.divisor
    if tail < reach || (tail == reach && !hasMore) { return whole }
    return tailScale - tail <= reach ? whole + 1 : nil
  }
}
