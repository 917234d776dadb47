import MarketClimate
import TradingCore

/// Sessions, holidays and news, as the calendars of the home or of given files have them.
package struct CalendarOperations {
  let home: Home

  /// What is open now and next, which holidays come, and what news is ahead.
  ///
  /// - Throws: `CalendarError`; `OperationError.usage` for what can't be asked.
  package func show(_ question: TypedCalendar) throws -> CalendarDocument {
    let now = home.now()
    let from = try question.from.map { try TypedValues.time($0, place: "--from") } ?? now
    let to =
      try question.to.map { try TypedValues.time($0, place: "--to") } ?? from.advanced(by: 7 * Timestamp.day)
    guard from < to else {
      throw OperationError.usage(
        what: "\(to.iso8601(fractionDigits: 0)) is not after \(from.iso8601(fractionDigits: 0))",
        place: "--to",
        advice: "give a time after --from")
    }
    guard to.nanoseconds.subtractingReportingOverflow(from.nanoseconds).partialValue <= Self.longest,
      to.nanoseconds.subtractingReportingOverflow(from.nanoseconds).overflow == false
    else {
      throw OperationError.usage(
        what: "more than ten years", place: "--to", advice: "give a time at most ten years after --from")
    }
    let instrument = try question.symbol.map { try TypedValues.instrument($0) }
    let calendars = try Calendars.load(
      home: home.folder, holidays: question.holidays, news: question.news)
    return CalendarDocument(calendars, instrument: instrument, from: from, to: to)
  }

  private static let longest = 3_653 * Timestamp.day

  /// Reads each file as what it is, by the home's `calendar/news.yaml` where news leaves something out.
  ///
  /// - Throws: `CalendarError` when that file has a fault; the files' own faults are in the result.
  package func check(_ files: [String]) throws -> CheckedCalendars {
    let policy = try Calendars.policy(home: home.folder)
    return CheckedCalendars(files: files.map { .init($0, policy: policy) })
  }
}

/// What is asked of the calendars, as it was typed.
package struct TypedCalendar: Sendable, Hashable {
  /// The instrument whose hours, holidays and news are wanted; `nil` for all.
  package var symbol: String?
  /// From when; `nil` for now.
  package var from: String?
  /// Until when; `nil` for a week later.
  package var to: String?
  /// A file of holidays instead of the home's.
  package var holidays: String?
  /// Files of news instead of the home's.
  package var news: [String] = []

  /// The next week of everything.
  package init() {}
}
