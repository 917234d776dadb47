import TradingCore
import YAMLText

/// How calendars write days, times of day, zones and spans of time.
enum CalendarTime {
  /// The years that a calendar may speak of: others are misprints, and far from the ends of what an instant can be.
  static let years = 1970...2199

  /// What is expected of a day.
  static let dayExpected = "a day that exists such as 2026-12-25, of the years 1970 to 2199"

  /// A day `YYYY-MM-DD`; `nil` for a text that is none, or a day that does not exist.
  static func day(_ text: String) -> CivilDate? {
    var scanner = TimeScanner(Array(text.utf8))
    guard let date = try? scanner.date(separator: UInt8(ascii: "-")), scanner.isAtEnd else { return nil }
    return years.contains(date.components.year) ? date : nil
  }

  /// A time of day `HH:MM` or `HH:MM:SS` in seconds since midnight; `nil` for a text that is none.
  static func secondsInDay(_ text: String) -> Int? {
    var scanner = TimeScanner(Array(text.utf8))
    guard let inDay = try? scanner.timeOfDay(), scanner.isAtEnd, inDay % Timestamp.second == 0 else {
      return nil
    }
    return Int(inDay / Timestamp.second)
  }

  /// `HH:MM`, with seconds where there are some.
  static func text(secondsInDay seconds: Int) -> String {
    let parts = [seconds / 3_600, seconds / 60 % 60] + (seconds % 60 == 0 ? [] : [seconds % 60])
    return parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
  }

  /// A span such as `15m`, `1h30m`, `45s` or `2d` in nanoseconds, the units in this order and each once; at most a week.
  static func span(_ text: String) -> Int64? {
    let units: [(name: Character, seconds: Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
    var seconds: Int64 = 0
    var digits = ""
    var nextUnit = 0
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let unit = units[nextUnit...].firstIndex(where: { $0.name == character }),
        digits.utf8.count <= 6, let number = Int64(digits)
      else { return nil }
      seconds += number * units[unit].seconds
      digits = ""
      nextUnit = unit + 1
    }
    guard nextUnit > 0, digits.isEmpty, seconds <= 604_800 else { return nil }
    return seconds * Timestamp.second
  }

  /// A span as `span(_:)` reads it.
  static func text(span nanoseconds: Int64) -> String {
    var rest = nanoseconds / Timestamp.second
    guard rest > 0 else { return "0s" }
    var text = ""
    for (name, seconds) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] as [(String, Int64)] {
      if rest >= seconds { text += "\(rest / seconds)\(name)" }
      rest %= seconds
    }
    return text
  }
}

extension ClockZone {
  /// The names by which files and feeds know the clocks, ours first.
  private static let namesOfZones: [(name: String, zone: ClockZone)] = [
    ("utc", .utc), ("london", .london), ("new_york", .newYork), ("UTC", .utc), ("Etc/UTC", .utc),
    ("Europe/London", .london), ("America/New_York", .newYork),
  ]

  /// What is expected of a zone's name.
  static let namesExpected =
    "a zone whose rules are known: utc, london (Europe/London) or "
    + "new_york (America/New_York)"

  /// The clock of a name: `new_york` or `America/New_York`; `nil` for zones whose rules are not known.
  package init?(named name: String) {
    guard let found = Self.namesOfZones.first(where: { $0.name == name }) else { return nil }
    self = found.zone
  }

  /// The instant at which the clock shows a time; `nil` where daylight saving skips it. Of a time that comes twice, the
  /// first.
  func existingInstant(of date: CivilDate, nanosecondsInDay: Int64) -> Timestamp? {
    let (seconds, rest) = nanosecondsInDay.quotientAndRemainder(dividingBy: Timestamp.second)
    let instant = instant(of: date, secondsInDay: Int(seconds)).advanced(by: rest)
    let shown = localTime(at: instant)
    return shown.date == date && shown.nanosecondsInDay == nanosecondsInDay ? instant : nil
  }
}

extension YAMLValue {
  /// A day that exists.
  func calendarDay() throws(ConfigurationError) -> CivilDate {
    guard let scalar, let day = CalendarTime.day(scalar) else { throw mismatch(CalendarTime.dayExpected) }
    return day
  }

  /// A clock whose rules are known.
  func clockZone() throws(ConfigurationError) -> ClockZone {
    guard let scalar, let zone = ClockZone(named: scalar) else { throw mismatch(ClockZone.namesExpected) }
    return zone
  }
}
