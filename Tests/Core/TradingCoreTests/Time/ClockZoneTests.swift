import Testing
import TradingCore

/// Times of day on every clock.
struct ClockZoneTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

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
      (.chicago, "2024-01-10", 17, 0, "2024-01-10T23:00:00Z"),
      (.chicago, "2024-07-10", 17, 0, "2024-07-10T22:00:00Z"),
      (.chicago, "2024-03-10", 2, 30, "2024-03-10T08:30:00Z"),
      (.chicago, "2024-11-03", 1, 30, "2024-11-03T06:30:00Z"),
      (.berlin, "2024-01-10", 9, 0, "2024-01-10T08:00:00Z"),
      (.berlin, "2024-03-31", 2, 30, "2024-03-31T01:30:00Z"),
      (.berlin, "2024-10-27", 2, 30, "2024-10-27T00:30:00Z"),
      (.tokyo, "2024-07-10", 9, 0, "2024-07-10T00:00:00Z"),
      (.tokyo, "2024-07-10", 8, 0, "2024-07-09T23:00:00Z"),
      (.sydney, "2024-01-10", 10, 0, "2024-01-09T23:00:00Z"),
      (.sydney, "2024-10-06", 2, 30, "2024-10-05T16:30:00Z"),
      (.sydney, "2024-04-07", 2, 30, "2024-04-06T15:30:00Z"),
    ])
  func instants(_ zone: ClockZone, _ date: String, _ hour: Int, _ minute: Int, _ instant: String) throws {
    let day = CivilDate(containing: try at("\(date)T12:00:00Z"))
    #expect(zone.instant(of: day, secondsInDay: hour * 3_600 + minute * 60) == (try at(instant)))
  }

  @Test(
    "clocks are put forward and back at the instants of the zone database, and at no other of the year",
    arguments: [
      (ClockZone.chicago, 1996, ["1996-04-07T08:00:00Z -18000", "1996-10-27T07:00:00Z -21600"]),
      (.chicago, 2006, ["2006-04-02T08:00:00Z -18000", "2006-10-29T07:00:00Z -21600"]),
      (.chicago, 2007, ["2007-03-11T08:00:00Z -18000", "2007-11-04T07:00:00Z -21600"]),
      (.chicago, 2037, ["2037-03-08T08:00:00Z -18000", "2037-11-01T07:00:00Z -21600"]),
      (.berlin, 1995, ["1995-03-26T01:00:00Z 7200", "1995-09-24T01:00:00Z 3600"]),
      (.berlin, 1996, ["1996-03-31T01:00:00Z 7200", "1996-10-27T01:00:00Z 3600"]),
      (.berlin, 2037, ["2037-03-29T01:00:00Z 7200", "2037-10-25T01:00:00Z 3600"]),
      (.tokyo, 2024, []),
      (.sydney, 1996, ["1996-03-30T16:00:00Z 36000", "1996-10-26T16:00:00Z 39600"]),
      (.sydney, 2000, ["2000-03-25T16:00:00Z 36000", "2000-08-26T16:00:00Z 39600"]),
      (.sydney, 2001, ["2001-03-24T16:00:00Z 36000", "2001-10-27T16:00:00Z 39600"]),
      (.sydney, 2006, ["2006-04-01T16:00:00Z 36000", "2006-10-28T16:00:00Z 39600"]),
      (.sydney, 2007, ["2007-03-24T16:00:00Z 36000", "2007-10-27T16:00:00Z 39600"]),
      (.sydney, 2008, ["2008-04-05T16:00:00Z 36000", "2008-10-04T16:00:00Z 39600"]),
      (.sydney, 2037, ["2037-04-04T16:00:00Z 36000", "2037-10-03T16:00:00Z 39600"]),
    ])
  func changes(_ zone: ClockZone, _ year: Int, _ expected: [String]) throws {
    let (first, end) = (try at("\(year)-01-01T00:00:00Z"), try at("\(year + 1)-01-01T00:00:00Z"))
    var changes: [String] = []
    var time = first
    while time < end {
      let next = time.advanced(by: Timestamp.hour)
      let offset = zone.utcOffsetSeconds(at: next)
      if offset != zone.utcOffsetSeconds(at: time) {
        changes.append("\(next.iso8601.replacing(".000Z", with: "Z")) \(offset)")
      }
      time = next
    }
    #expect(changes == expected)
  }
}
