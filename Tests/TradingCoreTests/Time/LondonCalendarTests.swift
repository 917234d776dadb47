import Testing
import TradingCore

/// London's clock around its changes, and times of day on every clock.
struct LondonCalendarTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  @Test(
    "summer time starts and ends at 1:00 UTC of the years' days",
    arguments: [
      (1996, "1996-03-31", "1996-10-27"), (2000, "2000-03-26", "2000-10-29"),
      (2010, "2010-03-28", "2010-10-31"), (2019, "2019-03-31", "2019-10-27"),
      (2021, "2021-03-28", "2021-10-31"), (2024, "2024-03-31", "2024-10-27"),
      (2030, "2030-03-31", "2030-10-27"),
    ])
  func changes(_ year: Int, _ start: String, _ end: String) throws {
    let (spring, fall) = (try at("\(start)T01:00:00Z"), try at("\(end)T01:00:00Z"))
    #expect(LondonCalendar.utcOffsetSeconds(at: spring.advanced(by: -1)) == 0)
    #expect(LondonCalendar.utcOffsetSeconds(at: spring) == 3_600)
    #expect(LondonCalendar.utcOffsetSeconds(at: fall.advanced(by: -1)) == 3_600)
    #expect(LondonCalendar.utcOffsetSeconds(at: fall) == 0)
    #expect(LondonCalendar.utcOffsetSeconds(at: try at("\(year)-01-01T00:00:00Z")) == 0)
    #expect(LondonCalendar.utcOffsetSeconds(at: try at("\(year)-12-31T23:59:59Z")) == 0)
    #expect(LondonCalendar.utcOffsetSeconds(at: try at("\(year)-07-04T00:00:00Z")) == 3_600)
  }

  @Test("the local clock skips 1:00 to 2:00 in spring and shows it twice in fall")
  func localTime() throws {
    let spring = try at("2024-03-31T01:00:00Z")
    #expect(LondonCalendar.localTime(at: spring.advanced(by: -1)).nanosecondsInDay == Timestamp.hour - 1)
    #expect(LondonCalendar.localTime(at: spring).nanosecondsInDay == 2 * Timestamp.hour)
    for text in ["2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z"] {
      #expect(LondonCalendar.localTime(at: try at(text)).nanosecondsInDay == Timestamp.hour)
    }
    #expect(LondonCalendar.localTime(at: try at("2024-06-30T23:30:00Z")).date.description == "2024-07-01")
  }

  @Test(
    "a time of day is an instant; twice, the first; skipped, an hour later",
    arguments: [
      (ClockZone.utc, "2024-03-31", 1, 30, "2024-03-31T01:30:00Z"),
      (.london, "2024-01-10", 8, 0, "2024-01-10T08:00:00Z"),
      (.london, "2024-07-10", 8, 0, "2024-07-10T07:00:00Z"),
      (.london, "2024-07-10", 0, 30, "2024-07-09T23:30:00Z"),
      (.london, "2024-03-31", 1, 30, "2024-03-31T01:30:00Z"),
      (.london, "2024-10-27", 1, 30, "2024-10-27T00:30:00Z"),
      (.newYork, "2024-01-10", 17, 0, "2024-01-10T22:00:00Z"),
      (.newYork, "2024-07-10", 17, 0, "2024-07-10T21:00:00Z"),
      (.newYork, "2024-03-10", 2, 30, "2024-03-10T07:30:00Z"),
      (.newYork, "2024-11-03", 1, 30, "2024-11-03T05:30:00Z"),
    ])
  func instants(_ zone: ClockZone, _ date: String, _ hour: Int, _ minute: Int, _ instant: String) throws {
    let day = CivilDate(containing: try at("\(date)T12:00:00Z"))
    #expect(zone.instant(of: day, secondsInDay: hour * 3_600 + minute * 60) == (try at(instant)))
  }
}
