import TradingCore
import YAMLText

/// An event and where it was read.
struct PlacedNews: Sendable {
  var event: NewsEvent
  var place: ConfigurationPlace
  /// What its title is called in the file.
  var titleField: String
}

/// The values of an event as files write them, whatever the file.
enum NewsFields {
  static let currencyExpected = "a currency's code such as USD"
  static let impactExpected = "one of " + NewsImpact.allCases.map(\.rawValue).joined(separator: ", ")

  /// A currency by its code. Two letters are a country's: `US` would silently be about nothing.
  static func currency(_ text: String) -> Currency? {
    text.utf8.count >= 3 ? Currency(code: text) : nil
  }

  /// An impact in small letters or capitals.
  static func impact(_ text: String) -> NewsImpact? { NewsImpact(rawValue: text.lowercased()) }

  /// The error that a text is no impact.
  static func badImpact(
    _ text: String, field: String, at place: ConfigurationPlace
  ) -> ConfigurationError {
    let near = nearestMatch(to: text, among: NewsImpact.allCases.map(\.rawValue))
    return .badValue(
      place, field: field, expected: impactExpected,
      was: CalendarText.quoted(text) + (near.map { "; did you mean '\($0)'?" } ?? ""))
  }

  /// A title on one line.
  ///
  /// - Throws: `badValue` for one that says nothing, or too much.
  static func title(
    _ text: String, field: String, at place: ConfigurationPlace
  ) throws(ConfigurationError) -> String {
    let title = CalendarText.singleLine(text)
    guard !title.isEmpty, title.count <= CalendarText.longest else {
      throw .badValue(
        place, field: field, expected: "what happens, in at most \(CalendarText.longest) characters",
        was: title.isEmpty ? "empty" : "\(title.count) characters")
    }
    return title
  }

  /// An instant on a clock of known rules.
  ///
  /// - Throws: `badValue` outside of the years of calendars; `fault` where daylight saving skips it.
  static func instant(
    _ date: CivilDate, _ nanosecondsInDay: Int64, _ zone: ClockZone, text: String, field: String,
    at place: ConfigurationPlace
  ) throws(ConfigurationError) -> Timestamp {
    guard CalendarTime.years.contains(date.components.year) else {
      throw .badValue(
        place, field: field, expected: "a time in the years 1970 to 2199", was: CalendarText.quoted(text))
    }
    if let instant = zone.existingInstant(of: date, nanosecondsInDay: nanosecondsInDay) { return instant }
    throw .fault(
      place, field: field,
      problem:
        "there is no \(CalendarText.quoted(text)) by the clock \(zone.rawValue): daylight saving skips it",
      remedy: "state another time, or its offset from UTC")
  }
}
