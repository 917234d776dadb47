import TradingCore
package import YAMLText

extension SessionBlockOutside: ConfiguredRiskRule {
  private enum Key: String, YAMLKey {
    case enabled, holidays
    case global = "global_session"
    case own = "per_instrument_sessions"
    case flattens = "close_positions_at_session_end"
    case locks = "lockout_outside_session"
    case respectsHolidays = "respect_holidays"
  }

  private enum SessionKey: String, YAMLKey { case enabled, start, end, timezone }

  private enum OwnKey: String, YAMLKey { case enabled, sessions }

  /// `global_session`, `per_instrument_sessions`, `close_positions_at_session_end`, `lockout_outside_session`,
  /// `respect_holidays`, and `holidays` besides those of the calendars.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings(
      global: nil, flattens: try map.optional(.flattens)?.boolean() ?? true,
      locks: try map.optional(.locks)?.boolean() ?? true)
    if let global = map.optional(.global) { settings.global = try session(global) }
    if let own = map.optional(.own) { settings.own = try sessions(own) }
    guard settings.global != nil || !settings.own.isEmpty else {
      throw .fault(
        value.place, field: value.field, problem: "no session is on",
        remedy: "give global_session or per_instrument_sessions with enabled: true, or set enabled: false")
    }
    let listed = try holidays(map.optional(.holidays))
    if try map.optional(.respectsHolidays)?.boolean() ?? true {
      let clock = settings.global?.zone ?? settings.own.first?.session.zone ?? .utc
      let known = context.holidays(clock)
      settings.holidays = ClockSession.Holidays(
        closed: known.closed + listed.closed, early: known.early + listed.early)
    } else if let place = map.optional(.holidays) {
      throw .fault(
        place.place, field: place.field, problem: "respect_holidays is false",
        remedy: "leave the list out, or set it to true")
    }
    return settings
  }

  private static func session(_ value: YAMLValue) throws(ConfigurationError) -> ClockSession? {
    let map = try YAMLMap(value, keys: SessionKey.self)
    let session = ClockSession(
      start: try map.required(.start, example: "\"09:30\"").timeOfDay(),
      end: try map.required(.end, example: "\"16:00\"").timeOfDay(mayEnd: true),
      zone: try map.required(.timezone, example: "America/New_York").zone())
    let isWholeDay = session.start == 0 && session.end == 86_400
    if session.start == session.end % 86_400, !isWholeDay {
      throw .fault(
        value.place, field: value.field, problem: "the session has no length: it ends when it starts",
        remedy: "write another end, or \"00:00\" to \"24:00\" for whole days")
    }
    return try map.optional(.enabled)?.boolean() ?? true ? session : nil
  }

  private static func sessions(_ value: YAMLValue) throws(ConfigurationError) -> [Own] {
    let map = try YAMLMap(value, keys: OwnKey.self)
    var own: [Own] = []
    for entry in try map.required(.sessions, example: "{ES: {start: \"18:00\", end: \"17:00\"}}").entries() {
      guard let symbol = Symbol(entry.name) else {
        throw .fault(
          entry.value.place, field: entry.value.field, problem: "'\(entry.name)' is no symbol",
          remedy: "write a symbol like EURUSD")
      }
      if let session = try session(entry.value) { own.append(Own(symbol, session)) }
    }
    return try map.optional(.enabled)?.boolean() ?? true ? own : []
  }

  /// `2024-12-25`, and with a time of day where the session closes early: `2024-12-24 13:00`.
  private static func holidays(_ value: YAMLValue?) throws(ConfigurationError) -> ClockSession.Holidays {
    var holidays = ClockSession.Holidays()
    for item in try value?.list("a list of days like 2024-12-25") ?? [] {
      let expected = "a day like 2024-12-25, or with its early close: 2024-12-24 13:00"
      let parts = try item.text(expected).split(separator: " ")
      guard let date = parts.first.flatMap({ CivilDate(text: $0) }), parts.count < 3 else {
        throw item.mismatch(expected)
      }
      guard parts.count == 2 else {
        holidays.closed.append(date)
        continue
      }
      guard let seconds = secondsInDay(parts[1]) else { throw item.mismatch(expected) }
      holidays.early.append(.init(date: date, secondsInDay: seconds))
    }
    return holidays
  }

  private static func secondsInDay(_ text: Substring) -> Int? {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 2, text.count == 5, (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1])
    else {
      return nil
    }
    return numbers[0] * 3_600 + numbers[1] * 60
  }
}

extension CivilDate {
  /// `2024-12-25`.
  fileprivate init?(text: Substring) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3, parts.map(\.count) == [4, 2, 2] else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}
