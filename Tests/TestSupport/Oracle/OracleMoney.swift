import TradingCore

/// A fraction of 128-bit whole numbers; the denominator is positive.
struct Fraction {
  var numerator: Int128
  var denominator: Int128

  /// The nearest multiple of `unit`, ties to the even multiple.
  func rounded(toMultipleOf unit: Int64 = 1) -> Int64 {
    let divisor = denominator * Int128(unit)
    var quotient = numerator / divisor
    var remainder = numerator % divisor
    if remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    let isAbove = remainder * 2 > divisor
    let isTie = remainder * 2 == divisor
    if isAbove || (isTie && quotient % 2 != 0) { quotient += 1 }
    return Int64(quotient) * unit
  }
}

/// What points and quantities are worth in the account's money, from first principles: one point is
/// 10^-digits of the quote currency, one unit 10^-quantityDigits of what is traded, and one money unit 10^-6.
struct OracleMoney {
  let instrument: Instrument
  let settings: OracleSettings

  /// A price difference on a quantity. When the base is the account's currency it is divided by `price`.
  func value(points: Int64, units: Int64, price: Int64) -> Fraction {
    let product = Int128(points) * Int128(units) * 1_000_000
    if instrument.quote == settings.accountCurrency {
      return Fraction(
        numerator: product, denominator: power(instrument.digits) * power(instrument.quantityDigits))
    }
    precondition(instrument.base == settings.accountCurrency, "no conversion pair is known here")
    return Fraction(numerator: product, denominator: Int128(price) * power(instrument.quantityDigits))
  }

  /// Open or closed result of a position, as it is booked.
  func result(side: OracleSide, open: Int64, close: Int64, units: Int64) -> Int64 {
    let points = side == .buy ? close - open : open - close
    return value(points: points, units: units, price: close).rounded(toMultipleOf: settings.bookingUnit)
  }

  /// What a quantity is worth at a price.
  func notional(price: Int64, units: Int64) -> Fraction { value(points: price, units: units, price: price) }

  /// Commission of one fill.
  func commission(units: Int64) -> Int64 {
    Fraction(
      numerator: Int128(settings.commissionPerLot) * Int128(units),
      denominator: Int128(instrument.unitsPerLot)
    ).rounded(toMultipleOf: settings.bookingUnit)
  }

  /// Half of the quote's spread on a quantity.
  func spreadCost(_ quote: Quote, units: Int64, fill: Int64) -> Int64 {
    let whole = value(points: quote.ask.points - quote.bid.points, units: units, price: fill)
    return Fraction(numerator: whole.numerator, denominator: whole.denominator * 2).rounded()
  }

  /// How far a fill is from the quote's side, positive when worse.
  func slippageCost(_ quote: Quote, side: OracleSide, units: Int64, fill: Int64) -> Int64 {
    let points = side == .buy ? fill - quote.ask.points : quote.bid.points - fill
    return value(points: points, units: units, price: fill).rounded()
  }

  /// What closes a position on this quote: a long gets the bid, a short pays the ask.
  func closingPrice(_ quote: Quote, side: OracleSide) -> Int64 {
    side == .buy ? quote.bid.points : quote.ask.points
  }

  /// What a market order gets on this quote, slippage included.
  func marketPrice(_ quote: Quote, side: OracleSide) -> Int64 {
    side == .buy
      ? quote.ask.points + settings.slippagePoints : quote.bid.points - settings.slippagePoints
  }

  private func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 }
  }
}

/// A position with the facts of its entry.
struct OraclePosition {
  var number: Int
  var id: Int
  var side: OracleSide
  var units: Int64
  var openPrice: Int64
  var openTime: Timestamp
  /// Index of the quote the entry met; its protection works from the next one.
  var openIndex: Int
  var commission: Int64
  var spreadCost: Int64
  var slippageCost: Int64
  var stopLoss: Int64?
  var takeProfit: Int64?
  var trailPoints: Int64?
  var trailLevel: Int64?
  /// Set when a stop loss was triggered on a crossed quote and waits.
  var waitingReason: OracleReason?
}

extension OracleMoney {
  /// The trade a position becomes when it closes at `price` on `quotes[closeIndex]`; the excursions run over
  /// the closing prices of `quotes[openIndex...lastIndex]` and the price itself.
  func trade(
    closing position: OraclePosition, price: Int64, time: Timestamp, reason: OracleReason, quotes: [Quote],
    closeIndex: Int, lastIndex: Int
  ) -> OracleTrade {
    func result(_ close: Int64) -> Int64 {
      self.result(side: position.side, open: position.openPrice, close: close, units: position.units)
    }
    var lowest = price
    var highest = price
    for index in position.openIndex...lastIndex {
      let closing = closingPrice(quotes[index], side: position.side)
      lowest = min(lowest, closing)
      highest = max(highest, closing)
    }
    let met = quotes[closeIndex]
    let side = position.side.opposite
    return OracleTrade(
      id: position.id, side: position.side, units: position.units, openTime: position.openTime,
      openPrice: position.openPrice, closeTime: time, closePrice: price, gross: result(price),
      commission: position.commission + commission(units: position.units),
      spreadCost: position.spreadCost + spreadCost(met, units: position.units, fill: price),
      slippageCost: position.slippageCost
        + slippageCost(met, side: side, units: position.units, fill: price), reason: reason,
      mae: min(result(lowest), result(highest)), mfe: max(result(lowest), result(highest)))
  }
}
