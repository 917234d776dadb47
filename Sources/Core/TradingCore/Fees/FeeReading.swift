/// How the fees of a trading day stand: what was paid, what the day and a month like it will have cost, and how much of
/// the limit is used up.
///
/// A pure value of what was paid (`FeeHistory`), an instant, the capital and the limit: whoever shows fees and whoever
/// acts on them read the same figures.
///
/// **The projected day** is what was paid and what the rest of the day costs. Where a share *e* of the day's open time is
/// over, the rest goes on at today's own pace with weight *e* and at the usual one with weight 1 − *e*, so
/// `paid · (2 − e) + usual · (1 − e)²`: the usual day in the morning, what was paid in the evening, and no first trade of
/// the day that is taken for a thousand. The usual day is the mean of the days with fills in the four weeks before. Without
/// such a day the rest goes on at today's pace, `paid / e`, from the first open hour on.
///
/// **The projected month** is 20 such days, as in `FeeEstimate`. On a day without market it is 20 usual ones.
package struct FeeReading: Sendable, Hashable {
  /// The trading day, and how far it has come.
  package let clock: TradingDayClock
  /// The instant that it is as of.
  package let at: Timestamp
  /// What the day has cost so far.
  package let today: FeeTotals
  /// What the calendar month of trading days has cost so far, the day included.
  package let month: FeeTotals
  /// Days of that month with fills.
  package let monthDays: Int
  /// What the days with fills of the last four weeks cost on average; `nil` without one.
  package let usualDay: Money?
  /// How many days that is the average of.
  package let usualDays: Int
  /// What the day will have cost at its end; `nil` while nothing tells.
  package let projectedDay: Money?
  /// What a month of 20 such days costs; `nil` while nothing tells.
  package let projectedMonth: Money?
  /// What trading began with on the day.
  package let capital: Money
  /// What may be paid a day.
  package let limit: Money
  /// What may be paid a month: 20 % of the capital.
  package let monthLimit: Money

  /// How many days before this one the usual day is sought in: four weeks, which have 20 trading days.
  package static let usualWindow: Int64 = 28
  /// Open seconds after which a day tells of itself where no earlier one does.
  private static let firstHour: Int64 = 3_600

  /// The day of an instant.
  ///
  /// `limit`: what may be paid a day; `nil` for a twentieth of a month's 20 % of the capital. Capital of zero or less
  /// allows nothing.
  /// - Throws: `overflow`.
  package init(
    _ history: FeeHistory, at time: Timestamp, capital: Money, limit: Money? = nil
  ) throws(ArithmeticError) {
    clock = TradingDayClock(at: time, hours: history.hours)
    at = time
    self.capital = capital
    let usualLimit = try FeeEstimate.usualDailyLimit(of: capital)
    self.limit = limit ?? usualLimit
    monthLimit = try FeeEstimate.monthlyLimit(of: capital)
    let day = clock.day
    today = history.totals(on: day)
    let (year, number, _) = day.components
    var (sum, count) = (FeeTotals(), 0)
    for (date, totals) in history.days where date <= day {
      let parts = date.components
      guard parts.year == year, parts.month == number else { continue }
      sum = try sum.adding(totals)
      if totals.fills > 0 { count += 1 }
    }
    (month, monthDays) = (sum, count)
    let latest = history.days.filter { date, totals in
      totals.fills > 0 && date < day && date >= day.adding(days: -Self.usualWindow)
    }
    var paid: Int128 = 0
    for totals in latest.values { paid += Int128(totals.fees.units) }
    usualDays = latest.count
    usualDay =
      latest.isEmpty
      ? nil
      : Money(
        units: try WideArithmetic.narrow(
          try WideArithmetic.divideHalfEven(paid, by: Int128(latest.count))))
    projectedDay = try Self.projectedDay(today, usual: usualDay, clock)
    let monthly = clock.openSeconds == 0 && today.fills == 0 ? usualDay : projectedDay
    projectedMonth = try monthly.map { day throws(ArithmeticError) in
      Money(units: try WideArithmetic.narrow(Int128(day.units) * Int128(FeeEstimate.daysPerMonth)))
    }
  }

  private static func projectedDay(
    _ today: FeeTotals, usual: Money?, _ clock: TradingDayClock
  ) throws(ArithmeticError) -> Money? {
    let (paid, whole) = (Int128(today.fees.units), Int128(clock.openSeconds))
    let (passed, left) = (Int128(clock.passedSeconds), whole - Int128(clock.passedSeconds))
    guard left > 0 else { return usual == nil && today.fills == 0 ? nil : today.fees }
    if let usual {
      let sum = paid * (whole + left) * whole + Int128(usual.units) * left * left
      return Money(
        units: try WideArithmetic.narrow(try WideArithmetic.divideHalfEven(sum, by: whole * whole)))
    }
    guard today.fills > 0, passed >= min(Int128(firstHour), whole) else { return nil }
    return Money(
      units: try WideArithmetic.narrow(try WideArithmetic.divideHalfEven(paid * whole, by: passed)))
  }

  /// What the projected day must earn before costs to break even, as a share of the capital; `nil` without projection or
  /// capital.
  package var breakEvenReturn: Percentage? { projectedDay.flatMap { share($0) } }

  /// An amount as a share of the capital; `nil` without capital, or for a share that no number holds.
  package func share(_ amount: Money) -> Percentage? {
    guard capital > .zero else { return nil }
    let scaled = Int128(amount.units) * Int128(Percentage.scale)
    do throws(ArithmeticError) {
      return Percentage(
        hundredMillionths: try WideArithmetic.narrow(
          try WideArithmetic.divideHalfEven(scaled, by: Int128(capital.units))))
    } catch { return nil }
  }

  /// How much of the limit is used up; `nil` where the limit is nothing.
  package var used: Double? { limit > .zero ? Double(today.fees.units) / Double(limit.units) : nil }

  /// The level of what was paid against the limit; a limit of nothing is used up by anything.
  package var level: FeeEstimate.Level { FeeEstimate.level(of: today.fees, limit: limit) }

  /// The level that the day will have come to; that of what was paid where nothing is projected.
  package var projectedLevel: FeeEstimate.Level {
    FeeEstimate.level(of: projectedDay ?? today.fees, limit: limit)
  }

  /// Whether the projected month costs less than 20 % of the capital; `nil` without projection.
  package var isWithinMonthlyLimit: Bool? {
    projectedMonth.map { $0 <= .zero || (capital > .zero && $0 < monthLimit) }
  }
}
