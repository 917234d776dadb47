/// What one account has paid, day by day: its events in, figures out.
///
/// Days run from 17:00 to 17:00 New York and carry the date on which they end; months of the volume are calendar months
/// in UTC, as commission schedules count them.
package struct FeeBook: Sendable {
  /// Fees paid up to an instant.
  package struct Step: Sendable, Hashable {
    /// When the fill was.
    package let time: Timestamp
    /// What it cost.
    package let fees: Money

    /// A step from its parts.
    package init(time: Timestamp, fees: Money) { (self.time, self.fees) = (time, fees) }
  }

  /// Volume of a calendar month.
  package struct Volume: Sendable, Hashable {
    /// 1e-8 lots of every instrument alike.
    package var lots: Int64 = 0
    /// Notional in the account's currency; `nil` where a rate was needed that the fills don't say, or nobody asked.
    package var notional: Money?

    /// No volume.
    package init() {}
  }

  private let account: Account
  private let countsNotional: Bool
  private let until: Timestamp
  private let traced: CivilDate?
  private var months: [Int64: Volume] = [:]
  /// Totals by trading day; only days on which something was filled or closed.
  package private(set) var days: [CivilDate: FeeTotals] = [:]
  /// The fills of the traced day, in order.
  package private(set) var trace: [Step] = []

  /// A book of an account as it began, before its first event.
  ///
  /// `countsNotional`: whether volume is counted in money, too. `until`: what is later is not looked at.
  /// `tracing`: a day whose single fills are kept.
  package init(
    _ account: Account, countsNotional: Bool = false, until: Timestamp = .distantFuture,
    tracing day: CivilDate? = nil
  ) {
    self.account = account
    (self.countsNotional, self.until, traced) = (countsNotional, until, day)
  }

  /// What the account's money is in.
  package var currency: Currency { account.currency }

  /// When the markets of what it trades are open.
  package var hours: Set<TradingHours> {
    Set(account.tradingHours.prefix(account.symbolCount))
  }

  /// Takes what the account's bot did next.
  ///
  /// - Throws: `overflow`.
  package mutating func take(_ event: BotEvent) throws(ArithmeticError) {
    switch event {
    case .filled(let fill):
      guard fill.eventTime <= until else { return }
      let day = NewYorkCalendar.tradingDay(at: fill.eventTime)
      try days[day, default: FeeTotals()].add(fill)
      try count(fill)
      guard day == traced else { return }
      trace.append(
        Step(time: fill.eventTime, fees: try fill.commission.adding(fill.spreadCost)))
    case .closed(let trade):
      guard trade.closeTime <= until else { return }
      try days[NewYorkCalendar.tradingDay(at: trade.closeTime), default: FeeTotals()].add(trade)
    case .asked, .denied, .accepted, .delayed, .canceled, .expired, .rejected, .marginCall: return
    }
  }

  private mutating func count(_ fill: Fill) throws(ArithmeticError) {
    let month = Self.month(of: fill.eventTime)
    var volume = months[month] ?? none
    // As the schedules count: whole 1e-8 lots of each fill.
    let scaled = Int128(fill.quantity.units) * Int128(Percentage.scale)
    let lots = try WideArithmetic.narrow(
      scaled / Int128(account.unitsPerLot(symbolIndex: fill.symbolIndex)))
    volume.lots = try Money(units: volume.lots).adding(Money(units: lots)).units
    if let before = volume.notional {
      volume.notional = try notional(of: fill).map { money throws(ArithmeticError) in
        try before.adding(money)
      }
    }
    months[month] = volume
  }

  private var none: Volume {
    var volume = Volume()
    if countsNotional { volume.notional = .zero }
    return volume
  }

  /// - Returns: `nil` where another pair converts: its price was not journaled with the fill.
  private func notional(of fill: Fill) throws(ArithmeticError) -> Money? {
    do throws(ArithmeticError) {
      return try account.notional(
        symbolIndex: fill.symbolIndex, units: fill.quantity.units, price: fill.price)
    } catch .divisionByZero { return nil }
  }

  /// The volume of the calendar month (UTC) of an instant.
  package func volume(inMonthOf time: Timestamp) -> Volume { months[Self.month(of: time)] ?? none }

  private static func month(of time: Timestamp) -> Int64 {
    let (year, month, _) = CivilDate(containing: time).components
    return Int64(year) * 12 + Int64(month)
  }

  /// The balance with which a trading day began, without the swap of what was open then.
  ///
  /// - Throws: `overflow`.
  package func capital(atStartOf day: CivilDate) throws(ArithmeticError) -> Money {
    var capital = account.startBalance
    for (date, totals) in days where date < day { capital = try capital.adding(totals.change) }
    return capital
  }
}
