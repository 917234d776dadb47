import Testing
import TradingCore

/// New York's clock around its changes.
struct NewYorkCalendarTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  @Test(
    "daylight saving starts at 7:00 UTC and ends at 6:00 UTC of the years' days",
    arguments: [
      (1986, "1986-04-27", "1986-10-26"), (1995, "1995-04-02", "1995-10-29"),
      (2006, "2006-04-02", "2006-10-29"), (2007, "2007-03-11", "2007-11-04"),
      (2019, "2019-03-10", "2019-11-03"), (2024, "2024-03-10", "2024-11-03"),
    ])
  func changes(_ year: Int, _ start: String, _ end: String) throws {
    let (spring, fall) = (try at("\(start)T07:00:00Z"), try at("\(end)T06:00:00Z"))
    #expect(NewYorkCalendar.utcOffsetSeconds(at: spring.advanced(by: -1)) == -18_000)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: spring) == -14_400)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: fall.advanced(by: -1)) == -14_400)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: fall) == -18_000)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: try at("\(year)-01-01T00:00:00Z")) == -18_000)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: try at("\(year)-12-31T23:59:59Z")) == -18_000)
    #expect(NewYorkCalendar.utcOffsetSeconds(at: try at("\(year)-07-04T00:00:00Z")) == -14_400)
  }

  @Test("the local clock skips from 1:59:59 to 3:00 in spring and shows 1:00 twice in fall")
  func localTime() throws {
    let spring = try at("2024-03-10T07:00:00Z")
    #expect(NewYorkCalendar.localTime(at: spring.advanced(by: -1)).nanosecondsInDay == 2 * Timestamp.hour - 1)
    #expect(NewYorkCalendar.localTime(at: spring).nanosecondsInDay == 3 * Timestamp.hour)
    for text in ["2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z"] {
      let (date, inDay) = NewYorkCalendar.localTime(at: try at(text))
      #expect(date.description == "2024-11-03" && inDay == Timestamp.hour)
    }
  }

  @Test(
    "the next roll is the first 17:00 strictly after",
    arguments: [
      ("2024-01-10T21:59:59.999Z", "2024-01-10T22:00:00.000Z"),
      ("2024-01-10T22:00:00Z", "2024-01-11T22:00:00.000Z"),
      ("2024-03-09T21:59:59Z", "2024-03-09T22:00:00.000Z"),
      ("2024-03-09T22:00:00Z", "2024-03-10T21:00:00.000Z"),
      ("2024-03-10T20:59:59Z", "2024-03-10T21:00:00.000Z"),
      ("2024-03-10T21:00:00Z", "2024-03-11T21:00:00.000Z"),
      ("2024-11-02T21:00:00Z", "2024-11-03T22:00:00.000Z"),
      ("2024-11-03T21:00:00Z", "2024-11-03T22:00:00.000Z"),
      ("2006-10-28T21:00:00Z", "2006-10-29T22:00:00.000Z"),
      ("2007-03-10T22:00:00Z", "2007-03-11T21:00:00.000Z"),
      ("1995-04-01T22:00:00Z", "1995-04-02T21:00:00.000Z"),
    ])
  func rolls(_ time: String, _ roll: String) throws {
    #expect(NewYorkCalendar.nextRoll(after: try at(time)).iso8601 == roll)
  }

  @Test(
    "a trading day carries the date on which it ends",
    arguments: [
      ("2024-01-10T21:59:59.999Z", "2024-01-10"), ("2024-01-10T22:00:00Z", "2024-01-11"),
      ("2024-07-10T20:59:59.999Z", "2024-07-10"), ("2024-07-10T21:00:00Z", "2024-07-11"),
      ("2024-03-10T20:59:59Z", "2024-03-10"), ("2024-03-10T21:00:00Z", "2024-03-11"),
      ("2024-12-31T22:00:00Z", "2025-01-01"),
    ])
  func tradingDays(_ time: String, _ day: String) throws {
    #expect(NewYorkCalendar.tradingDay(at: try at(time)).description == day)
  }

  @Test("every hour of 2024 lies between two rolls 23 to 25 hours apart")
  func everyHour() throws {
    var time = try at("2023-12-31T23:30:00Z")
    let end = try at("2025-01-01T00:00:00Z")
    while time < end {
      let roll = NewYorkCalendar.nextRoll(after: time)
      let after = NewYorkCalendar.nextRoll(after: roll)
      let hours = (after.nanoseconds - roll.nanoseconds) / Timestamp.hour
      guard roll > time, roll.nanoseconds - time.nanoseconds <= 25 * Timestamp.hour,
        (23...25).contains(hours),
        NewYorkCalendar.localTime(at: roll).nanosecondsInDay == 17 * Timestamp.hour
      else {
        Issue.record("\(time.iso8601)")
        return
      }
      time = time.advanced(by: Timestamp.hour)
    }
  }
}
