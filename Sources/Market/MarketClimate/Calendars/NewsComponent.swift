import TradingCore
import YAMLText

/// An event of iCalendar, read from its properties.
struct NewsComponent {
  /// The properties that say something here.
  static let read: Set<String> = [
    "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "CATEGORIES", "PRIORITY", "STATUS", "RRULE",
    "RDATE",
    "EXDATE", "RECURRENCE-ID", "X-IMPACT", "X-CURRENCY",
  ]

  private let properties: [String: [ContentLine]]
  private let path: String
  private let line: Int
  private let policy: NewsPolicy

  init(_ properties: [String: [ContentLine]], path: String, line: Int, policy: NewsPolicy) {
    (self.properties, self.path, self.line, self.policy) = (properties, path, line, policy)
  }

  /// The event; `nil` for one that is canceled.
  func event() throws(ConfigurationError) -> PlacedNews? {
    if first("STATUS")?.value.uppercased() == "CANCELLED" { return nil }
    for name in ["RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"] {
      if let property = first(name) {
        throw .fault(
          place(property), field: name, problem: "events that repeat are not supported",
          remedy: "write each of its times as an event of its own")
      }
    }
    guard let start = first("DTSTART") else { throw missing("DTSTART", "DTSTART:20260109T133000Z") }
    let starts = try time(start)
    let ends = try end(of: starts, start)
    let title = try title()
    let event = NewsEvent(
      startsAt: starts.from, endsAt: ends, currency: try currency(), impact: try impact(), title: title.text)
    return PlacedNews(
      event: event, place: ConfigurationPlace(path: path, line: line), titleField: title.field)
  }

  private func first(_ name: String) -> ContentLine? { properties[name]?.first }

  private func place(_ property: ContentLine) -> ConfigurationPlace {
    ConfigurationPlace(path: path, line: property.line)
  }

  private func missing(_ name: String, _ example: String) -> ConfigurationError {
    .missingKey(ConfigurationPlace(path: path, line: line), key: name, example: example)
  }

  private func bad(_ property: ContentLine, _ expected: String) -> ConfigurationError {
    .badValue(
      place(property), field: property.name, expected: expected, was: CalendarText.quoted(property.value))
  }

  // MARK: Texts

  private func title() throws(ConfigurationError) -> (text: String, field: String) {
    guard let property = first("SUMMARY") ?? first("DESCRIPTION") else {
      throw missing("SUMMARY", "SUMMARY:Nonfarm payrolls")
    }
    let text = try NewsFields.title(property.text, field: property.name, at: place(property))
    return (text, property.name)
  }

  /// `X-CURRENCY`, else the only currency among the categories, else what the policy states.
  private func currency() throws(ConfigurationError) -> Currency {
    if let property = first("X-CURRENCY") {
      guard let currency = NewsFields.currency(property.text) else {
        throw bad(property, NewsFields.currencyExpected)
      }
      return currency
    }
    let known = categories.compactMap { category in
      Currency(code: category).flatMap { $0.code == category && Self.currencies.contains($0) ? $0 : nil }
    }
    if let currency = known.first {
      guard known.allSatisfy({ $0 == currency }) else {
        throw .fault(
          ConfigurationPlace(path: path, line: line), field: "CATEGORIES", problem: "more than one currency",
          remedy: "write an event for each, or X-CURRENCY")
      }
      return currency
    }
    guard let currency = policy.currency else {
      throw .missingKey(
        ConfigurationPlace(path: path, line: line), key: "X-CURRENCY",
        example: "X-CURRENCY:USD, or CATEGORIES:USD, or state 'currency' in news.yaml")
    }
    return currency
  }

  /// Categories of three capitals are as often CPI or GDP: those of known instruments are currencies.
  private static let currencies = Set(InstrumentCatalog.standard.all.flatMap { [$0.base, $0.quote] })

  private var categories: [String] {
    (properties["CATEGORIES"] ?? []).flatMap(\.texts).map(CalendarText.singleLine)
  }

  /// `X-IMPACT`, else an impact among the categories, else the priority: 1 to 4 high, 5 medium, 6 to 9 low
  /// (RFC 5545, 3.8.1.9).
  private func impact() throws(ConfigurationError) -> NewsImpact {
    if let property = first("X-IMPACT") {
      guard let impact = NewsFields.impact(property.text) else {
        throw NewsFields.badImpact(property.text, field: property.name, at: place(property))
      }
      return impact
    }
    let stated = categories.compactMap { category in
      let name = category.lowercased()
      return NewsFields.impact(name.hasSuffix(" impact") ? String(name.dropLast(7)) : name)
    }
    if let impact = stated.max() { return impact }
    guard let property = first("PRIORITY"), property.value != "0" else {
      throw missing("X-IMPACT", "X-IMPACT:high, or CATEGORIES:High, or PRIORITY:1")
    }
    guard let priority = Int(property.value), (1...9).contains(priority) else {
      throw bad(property, "a whole number from 0 to 9")
    }
    return priority < 5 ? .high : priority == 5 ? .medium : .low
  }
}

// MARK: - Times

extension NewsComponent {
  /// A time, or a whole day of which the end is known.
  private struct Moment {
    var from: Timestamp
    var dayEnd: Timestamp?
  }

  private func end(of start: Moment, _ property: ContentLine) throws(ConfigurationError) -> Timestamp {
    switch (first("DTEND"), first("DURATION")) {
    case (nil, nil): return start.dayEnd ?? start.from
    case (let end?, nil):
      let ends = try time(end).from
      guard start.from <= ends else {
        throw bad(end, "a time not before DTSTART, \(start.from.iso8601(fractionDigits: 0))")
      }
      return ends
    case (nil, let duration?):
      guard let length = Self.duration(duration.value) else {
        throw bad(duration, "a span of time of at least 0 such as PT30M or P1D, at most 31 days")
      }
      return start.from.advanced(by: length)
    case (let end?, _?):
      throw .fault(
        place(end), field: "DTEND", problem: "DTEND and DURATION of one event", remedy: "keep one of the two")
    }
  }

  /// RFC 5545, 3.3.6: `P15DT5H0M20S`, `P7W`; `nil` for what is none, is negative or longer than 31 days.
  private static func duration(_ text: String) -> Int64? {
    var rest = text[...]
    if rest.first == "+" { rest.removeFirst() }
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    var seconds: Int64 = 0
    var isTime = false
    var units: [(Character, Int64)] = [("W", 604_800), ("D", 86_400)]
    while let next = rest.first {
      if next == "T" {
        guard !isTime else { return nil }
        isTime = true
        rest.removeFirst()
        units = [("H", 3_600), ("M", 60), ("S", 1)]
        guard !rest.isEmpty else { return nil }
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      guard digits.utf8.count <= 7, let number = Int64(digits), let unit = rest.popFirst(),
        let index = units.firstIndex(where: { $0.0 == unit })
      else { return nil }
      seconds += number * units[index].1
      units.removeFirst(index + 1)
    }
    return seconds <= 31 * 86_400 ? seconds * Timestamp.second : nil
  }

  private func time(_ property: ContentLine) throws(ConfigurationError) -> Moment {
    let expected = "a time such as 20260109T133000Z"
    var scanner = TimeScanner(Array(property.value.utf8))
    let date: CivilDate
    var parts: (hour: Int, minute: Int, second: Int)?
    do {
      date = try scanner.date(separator: nil)
      if scanner.take(UInt8(ascii: "T")) {
        parts = (try scanner.number(2), try scanner.number(2), try scanner.number(2))
      }
    } catch {
      throw bad(property, error == .outOfRange ? "a day that exists" : expected)
    }
    let isUTC = scanner.take(UInt8(ascii: "Z"))
    guard scanner.isAtEnd else { throw bad(property, expected) }
    guard let parts else {
      guard !isUTC else { throw bad(property, expected) }
      return try wholeDay(date, property)
    }
    guard parts.hour < 24, parts.minute < 60, parts.second < 60 else {
      throw bad(property, "a time of day that exists")
    }
    let zone = try zone(property, isUTC: isUTC)
    let seconds = Int64(parts.hour * 3_600 + parts.minute * 60 + parts.second)
    let instant = try NewsFields.instant(
      date, seconds * Timestamp.second, zone, text: property.value, field: property.name, at: place(property))
    return Moment(from: instant)
  }

  private func wholeDay(_ date: CivilDate, _ property: ContentLine) throws(ConfigurationError) -> Moment {
    guard let zone = policy.zone else {
      throw .fault(
        place(property), field: property.name, problem: "a whole day is by no clock",
        remedy: "write times that end in Z, or state 'zone' in news.yaml")
    }
    func midnight(_ date: CivilDate) throws(ConfigurationError) -> Timestamp {
      try NewsFields.instant(
        date, 0, zone, text: property.value, field: property.name, at: place(property))
    }
    return Moment(from: try midnight(date), dayEnd: try midnight(date.adding(days: 1)))
  }

  /// The clock of a time: UTC by its `Z`, the one of `TZID`, or what the policy states for floating ones.
  private func zone(_ property: ContentLine, isUTC: Bool) throws(ConfigurationError) -> ClockZone {
    if let name = property.parameters["TZID"] {
      guard let zone = ClockZone(named: name) else {
        throw .badValue(
          place(property), field: "\(property.name) TZID", expected: ClockZone.namesExpected,
          was: CalendarText.quoted(name))
      }
      guard !isUTC || zone == .utc else {
        throw .fault(
          place(property), field: property.name, problem: "a time in UTC with the zone \(name)",
          remedy: "leave out either the Z or the TZID")
      }
      return zone
    }
    if isUTC { return .utc }
    guard let zone = policy.zone else {
      throw .fault(
        place(property), field: property.name,
        problem: "\(CalendarText.quoted(property.value)) floats: it has no zone",
        remedy: "end it with Z, give it a TZID such as America/New_York, or state 'zone' in news.yaml")
    }
    return zone
  }
}
