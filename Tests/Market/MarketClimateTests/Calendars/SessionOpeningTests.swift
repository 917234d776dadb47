import Testing
import TradingCore

@testable import MarketClimate

@Suite("Sessions open and close by the clocks of their centers, holidays considered")
struct SessionOpeningTests {
  private let plain = MarketCalendar.empty

  private func openings(
    _ session: TradingSession, _ from: String, _ to: String, _ calendar: MarketCalendar = .empty
  ) throws -> [TimeSpan] {
    let (from, to) = (try CalendarSamples.at(from), try CalendarSamples.at(to))
    return calendar.openings(of: session, from: from, to: to).map(\.span)
  }

  @Test("A week of London has five openings, each whole though the week starts and ends within one")
  func week() throws {
    let found = try openings(.london, "2024-01-08T12:00Z", "2024-01-15T09:00Z")
    #expect(found.count == 6)
    #expect(found.first == (try CalendarSamples.span("2024-01-08T08:00Z", "2024-01-08T17:00Z")))
    #expect(found.last == (try CalendarSamples.span("2024-01-15T08:00Z", "2024-01-15T17:00Z")))
  }

  @Test("While only New York has changed its clock, the overlap is an hour longer, in spring and in autumn")
  func oneOfTwoChanged() throws {
    #expect(
      try openings(.overlap, "2024-03-08T00:00Z", "2024-03-12T00:00Z") == [
        CalendarSamples.span("2024-03-08T13:00Z", "2024-03-08T17:00Z"),
        CalendarSamples.span("2024-03-11T12:00Z", "2024-03-11T17:00Z"),
      ])
    #expect(
      try openings(.overlap, "2024-03-29T00:00Z", "2024-04-02T00:00Z") == [
        CalendarSamples.span("2024-03-29T12:00Z", "2024-03-29T17:00Z"),
        CalendarSamples.span("2024-04-01T12:00Z", "2024-04-01T16:00Z"),
      ])
    #expect(
      try openings(.overlap, "2024-10-28T00:00Z", "2024-10-29T00:00Z") == [
        CalendarSamples.span("2024-10-28T12:00Z", "2024-10-28T17:00Z")
      ])
  }

  @Test("Asia and London have an hour in common in winter and two in summer")
  func asiaLondon() throws {
    #expect(
      try openings(.asiaLondon, "2024-01-10T00:00Z", "2024-01-11T00:00Z") == [
        CalendarSamples.span("2024-01-10T08:00Z", "2024-01-10T09:00Z")
      ])
    #expect(
      try openings(.asiaLondon, "2024-07-10T00:00Z", "2024-07-11T00:00Z") == [
        CalendarSamples.span("2024-07-10T07:00Z", "2024-07-10T09:00Z")
      ])
  }

  @Test(
    "Every opening of five years is where the session says that it is open",
    arguments: TradingSession.allCases)
  func agreesWithSession(session: TradingSession) throws {
    let found = try openings(session, "2019-01-01T00:00Z", "2024-01-01T00:00Z")
    for opening in found {
      #expect(!session.isOpen(at: opening.from.advanced(by: -1)) && session.isOpen(at: opening.from))
      #expect(session.isOpen(at: opening.to.advanced(by: -1)) && !session.isOpen(at: opening.to))
    }
    var hour = try CalendarSamples.at("2019-01-01T00:00Z")
    var hours: Int64 = 0
    while hour < (try CalendarSamples.at("2024-01-01T00:00Z")) {
      if session.isOpen(at: hour) { hours += 1 }
      hour = hour.advanced(by: Timestamp.hour)
    }
    let length = found.reduce(0) { $0 + ($1.to.nanoseconds - $1.from.nanoseconds) }
    #expect(length == hours * Timestamp.hour)
  }

  @Test(
    "The next opening is after the instant, over the weekend too; the next closing may be of what is open")
  func next() throws {
    let friday = try CalendarSamples.at("2024-01-12T08:00Z")
    #expect(
      plain.nextOpening(of: .london, after: friday)?.span
        == (try CalendarSamples.span("2024-01-15T08:00Z", "2024-01-15T17:00Z")))
    #expect(
      plain.nextOpening(of: .london, after: friday.advanced(by: -1))?.span.from == friday)
    #expect(plain.nextClosing(of: .london, after: friday) == (try CalendarSamples.at("2024-01-12T17:00Z")))
    let closing = try CalendarSamples.at("2024-01-12T17:00Z")
    #expect(plain.nextClosing(of: .london, after: closing) == (try CalendarSamples.at("2024-01-15T17:00Z")))
  }

  @Test("A holiday closes its center's session and every overlap with it")
  func holiday() throws {
    let calendar = try CalendarSamples.calendar(
      "markets: {london: {holidays: [{date: 2024-05-27, name: Spring bank holiday}]}}")
    let noon = try CalendarSamples.at("2024-05-27T12:30Z")
    #expect(plain.openSessions(at: noon) == [.london, .newYork, .overlap])
    #expect(calendar.openSessions(at: noon) == [.newYork])
    #expect(
      calendar.nextOpening(of: .overlap, after: noon)?.span
        == (try CalendarSamples.span("2024-05-28T12:00Z", "2024-05-28T16:00Z")))
  }

  @Test("An early closing and a late opening shorten the session, and the overlap with it")
  func shortened() throws {
    let calendar = try CalendarSamples.calendar(
      """
      markets:
        london:
          early_closes: [{date: 12-24, name: Christmas Eve, at: "12:30"}]
          late_opens: [{date: 2024-12-24, name: Fog, at: "09:15", zone: utc}]
        new_york:
          late_opens: [{date: 2024-12-23, name: Snow, at: "10:00"}]
      """)
    // The date goes before the yearly day.
    #expect(
      try openings(.london, "2024-12-24T00:00Z", "2024-12-25T00:00Z", calendar) == [
        CalendarSamples.span("2024-12-24T09:15Z", "2024-12-24T17:00Z")
      ])
    #expect(
      try openings(.london, "2025-12-24T00:00Z", "2025-12-25T00:00Z", calendar) == [
        CalendarSamples.span("2025-12-24T08:00Z", "2025-12-24T12:30Z")
      ])
    #expect(try openings(.overlap, "2025-12-24T00:00Z", "2025-12-25T00:00Z", calendar) == [])
    #expect(
      try openings(.overlap, "2024-12-23T00:00Z", "2024-12-24T00:00Z", calendar) == [
        CalendarSamples.span("2024-12-23T15:00Z", "2024-12-23T17:00Z")
      ])
  }

  @Test("A session that a calendar keeps shut has no next opening")
  func shutForGood() throws {
    let ranges = (2024...2026).map { "{from: \($0)-01-01, to: \($0)-12-31, name: Shut}" }
    let calendar = try CalendarSamples.calendar(
      "markets: {asia: {holidays: [\(ranges.joined(separator: ", "))]}}")
    let time = try CalendarSamples.at("2024-02-01T00:00Z")
    #expect(calendar.nextOpening(of: .asia, after: time) == nil)
    #expect(calendar.nextClosing(of: .asiaLondon, after: time) == nil)
  }

  @Test("The ends of time have no openings, and do no harm")
  func endsOfTime() {
    for session in TradingSession.allCases {
      for time in [Timestamp.distantPast, .distantFuture] {
        _ = plain.isOpen(session, at: time)
        _ = plain.nextOpening(of: session, after: time)
        _ = plain.nextClosing(of: session, after: time)
      }
      #expect(plain.openings(of: session, from: .distantFuture, to: .distantPast).isEmpty)
    }
  }
}
