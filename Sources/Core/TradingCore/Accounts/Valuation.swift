/// How points of a symbol become the account's money.
@usableFromInline
struct Valuation: Sendable, Hashable {
  /// How results in the quote currency become the account's.
  let conversion: Conversion
  /// How amounts of the commission's currency become the account's.
  let feeConversion: Conversion
  /// Scaled account money per point and unit; zero where results are converted.
  let rate: Int64
  /// Value of a point-unit in quote money: numerator over denominator.
  let numerator: Int64
  let denominator: Int64
  /// Points of a price of 1.
  let priceScale: Int64
  let quoteScales: ScaleRatio
  let feeScales: ScaleRatio
  let unitsPerLot: Int64
  /// Money units of margin for a lot, where the instrument has a fixed one.
  let lotMargin: Int64?
  /// Notional per unit of margin: the smaller one of the account's and the instrument's own.
  let leverage: Int64

  /// The valuation of one of a stream's instruments under a broker's terms.
  init(_ index: Int, of instruments: [Instrument], profile: BrokerProfile, leverage: Int64, scale: Int64) {
    let instrument = instruments[index]
    let terms = profile.terms(for: instrument)
    let account = profile.accountCurrency
    (numerator, denominator) = instrument.pointValue
    priceScale = WideArithmetic.powerOfTen(instrument.digits)
    unitsPerLot = instrument.unitsPerLot
    quoteScales = ScaleRatio(from: instrument.quote, to: account)
    feeScales = ScaleRatio(from: terms.commission.currency, to: account)
    conversion = Conversion(from: instrument.quote, to: account, on: index, of: instruments)
    feeConversion =
      terms.commission.hasAmounts
      ? Conversion(from: terms.commission.currency, to: account, on: index, of: instruments) : .none
    rate = conversion == .none && scale % denominator == 0 ? numerator * (scale / denominator) : 0
    if case .perLot(let amount) = terms.margin { lotMargin = amount.units } else { lotMargin = nil }
    if case .leverage(let own) = terms.margin {
      self.leverage = min(own, leverage)
    } else {
      self.leverage = leverage
    }
  }

  /// Point-units as account money, in whole multiples of `step` money units, rounded half to even.
  ///
  /// - Throws: `overflow`, or `divisionByZero` for a conversion at a price of zero.
  func money(
    pointUnits: Int128, divisor: Int64 = 1, rate: ExchangeRate, step: Int64 = 1
  ) throws(ArithmeticError) -> Int64 {
    if conversion == .none, divisor == 1, step == 1, denominator == 1, let small = Int64(exactly: pointUnits)
    {
      let (value, overflowed) = small.multipliedReportingOverflow(by: numerator)
      if !overflowed { return value }
    }
    if conversion == .none {
      let (value, overflowed) = pointUnits.multipliedReportingOverflow(by: Int128(numerator))
      guard !overflowed else { throw .overflow }
      let (by, isTooLarge) = (Int128(denominator) * Int128(divisor)).multipliedReportingOverflow(
        by: Int128(step))
      guard !isTooLarge else { throw .overflow }
      return try Checked.rounded(value, over: by, step: step)
    }
    let value = try Checked.product(pointUnits, Int128(numerator), rate.numerator)
    let by = try Checked.product(Int128(denominator) * Int128(divisor), rate.denominator, Int128(step))
    return try Checked.rounded(value, over: by, step: step)
  }

  /// Margin of an entry at a price, rounded half to even; where tiers hold, of the first one alone.
  ///
  /// - Throws: as `money`.
  func margin(units: Int64, price: Price, rate: ExchangeRate) throws(ArithmeticError) -> Int64 {
    if let lotMargin { return try WideArithmetic.multiplyDivide(lotMargin, units, by: unitsPerLot) }
    return try money(
      pointUnits: Int128(price.points.magnitude) * Int128(units), divisor: leverage, rate: rate)
  }
}

extension CommissionModel {
  /// Whether anything is charged in amounts of `currency`.
  var hasAmounts: Bool {
    minimum != .zero || tiers.contains { $0.taker.isAmount || $0.maker.isAmount }
  }
}

extension CommissionModel.Fee {
  fileprivate var isAmount: Bool {
    if case .perLot(let amount) = self { amount != .zero } else { false }
  }
}

/// Products and quotients of 128 bits that say when they don't fit.
enum Checked {
  @inline(__always)
  static func product(_ first: Int128, _ second: Int128, _ third: Int128) throws(ArithmeticError) -> Int128 {
    let (part, overflowed) = first.multipliedReportingOverflow(by: second)
    guard !overflowed else { throw .overflow }
    let (whole, isTooLarge) = part.multipliedReportingOverflow(by: third)
    guard !isTooLarge else { throw .overflow }
    return whole
  }

  /// The quotient rounded half to even, times the step.
  static func rounded(_ value: Int128, over divisor: Int128, step: Int64) throws(ArithmeticError) -> Int64 {
    let steps = try WideArithmetic.divideHalfEven(value, by: divisor)
    let (units, overflowed) = steps.multipliedReportingOverflow(by: Int128(step))
    guard !overflowed else { throw .overflow }
    return try WideArithmetic.narrow(units)
  }
}
