import TradingCore
import YAMLText

/// Reads the days on which a market closes, and holds them against each other.
struct ClosureReader {
  private enum Key: String, YAMLKey { case date, from, to, name, at, zone }

  private enum Day: Hashable {
    case dated(CivilDate)
    case yearly(YearlyDay)

    var text: String {
      switch self {
      case .dated(let date): date.description
      case .yearly(let day): day.text
      }
    }
  }

  let market: CalendarMarket
  let zone: ClockZone
  let observed: ClosedRange<CivilDate>?
  private(set) var days = MarketCalendar.Days()
  private var lines: [Day: Int] = [:]

  init(market: CalendarMarket, zone: ClockZone, observed: ClosedRange<CivilDate>?) {
    (self.market, self.zone, self.observed) = (market, zone, observed)
  }

  /// Takes an item of a list of closures.
  mutating func read(_ item: YAMLValue, _ kind: MarketClosure.Kind) throws(ConfigurationError) {
    let map = try YAMLMap(item, keys: Key.self)
    try map.allowOnly(kind == .holiday ? [.date, .from, .to, .name] : Key.allCases)
    let name = try map.required(.name, example: "Christmas Day").text("what people call the day")
    var rule = ClosureRule(kind: kind, name: CalendarText.singleLine(name))
    if kind != .holiday {
      let value = try map.required(.at, example: "\"13:00\"")
      guard let text = value.scalar, let seconds = CalendarTime.secondsInDay(text) else {
        throw value.mismatch("a time of day such as \"13:00\"")
      }
      let zone = try map.optional(.zone)?.clockZone() ?? zone
      rule.at = ClosureRule.ClockTime(secondsInDay: seconds, zone: zone)
    }
    for (day, value) in try readDays(map) { try add(rule, on: day, value, at: map.optional(.at)) }
  }

  // MARK: Days

  private func readDays(_ map: YAMLMap<Key>) throws(ConfigurationError) -> [(Day, YAMLValue)] {
    if map.optional(.from) != nil || map.optional(.to) != nil {
      try map.allowOnly([.from, .to, .name, .at, .zone])
      return try readRange(map)
    }
    var days: [(Day, YAMLValue)] = []
    for value in try map.required(.date, example: "2026-12-25").list("a day or a list of days") {
      days.append((try readDay(value), value))
    }
    guard !days.isEmpty else {
      throw .missingKey(map.place, key: "\(map.field).date", example: "date: 12-25")
    }
    return days
  }

  private func readRange(_ map: YAMLMap<Key>) throws(ConfigurationError) -> [(Day, YAMLValue)] {
    let first = try map.required(.from, example: "2026-12-24").calendarDay()
    let end = try map.required(.to, example: "2026-12-26")
    let last = try end.calendarDay()
    guard first <= last else { throw end.mismatch("a day not before \(first)") }
    guard last.daysSinceEpoch - first.daysSinceEpoch < 366 else {
      throw end.mismatch("a day at most a year after \(first)")
    }
    return MarketCalendar.dates(first, last).map { (.dated($0), end) }
  }

  private func readDay(_ value: YAMLValue) throws(ConfigurationError) -> Day {
    if let text = value.scalar, text.utf8.count == 5 {
      guard let day = YearlyDay(text) else { throw value.mismatch("a day that a year has, such as 12-25") }
      return .yearly(day)
    }
    guard let text = value.scalar, let date = CalendarTime.day(text) else {
      throw value.mismatch(CalendarTime.dayExpected + ", or of each year such as 12-25")
    }
    return .dated(date)
  }

  // MARK: Rules

  private mutating func add(
    _ rule: ClosureRule, on day: Day, _ value: YAMLValue, at time: YAMLValue?
  ) throws(ConfigurationError) {
    let others: [ClosureRule]
    switch day {
    case .dated(let date):
      try checkObserved(date, value)
      if let time { try check(rule, on: date, time) }
      others = days.dated[date] ?? []
      days.dated[date, default: []].append(rule)
    case .yearly(let yearly):
      if let time { try checkSomeYear(rule, yearly, time) }
      others = days.yearly[yearly] ?? []
      days.yearly[yearly, default: []].append(rule)
    }
    for other in others { try check(rule, with: other, day, value) }
    lines[day] = lines[day] ?? value.place.line
  }

  private func checkObserved(_ date: CivilDate, _ value: YAMLValue) throws(ConfigurationError) {
    guard let observed, !observed.contains(date) else { return }
    throw .fault(
      value.place, field: value.field,
      problem:
        "\(date) is not between \(observed.lowerBound) and \(observed.upperBound), which the calendar observes",
      remedy: "correct it, or 'observed'")
  }

  /// Two closures of one day go together only where one opens late and the other closes early, later.
  private func check(
    _ rule: ClosureRule, with other: ClosureRule, _ day: Day, _ value: YAMLValue
  ) throws(ConfigurationError) {
    let line = lines[day].map { " (line \($0))" } ?? ""
    guard rule.kind != other.kind else {
      throw .fault(
        value.place, field: value.field, problem: "\(day.text) is there already\(line)",
        remedy: "keep one of the two")
    }
    guard rule.kind != .holiday, other.kind != .holiday else {
      throw .fault(
        value.place, field: value.field, problem: "\(day.text) is a holiday already\(line)",
        remedy: "a market that is closed all day neither opens late nor closes early; keep one of the two")
    }
    let date: CivilDate
    switch day {
    case .dated(let dated): date = dated
    case .yearly(let yearly):
      date = CivilDate(year: 2000, month: yearly.month, day: yearly.day) ?? CivilDate(daysSinceEpoch: 0)
    }
    let opens = (rule.kind == .lateOpen ? rule : other).at?.instant(on: date)
    let closes = (rule.kind == .lateOpen ? other : rule).at?.instant(on: date)
    guard let opens, let closes, opens < closes else {
      throw .fault(
        value.place, field: value.field,
        problem: "on \(day.text) it closes early before it opens late\(line)",
        remedy: "make it a holiday, or correct one of the two")
    }
  }

  /// A time of day has to be there on that day, and within the market's hours.
  private func check(
    _ rule: ClosureRule, on date: CivilDate, _ time: YAMLValue
  ) throws(ConfigurationError) {
    guard let at = rule.at else { return }
    let inDay = Int64(at.secondsInDay) * Timestamp.second
    guard let instant = at.zone.existingInstant(of: date, nanosecondsInDay: inDay) else {
      throw .fault(
        time.place, field: time.field,
        problem: "there is no \(at.text) on \(date): daylight saving skips it", remedy: "state another time")
    }
    guard market.opens(on: date), let span = market.span(of: date) else {
      throw .fault(
        time.place, field: time.field, problem: "\(date) is a weekend, on which \(market.name) does not open",
        remedy: "correct the day")
    }
    guard span.from < instant, instant < span.to else {
      throw .fault(
        time.place, field: time.field,
        problem: "\(at.text) is not within the day of \(market.name), "
          + "\(span.from.iso8601(fractionDigits: 0)) to \(span.to.iso8601(fractionDigits: 0))",
        remedy: "correct the time or its zone")
    }
  }

  /// The same of a yearly day, on the first weekday that it falls on.
  private func checkSomeYear(
    _ rule: ClosureRule, _ day: YearlyDay, _ time: YAMLValue
  ) throws(ConfigurationError) {
    let dates = (2000...2040).compactMap { CivilDate(year: $0, month: day.month, day: day.day) }
    guard let date = dates.first(where: { market.opens(on: $0) }) else { return }
    try check(rule, on: date, time)
  }
}
