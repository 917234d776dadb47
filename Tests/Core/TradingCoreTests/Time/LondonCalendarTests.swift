import Foundation
import Testing
import TradingCore

/// London's clock around its changes, and the sessions that hang on it.
struct LondonCalendarTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  @Test(
    "summer time starts and ends at 1:00 UTC of the years' days",
    arguments: [
      ("1989-03-26", "1989-10-29"), ("1994-03-27", "1994-10-23"), ("1995-03-26", "1995-10-22"),
      ("1996-03-31", "1996-10-27"), ("2019-03-31", "2019-10-27"), ("2024-03-31", "2024-10-27"),
    ])
  func changes(_ start: String, _ end: String) throws {
    let (spring, fall) = (try at("\(start)T01:00:00Z"), try at("\(end)T01:00:00Z"))
    #expect(LondonCalendar.utcOffsetSeconds(at: spring.advanced(by: -1)) == 0)
    #expect(LondonCalendar.utcOffsetSeconds(at: spring) == 3_600)
    #expect(LondonCalendar.utcOffsetSeconds(at: fall.advanced(by: -1)) == 3_600)
    #expect(LondonCalendar.utcOffsetSeconds(at: fall) == 0)
  }

  @Test("every day from 1981 to 2037 agrees with the zone database")
  func zoneDatabase() throws {
    let zone = try #require(TimeZone(identifier: "Europe/London"))
    var time = try at("1981-01-01T00:30:00Z")
    let end = try at("2037-12-31T00:00:00Z")
    var disagreements: [String] = []
    while time < end {
      let date = Date(timeIntervalSince1970: TimeInterval(time.secondsSinceEpoch))
      if zone.secondsFromGMT(for: date) != LondonCalendar.utcOffsetSeconds(at: time) {
        disagreements.append(time.iso8601)
      }
      time = time.advanced(by: Timestamp.day)
    }
    #expect(disagreements.isEmpty, "\(disagreements.prefix(5))")
  }

  @Test(
    "sessions open and close by their own clocks",
    arguments: [
      (TradingSession.asia, "2019-02-04T00:00Z", "2019-02-04T09:00Z"),
      (.asia, "2019-07-01T00:00Z", "2019-07-01T09:00Z"),
      (.london, "2019-02-04T08:00Z", "2019-02-04T17:00Z"),
      (.london, "2019-07-01T07:00Z", "2019-07-01T16:00Z"),
      (.newYork, "2019-02-04T13:00Z", "2019-02-04T22:00Z"),
      (.newYork, "2019-07-01T12:00Z", "2019-07-01T21:00Z"),
      (.overlap, "2019-02-04T13:00Z", "2019-02-04T17:00Z"),
      (.overlap, "2019-07-01T12:00Z", "2019-07-01T16:00Z"),
      // New York has changed its clock, London has not.
      (.overlap, "2019-03-12T12:00Z", "2019-03-12T17:00Z"),
      (.asiaLondon, "2019-02-04T08:00Z", "2019-02-04T09:00Z"),
      (.asiaLondon, "2019-07-01T07:00Z", "2019-07-01T09:00Z"),
    ])
  func sessions(_ session: TradingSession, _ from: String, _ to: String) throws {
    let (from, to) = (try at(from), try at(to))
    #expect(!session.isOpen(at: from.advanced(by: -1)))
    #expect(session.isOpen(at: from))
    #expect(session.isOpen(at: to.advanced(by: -1)))
    #expect(!session.isOpen(at: to))
  }

  @Test("weekends belong to no session, by each session's own date")
  func weekends() throws {
    for session in TradingSession.allCases {
      #expect(!session.isOpen(at: try at("2019-02-09T14:00Z")))
      #expect(!session.isOpen(at: try at("2019-02-10T14:00Z")))
    }
    // Monday morning in Tokyo, Sunday evening in New York.
    #expect(TradingSession.asia.isOpen(at: try at("2019-02-11T00:00Z")))
  }
}
