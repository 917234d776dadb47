/// What is open in one symbol, in the form that a quote is valued with in constant time.
@frozen
@usableFromInline
struct SymbolMark: Sendable, Hashable, Codable {
  /// Scaled account money per point, for longs and shorts.
  @usableFromInline var longRate: Int64 = 0
  @usableFromInline var shortRate: Int64 = 0
  /// Opening value in scaled money, longs less shorts.
  @usableFromInline var cost: Int128 = 0
  /// The same in 64 bits, while `isSmall`: then no price below 2^40 points makes a result overflow them.
  @usableFromInline var smallCost: Int64 = 0
  @usableFromInline var isSmall = false
  /// The quote last seen.
  @usableFromInline var bid: Int64 = 0
  @usableFromInline var ask: Int64 = 0
  /// Open result at it where results are converted, scaled money.
  @usableFromInline var convertedResult: Int128 = 0
  /// Open results outside of these are news to whoever marks equity; empty when any result is.
  @usableFromInline var quietFrom: Int64 = .max
  @usableFromInline var quietTo: Int64 = .min
  /// The open result at the quote last seen, and the lowest since the last mark of drawdown, while `isSmall`.
  @usableFromInline var lastResult: Int64 = 0
  @usableFromInline var lowestResult: Int64 = .max
  /// Whether one lot is open: its extremes are then kept here until it is booked with.
  @usableFromInline var isSingle = false
  /// Closing prices outside of these change the extremes of some lot.
  @usableFromInline var lowestBid: Int64 = .min
  @usableFromInline var highestBid: Int64 = .max
  @usableFromInline var lowestAsk: Int64 = .min
  @usableFromInline var highestAsk: Int64 = .max
  /// Whether anything is open.
  @usableFromInline var isOpen = false
  /// Whether results have to be converted into the account's currency.
  @usableFromInline var isConverted = false

  /// The open result at the quote last seen, scaled money.
  @inlinable @inline(__always) var openResult: Int128 {
    if !isOpen { return 0 }
    if isSmall { return Int128(smallResult) }
    return isConverted
      ? convertedResult : Int128(bid) * Int128(longRate) - Int128(ask) * Int128(shortRate) - cost
  }

  @inlinable @inline(__always) var smallResult: Int64 { bid &* longRate &- ask &* shortRate &- smallCost }

  /// Sets what 64 bits can hold: rates below 2^20 times prices below 2^40, and a cost below 2^61.
  mutating func refreshSmall() {
    isSmall = !isConverted && longRate < 1 << 20 && shortRate < 1 << 20 && cost.magnitude < 1 << 61
    smallCost = isSmall ? Int64(cost) : 0
    (quietFrom, quietTo) = (.max, .min)
    lowestResult = .max
  }

  @inlinable
  @inline(__always)
  func widens(bid: Int64, ask: Int64) -> Bool {
    bid < lowestBid || bid > highestBid || ask < lowestAsk || ask > highestAsk
  }
}

/// What all open lots of one symbol add up to.
@usableFromInline
struct Exposure: Sendable, Hashable, Codable {
  /// Units of each side.
  var longUnits: Int64 = 0
  var shortUnits: Int64 = 0
  /// Opening price times units of each side.
  var longCost: Int128 = 0
  var shortCost: Int128 = 0
  /// Margin of each side, money units.
  var longMargin: Int64 = 0
  var shortMargin: Int64 = 0
}

/// How points of a symbol become the account's money.
@usableFromInline
struct Valuation: Sendable, Hashable, Codable {
  /// How results in the quote currency become the account's.
  enum Conversion: Sendable, Hashable, Codable {
    /// They are in it.
    case none
    /// The base is the account's currency: divided by the price that closes.
    case closingPrice
    /// No pair connects them.
    case missing
  }

  let conversion: Conversion
  /// Scaled account money per point and unit; zero where results are converted.
  let rate: Int64
  /// Value of a point-unit in quote money: numerator over denominator.
  let numerator: Int64
  let denominator: Int64
  /// Points of a price of 1, units of a quantity of 1, money units of 1 in quote and account currency.
  let priceScale: Int64
  let quantityScale: Int64
  let quoteScale: Int64
  let accountScale: Int64

  init(instrument: Instrument, currency: Currency, scale: Int64) {
    (numerator, denominator) = instrument.pointValue
    priceScale = WideArithmetic.powerOfTen(instrument.digits)
    quantityScale = WideArithmetic.powerOfTen(instrument.quantityDigits)
    quoteScale = instrument.quote.moneyScale
    accountScale = currency.moneyScale
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
  /// `price`: what the result is converted at, where it is.
  /// - Throws: `overflow`, or `divisionByZero` for a conversion at a price of zero.
  func money(
    pointUnits: Int128, divisor: Int64 = 1, price: Price, step: Int64 = 1
  ) throws(ArithmeticError) -> Int64 {
    if conversion != .closingPrice, divisor == 1, step == 1, denominator == 1,
      let small = Int64(exactly: pointUnits)
    {
      let (value, overflowed) = small.multipliedReportingOverflow(by: numerator)
      if !overflowed { return value }
    }
    var (value, overflowed) = pointUnits.multipliedReportingOverflow(by: Int128(numerator))
    var by = Int128(denominator) * Int128(divisor)
    if conversion == .closingPrice, !overflowed {
      (value, overflowed) = value.multipliedReportingOverflow(by: Int128(priceScale) * Int128(accountScale))
      by *= Int128(quoteScale)
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
  func notional(units: Int64, price: Price) throws(ArithmeticError) -> Int64 {
    switch conversion {
    case .none, .missing:
      try money(pointUnits: Int128(price.points.magnitude) * Int128(units), price: price)
    case .closingPrice:
      try WideArithmetic.multiplyDivide(units, accountScale, by: quantityScale)
    }
  }

  /// Margin at a price: notional ÷ leverage, rounded half to even.
  ///
  /// - Throws: `overflow`.
  func margin(units: Int64, price: Price, leverage: Int64) throws(ArithmeticError) -> Money {
    let notional = try notional(units: units, price: price)
    return Money(
      units: try WideArithmetic.narrow(
        WideArithmetic.divideHalfEven(Int128(notional), by: Int128(leverage))))
  }
}
