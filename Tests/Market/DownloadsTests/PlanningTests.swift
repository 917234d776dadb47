import Downloads
import Testing
import TradingCore

@Suite("Which hours, when again: nothing is asked here")
struct PlanningTests {
  private func at(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

  private func plan(
    _ from: String, _ to: String, market: TradingHours? = .fxWeek, now: String = "2020-01-01T00:00Z"
  ) throws -> DownloadPlan {
    try DownloadPlan(instrument: "EURUSD", market: market, from: at(from), to: at(to), now: at(now))
  }

  private func refusal(_ from: String, _ to: String) throws -> String {
    do {
      return "\(try plan(from, to).hours.count) hours"
    } catch let error as DownloadError {
      return error.description
    }
  }

  @Test("An hour's path counts months from 00")
  func path() throws {
    let file = HourFile(instrument: "EURUSD", hour: try at("2019-02-04T07:00Z"))
    #expect(file.path == "EURUSD/2019/01/04/07h_ticks.bi5")
  }

  @Test("A weekend is left out, from Friday 17:00 to Sunday 17:00 New York, summer and winter")
  func weekends() throws {
    let winter = try plan("2019-02-08T20:00Z", "2019-02-11T00:00Z")
    #expect(
      winter.hours.map(\.hour.iso8601).prefix(3) == [
        "2019-02-08T20:00:00.000Z", "2019-02-08T21:00:00.000Z", "2019-02-10T22:00:00.000Z",
      ])
    #expect(winter.hours.count == 4)
    #expect(winter.closed == 48)
    let summer = try plan("2019-07-05T20:00Z", "2019-07-08T00:00Z")
    #expect(
      summer.hours.map(\.hour.iso8601).prefix(2) == [
        "2019-07-05T20:00:00.000Z", "2019-07-07T21:00:00.000Z",
      ])
  }

  @Test("Coins have no weekend, a daily break is asked for, and unknown markets are asked for every hour")
  func otherMarkets() throws {
    #expect(try plan("2019-02-09T00:00Z", "2019-02-10T00:00Z", market: .always).hours.count == 24)
    #expect(try plan("2019-02-09T00:00Z", "2019-02-10T00:00Z", market: nil).hours.count == 24)
    #expect(try plan("2019-02-05T00:00Z", "2019-02-06T00:00Z", market: .fxWeekWithBreak).hours.count == 24)
  }

  @Test("The hour in progress and those to come are left out and counted")
  func unfinished() throws {
    let plan = try plan("2019-02-04T00:00Z", "2019-02-05T00:00Z", now: "2019-02-04T10:59:59Z")
    #expect(plan.hours.count == 10)
    #expect(plan.hours.last?.hour.iso8601 == "2019-02-04T09:00:00.000Z")
    #expect(plan.unfinished == 14)
  }

  @Test("Ranges that can't be meant are refused by option")
  func ranges() throws {
    #expect(
      try refusal("2019-02-04T00:30Z", "2019-02-05T00:00Z")
        == "2019-02-04T00:30:00.000Z is not the start of an hour (--from): give full hours that are over")
    #expect(try refusal("2019-02-05T00:00Z", "2019-02-05T00:00Z").contains("before it begins (--to)"))
    #expect(
      try refusal("1999-02-05T00:00Z", "2019-02-05T00:00Z").contains("2003-01-01T00:00:00.000Z (--from)"))
    #expect(try refusal("2021-02-05T00:00Z", "2021-02-06T00:00Z").contains("lies in the future (--from)"))
    #expect(try refusal("2019-02-09T00:00Z", "2019-02-09T05:00Z").contains("(--from, --to)"))
  }

  @Test("Waits double from half a second to half a minute, halved at most by jitter, and end")
  func schedule() {
    let schedule = RetrySchedule(attempts: 9)
    let waits = (1...9).map { schedule.delay(afterAttempt: $0, jitter: 1) }
    let expected: [Int?] = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, nil]
    #expect(waits == expected.map { $0.map { .milliseconds($0) } })
    #expect(schedule.delay(afterAttempt: 2, jitter: 0) == .milliseconds(500))
    #expect(RetrySchedule(attempts: 1).delay(afterAttempt: 1, jitter: 1) == nil)
  }

  @Test("The server's own wait is kept, unless it is longer than five minutes")
  func serversWait() {
    let schedule = RetrySchedule(attempts: 3)
    #expect(schedule.delay(afterAttempt: 1, jitter: 1, retryAfter: .seconds(7)) == .seconds(7))
    #expect(schedule.delay(afterAttempt: 1, jitter: 1, retryAfter: .zero) == .milliseconds(500))
    #expect(schedule.delay(afterAttempt: 1, jitter: 1, retryAfter: .seconds(301)) == nil)
  }

  @Test(
    "Retry-After is seconds or a date",
    arguments: [
      ("120", 120), ("0", 0), (" 7", 7), ("Mon, 04 Feb 2019 13:00:30 GMT", 30),
      ("Mon, 04 Feb 2019 12:00:00 GMT", 0), ("-3", nil), ("soon", nil), ("", nil),
      ("Mon, 31 Feb 2019 13:00:30 GMT", nil), ("Mon, 04 Feb 2019 13:61:30 GMT", nil),
      ("Mon, 04 Feb 2019 13:00:30 CET", nil),
    ] as [(String, Int?)])
  func retryAfter(_ text: String, _ seconds: Int?) throws {
    let wait = RetryAfter.wait(text, now: try at("2019-02-04T13:00Z"))
    #expect(wait == seconds.map { .seconds($0) })
  }

  @Test("A base URL keeps its path and loses the slash at its end")
  func baseURL() throws {
    let file = HourFile(instrument: "EURUSD", hour: try at("2019-02-04T07:00Z"))
    #expect(
      try BaseURL("https://example.org/a/b/").url(of: file)
        == "https://example.org/a/b/EURUSD/2019/01/04/07h_ticks.bi5")
    #expect(try BaseURL("HTTP://localhost:8080").description == "http://localhost:8080")
    #expect(BaseURL.dukascopy.description == "https://datafeed.dukascopy.com/datafeed")
  }

  @Test(
    "What is no base URL is refused",
    arguments: [
      "", "ftp://a", "example.org", "https://", "https:///a", "https://a b", "https://a/?x", "https://u@h",
    ])
  func badBaseURL(_ text: String) {
    #expect(throws: DownloadError.self) { try BaseURL(text) }
  }
}
