import TestSupport
import Testing
import TickStore
import TradingCore

@Suite("Open time")
struct OpenHoursTests {
  @Test("more of it than 64 bits hold is as much as they hold", arguments: [TradingHours.always, .fxWeek])
  func longest(hours: TradingHours) {
    let years = Int64(290) * 365 * Timestamp.day
    let (first, last) = (Timestamp(nanoseconds: -years), Timestamp(nanoseconds: years))
    let open = OpenHours(hours).openNanoseconds(from: first, to: last)
    #expect(hours == .always ? open == .max : open > years)
  }

  @Test("a week of currencies is five days")
  func week() {
    let week = OpenHours(.fxWeek).openNanoseconds(from: Known.time(0), to: Known.time(7 * 86_400_000))
    #expect(week == 5 * Timestamp.day)
  }
}
