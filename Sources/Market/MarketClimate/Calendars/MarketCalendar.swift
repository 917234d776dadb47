package import TradingCore

/// Holidays, early closings and late openings of markets; what is open is asked of it rather than of the hours alone.
///
/// A day that is stated by its date goes before a yearly one.
package struct MarketCalendar: Sendable, Hashable {
  /// What is stated of one market.
  struct Days: Sendable, Hashable {
    var dated: [CivilDate: [ClosureRule]] = [:]
    var yearly: [YearlyDay: [ClosureRule]] = [:]
  }

  /// The days that it speaks of, the last one included; `nil` when it does not say.
  package internal(set) var observed: ClosedRange<CivilDate>?
  var days: [CalendarMarket: Days] = [:]

  /// A calendar without any holidays.
  package static let empty = MarketCalendar()

  init() {}

  /// The markets of which something is stated, in their order.
  package var markets: [CalendarMarket] { days.keys.sorted() }

  /// Whether it knows of a day's holidays, as far as it says so.
  package func covers(_ date: CivilDate) -> Bool { observed?.contains(date) ?? true }

  // MARK: Closures

  /// What closes a market on a day, in order of time.
  package func closures(of market: CalendarMarket, on date: CivilDate) -> [MarketClosure] {
    guard let days = days[market], covers(date) else { return [] }
    let rules = days.dated[date] ?? days.yearly[YearlyDay(of: date)] ?? []
    return rules.compactMap { $0.closure(of: market, on: date) }.sorted { $0.span.from < $1.span.from }
  }

  /// What closes a market between two instants, in order of time.
  ///
  /// - Complexity: O(days between the two).
  package func closures(of market: CalendarMarket, from: Timestamp, to: Timestamp) -> [MarketClosure] {
    guard days[market] != nil, from < to else { return [] }
    let first = market.date(at: from)
    let last = market.date(at: to.advanced(by: -1))
    let asked = TimeSpan(from: from, to: to)
    return Self.dates(first, last).flatMap { closures(of: market, on: $0) }
      .filter { !$0.span.intersection(asked).isEmpty }
  }

  /// What closes an instrument between two instants, for its hours' sake or its own, in order of time.
  package func closures(of instrument: Instrument, from: Timestamp, to: Timestamp) -> [MarketClosure] {
    Self.markets(of: instrument).flatMap { closures(of: $0, from: from, to: to) }
      .sorted { ($0.span.from, $0.market) < ($1.span.from, $1.market) }
  }

  private static func markets(of instrument: Instrument) -> [CalendarMarket] {
    [.hours(instrument.hours), .symbol(instrument.symbol)]
  }

  /// The days from the first to the last, within the years that calendars speak of.
  static func dates(_ first: CivilDate, _ last: CivilDate) -> [CivilDate] {
    let start = max(first.daysSinceEpoch, 0)
    let end = min(last.daysSinceEpoch, 84_370)
    return start > end ? [] : (start...end).map { CivilDate(daysSinceEpoch: $0) }
  }

  // MARK: Instruments

  /// What keeps an instrument closed at an instant though its hours have it open; `nil` when nothing does.
  package func closure(of instrument: Instrument, at time: Timestamp) -> MarketClosure? {
    guard instrument.hours.isOpen(at: time) else { return nil }
    for market in Self.markets(of: instrument) where days[market] != nil {
      let closures = closures(of: market, on: market.date(at: time))
      if let closure = closures.first(where: { $0.span.contains(time) }) { return closure }
    }
    return nil
  }

  /// Whether an instrument trades at an instant: by its hours, its hours' holidays and its own.
  package func isOpen(_ instrument: Instrument, at time: Timestamp) -> Bool {
    instrument.hours.isOpen(at: time) && closure(of: instrument, at: time) == nil
  }

  /// The first instant after `time` at which an instrument that trades stops to: at the end of its hours, early, or for a
  /// holiday; `distantFuture` when it does not within a year and a month.
  ///
  /// - Complexity: O(days of a year and a month) where the calendar speaks of the instrument: asked at each closing, not at
  ///   each quote.
  package func nextClosing(of instrument: Instrument, after time: Timestamp) -> Timestamp {
    let end = time.advanced(by: Self.horizon)
    let starts = closures(of: instrument, from: time, to: end).map(\.span.from).filter { closing in
      closing > time && isOpen(instrument, at: closing.advanced(by: -1)) && !isOpen(instrument, at: closing)
    }
    let earliest = starts.min() ?? .distantFuture
    var closing = instrument.hours.nextClosing(after: time)
    while closing < min(earliest, end), !isOpen(instrument, at: closing.advanced(by: -1)) {
      closing = instrument.hours.nextClosing(after: closing)
    }
    let found = min(earliest, closing)
    return found <= end ? found : .distantFuture
  }

  /// How far ahead an opening or closing is looked for: longer than any market keeps its doors shut.
  static let horizon = 400 * Timestamp.day
}

extension MarketCalendar {
  /// The first instant after `time` at which an instrument starts to trade; `nil` when it does not within a year and a
  /// month.
  ///
  /// - Complexity: O(half hours until then).
  package func nextOpening(of instrument: Instrument, after time: Timestamp) -> Timestamp? {
    // Trading hours start on a half hour; closures end whenever they are said to.
    let step = 30 * Timestamp.minute
    let end = time.advanced(by: Self.horizon)
    var ends = closures(of: instrument, from: time, to: end).map(\.span.to).sorted()[...]
    guard time.nanoseconds < Int64.max - Self.horizon - step, time.nanoseconds > Int64.min + step else {
      return nil
    }
    let slot = (time.nanoseconds / step) * step
    var next = Timestamp(nanoseconds: slot > time.nanoseconds ? slot : slot + step)
    while next < end {
      while let candidate = ends.first, candidate <= next {
        ends.removeFirst()
        if candidate > time, opens(instrument, at: candidate) { return candidate }
      }
      if opens(instrument, at: next) { return next }
      next = next.advanced(by: step)
    }
    return nil
  }

  private func opens(_ instrument: Instrument, at time: Timestamp) -> Bool {
    isOpen(instrument, at: time) && !isOpen(instrument, at: time.advanced(by: -1))
  }
}
