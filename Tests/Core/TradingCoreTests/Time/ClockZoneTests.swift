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
    ])
  func instants(_ zone: ClockZone, _ date: String, _ hour: Int, _ minute: Int, _ instant: String) throws {
    let day = CivilDate(containing: try at("\(date)T12:00:00Z"))
    #expect(zone.instant(of: day, secondsInDay: hour * 3_600 + minute * 60) == (try at(instant)))
  }
}
