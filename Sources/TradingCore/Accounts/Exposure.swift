/// What all open lots of one symbol add up to, kept so that a quote is valued in constant time.
@usableFromInline
struct Exposure: Sendable, Hashable, Codable {
  /// Scaled account money per point, for longs and shorts.
  @usableFromInline var longRate: Int64 = 0
  @usableFromInline var shortRate: Int64 = 0
  /// Opening value in scaled money.
  @usableFromInline var longCost: Int128 = 0
  @usableFromInline var shortCost: Int128 = 0
  /// Units and point-units, for symbols whose results are converted at the closing price.
  @usableFromInline var longUnits: Int64 = 0
  @usableFromInline var shortUnits: Int64 = 0
  /// Open result at the last valuation, scaled money.
  @usableFromInline var openResult: Int128 = 0
  /// Closing prices outside of these change the extremes of some lot.
  @usableFromInline var lowestBid: Int64 = .min
  @usableFromInline var highestBid: Int64 = .max
  @usableFromInline var lowestAsk: Int64 = .min
  @usableFromInline var highestAsk: Int64 = .max
  /// Margin of the two sides, money units.
  var longMargin: Int64 = 0
  var shortMargin: Int64 = 0

  @usableFromInline var isFlat: Bool { longUnits == 0 && shortUnits == 0 }
}

/// How points of a symbol become the account's money.
@usableFromInline
struct Valuation: Sendable, Hashable, Codable {
  /// How results in the quote currency become the account's.
  @usableFromInline
  enum Conversion: Sendable, Hashable, Codable {
    /// They are in it.
    case none
    /// The base is the account's currency: divided by the price that closes.
    case closingPrice
    /// No pair connects them.
    case missing
  }

  @usableFromInline let instrument: Instrument
  @usableFromInline let conversion: Conversion
  /// Scaled account money per point and unit; zero where results are converted.
  @usableFromInline let rate: Int64
  /// Value of a point-unit in quote money: numerator over denominator.
  let numerator: Int64
  let denominator: Int64

  init(instrument: Instrument, currency: Currency, scale: Int64) {
    self.instrument = instrument
    (numerator, denominator) = instrument.pointValue
    if instrument.quote == currency {
      conversion = .none
      rate = numerator * (scale / denominator)
    } else {
      conversion = instrument.base == currency ? .closingPrice : .missing
      rate = 0
    }
  }

  /// Point-units as account money, in whole multiples of `step` money units, rounded half to even.
  ///
  /// - Parameter price: what the result is converted at, where it is.
  /// - Throws: `overflow`, or `divisionByZero` for a conversion at a price of zero.
  func money(
    pointUnits: Int128, divisor: Int64 = 1, price: Price, currency: Currency, step: Int64 = 1
  ) throws(ArithmeticError) -> Int64 {
    var (value, overflowed) = pointUnits.multipliedReportingOverflow(by: Int128(numerator))
    var by = Int128(denominator) * Int128(divisor)
    if conversion == .closingPrice, !overflowed {
      let up = Int128(WideArithmetic.powerOfTen(instrument.digits)) * Int128(currency.moneyScale)
      (value, overflowed) = value.multipliedReportingOverflow(by: up)
      by *= Int128(instrument.quote.moneyScale)
      let (product, tooLarge) = by.multipliedReportingOverflow(by: Int128(price.points))
      overflowed = overflowed || tooLarge
      by = product
    }
    guard !overflowed else { throw .overflow }
    let steps = try WideArithmetic.divideHalfEven(value, by: by * Int128(step))
    return try WideArithmetic.narrow(steps * Int128(step))
  }

  /// Notional at a price in account money.
  ///
  /// - Throws: `overflow`.
  func notional(units: Int64, price: Price, currency: Currency) throws(ArithmeticError) -> Int64 {
    switch conversion {
    case .none, .missing:
      return try money(
        pointUnits: Int128(price.points.magnitude) * Int128(units), price: price, currency: currency)
    case .closingPrice:
      return try WideArithmetic.multiplyDivide(
        units, currency.moneyScale, by: WideArithmetic.powerOfTen(instrument.quantityDigits))
    }
  }
}
