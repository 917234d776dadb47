import Foundation
import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

@Suite("The calendars of a home")
struct CalendarsTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: home.file("calendar"), withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws {
    try CalendarSamples.write(Array(text.utf8), to: home.file("calendar/" + name))
  }

  @Test("A home without any knows of no holidays and no news")
  func none() throws {
    #expect(try Calendars.load(home: home.path) == .none)
    #expect(try Calendars.load(home: home.file("nowhere")) == .none)
  }

  @Test("Holidays, windows, and every file of news, which is read as the windows' file says")
  func all() throws {
    try write("holidays.yaml", "markets: {asia: {holidays: [{date: 01-01, name: New Year}]}}")
    try write("news.yaml", "windows: {low: {before: 1m, after: 1m}}\nzone: new_york\n")
    try write("a.csv", "time,currency,impact,event\n2026-01-09 08:30,USD,low,A\n")
    try write("b.CSV", "time,currency,impact,event\n2026-01-09 08:30,USD,low,B\n")
    try write("notes.txt", "nothing that is read")
    let calendars = try Calendars.load(home: home.path)
    #expect(calendars.files.map { $0.split(separator: "/").last } == ["holidays.yaml", "a.csv", "b.CSV"])
    #expect(calendars.news.schedule.stretches.count == 1)
    #expect(
      calendars.canonicalText.hasPrefix("market calendar 1\nasia holiday 01-01 New Year\nnews calendar 1\n"))
    #expect(calendars.canonicalText.contains("event 2026-01-09T13:30:00.000000000Z"))
  }

  @Test("Other files may be read instead")
  func instead() throws {
    try write("holidays.yaml", "nonsense")
    try write("a.csv", "nonsense")
    let folder = PackageRoot.path(of: "examples/calendars/")
    let calendars = try Calendars.load(
      home: home.path, holidays: folder + "holidays.yaml", news: [folder + "news.csv"])
    #expect(calendars.markets.markets.map(\.name) == ["london", "new_york", "us_equity"])
    #expect(calendars.news.events.count == 6)
  }

  @Test("A file says by its name and its keys what it is")
  func kinds() throws {
    let folder = PackageRoot.path(of: "examples/calendars/")
    func kind(_ path: String) throws -> String {
      switch try CalendarKind.load(path: path, policy: NewsPolicy()) {
      case .holidays: "holidays"
      case .news: "news"
      case .policy: "windows"
      }
    }
    #expect(
      try ["holidays.yaml", "news.yaml", "news.csv", "news.ics"].map { try kind(folder + $0) }
        == ["holidays", "windows", "news", "news"])
    #expect(CalendarSamples.fault { try kind(folder + "news.txt") }.contains("can't tell what kind"))
  }

  @Test("The next opening of an instrument is by its hours, or when a closure ends")
  func nextOpening() throws {
    let friday = try CalendarSamples.at("2024-12-20T22:00Z")
    let sunday = try CalendarSamples.at("2024-12-22T22:00Z")
    #expect(MarketCalendar.empty.nextOpening(of: Known.eurusd, after: friday) == sunday)
    #expect(MarketCalendar.empty.nextOpening(of: Known.instrument("BTCUSD"), after: friday) == nil)
    let calendar = try CalendarSamples.calendar(
      """
      markets:
        fx_week:
          holidays: [{date: 2024-12-25, name: Christmas Day}]
          late_opens: [{date: 2024-12-23, name: Slow start, at: "03:07"}]
      """)
    #expect(
      calendar.nextOpening(of: Known.eurusd, after: friday) == (try CalendarSamples.at("2024-12-23T08:07Z")))
    let eve = try CalendarSamples.at("2024-12-24T12:00Z")
    #expect(
      calendar.nextOpening(of: Known.eurusd, after: eve) == (try CalendarSamples.at("2024-12-25T22:00Z")))
    #expect(calendar.nextOpening(of: Known.eurusd, after: .distantFuture) == nil)
    #expect(calendar.nextOpening(of: Known.eurusd, after: .distantPast) == nil)
  }
}
