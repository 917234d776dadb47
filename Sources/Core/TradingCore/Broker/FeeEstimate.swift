/// What trading so often, at such a size, costs at a broker: commission and spread, without slippage and swap.
///
/// A trade is a round trip: one order in, one out, both taking, at the tier of the schedule's monthly volume.
public struct FeeEstimate: Sendable, Hashable {
  /// How much of the daily limit is used up; lower bounds inclusive.
  public enum Level: String, Sendable, Hashable, CaseIterable {
    /// Below 50 %.
    case green
    /// From 50 %.
    case yellow
    /// From 70 %.
    case orange
    /// From 85 %.
    case red
  }

  /// What is asked.
  public struct Question: Sendable, Hashable {
    /// Units of the instrument per order.
    public var units: Int64
    /// Round trips a day.
    public var tradesPerDay: Int64
    /// The capital, in money of the account's currency.
    public var balance: Money
    /// A price of the instrument, for fees by notional and conversion.
    public var price: Price?
    /// What one of the quote currency is worth in the account's, in 1e-8, where the instrument doesn't say.
    public var quoteRate: Int64?
    /// The spread that the market itself has, for models that build on it.
    public var recordedSpread: PriceDistance?
    /// What may be paid a day; 1 % of the balance unless given, a twentieth of a month's 20 %.
    public var dailyLimit: Money?

    /// A question from its parts.
    public init(
      units: Int64, tradesPerDay: Int64, balance: Money, price: Price? = nil, quoteRate: Int64? = nil,
      recordedSpread: PriceDistance? = nil, dailyLimit: Money? = nil
    ) {
      self.units = units
      self.tradesPerDay = tradesPerDay
      self.balance = balance
      self.price = price
      self.quoteRate = quoteRate
      self.recordedSpread = recordedSpread
      self.dailyLimit = dailyLimit
    }
  }

  /// Trading days in the month of the projection.
  public static let daysPerMonth: Int64 = 20
  /// The share of the capital that a month may cost.
  public static let monthlyShareLimit = Percentage.percent(20)

  /// What was asked.
  public let question: Question
  /// Commission of a round trip, less the rebate, in money of the account's currency.
  public let commissionPerTrade: Money
  /// Spread of a round trip.
  public let spreadPerTrade: Money
  /// Both for all trades of a day.
  public let perDay: Money
  /// Both for a month of 20 days.
  public let perMonth: Money
  /// What may be paid a day.
  public let dailyLimit: Money

  /// The costs of the profile's terms for the instrument.
  ///
  /// - Throws: what `BrokerProfile.fault(trading:)` finds; a fault on `price`, `rate`, `spread`, `balance` or a
  ///   model's field when something is missing, no price or too large.
  public init(profile: BrokerProfile, instrument: Instrument, question: Question) throws(ProfileFault) {
    guard question.units > 0, question.tradesPerDay > 0, question.balance > .zero else {
      throw ProfileFault(
        field: "balance", problem: "size, trades and balance must be positive",
        remedy: "give positive numbers")
    }
    if let fault = profile.fault(trading: instrument) { throw fault }
    let costs = FeeArithmetic(profile: profile, instrument: instrument, question: question)
    let (commission, spread) = (try costs.commission(), try costs.spread())
    self.question = question
    (commissionPerTrade, spreadPerTrade) = (commission, spread)
    do throws(ArithmeticError) {
      let perTrade = try commission.adding(spread)
      let day = try WideArithmetic.narrow(Int128(perTrade.units) * Int128(question.tradesPerDay))
      perDay = Money(units: day)
      perMonth = Money(units: try WideArithmetic.narrow(Int128(day) * Int128(Self.daysPerMonth)))
      let usual = try Self.usualDailyLimit(of: question.balance)
      dailyLimit = question.dailyLimit ?? usual
    } catch { throw FeeArithmetic.tooLarge }
  }

  /// Both for one round trip.
  public var perTrade: Money { Money(units: commissionPerTrade.units + spreadPerTrade.units) }

  /// What a day's trades must earn before costs to break even, as a share of the balance.
  public var breakEvenPerDay: Percentage { share(of: perDay) }

  /// A month's costs as a share of the balance.
  public var monthlyShare: Percentage { share(of: perMonth) }

  /// Whether a month costs less than 20 % of the balance.
  public var isWithinMonthlyLimit: Bool {
    Int128(perMonth.units) * Int128(Percentage.scale)
      < Int128(question.balance.units) * Int128(Self.monthlyShareLimit.hundredMillionths)
  }

  /// The level of the day's costs against the daily limit.
  public var level: Level { Self.level(of: perDay, limit: dailyLimit) }

  /// What may be paid a day where nothing else is said: a twentieth of what a month may cost. Nothing for a capital of zero
  /// or less.
  ///
  /// - Throws: `overflow`.
  public static func usualDailyLimit(of capital: Money) throws(ArithmeticError) -> Money {
    try limit(of: capital, days: daysPerMonth)
  }

  /// What a month may cost: 20 % of the capital; nothing for a capital of zero or less.
  ///
  /// - Throws: `overflow`.
  public static func monthlyLimit(of capital: Money) throws(ArithmeticError) -> Money {
    try limit(of: capital, days: 1)
  }

  private static func limit(of capital: Money, days: Int64) throws(ArithmeticError) -> Money {
    let whole = Int128(max(capital.units, 0)) * Int128(monthlyShareLimit.hundredMillionths)
    let divisor = Int128(Percentage.scale) * Int128(days)
    return Money(units: try WideArithmetic.narrow(try WideArithmetic.divideHalfEven(whole, by: divisor)))
  }

  /// The level of an amount against a limit; a limit of nothing is used up by anything.
  public static func level(of amount: Money, limit: Money) -> Level {
    guard amount > .zero else { return .green }
    let (used, whole) = (Int128(amount.units) * 100, Int128(max(limit.units, 0)))
    if used >= whole * 85 { return .red }
    if used >= whole * 70 { return .orange }
    return used >= whole * 50 ? .yellow : .green
  }

  private func share(of amount: Money) -> Percentage {
    let scaled = Int128(amount.units) * Int128(Percentage.scale)
    let quotient = try? WideArithmetic.divideHalfEven(scaled, by: Int128(question.balance.units))
    return Percentage(hundredMillionths: Int64(clamping: quotient ?? 0))
  }
}

/// Amounts as fractions of the account's money units, rounded once.
private struct FeeArithmetic {
  let profile: BrokerProfile
  let instrument: Instrument
  let question: FeeEstimate.Question

  static let tooLarge = ProfileFault(
    field: "balance", problem: "an amount beyond 64 bits", remedy: "give smaller numbers")

  private struct Fraction {
    var numerator: Int128
    var denominator: Int128 = 1

    func times(_ factor: Int128, over divisor: Int128 = 1) throws(ProfileFault) -> Fraction {
      let (top, overflowed) = numerator.multipliedReportingOverflow(by: factor)
      let (bottom, overflowedToo) = denominator.multipliedReportingOverflow(by: divisor)
      guard !overflowed, !overflowedToo else { throw FeeArithmetic.tooLarge }
      return Fraction(numerator: top, denominator: bottom)
    }
  }

  func spread() throws(ProfileFault) -> Money {
    let recorded = try question.recordedSpread?.points(on: instrument, field: "spread") ?? 0
    let points = try profile.terms(for: instrument).spread.points(recorded: recorded, on: instrument)
    guard points != 0 else { return .zero }
    return try booked(
      try inAccount(try value(points: Fraction(numerator: Int128(points))), of: instrument.quote))
  }

  /// Both orders of a round trip.
  func commission() throws(ProfileFault) -> Money {
    let model = profile.terms(for: instrument).commission
    guard let tier = model.tier(at: model.monthlyVolume) else { return .zero }
    var fee = try self.fee(tier.taker, in: model.currency)
    if model.minimum > .zero, fee >= .zero {
      let minimum = try booked(
        try inAccount(Fraction(numerator: Int128(model.minimum.units)), of: model.currency))
      fee = max(fee, minimum)
    }
    if fee > .zero {
      let rebate = try booked(
        try Fraction(numerator: Int128(fee.units)).times(
          Int128(tier.rebate.hundredMillionths), over: Int128(Percentage.scale)))
      fee = Money(units: fee.units - rebate.units)
    }
    let (both, overflowed) = fee.units.multipliedReportingOverflow(by: 2)
    guard !overflowed else { throw Self.tooLarge }
    return Money(units: both)
  }

  private func fee(_ fee: CommissionModel.Fee, in currency: Currency) throws(ProfileFault) -> Money {
    switch fee {
    case .perLot(let amount):
      guard amount != .zero else { return .zero }
      let whole = try Fraction(numerator: Int128(amount.units)).times(
        Int128(question.units), over: Int128(instrument.unitsPerLot))
      return try booked(try inAccount(whole, of: currency))
    case .ofNotional(let rate):
      guard rate != .zero else { return .zero }
      let notional = try value(points: Fraction(numerator: Int128(try anyPrice().points.magnitude)))
      return try booked(
        try inAccount(notional, of: instrument.quote).times(
          Int128(rate.hundredMillionths), over: Int128(Percentage.scale)))
    }
  }

  /// A price difference on an order's units, in money units of the quote currency.
  private func value(points: Fraction) throws(ProfileFault) -> Fraction {
    let (numerator, denominator) = instrument.pointValue
    return try points.times(Int128(question.units)).times(Int128(numerator), over: Int128(denominator))
  }

  /// A price that converts.
  private func price() throws(ProfileFault) -> Price {
    let price = try anyPrice()
    guard price.points > 0 else {
      throw ProfileFault(
        field: "price", problem: "a price of \(instrument.symbol) above zero is needed to convert",
        remedy: "say with --rate what one \(instrument.quote) is worth in \(profile.accountCurrency)")
    }
    return price
  }

  private func anyPrice() throws(ProfileFault) -> Price {
    guard let price = question.price, price.points >= instrument.lowestPoints else {
      throw ProfileFault(
        field: "price", problem: "a price of \(instrument.symbol) is needed", remedy: "give one with --price")
    }
    return price
  }

  /// An amount of a currency in the account's: through the instrument's price, the rate given, or both.
  private func inAccount(_ amount: Fraction, of currency: Currency) throws(ProfileFault) -> Fraction {
    let account = profile.accountCurrency
    if currency == account { return amount }
    let scale = (Int128(account.moneyScale), Int128(currency.moneyScale))
    let point = Int128(WideArithmetic.powerOfTen(instrument.digits))
    if currency == instrument.quote {
      if let rate = question.quoteRate {
        return try amount.times(scale.0, over: scale.1).times(Int128(rate), over: 100_000_000)
      }
      if instrument.base == account {
        return try amount.times(scale.0, over: scale.1).times(point, over: Int128(try price().points))
      }
    }
    if currency == instrument.base {
      let quote = Int128(instrument.quote.moneyScale)
      let inQuote = try amount.times(quote, over: scale.1).times(Int128(try price().points), over: point)
      return try inAccount(inQuote, of: instrument.quote)
    }
    throw ProfileFault(
      field: "rate", problem: "nothing converts \(currency) into the account's \(account)",
      remedy: "say with --rate what one \(instrument.quote) is worth in \(account)")
  }

  /// Rounded half to even to the account's booking unit.
  private func booked(_ amount: Fraction) throws(ProfileFault) -> Money {
    let digits = profile.accountCurrency.moneyDigits - profile.bookingDigits
    let unit = WideArithmetic.powerOfTen(max(0, digits))
    let steps = try amount.times(1, over: Int128(unit))
    guard let rounded = try? WideArithmetic.divideHalfEven(steps.numerator, by: steps.denominator),
      let whole = Int64(exactly: rounded)
    else { throw Self.tooLarge }
    let (units, overflowed) = whole.multipliedReportingOverflow(by: unit)
    guard !overflowed else { throw Self.tooLarge }
    return Money(units: units)
  }
}
