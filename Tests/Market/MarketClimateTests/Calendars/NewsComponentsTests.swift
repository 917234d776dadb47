import Testing
import TradingCore

@testable import MarketClimate

@Suite("News from iCalendar")
struct NewsComponentsTests {
  private func calendar(_ lines: [String], _ policy: NewsPolicy = NewsPolicy()) throws -> NewsCalendar {
    let all = ["BEGIN:VCALENDAR", "VERSION:2.0"] + lines + ["END:VCALENDAR"]
    return try NewsCalendar.parse(
      iCalendar: all.map { $0 + "\r\n" }.joined(), path: "news.ics", policy: policy)
  }

  /// An event of high impact about the dollar, with what is stated besides.
  private func event(
    _ lines: [String], start: String = "DTSTART:20260109T133000Z", summary: String = "SUMMARY:Payrolls",
    kind: String = "CATEGORIES:USD,High"
  ) -> [String] {
    ["BEGIN:VEVENT", start, summary, kind].filter { !$0.isEmpty } + lines + ["END:VEVENT"]
  }

  private func only(_ lines: [String], _ policy: NewsPolicy = NewsPolicy()) throws -> NewsEvent {
    let events = try calendar(lines, policy).events
    #expect(events.count == 1)
    return try #require(events.first)
  }

  private func fault(_ lines: [String], _ policy: NewsPolicy = NewsPolicy()) -> String {
    CalendarSamples.fault { try calendar(lines, policy) }
  }

  @Test("An event in UTC: a release, at its start")
  func release() throws {
    let time = try CalendarSamples.at("2026-01-09T13:30Z")
    #expect(
      try only(event([])) == NewsEvent(startsAt: time, currency: .usd, impact: .high, title: "Payrolls"))
  }

  @Test(
    "Times by the clocks whose rules are known",
    arguments: [
      ("DTSTART;TZID=America/New_York:20260109T083000", "2026-01-09T13:30Z"),
      ("DTSTART;TZID=\"America/New_York\":20260710T083000", "2026-07-10T12:30Z"),
      ("dtstart;value=DATE-TIME;tzid=Europe/London:20260710T120000", "2026-07-10T11:00Z"),
      ("DTSTART;TZID=UTC:20260710T120000", "2026-07-10T12:00Z"),
      ("DTSTART;TZID=Etc/UTC:20260710T120000Z", "2026-07-10T12:00Z"),
    ])
  func zones(_ start: String, _ time: String) throws {
    #expect(try only(event([], start: start)).startsAt == CalendarSamples.at(time))
  }

  @Test(
    "An end or a duration makes it last",
    arguments: ["DTEND:20260109T140000Z", "DURATION:PT30M", "DURATION:+P0DT0H30M0S"])
  func lasting(_ line: String) throws {
    #expect(try only(event([line])).endsAt == CalendarSamples.at("2026-01-09T14:00Z"))
  }

  @Test("Folded lines are one, and escapes are what they stand for")
  func text() throws {
    let folded = try only(
      event([" roll", "\ts\\, \\\"all\\\" of\\n them\\; a \\\\ b"], summary: "SUMMARY:Pay", kind: "")
        .inserting("CATEGORIES:USD,High", at: 1))
    #expect(folded.title == "Payrolls, \"all\" of them; a \\ b")
  }

  @Test("Without a summary the description is the title")
  func description() throws {
    #expect(try only(event(["DESCRIPTION:Jobs"], summary: "")).title == "Jobs")
  }

  @Test(
    "The impact is stated, or a category, or the priority",
    arguments: [
      ("X-IMPACT:medium", NewsImpact.medium), ("CATEGORIES:Low impact", .low),
      ("CATEGORIES:Holiday,Bank", .holiday),
      ("PRIORITY:1", .high), ("PRIORITY:4", .high), ("PRIORITY:5", .medium), ("PRIORITY:9", .low),
    ])
  func impacts(_ line: String, _ impact: NewsImpact) throws {
    #expect(try only(event([line], kind: "X-CURRENCY:EUR")).impact == impact)
  }

  @Test("The currency is stated, or a category, or the policy's; CPI is none")
  func currencies() throws {
    #expect(try only(event(["X-CURRENCY:eur"])).currency == .eur)
    #expect(try only(event(["CATEGORIES:CPI"], kind: "CATEGORIES:High,JPY")).currency == .jpy)
    #expect(try only(event([], kind: "CATEGORIES:CPI,High"), NewsPolicy(currency: .gbp)).currency == .gbp)
    #expect(
      fault(event([], kind: "CATEGORIES:CPI,High")).contains("missing key 'X-CURRENCY' (news.ics:3)"))
    #expect(fault(event([], kind: "CATEGORIES:USD,EUR,High")).contains("more than one currency"))
  }

  @Test("Alarms, time zones and tasks are passed over, canceled events left out")
  func passedOver() throws {
    let alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "DTSTART:nonsense", "END:VALARM"]
    let others = [
      "BEGIN:VTIMEZONE", "TZID:Mars/Base", "BEGIN:STANDARD", "RRULE:FREQ=YEARLY", "END:STANDARD",
      "END:VTIMEZONE",
      "BEGIN:VTODO", "DTSTART:nonsense", "END:VTODO", "BEGIN:VEVENT", "STATUS:CANCELLED", "END:VEVENT",
    ]
    #expect(try calendar(others + event(alarm)).events.count == 1)
  }

  @Test("A whole day is by the stated clock, to its end")
  func wholeDay() throws {
    let day = event([], start: "DTSTART;VALUE=DATE:20260119", kind: "CATEGORIES:USD,Holiday")
    let found = try only(day, NewsPolicy(zone: .newYork))
    #expect(found.startsAt == (try CalendarSamples.at("2026-01-19T05:00Z")))
    #expect(found.endsAt == (try CalendarSamples.at("2026-01-20T05:00Z")))
    #expect(fault(day).contains("a whole day is by no clock"))
  }

  @Test(
    "A bad event is named by the line and the property",
    arguments: [
      ("DTSTART:20260109T133000", "(news.ics:4): '20260109T133000' floats: it has no zone"),
      (
        "DTSTART;TZID=Asia/Tokyo:20260109T133000",
        "bad value of 'DTSTART TZID' (news.ics:4): expected a zone whose rules are known"
      ),
      ("DTSTART;TZID=Europe/London:20260109T133000Z", "a time in UTC with the zone Europe/London"),
      ("DTSTART;TZID=America/New_York:20260308T023000", "daylight saving skips it"),
      ("DTSTART:20260231T133000Z", "expected a day that exists, was '20260231T133000Z'"),
      ("DTSTART:20260109T253000Z", "expected a time of day that exists"),
      ("DTSTART:19600109T133000Z", "a time in the years 1970 to 2199"),
      ("DTSTART:2026-01-09", "expected a time such as 20260109T133000Z"),
      ("DTSTART:20260109T133000Zulu", "expected a time such as"),
      ("", "missing key 'DTSTART' (news.ics:3)"),
    ])
  func badTimes(_ start: String, _ problem: String) {
    let fault = fault(event([], start: start))
    #expect(fault.contains(problem), "\(fault)")
  }

  @Test(
    "Other faults of an event",
    arguments: [
      ("DTEND:20260109T130000Z", "bad value of 'DTEND' (news.ics:7): expected a time not before DTSTART"),
      ("DURATION:-PT30M", "bad value of 'DURATION' (news.ics:7): expected a span of time of at least 0"),
      ("DURATION:PT", "a span of time"), ("DURATION:P1M", "a span of time"),
      ("DURATION:P9W", "at most 31 days"),
      ("DTSTART:20260109T133000Z", "key 'DTSTART' is there twice (news.ics:7)"),
      ("RRULE:FREQ=WEEKLY", "events that repeat are not supported; write each of its times"),
      ("RECURRENCE-ID:20260109T133000Z", "events that repeat"),
      ("X-IMPACT:meduim", "was 'meduim'; did you mean 'medium'?"),
      ("X-CURRENCY:US", "expected a currency's code"),
      ("no property", "is no line of iCalendar (news.ics:7)"),
      ("BEGIN:VALARM", "END:VEVENT (news.ics:8): expected END:VALARM (of line 7)"),
    ])
  func badEvents(_ line: String, _ problem: String) {
    let fault = fault(event([line]))
    #expect(fault.contains(problem), "\(fault)")
  }

  @Test("No impact, no title, a priority that is none")
  func missing() {
    #expect(fault(event([], kind: "X-CURRENCY:USD")).contains("missing key 'X-IMPACT' (news.ics:3)"))
    #expect(fault(event(["PRIORITY:0"], kind: "X-CURRENCY:USD")).contains("missing key 'X-IMPACT'"))
    #expect(fault(event(["PRIORITY:12"], kind: "X-CURRENCY:USD")).contains("a whole number from 0 to 9"))
    #expect(fault(event([], summary: "")).contains("missing key 'SUMMARY' (news.ics:3)"))
    #expect(fault(event([], summary: "SUMMARY:\\n")).contains("bad value of 'SUMMARY' (news.ics:5)"))
    #expect(
      fault(event(["X-IMPACT:low", "X-IMPACT:high"])).contains("key 'X-IMPACT' is there twice (news.ics:8)"))
    #expect(fault(event(["DTEND:20260109T140000Z", "DURATION:PT1H"])).contains("keep one of the two"))
    #expect(fault(event([]) + event([])).contains("is there already (news.ics:3)"))
  }

  @Test(
    "Files that are no iCalendar, or cut off",
    arguments: [
      ("", "the file is empty"), ("\r\n\r\n", "the file is empty"),
      ("BEGIN:VCARD\nEND:VCARD\n", "this is no iCalendar (a.ics:1)"), ("SUMMARY:x\n", "this is no iCalendar"),
      ("BEGIN:VCALENDAR\nVERSION:1.0\n", "bad value of 'VERSION' (a.ics:2): expected 2.0"),
      ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "the file ends within this VEVENT (a.ics:2)"),
      ("END:VCALENDAR\n", "expected BEGIN:VCALENDAR"),
      ("time,currency\n", "is no line of iCalendar (a.ics:1)"),
      (String(repeating: "BEGIN:VCALENDAR\n", count: 20), "components within components"),
    ])
  func noCalendar(_ text: String, _ problem: String) {
    let fault = CalendarSamples.fault {
      try NewsCalendar.parse(iCalendar: text, path: "a.ics", policy: NewsPolicy())
    }
    #expect(fault.contains(problem), "\(fault)")
  }

  @Test("Two calendars in one file, and lines that end in LF alone")
  func lineFeeds() throws {
    let one = event([]).joined(separator: "\n")
    let two = event([], start: "DTSTART:20260206T133000Z").joined(separator: "\n")
    let text = [one, two].map { "BEGIN:VCALENDAR\n\($0)\nEND:VCALENDAR" }.joined(separator: "\n")
    #expect(try NewsCalendar.parse(iCalendar: text, path: "a.ics", policy: NewsPolicy()).events.count == 2)
  }
}

extension [String] {
  fileprivate func inserting(_ line: String, at index: Int) -> [String] {
    Array(prefix(index)) + [line] + dropFirst(index)
  }
}
