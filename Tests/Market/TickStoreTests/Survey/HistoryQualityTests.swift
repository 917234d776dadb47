import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("How well ticks cover the time a market was open")
struct HistoryQualityTests {
  private func quote(_ time: String, _ bid: Int64 = 100, _ ask: Int64 = 103) throws -> Quote {
    try Quote(time, bid, ask)
  }

  private func history(_ quotes: [Quote], _ hours: TradingHours = .fxWeek) throws -> HistoryQuality {
    var survey = HistoryQualitySurvey(hours: hours)
    quotes.withUnsafeBufferPointer { survey.add($0) }
    return try #require(survey.result())
  }

  @Test("A tick in every minute is 100")
  func full() throws {
    let start = try Timestamp(iso8601: "2019-02-04T23:30:10Z")
    let quotes = (0..<60).map {
      Quote(
        eventTime: start.advanced(by: $0 * Timestamp.minute), bid: Price(points: 100 + $0 % 2),
        ask: Price(points: 105))
    }
    let history = try history(quotes)
    #expect(history.quality == 100)
    #expect(history.total.openMinutes == 60)
    #expect(history.total.ticks == 60)
    #expect(history.longestGaps.isEmpty)
    #expect(history.gapCounts == [0, 0, 0, 0, 0, 0])
  }

  @Test("Shares are open from 9:30 to 16:00 in New York")
  func shares() throws {
    // A tick every minute from 14:00 to 22:00 UTC, 9:00 to 17:00 in New York.
    let start = try Timestamp(iso8601: "2019-02-04T14:00:00Z")
    let quotes = (0..<480).map {
      Quote(
        eventTime: start.advanced(by: $0 * Timestamp.minute), bid: Price(points: 100 + $0 % 2),
        ask: Price(points: 105))
    }
    let history = try history(quotes, .usEquity)
    #expect((history.total.openMinutes, history.total.coveredMinutes) == (390, 390))
    #expect(history.ticksOutsideHours == 90)
  }

  @Test("Missing minutes, crossed ticks and duplicates are taken off one by one, and all add up to 100")
  func deductions() throws {
    // Ten minutes, eight of them with ticks; of ten ticks one is crossed and two repeat the one before.
    let history = try history([
      quote("2019-02-04T10:00:00Z"), quote("2019-02-04T10:00:00Z"), quote("2019-02-04T10:01:00Z"),
      quote("2019-02-04T10:02:00Z"), quote("2019-02-04T10:03:00Z", 104, 103), quote("2019-02-04T10:04:00Z"),
      quote("2019-02-04T10:05:59Z"), quote("2019-02-04T10:05:59Z"), quote("2019-02-04T10:06:00Z"),
      quote("2019-02-04T10:09:00Z"),
    ])
    let total = history.total
    #expect(total.openMinutes == 10)
    #expect(total.coveredMinutes == 8)
    #expect((total.ticks, total.crossed, total.duplicates) == (10, 1, 2))
    #expect(try #require(total.quality) == 56)
    #expect(abs(try #require(total.missingDeduction) - 20) < 1e-9)
    #expect(try #require(total.crossedDeduction) == 8)
    #expect(try #require(total.duplicatesDeduction) == 16)
    #expect(history.gapCounts == [2, 0, 0, 0, 0, 0])
  }

  @Test("With sizes, a tick that differs in a size alone is no duplicate")
  func sizes() throws {
    let quotes = try Array(repeating: quote("2019-02-04T10:00:00Z"), count: 3)
    let sizes = [1, 1, 2].map { QuoteSize(bidUnits: $0, askUnits: 5) }
    var survey = HistoryQualitySurvey(hours: .fxWeek)
    quotes.withUnsafeBufferPointer { quotes in sizes.withUnsafeBufferPointer { survey.add(quotes, $0) } }
    #expect(try #require(survey.result()).total.duplicates == 1)
  }

  @Test("A weekend is no gap; what is open of it on both sides counts")
  func weekend() throws {
    let quiet = try history([quote("2019-02-08T21:59:40Z"), quote("2019-02-10T22:00:20Z")])
    #expect(quiet.longestGaps.isEmpty)
    #expect(quiet.total.openMinutes == 2)
    #expect(quiet.quality == 100)
    let late = try history([quote("2019-02-08T21:58:00Z"), quote("2019-02-10T22:10:00Z")])
    #expect(late.longestGaps.map(\.openSeconds) == [720])
    #expect(late.gapCounts == [1, 1, 0, 0, 0, 0])
    #expect(late.total.openMinutes == 13)
    #expect(late.days.map(\.counts.gaps) == [1, 0])
  }

  @Test("A market that never closes has gaps at weekends, and one with a break none in its break")
  func otherHours() throws {
    let quotes = try [quote("2019-02-08T21:58:00Z"), quote("2019-02-10T22:10:00Z")]
    #expect(try history(quotes, .always).longestGaps.map(\.openSeconds) == [173_520])
    #expect(try history(quotes, .always).gapCounts == [1, 1, 1, 1, 1, 1])
    let overBreak = try [quote("2019-02-05T21:59:30Z"), quote("2019-02-05T23:00:10Z")]
    #expect(try history(overBreak, .fxWeekWithBreak).longestGaps.isEmpty)
    #expect(try history(overBreak, .fxWeek).longestGaps.map(\.openSeconds) == [3_640])
  }

  @Test("Days without a tick are days of their own, with nothing covered")
  func emptyDays() throws {
    let history = try history([quote("2019-02-04T12:00:00Z"), quote("2019-02-07T12:00:00Z")])
    #expect(history.days.map(\.day.description) == ["2019-02-04", "2019-02-05", "2019-02-06", "2019-02-07"])
    #expect(history.days.map(\.counts.openMinutes) == [600, 1_440, 1_440, 841])
    #expect(history.days.map(\.counts.coveredMinutes) == [1, 0, 0, 1])
    #expect(history.days.map(\.quality)[1] == 0)
    #expect(history.days.map(\.counts.gaps) == [1, 0, 0, 0])
    #expect(history.longestGaps.map(\.openSeconds) == [259_200])
  }

  @Test("Christmas and New Year's Day are closed, for all but coins")
  func holidays() throws {
    let quotes = try [quote("2019-12-24T21:59:30Z"), quote("2019-12-25T22:00:10Z")]
    #expect(try history(quotes).longestGaps.isEmpty)
    #expect(try history(quotes, .always).longestGaps.count == 1)
    let newYear = try [quote("2019-12-31T21:59:30Z"), quote("2020-01-01T22:00:10Z")]
    #expect(try history(newYear).longestGaps.isEmpty)
  }

  @Test("Ticks of a closed market count apart")
  func outsideHours() throws {
    let history = try history([
      quote("2019-02-08T21:59:00Z"), quote("2019-02-09T10:00:00Z"), quote("2019-02-09T10:00:01Z"),
      quote("2019-02-10T22:00:00Z"),
    ])
    #expect(history.ticksOutsideHours == 2)
    #expect(history.total.ticks == 2)
    #expect(history.quality == 100)
    let closed = try self.history([quote("2019-02-09T10:00:00Z"), quote("2019-02-09T11:00:00Z")])
    #expect(closed.quality == nil)
    #expect(closed.days.isEmpty)
    #expect(closed.periods(atMost: 10).isEmpty)
  }

  @Test("Ticks may come in any portions")
  func portions() throws {
    let quotes = Ticks.walk(20_000, seed: 3)
    var survey = HistoryQualitySurvey(hours: .fxWeek)
    for start in stride(from: 0, to: quotes.count, by: 777) {
      Array(quotes[start..<min(start + 777, quotes.count)]).withUnsafeBufferPointer { survey.add($0) }
    }
    #expect(try history(quotes) == survey.result())
  }

  @Test("Ten gaps are listed, the longest first, the earlier of equals first")
  func longestGaps() throws {
    var time = try Timestamp(iso8601: "2019-02-04T00:00:00Z")
    var quotes: [Quote] = []
    for index in 0..<15 as Range<Int64> {
      quotes.append(Quote(eventTime: time, bid: Price(points: 1), ask: Price(points: 2)))
      time = time.advanced(by: (61 + index / 2) * Timestamp.second)
    }
    let history = try history(quotes)
    #expect(history.gapCounts[0] == 14)
    #expect(history.longestGaps.map(\.openSeconds) == [67, 67, 66, 66, 65, 65, 64, 64, 63, 63])
    #expect(history.longestGaps[0].from < history.longestGaps[1].from)
  }

  @Test("Periods put neighboring days together without losing any")
  func periods() throws {
    let history = try history([quote("2019-02-04T12:00:00Z"), quote("2019-02-14T12:00:00Z")])
    let periods = history.periods(atMost: 4)
    #expect(periods.map(\.days) == [3, 3, 3])
    #expect(periods.map(\.counts.openMinutes).reduce(0, +) == history.total.openMinutes)
    #expect(history.periods(atMost: 100).count == 9)
  }

  @Test(
    "Real hours of EURUSD are covered well", .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
  func realTicks() throws {
    var survey = QuoteSurvey(hours: .fxWeek)
    let folder = RealTicks.path("dukascopy_bi5/EURUSD/2019/01/04")
    _ = try TickImport.read(inputs: [folder], options: .eurusd) { batch throws(ImportError) in
      batch.quotes.withUnsafeBufferPointer { survey.add($0) }
    }
    let history = try #require(survey.historyQuality)
    #expect(try #require(history.quality) > 95)
    let spreads = try #require(survey.spreadFigures)
    #expect(spreads.percentiles == spreads.percentiles.sorted())
    let london = try #require(spreads.sessions.first { $0.session == .london })
    let asia = try #require(spreads.sessions.first { $0.session == .asia })
    #expect(london.quotes > asia.quotes)
  }
}
