import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

@Suite("Instruments are closed on their holidays")
struct MarketCalendarTests {
  private let calendar: MarketCalendar

  init() throws {
    calendar = try CalendarSamples.calendar(
      """
      markets:
        fx_week:
          holidays: [{date: 12-25, name: Christmas Day}]
          early_closes: [{date: 12-24, name: Christmas Eve, at: "13:00"}]
        XAUUSD:
          late_opens: [{date: 2024-12-26, name: Boxing Day, at: "08:00", zone: london}]
      """)
  }

  @Test("A holiday of currencies closes the trading day that ends at 17:00 New York on its date")
  func tradingDay() throws {
    let day = try CalendarSamples.span("2024-12-24T22:00Z", "2024-12-25T22:00Z")
    #expect(calendar.closure(of: Known.eurusd, at: day.from)?.name == "Christmas Day")
    #expect(!calendar.isOpen(Known.eurusd, at: day.to.advanced(by: -1)))
    #expect(calendar.isOpen(Known.eurusd, at: day.to))
    #expect(MarketCalendar.empty.isOpen(Known.eurusd, at: day.from))
  }

  @Test("An early closing lasts to the end of the trading day")
  func earlyClose() throws {
    let closing = try CalendarSamples.at("2024-12-24T18:00Z")
    #expect(calendar.isOpen(Known.eurusd, at: closing.advanced(by: -1)))
    #expect(calendar.closure(of: Known.eurusd, at: closing)?.kind == .earlyClose)
  }

  @Test("The next closing is the early one; on other days that of the hours")
  func nextClosing() throws {
    func closing(after text: String) throws -> Timestamp {
      calendar.nextClosing(of: Known.eurusd, after: try CalendarSamples.at(text))
    }
    #expect(try closing(after: "2024-12-23T00:00Z") == CalendarSamples.at("2024-12-24T18:00Z"))
    #expect(try closing(after: "2024-12-24T18:00Z") == CalendarSamples.at("2024-12-27T22:00Z"))
    #expect(try closing(after: "2024-12-16T00:00Z") == CalendarSamples.at("2024-12-20T22:00Z"))
  }

  @Test("What never closes has no next closing, but for its holidays")
  func always() throws {
    let bitcoin = Known.instrument("BTCUSD")
    let time = try CalendarSamples.at("2024-12-20T00:00Z")
    #expect(MarketCalendar.empty.nextClosing(of: bitcoin, after: time) == .distantFuture)
    let calendar = try CalendarSamples.calendar(
      "markets: {BTCUSD: {holidays: [{date: 2024-12-25, name: Rest}]}}")
    #expect(calendar.nextClosing(of: bitcoin, after: time) == (try CalendarSamples.at("2024-12-24T22:00Z")))
  }

  @Test("A symbol's closures are its own, besides those of its hours")
  func symbol() throws {
    let gold = Known.instrument("XAUUSD")
    let (from, to) = (
      try CalendarSamples.at("2024-12-20T00:00Z"), try CalendarSamples.at("2024-12-31T00:00Z")
    )
    #expect(calendar.closures(of: gold, from: from, to: to).map(\.name) == ["Boxing Day"])
    #expect(
      calendar.closures(of: Known.eurusd, from: from, to: to).map(\.name) == [
        "Christmas Eve", "Christmas Day",
      ])
    #expect(!calendar.isOpen(gold, at: try CalendarSamples.at("2024-12-26T07:59Z")))
    #expect(calendar.isOpen(gold, at: try CalendarSamples.at("2024-12-26T08:00Z")))
  }

  @Test("Outside of what it observes a calendar knows of no holiday, and says so")
  func observed() throws {
    let calendar = try CalendarSamples.calendar(
      """
      observed: {from: 2024-01-01, to: 2024-12-31}
      markets: {fx_week: {holidays: [{date: 12-25, name: Christmas Day}]}}
      """)
    let next = try #require(CivilDate(year: 2025, month: 12, day: 25))
    #expect(!calendar.covers(next))
    #expect(calendar.closures(of: .hours(.fxWeek), on: next).isEmpty)
  }

  @Test("The canonical text is the same for every file that says the same")
  func canonicalText() throws {
    let same = try CalendarSamples.calendar(
      """
      # Another order, another way to write it.
      markets:
        XAUUSD:
          zone: Europe/London
          late_opens:
            - {name: Boxing Day, at: "08:00:00", date: [2024-12-26]}
        fx_week:
          early_closes: [{date: 12-24, name: Christmas  Eve, at: "13:00", zone: America/New_York}]
          holidays: [{date: 12-25, name: Christmas Day}]
      """)
    #expect(same.canonicalText == calendar.canonicalText)
    #expect(
      calendar.canonicalText == """
        market calendar 1
        fx_week early_close 12-24 13:00 new_york Christmas Eve
        fx_week holiday 12-25 Christmas Day
        XAUUSD late_open 2024-12-26 08:00 london Boxing Day

        """)
  }
}
