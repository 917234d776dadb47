/// What a fill is charged for.
package struct CommissionCharge: Sendable, Hashable {
  /// The order filled; the position's own for closes the venue makes.
  package var order: ClientOrderID
  /// Which of the bot's symbols.
  package var symbolIndex: Int
  /// Whether the order was working before the quote that fills it.
  package var isMaker: Bool
  /// How much.
  package var units: Int64
  /// At what price.
  package var price: Price
  /// When.
  package var time: Timestamp
  /// Why; closes by the venue are orders of their own.
  package var reason: FillReason

  /// A charge from its parts.
  package init(
    order: ClientOrderID, symbolIndex: Int, isMaker: Bool, units: Int64, price: Price, time: Timestamp,
    reason: FillReason
  ) {
    self.order = order
    self.symbolIndex = symbolIndex
    self.isMaker = isMaker
    self.units = units
    self.price = price
    self.time = time
    self.reason = reason
  }
}

/// Charges fills by a broker's schedules and keeps what they depend on: the month's volume over all symbols,
/// and what each order has cost.
package struct CommissionMeter: Sendable {
  private let schedules: [CommissionSchedule]
  private let countsLots: Bool
  private let countsNotional: Bool
  var months: [MonthVolume] = []
  var orders: [ChargedOrder: OrderCost] = [:]

  /// Orders whose costs are kept before those that ended are looked for.
  private static let crowd = 4_096
  var crowdLimit = CommissionMeter.crowd

  /// A meter for a bot's instruments at its broker.
  package init(profile: BrokerProfile, instruments: [Instrument]) {
    schedules = instruments.map { CommissionSchedule(profile.terms(for: $0).commission, profile, $0) }
    let tiered = schedules.filter { $0.model.tiers.count > 1 }
    countsLots = tiered.contains { $0.model.measure == .lots }
    countsNotional = tiered.contains { $0.model.measure == .notional }
  }

  /// What a fill is charged, booked in the account's unit; below zero for a credit. The fill is counted.
  ///
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  package mutating func charge(
    _ charge: CommissionCharge, account: borrowing Account
  ) throws(ArithmeticError) -> Money {
    if let perLot = schedules[charge.symbolIndex].plainPerLot, !countsLots, !countsNotional {
      guard perLot != 0 else { return .zero }
      // One at a time: a copy of the schedule would count references to its tiers.
      let step = schedules[charge.symbolIndex].bookingStep
      let value = Int128(perLot) * Int128(charge.units)
      let by = Int128(schedules[charge.symbolIndex].unitsPerLot) * Int128(step)
      return Money(units: try Checked.rounded(value, over: by, step: step))
    }
    return try chargeBySchedule(charge, account)
  }

  private mutating func chargeBySchedule(
    _ charge: CommissionCharge, _ account: borrowing Account
  ) throws(ArithmeticError) -> Money {
    let schedule = schedules[charge.symbolIndex]
    let volume = try count(charge, account)
    guard let tier = schedule.model.tier(at: try schedule.volume(volume)) else { return .zero }
    let fee = try schedule.fee(charge.isMaker ? tier.maker : tier.taker, charge, account)
    let cost = try costWithMinimum(fee, schedule, charge, account)
    guard cost > 0, tier.rebate != .zero else { return Money(units: cost) }
    let value = try Checked.product(Int128(cost), Int128(tier.rebate.hundredMillionths), 1)
    let by = Int128(Percentage.scale) * Int128(schedule.bookingStep)
    let rebate = try Checked.rounded(value, over: by, step: schedule.bookingStep)
    return try Money(units: cost).subtracting(Money(units: rebate))
  }

  /// Counts a fill.
  ///
  /// - Returns: the month's volume before it.
  private mutating func count(
    _ charge: CommissionCharge, _ account: borrowing Account
  ) throws(ArithmeticError) -> MonthVolume {
    guard countsLots || countsNotional else { return MonthVolume(month: 0) }
    let (year, month, _) = CivilDate(containing: charge.time).components
    let number = year * 12 + month
    // The last closes of a run are stamped with their symbols' last quotes, which can lie in earlier months.
    let index: Int
    if let known = months.lastIndex(where: { $0.month == number }) {
      index = known
    } else {
      index = months.count
      months.append(MonthVolume(month: number))
    }
    let before = months[index]
    if countsLots {
      let scaled = Int128(charge.units) * Int128(Percentage.scale)
      let lots = try WideArithmetic.narrow(scaled / Int128(schedules[charge.symbolIndex].unitsPerLot))
      months[index].lots = try Money(units: before.lots).adding(Money(units: lots)).units
    }
    if countsNotional {
      let notional = try account.notional(
        symbolIndex: charge.symbolIndex, units: charge.units, price: charge.price)
      months[index].notional = try Money(units: before.notional).adding(notional).units
    }
    return before
  }

  /// The fee, or with a minimum what the order's cost rises by.
  private mutating func costWithMinimum(
    _ fee: Int64, _ schedule: CommissionSchedule, _ charge: CommissionCharge, _ account: borrowing Account
  ) throws(ArithmeticError) -> Int64 {
    guard schedule.model.minimum != .zero else { return fee }
    let rate = try account.feeRate(symbolIndex: charge.symbolIndex, at: charge.price)
    let least = try schedule.booked(Int128(schedule.model.minimum.units), over: 1, rate)
    let order = ChargedOrder(charge)
    var cost = orders[order] ?? OrderCost()
    cost.fees = try Money(units: cost.fees).adding(Money(units: fee)).units
    // What is owed to the client is not raised to the minimum.
    let total = cost.fees > 0 ? max(cost.fees, least) : cost.fees
    let rise = try Money(units: total).subtracting(Money(units: cost.charged)).units
    cost.charged = total
    orders[order] = cost
    return rise
  }

  /// Whether the costs of many orders are kept, and those that ended should be forgotten.
  package var isCrowded: Bool { orders.count > crowdLimit }

  /// Forgets the costs of orders that have ended: all but these.
  package mutating func keep(only live: Set<ClientOrderID>) {
    orders = orders.filter { live.contains($0.key.order) }
    crowdLimit = max(Self.crowd, 2 * orders.count)
  }
}

/// What counts as one order for its minimum.
struct ChargedOrder: Hashable, Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case closeReason = "closeReason"
  }

  let order: ClientOrderID
  /// Why the venue closed; `nil` for what the strategy asked for.
  let closeReason: FillReason?

  init(_ charge: CommissionCharge) {
    order = charge.order
    switch charge.reason {
    case .entry, .strategy, .risk, .kill: closeReason = nil
    case .stopLoss, .takeProfit, .trailingStop, .stopOut, .endOfData: closeReason = charge.reason
    }
  }
}

/// What an order's fills have cost so far, before rebates.
struct OrderCost: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case fees = "fees"
    case charged = "charged"
  }

  var fees: Int64 = 0
  var charged: Int64 = 0
}

/// Volume of a calendar month (UTC) so far.
struct MonthVolume: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case month = "month"
    case lots = "lots"
    case notional = "notional"
  }

  let month: Int
  /// 1e-8 lots.
  var lots: Int64 = 0
  /// Account money.
  var notional: Int64 = 0
}

/// A commission model on one instrument.
private struct CommissionSchedule: Sendable {
  let model: CommissionModel
  let unitsPerLot: Int64
  let bookingStep: Int64
  /// Account money for each lot, where that is all there is to it.
  let plainPerLot: Int64?

  init(_ model: CommissionModel, _ profile: BrokerProfile, _ instrument: Instrument) {
    self.model = model
    unitsPerLot = instrument.unitsPerLot
    bookingStep = profile.bookingStep
    plainPerLot = model.plainPerLot(in: profile.accountCurrency)
  }

  func volume(_ month: MonthVolume) throws(ArithmeticError) -> Int64 {
    let own = model.measure == .lots ? month.lots : month.notional
    return try Money(units: own).adding(Money(units: model.monthlyVolume)).units
  }

  func fee(
    _ fee: CommissionModel.Fee, _ charge: CommissionCharge, _ account: borrowing Account
  ) throws(ArithmeticError) -> Int64 {
    switch fee {
    case .perLot(let amount):
      guard amount != .zero else { return 0 }
      let rate = try account.feeRate(symbolIndex: charge.symbolIndex, at: charge.price)
      let value = Int128(amount.units) * Int128(charge.units)
      return try booked(value, over: Int128(unitsPerLot), rate)
    case .ofNotional(let share):
      return try account.bookedShare(
        share, symbolIndex: charge.symbolIndex, units: charge.units, price: charge.price)
    }
  }

  func booked(
    _ value: Int128, over divisor: Int128, _ rate: ExchangeRate
  ) throws(ArithmeticError) -> Int64 {
    let by = try Checked.product(divisor, rate.denominator, Int128(bookingStep))
    return try Checked.rounded(
      try Checked.product(value, rate.numerator, 1), over: by, step: bookingStep)
  }
}

extension CommissionModel {
  /// Account money for each lot, where neither volume, order, kind of fill nor conversion matter.
  fileprivate func plainPerLot(in account: Currency) -> Int64? {
    guard let tier = tiers.first else { return 0 }
    guard tiers.count == 1, tier.maker == tier.taker, tier.rebate == .zero, minimum == .zero,
      case .perLot(let amount) = tier.taker, currency == account || amount == .zero
    else { return nil }
    return amount.units
  }
}

extension BrokerProfile {
  /// Money units in the account's booking unit.
  var bookingStep: Int64 {
    WideArithmetic.powerOfTen(max(0, accountCurrency.moneyDigits - bookingDigits))
  }
}

extension Account {
  /// A fill's notional in account money, rounded half to even, at its own price where that converts.
  ///
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  func notional(symbolIndex: Int, units: Int64, price: Price) throws(ArithmeticError) -> Money {
    let rate = try resultRate(symbolIndex: symbolIndex, at: price)
    return Money(
      units: try valuations[symbolIndex].money(
        pointUnits: Int128(price.points.magnitude) * Int128(units), rate: rate))
  }

  /// A share of a fill's notional, rounded half to even to the booking unit once.
  ///
  /// - Throws: `overflow`, or `divisionByZero` when no rate is known.
  func bookedShare(
    _ share: Percentage, symbolIndex: Int, units: Int64, price: Price
  ) throws(ArithmeticError) -> Int64 {
    let rate = try resultRate(symbolIndex: symbolIndex, at: price)
    let pointUnits = try Checked.product(
      Int128(price.points.magnitude), Int128(units), Int128(share.hundredMillionths))
    return try valuations[symbolIndex].money(
      pointUnits: pointUnits, divisor: Percentage.scale, rate: rate, step: bookingStep)
  }
}
