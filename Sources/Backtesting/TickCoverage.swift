package import Reports
package import TradingCore

/// How completely a symbol's ticks cover the hours its market is open: minutes with a tick, by trading day.
///
/// The ends of minutes are searched for, so that a busy minute costs a few looks and not one a tick.
package struct TickCoverage: Sendable {
  private static let minute = 60 * Timestamp.second

  private struct Day: Sendable {
    let span: TradingDaySpan
    var minutes: Int64 = 0
    var ticks = 0
  }

  private let hours: TradingHours
  private var days: [Day] = []
  private var lastMinute = Int64.min
  private var first: Timestamp?
  private var last: Timestamp?

  /// Coverage of a market with these hours.
  package init(hours: TradingHours) { self.hours = hours }

  /// Takes quotes, in order of time.
  package mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    guard let lastTime = quotes.last?.eventTime else { return }
    if first == nil { first = quotes[0].eventTime }
    last = lastTime
    var index = 0
    while index < quotes.count {
      let time = quotes[index].eventTime
      let minute = Self.minute(of: time)
      let next = Self.firstIndex(
        in: quotes, after: index, notBefore: Timestamp(nanoseconds: (minute + 1) * Self.minute))
      startDay(of: time)
      let day = days.count - 1
      days[day].ticks += next - index
      if minute != lastMinute {
        if days[day].span.isOpen(at: time) { days[day].minutes += 1 }
        lastMinute = minute
      }
      index = next
    }
  }

  private mutating func startDay(of time: Timestamp) {
    if let day = days.last, time < day.span.end { return }
    days.append(Day(span: TradingDaySpan(date: NewYorkCalendar.tradingDay(at: time), hours: hours)))
  }

  private static func minute(of time: Timestamp) -> Int64 {
    let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: minute)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The first quote at or after a time, found by steps that double and then halve.
  private static func firstIndex(
    in quotes: UnsafeBufferPointer<Quote>, after index: Int, notBefore time: Timestamp
  ) -> Int {
    var step = 1
    var low = index
    while low + step < quotes.count, quotes[low + step].eventTime < time {
      low += step
      step *= 2
    }
    var high = min(low + step, quotes.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if quotes[middle].eventTime < time { low = middle } else { high = middle }
    }
    return high
  }

  /// The days from the first tick to the last on which the market was open, those without a tick too.
  ///
  /// The first day counts from its first tick's minute on, the last one to the end of its last tick's minute.
  package var coverageDays: [CoverageDay] {
    guard let first, let last, let firstDay = days.first, let lastDay = days.last else { return [] }
    let start = Timestamp(nanoseconds: Self.minute(of: first) * Self.minute)
    let end = Timestamp(nanoseconds: (Self.minute(of: last) + 1) * Self.minute)
    let found = Dictionary(days.map { ($0.span.date, $0) }) { old, _ in old }
    let dates = firstDay.span.date.daysSinceEpoch...lastDay.span.date.daysSinceEpoch
    return dates.compactMap { number in
      let date = CivilDate(daysSinceEpoch: number)
      let day = found[date] ?? Day(span: TradingDaySpan(date: date, hours: hours))
      let open = max(
        0, min(day.span.end, end).nanoseconds - max(day.span.opening, start).nanoseconds)
      guard day.ticks > 0 || (day.span.isTraded && open > 0) else { return nil }
      let minutes = day.span.isTraded ? Int(open / Self.minute) : 0
      return CoverageDay(
        date: date, openMinutes: minutes, coveredMinutes: min(Int(day.minutes), minutes), ticks: day.ticks)
    }
  }
}

/// A trading day's ends, and when its market is open.
private struct TradingDaySpan: Sendable {
  let date: CivilDate
  let opening: Timestamp
  let end: Timestamp
  let isTraded: Bool

  init(date: CivilDate, hours: TradingHours) {
    self.date = date
    let start = NewYorkCalendar.instant(of: date.adding(days: -1), hour: 17)
    opening = hours == .fxWeekWithBreak ? start.advanced(by: Timestamp.hour) : start
    end = NewYorkCalendar.instant(of: date, hour: 17)
    isTraded = hours == .always || (1...5).contains(date.weekday)
  }

  func isOpen(at time: Timestamp) -> Bool { isTraded && time >= opening }
}
