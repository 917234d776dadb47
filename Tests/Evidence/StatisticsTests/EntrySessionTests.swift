import Statistics
import Testing
import TradingCore

/// Sessions by each city's own clock.
struct EntrySessionTests {
  @Test(
    "an instant belongs to one session",
    arguments: [
      // Winter: London is UTC, New York UTC−5; Tokyo is UTC+9 all year.
      ("2024-01-09T00:00:00Z", EntrySession.asia), ("2024-01-09T07:59:59Z", .asia),
      ("2024-01-09T08:00:00Z", .london), ("2024-01-09T12:59:59Z", .london),
      ("2024-01-09T13:00:00Z", .overlap), ("2024-01-09T16:59:59Z", .overlap),
      ("2024-01-09T17:00:00Z", .newYork), ("2024-01-09T21:59:59Z", .newYork),
      ("2024-01-09T22:00:00Z", .offHours), ("2024-01-09T23:59:59Z", .offHours),
      // Summer: both an hour earlier.
      ("2024-07-09T06:59:59Z", .asia), ("2024-07-09T07:00:00Z", .london),
      ("2024-07-09T12:00:00Z", .overlap), ("2024-07-09T16:00:00Z", .newYork),
      ("2024-07-09T21:00:00Z", .offHours),
      // Between the changes of New York (10 March) and London (31 March) they overlap for five hours.
      ("2024-03-20T12:00:00Z", .overlap), ("2024-03-20T16:59:59Z", .overlap),
      ("2024-03-20T17:00:00Z", .newYork),
      // Sunday evening in New York is Monday morning in Tokyo.
      ("2024-01-07T23:00:00Z", .offHours), ("2024-01-08T00:00:00Z", .asia),
      ("2024-01-06T12:00:00Z", .offHours),
    ])
  func sessions(_ time: String, _ session: EntrySession) throws {
    #expect(EntrySession(at: try Timestamp(iso8601: time)) == session)
  }
}
