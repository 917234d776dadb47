import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

@Suite("Windows around news")
struct NewsScheduleTests {
  private func event(_ time: String, _ title: String, _ currency: Currency = .usd) throws -> NewsEvent {
    NewsEvent(startsAt: try CalendarSamples.at(time), currency: currency, impact: .high, title: title)
  }

  private func calendar() throws -> NewsCalendar {
    NewsCalendar(
      [
        try event("2026-01-09T15:00Z", "Sentiment"), try event("2026-01-09T13:30Z", "Payrolls"),
        try event("2026-01-09T13:45Z", "Speech"), try event("2026-01-12T07:00Z", "Output", .gbp),
      ], policy: NewsPolicy())
  }

  @Test("Windows that overlap are on as one, and each event keeps its own")
  func merged() throws {
    let calendar = try calendar()
    #expect(
      calendar.schedule.stretches.map(\.span) == [
        try CalendarSamples.span("2026-01-09T13:15Z", "2026-01-09T14:15Z"),
        try CalendarSamples.span("2026-01-09T14:45Z", "2026-01-09T15:30Z"),
        try CalendarSamples.span("2026-01-12T06:45Z", "2026-01-12T07:30Z"),
      ])
    #expect(calendar.schedule.windows.map(\.event.title) == ["Payrolls", "Speech", "Sentiment", "Output"])
    let both = try CalendarSamples.at("2026-01-09T13:50Z")
    #expect(calendar.schedule.windows(at: both).map(\.event.title) == ["Payrolls", "Speech"])
    let second = try CalendarSamples.at("2026-01-09T14:00Z")
    #expect(calendar.schedule.windows(at: second).map(\.event.title) == ["Speech"])
  }

  @Test("A window starts on its first instant and is over on its last")
  func edges() throws {
    let calendar = try calendar()
    let span = try CalendarSamples.span("2026-01-09T13:15Z", "2026-01-09T14:15Z")
    #expect(!calendar.isOn(at: span.from.advanced(by: -1)) && calendar.isOn(at: span.from))
    #expect(calendar.isOn(at: span.to.advanced(by: -1)) && !calendar.isOn(at: span.to))
    #expect(calendar.schedule.nextChange(after: span.from.advanced(by: -1)) == span.from)
    #expect(calendar.schedule.nextChange(after: span.from) == span.to)
    #expect(calendar.next(after: span.from)?.event.title == "Speech")
    #expect(calendar.next(after: .distantFuture) == nil)
    #expect(calendar.schedule.nextChange(after: .distantFuture) == nil)
  }

  @Test("Windows that touch are one stretch")
  func touching() throws {
    let calendar = NewsCalendar(
      [try event("2026-01-09T13:00Z", "A"), try event("2026-01-09T13:45Z", "B")], policy: NewsPolicy())
    #expect(calendar.schedule.stretches.count == 1)
  }

  @Test("News bears on the instruments of its currency, bought or paid")
  func affects() throws {
    let calendar = try calendar()
    func titles(_ name: String) -> [String] {
      calendar.windows(affecting: Known.instrument(name)).map(\.event.title)
    }
    #expect(titles("GBPUSD") == ["Payrolls", "Speech", "Sentiment", "Output"])
    #expect(titles("XAUUSD") == ["Payrolls", "Speech", "Sentiment"])
    #expect(titles("EURGBP") == ["Output"])
    #expect(titles("EURJPY") == [])
  }

  @Test("An impact without margins has no window, and is listed all the same")
  func noWindow() throws {
    var low = try event("2026-01-09T13:30Z", "Small")
    low.impact = .low
    let calendar = NewsCalendar([low], policy: NewsPolicy())
    #expect(!calendar.isOn(at: low.startsAt))
    let day = try CalendarSamples.span("2026-01-09T00:00Z", "2026-01-10T00:00Z")
    #expect(calendar.events(from: day.from, to: day.to).map(\.title) == ["Small"])
    #expect(calendar.events(from: low.startsAt, to: low.startsAt).isEmpty)
    #expect(calendar.events(from: day.to, to: .distantFuture).isEmpty)
  }

  @Test("What is on is what any window holds, whatever the windows")
  func agreesWithEveryWindow() throws {
    var random = SeededGenerator(seed: 16)
    for _ in 0..<200 {
      let events = (0..<Int.random(in: 0...12, using: &random)).map { number in
        let start = Timestamp(nanoseconds: Int64.random(in: 0...60, using: &random))
        return NewsEvent(
          startsAt: start, endsAt: start.advanced(by: Int64.random(in: 0...5, using: &random)),
          currency: .usd,
          impact: Bool.random(using: &random) ? .high : .low, title: "\(number)")
      }
      let policy = NewsPolicy(margins: [
        .high: .init(before: 3, after: 2),
        .low: .init(before: 0, after: Int64.random(in: 0...1, using: &random)),
      ])
      let schedule = NewsCalendar(events, policy: policy).schedule
      for nanosecond in Int64(-5)...75 {
        let time = Timestamp(nanoseconds: nanosecond)
        let on = events.sorted().compactMap { policy.window(of: $0) }.filter { $0.span.contains(time) }
        #expect(Set(schedule.windows(at: time)) == Set(on))
        #expect(schedule.isOn(at: time) == !on.isEmpty)
        let change = (nanosecond + 1...80).first {
          schedule.isOn(at: Timestamp(nanoseconds: $0)) != schedule.isOn(at: Timestamp(nanoseconds: $0 - 1))
        }
        #expect(schedule.nextChange(after: time)?.nanoseconds == change)
      }
    }
  }

  @Test("The canonical text is the same for every file that says the same")
  func canonicalText() throws {
    let csv = try NewsCalendar.parse(
      csv: "event;impact;ccy;time\nPayrolls;HIGH;usd;2026-01-09T08:30-05:00\n", path: "a.csv",
      policy: NewsPolicy())
    #expect(
      csv.canonicalText == """
        news calendar 1
        window high 15m 30m
        event 2026-01-09T13:30:00.000000000Z 2026-01-09T13:30:00.000000000Z USD high Payrolls

        """)
  }
}

@Suite("How long windows last is stated in YAML")
struct NewsPolicyTests {
  private func read(_ text: String) throws -> NewsPolicy {
    try NewsPolicy.parse(text: text, path: "news.yaml")
  }

  @Test("Margins by impact, a zone and a currency")
  func values() throws {
    let policy = try read(
      """
      windows: {high: {before: 1h30m, after: 45s}, holiday: {before: 0m, after: 1d}}
      zone: Europe/London
      currency: gbp
      """)
    #expect(policy.margins[.high]?.before == 90 * Timestamp.minute)
    #expect(policy.margins[.high]?.after == 45 * Timestamp.second)
    #expect(policy.margins[.holiday]?.after == Timestamp.day)
    #expect(policy.margins[.medium] == nil)
    #expect(policy.zone == .london && policy.currency == .gbp)
    #expect(policy.canonicalText == "window high 1h30m 45s\nwindow holiday 0s 1d\n")
    #expect(try read("zone: utc").margins == NewsPolicy.standardMargins)
  }

  @Test(
    "Faults",
    arguments: [
      (
        "windows: {high: {before: -5m, after: 30m}}",
        "expected a span of time from 0m to 7d such as 15m or 1h30m, was '-5m'"
      ),
      ("windows: {high: {before: 15, after: 30m}}", "was '15'"),
      ("windows: {high: {before: 8d, after: 0m}}", "was '8d'"),
      ("windows: {high: {before: 30m1h, after: 0m}}", "was '30m1h'"),
      ("windows: {high: {before: 15m}}", "missing key 'windows.high.after'"),
      ("windows: {meduim: {before: 15m, after: 0m}}", "did you mean 'medium'?"),
      ("window: {}", "did you mean 'windows'?"),
      ("zone: Asia/Tokyo", "expected a zone whose rules are known"),
      ("currency: US", "expected a currency's code such as USD, was 'US'"),
    ])
  func faults(_ text: String, _ problem: String) {
    let fault = CalendarSamples.fault { try read(text) }
    #expect(fault.contains(problem) && fault.contains("(news.yaml:1)"), "\(fault)")
  }
}
