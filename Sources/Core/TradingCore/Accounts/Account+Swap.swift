/// What a night on one instrument costs or earns, ready to book: a swap model in the instrument's points.
package struct SwapCharge: Sendable, Hashable {
  private enum Basis: Sendable, Hashable {
    case nothing
    /// 1e-4 points of each unit.
    case points(long: Int64, short: Int64)
    /// 1e-8 of the notional in a year of 360 days.
    case annual(long: Int64, short: Int64)
  }

  private let basis: Basis
  private let model: SwapModel

  /// A model on an instrument.
  ///
  /// - Throws: `ProfileFault` for a distance beyond any price of it.
  package init(_ model: SwapModel, on instrument: Instrument) throws(ProfileFault) {
    self.model = model
    switch model.rate {
    case .none: basis = .nothing
    case .points(let long, let short):
      basis = .points(
        long: try long.tenThousandthsOfPoint(on: instrument, field: "swap.long"),
        short: try short.tenThousandthsOfPoint(on: instrument, field: "swap.short"))
    case .annual(let long, let short):
      basis = .annual(long: long.hundredMillionths, short: short.hundredMillionths)
    }
  }

  /// Whether nothing is ever booked.
  package var isNone: Bool { basis == .nothing }

  /// Nights that the roll on a weekday counts for.
  func nights(onWeekday weekday: Int) -> Int64 { model.nights(onWeekday: weekday) }

  /// What a night is on a quantity, in point-units over a divisor; a credit is positive.
  ///
  /// - Throws: `overflow`.
  func pointUnits(
    isLong: Bool, units: Int64, nights: Int64, twiceMid: Int64
  ) throws(ArithmeticError) -> (Int128, divisor: Int64) {
    let held = Int128(units) * Int128(nights)
    switch basis {
    case .nothing: return (0, 1)
    case .points(let long, let short):
      return (try Checked.product(held, Int128(isLong ? long : short), 1), 10_000)
    case .annual(let long, let short):
      // What is borrowed or lent is the notional, whatever the sign of the price.
      let product = try Checked.product(held, Int128(isLong ? long : short), Int128(twiceMid.magnitude))
      return (product, 2 * Percentage.scale * 360)
    }
  }
}

extension Account {
  /// The mid of a symbol's last quote; `nil` before its first.
  package func lastMid(symbolIndex: Int) -> Price? {
    let mid = twiceMid(of: symbolIndex)
    return mid == 0 ? nil : Price(points: mid / 2)
  }

  /// Books the nights of a roll at 17:00 New York on every entry that is open, by the charges of each symbol.
  ///
  /// - Throws: `overflow` or `divisionByZero` when an amount does not fit.
  package mutating func bookSwap(_ charges: [SwapCharge], at roll: Timestamp) throws(ArithmeticError) {
    guard !lots.isEmpty else { return }
    marking.markLowest()
    let weekday = NewYorkCalendar.localTime(at: roll).date.weekday
    for index in lots.indices {
      let lot = lots[index]
      let charge = charges[lot.symbolIndex]
      let nights = charge.nights(onWeekday: weekday)
      guard nights != 0, !charge.isNone else { continue }
      let mid = twiceMid(of: lot.symbolIndex)
      let (amount, divisor) = try charge.pointUnits(
        isLong: lot.isLong, units: lot.units, nights: nights, twiceMid: mid)
      let booked = try valuations[lot.symbolIndex].money(
        pointUnits: amount, divisor: divisor,
        rate: resultRate(symbolIndex: lot.symbolIndex, twicePrice: mid), step: bookingStep)
      lots[index].swap = try Money(units: lot.swap).adding(Money(units: booked)).units
      balance = try balance.adding(Money(units: booked))
    }
    marking.setBalance(scaled: Int128(balance.units) * Int128(scale))
  }
}
