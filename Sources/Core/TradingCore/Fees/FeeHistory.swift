/// What several accounts of one currency have paid, day by day.
package struct FeeHistory: Sendable, Hashable {
  /// Totals by trading day; only days on which something was filled or closed.
  package private(set) var days: [CivilDate: FeeTotals] = [:]
  /// When any of the markets is open.
  package private(set) var hours: Set<TradingHours> = []

  /// No account.
  package init() {}

  /// Adds what an account has paid; all accounts are of one currency.
  ///
  /// - Throws: `overflow`.
  package mutating func add(_ book: FeeBook) throws(ArithmeticError) {
    try add(days: book.days, hours: book.hours)
  }

  /// Adds the days of an account, or of several.
  ///
  /// - Throws: `overflow`.
  package mutating func add(
    days other: [CivilDate: FeeTotals], hours: Set<TradingHours>
  ) throws(ArithmeticError) {
    for (day, totals) in other { days[day] = try (days[day] ?? FeeTotals()).adding(totals) }
    self.hours.formUnion(hours)
  }

  /// What a day cost.
  package func totals(on day: CivilDate) -> FeeTotals { days[day] ?? FeeTotals() }
}

/// How far the trading day of an instant has come, in the time in which any of some markets is open.
package struct TradingDayClock: Sendable, Hashable {
  /// The date on which the day ends.
  package let day: CivilDate
  /// The first instant of the day: 17:00 New York on the date before.
  package let start: Timestamp
  /// The first instant after it.
  package let end: Timestamp
  /// Seconds in which a market is open; 0 on a day without market.
  package private(set) var openSeconds: Int64 = 0
  /// Seconds of that which are over; a minute that has begun counts.
  package private(set) var passedSeconds: Int64 = 0

  /// Every market opens and closes on a half hour.
  private static let block = 30 * Timestamp.minute

  /// The clock of the day that the instant belongs to.
  package init(at time: Timestamp, hours: Set<TradingHours>) {
    day = NewYorkCalendar.tradingDay(at: time)
    start = NewYorkCalendar.instant(of: day.adding(days: -1), hour: 17)
    end = NewYorkCalendar.instant(of: day, hour: 17)
    var block = start
    while block < end {
      if hours.contains(where: { $0.isOpen(at: block) }) {
        openSeconds += Self.block / Timestamp.second
        let over = min(max(time.nanoseconds - block.nanoseconds, 0), Self.block)
        passedSeconds += (over + Timestamp.minute - 1) / Timestamp.minute * 60
      }
      block = block.advanced(by: Self.block)
    }
  }
}
