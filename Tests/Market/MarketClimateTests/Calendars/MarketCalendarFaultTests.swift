import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

@Suite("What is wrong with a calendar of holidays is named, with its line")
struct MarketCalendarFaultTests {
  @Test(
    "Days",
    arguments: [
      ("date: 2026-02-31", "was '2026-02-31'"), ("date: 02-30", "expected a day that a year has"),
      ("date: 26-12-25", "expected a day that exists"), ("date: 1850-01-01", "of the years 1970 to 2199"),
      ("date: []", "missing key 'markets.london.holidays[1].date'"),
      ("date: {}", "expected a day or a list of days, was a map"),
      ("from: 2026-12-26, to: 2026-12-24", "expected a day not before 2026-12-26, was '2026-12-24'"),
      ("from: 2026-01-01, to: 2027-12-24", "at most a year after"),
      ("from: 2026-01-01", "missing key 'markets.london.holidays[1].to'"),
      ("date: 2026-01-01, to: 2026-01-02", "unknown key 'date'"),
      ("day: 2026-01-01", "unknown key 'day'"),
      ("date: 2026-01-01, at: \"13:00\"", "unknown key 'at'"),
    ])
  func days(_ day: String, _ problem: String) {
    let fault = CalendarSamples.fault {
      try CalendarSamples.calendar(
        """
        markets:
          london:
            holidays:
              - {name: Day, \(day)}
        """)
    }
    #expect(fault.contains(problem) && fault.contains("(holidays.yaml:4)"), "\(fault)")
  }

  @Test(
    "Times of day",
    arguments: [
      ("london", "at: \"25:00\"", "expected a time of day such as \"13:00\", was '25:00'"),
      ("london", "at: 1pm", "expected a time of day"),
      ("london", "name: x", "there twice"),
      ("london", "at: \"18:00\"", "18:00 london is not within the day of london"),
      ("us_equity", "at: \"17:00\"", "17:00 new_york is not within the day of us_equity"),
      (
        "london", "at: \"13:00\", zone: paris",
        "utc, london (Europe/London) or new_york (America/New_York), was 'paris'"
      ),
    ])
  func times(_ market: String, _ time: String, _ problem: String) {
    let fault = CalendarSamples.fault {
      try CalendarSamples.calendar(
        """
        markets:
          \(market):
            early_closes:
              - {name: Day, date: 2026-12-24, \(time)}
        """)
    }
    #expect(fault.contains(problem) && fault.contains("(holidays.yaml:4)"), "\(fault)")
  }

  @Test("An early closing needs its time")
  func noTime() {
    let fault = CalendarSamples.fault {
      try CalendarSamples.calendar("markets: {london: {early_closes: [{name: Day, date: 12-24}]}}")
    }
    #expect(fault.contains("missing key 'markets.london.early_closes[1].at'"), "\(fault)")
  }

  @Test("A time that daylight saving skips, and a weekend, can't be meant")
  func notThere() {
    let skipped = CalendarSamples.fault {
      try CalendarSamples.calendar(
        "markets: {BTCUSD: {late_opens: [{name: Day, date: 2026-03-08, at: \"02:30\"}]}}")
    }
    #expect(
      skipped.contains("there is no 02:30 new_york on 2026-03-08: daylight saving skips it"), "\(skipped)")
    let weekend = CalendarSamples.fault {
      try CalendarSamples.calendar(
        "markets: {london: {late_opens: [{name: Day, date: 2026-03-07, at: \"10:30\"}]}}")
    }
    #expect(weekend.contains("2026-03-07 is a weekend, on which london does not open"), "\(weekend)")
  }

  @Test(
    "Neither center, shares nor currencies close early on a day on which they never open",
    arguments: [
      ("london", "2026-03-07"), ("us_equity", "2026-03-07"), ("us_equity", "2026-03-08"),
      ("fx_week", "2026-03-07"), ("fx_week", "2026-03-08"), ("fx_week_with_break", "2026-03-08"),
    ])
  func weekends(market: String, date: String) {
    for kind in ["early_closes", "late_opens"] {
      let fault = CalendarSamples.fault {
        try CalendarSamples.calendar(
          "markets: {\(market): {\(kind): [{name: Day, date: \(date), at: \"12:00\"}]}}")
      }
      #expect(fault.contains("\(date) is a weekend, on which \(market) does not open"), "\(fault)")
    }
  }

  @Test("What may open at a weekend may close early then, and a holiday there changes nothing")
  func openWeekends() throws {
    for market in ["always", "BTCUSD", "XAUUSD"] {
      _ = try CalendarSamples.calendar(
        "markets: {\(market): {early_closes: [{name: Day, date: 2026-03-07, at: \"12:00\"}]}}")
    }
    _ = try CalendarSamples.calendar("markets: {fx_week: {holidays: [{name: Day, date: 2026-03-07}]}}")
    // In 2020 this day is a Saturday, in others it is not.
    _ = try CalendarSamples.calendar(
      "markets: {fx_week: {early_closes: [{name: Day, date: 12-26, at: \"12:00\"}]}}")
  }

  @Test(
    "Days that are there twice, or overlap",
    arguments: [
      (
        "holidays: [{name: A, date: 2026-12-24}, {name: B, date: 2026-12-24}]",
        "2026-12-24 is there already (line 2)"
      ),
      ("holidays: [{name: A, date: 12-24}, {name: B, date: 12-24}]", "12-24 is there already"),
      (
        "holidays: [{name: A, from: 2026-12-24, to: 2026-12-26}, {name: B, date: 2026-12-25}]",
        "2026-12-25 is there already"
      ),
      (
        "{holidays: [{name: A, date: 2026-12-24}], early_closes: [{name: B, date: 2026-12-24, at: \"13:00\"}]}",
        "2026-12-24 is a holiday already"
      ),
      (
        "{early_closes: [{name: A, date: 2026-12-24, at: \"10:00\"}], late_opens: [{name: B, date: 2026-12-24, at: \"12:00\"}]}",
        "on 2026-12-24 it closes early before it opens late"
      ),
    ])
  func overlapping(_ days: String, _ problem: String) {
    let fault = CalendarSamples.fault {
      try CalendarSamples.calendar("markets:\n  london: \(days.hasPrefix("{") ? days : "{" + days + "}")\n")
    }
    #expect(fault.contains(problem), "\(fault)")
  }

  @Test("Opening late and closing early later go together")
  func lateAndEarly() throws {
    let calendar = try CalendarSamples.calendar(
      """
      markets:
        london:
          early_closes: [{name: A, date: 2026-12-24, at: "14:00"}]
          late_opens: [{name: B, date: 2026-12-24, at: "12:00"}]
      """)
    let opening = calendar.nextOpening(of: .london, after: try CalendarSamples.at("2026-12-24T00:00Z"))
    #expect(opening?.span == (try CalendarSamples.span("2026-12-24T12:00Z", "2026-12-24T14:00Z")))
  }

  @Test(
    "Markets",
    arguments: [
      ("lodon", "did you mean 'london'?"), ("eurusd", "known here: asia, london, new_york, always"),
      ("london_new_york", "an overlap has no holidays of its own; state those of london and new_york"),
    ])
  func markets(_ name: String, _ advice: String) {
    let fault = CalendarSamples.fault { try CalendarSamples.calendar("markets: {\(name): {holidays: []}}") }
    #expect(fault.contains(advice), "\(fault)")
  }

  @Test("What is observed is a range, and holds every date")
  func observed() {
    let inverted = CalendarSamples.fault {
      try CalendarSamples.calendar("observed: {from: 2026-02-01, to: 2026-01-01}\nmarkets: {}")
    }
    #expect(inverted.contains("expected a day not before 2026-02-01, was '2026-01-01'"), "\(inverted)")
    let outside = CalendarSamples.fault {
      try CalendarSamples.calendar(
        "observed: {from: 2026-01-01, to: 2026-12-31}\nmarkets: {asia: {holidays: [{name: A, date: 2027-01-01}]}}"
      )
    }
    #expect(outside.contains("2027-01-01 is not between 2026-01-01 and 2026-12-31"), "\(outside)")
  }

  @Test("Files that are none: missing, empty, in UTF-16")
  func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("holidays.yaml")
    #expect(CalendarSamples.fault { try MarketCalendar.load(path: path) }.contains("no such file"))
    try CalendarSamples.write([], to: path)
    #expect(CalendarSamples.fault { try MarketCalendar.load(path: path) }.contains("the file is empty"))
    try CalendarSamples.write([0xFF, 0xFE, 0x6D, 0x00], to: path)
    #expect(CalendarSamples.fault { try MarketCalendar.load(path: path) }.contains("save it as UTF-8"))
    try CalendarSamples.write([0xEF, 0xBB, 0xBF] + Array("markets: {}\r\n".utf8), to: path)
    #expect(try MarketCalendar.load(path: path) == .empty)
  }
}
