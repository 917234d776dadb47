import FileSystem
import TradingCore
import YAMLText

// `docs/calendars.md` lists the keys.
extension MarketCalendar {
  private enum Key: String, YAMLKey { case observed, markets }

  private enum RangeKey: String, YAMLKey { case from, to }

  private enum MarketKey: String, YAMLKey {
    case zone, holidays
    case earlyCloses = "early_closes"
    case lateOpens = "late_opens"
  }

  /// The calendar in a YAML file.
  ///
  /// - Throws: `file` or `content`.
  package static func load(path: String) throws(CalendarError) -> MarketCalendar {
    let text: String
    do { text = try TextFile.yaml(path) } catch { throw .file(error) }
    return try parse(text: text, path: path)
  }

  /// The calendar in a YAML text that stands at the path.
  ///
  /// - Throws: `content`.
  package static func parse(text: String, path: String) throws(CalendarError) -> MarketCalendar {
    do { return try read(text: text, path: path) } catch { throw .content(error) }
  }

  private static func read(text: String, path: String) throws(ConfigurationError) -> MarketCalendar {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var calendar = MarketCalendar()
    if let value = map.optional(.observed) { calendar.observed = try readRange(value) }
    let markets = try map.required(
      .markets, example: "{london: {holidays: [{date: 12-25, name: Christmas}]}}")
    for entry in try markets.entries() {
      let market = try readMarket(entry.name, at: entry.value)
      calendar.days[market] = try calendar.readDays(entry.value, of: market)
    }
    return calendar
  }

  private static func readRange(_ value: YAMLValue) throws(ConfigurationError) -> ClosedRange<CivilDate> {
    let map = try YAMLMap(value, keys: RangeKey.self)
    let from = try map.required(.from, example: "2026-01-01").calendarDay()
    let end = try map.required(.to, example: "2026-12-31")
    let to = try end.calendarDay()
    guard from <= to else { throw end.mismatch("a day not before \(from)") }
    return from...to
  }

  private static func readMarket(
    _ name: String, at value: YAMLValue
  ) throws(ConfigurationError) -> CalendarMarket {
    if let market = CalendarMarket(name: name) { return market }
    let known = CalendarMarket.knownNames
    if let session = TradingSession(rawValue: name) {
      throw .fault(
        value.place, field: "markets.\(name)", problem: "an overlap has no holidays of its own",
        remedy: "state those of \(session.centers.map(\.rawValue).joined(separator: " and "))")
    }
    throw .unknownKey(
      value.place, key: name, nearest: nearestMatch(to: name, among: known),
      allowed: known + ["or a symbol in capitals"])
  }

  private func readDays(_ value: YAMLValue, of market: CalendarMarket) throws(ConfigurationError) -> Days {
    let map = try YAMLMap(value, keys: MarketKey.self)
    let zone = try map.optional(.zone)?.clockZone() ?? market.clock
    var reader = ClosureReader(market: market, zone: zone, observed: observed)
    for (key, kind) in [
      (MarketKey.holidays, MarketClosure.Kind.holiday), (.earlyCloses, .earlyClose), (.lateOpens, .lateOpen),
    ] {
      guard let list = map.optional(key) else { continue }
      for item in try list.items("a list of days such as {date: 2026-12-25, name: Christmas Day}") {
        try reader.read(item, kind)
      }
    }
    return reader.days
  }

  // MARK: Identity

  /// All that the calendar says, a line each, the same for every file that says it: what an identity is made of.
  package var canonicalText: String {
    var lines = ["market calendar 1"]
    if let observed { lines.append("observed \(observed.lowerBound) \(observed.upperBound)") }
    for market in markets {
      guard let days = days[market] else { continue }
      let dated = days.dated.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value) }
      let yearly = days.yearly.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
      for (day, rules) in dated + yearly {
        lines += rules.map { rule in
          let parts = [market.name, rule.kind.rawValue, day, rule.at?.text, rule.name]
          return parts.compactMap { $0 }.joined(separator: " ")
        }.sorted()
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
