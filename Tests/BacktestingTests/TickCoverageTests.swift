import Backtesting
import Reports
import Testing
import TradingCore

/// Minutes with a tick by trading day.
struct TickCoverageTests {
  private func coverage(_ hours: TradingHours, _ times: [Timestamp], slab: Int = 1_000) -> [CoverageDay] {
    let quotes = times.map { Quote(eventTime: $0, bid: Price(points: 1), ask: Price(points: 2)) }
    var coverage = TickCoverage(hours: hours)
    var start = 0
    while start < quotes.count {
      let end = min(start + slab, quotes.count)
      quotes[start..<end].withUnsafeBufferPointer { coverage.add($0) }
      start = end
    }
    return coverage.coverageDays
  }

  private func times(_ from: String, step: Int64, count: Int) throws -> [Timestamp] {
    let start = try Timestamp(iso8601: from)
    return (0..<count).map { start.advanced(by: Int64($0) * step * Timestamp.second) }
  }

  @Test(
    "a tick every second minute covers half of the minutes, whatever the slabs", arguments: [1, 7, 1_000])
  func half(_ slab: Int) throws {
    let days = coverage(.fxWeek, try times("2024-01-09T10:00:00Z", step: 120, count: 60), slab: slab)
    #expect(
      days == [
        CoverageDay(
          date: try #require(CivilDate(year: 2024, month: 1, day: 9)), openMinutes: 119, coveredMinutes: 60,
          ticks: 60)
      ])
  }

  @Test("many ticks in one minute count once", arguments: [3, 64, 1_000])
  func busy(_ slab: Int) throws {
    let start = try Timestamp(iso8601: "2024-01-09T10:00:00Z")
    let times = (0..<600).map { start.advanced(by: Int64($0) * 200_000_000) }
    let days = coverage(.fxWeek, times, slab: slab)
    #expect(days.map(\.coveredMinutes) == [2] && days.map(\.openMinutes) == [2] && days.map(\.ticks) == [600])
  }

  @Test("days without ticks stand there with nothing covered, weekends don't")
  func gap() throws {
    // Thursday 10:00 and Tuesday 10:00 UTC: Friday and Monday lie between, and a weekend.
    let days = coverage(
      .fxWeek,
      [try Timestamp(iso8601: "2024-01-11T10:00:00Z"), try Timestamp(iso8601: "2024-01-16T10:00:00Z")])
    #expect(days.map(\.date.description) == ["2024-01-11", "2024-01-12", "2024-01-15", "2024-01-16"])
    // Thursday from 10:00 to the roll at 22:00; Tuesday from the roll to the end of 10:00.
    #expect(days.map(\.openMinutes) == [720, 1_440, 1_440, 721])
    #expect(days.map(\.coveredMinutes) == [1, 0, 0, 1])
  }

  @Test("the daily break is not open, and ticks in it cover nothing")
  func dailyBreak() throws {
    // 17:30 to 18:30 New York.
    let days = coverage(.fxWeekWithBreak, try times("2024-01-09T22:30:00Z", step: 60, count: 60))
    #expect(
      days.map(\.openMinutes) == [30] && days.map(\.coveredMinutes) == [30] && days.map(\.ticks) == [60])
  }

  @Test("crypto is open on Saturdays; the day daylight saving starts has an hour less")
  func always() throws {
    let days = coverage(.always, try times("2024-03-08T22:00:00Z", step: 60, count: 3 * 1_440 - 60))
    #expect(days.map(\.date.description) == ["2024-03-09", "2024-03-10", "2024-03-11"])
    #expect(days.map(\.openMinutes) == [1_440, 1_380, 1_440])
    #expect(days.map(\.coveredMinutes) == [1_440, 1_380, 1_440])
  }

  @Test("no ticks, no days")
  func nothing() { #expect(TickCoverage(hours: .fxWeek).coverageDays.isEmpty) }
}
