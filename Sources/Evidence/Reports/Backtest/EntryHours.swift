import Statistics
import TradingCore

/// Results by weekday and hour of the entry on a clock.
struct EntryHours: Sendable, Hashable {
  private var tallies = [TradeTally](repeating: TradeTally(), count: 7 * 24)
  /// Results by hour over all weekdays.
  private(set) var byHour = [TradeTally](repeating: TradeTally(), count: 24)
  /// Results by weekday over all hours, Sunday first.
  private(set) var byWeekday = [TradeTally](repeating: TradeTally(), count: 7)

  /// The results of trades on a clock.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  init(_ outcomes: [TradeOutcome], zone: ClockZone) throws(ArithmeticError) {
    for outcome in outcomes {
      let (date, inDay) = zone.localTime(at: outcome.openTime)
      let hour = Int(inDay / Timestamp.hour)
      try tallies[date.weekday * 24 + hour].add(net: outcome.netProfit)
      try byHour[hour].add(net: outcome.netProfit)
      try byWeekday[date.weekday].add(net: outcome.netProfit)
    }
  }

  /// The results of a weekday (0 for Sunday) and an hour.
  subscript(weekday: Int, hour: Int) -> TradeTally { tallies[weekday * 24 + hour] }

  /// Monday to Sunday, the days of the weekend only where there are trades.
  var weekdays: [Int] {
    [1, 2, 3, 4, 5, 6, 0].filter { day in
      (1...5).contains(day) || byWeekday[day].trades > 0
    }
  }

  /// The largest magnitude of a cell's net result.
  var largest: Int64 { tallies.map { abs($0.netProfit.units) }.max() ?? 0 }
}
