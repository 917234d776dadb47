import Foundation
import MarketClimate
import TestSupport
import Testing
import TradingCore

/// What a tracker promises of any stream of quotes.
struct ClimateTrackerTests {
  @Test("longer bars are what a builder makes of the same quotes", arguments: [1, 2, 3, 4] as [UInt64])
  func bars(seed: UInt64) {
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    var builders = Timeframe.ofRegimes.map { BarBuilder(BarSubscription($0)) }
    var clock = SeededGenerator(seed: seed)
    for quote in ClimateStreams.walk(seed: seed, minutes: 2_000) {
      // A clock ticks between quotes at times, and closes what is due.
      let isTick = Int.random(in: 0..<10, using: &clock) == 0
      for time in isTick ? [quote.eventTime, quote.eventTime] : [quote.eventTime] {
        tracker.close(at: time)
        for (index, timeframe) in Timeframe.ofRegimes.enumerated() {
          guard let bar = builders[index].close(at: time) else { continue }
          #expect(tracker.lastBar(timeframe) == bar, "seed \(seed), \(timeframe) at \(time.iso8601)")
        }
      }
      tracker.add(quote)
      for index in builders.indices { builders[index].add(quote) }
    }
  }

  @Test("a clock event closes the bars that are due, as a quote does")
  func clock() {
    var tracker = ClimateTracker(timeframes: [.m1, .m5])
    tracker.add(ClimateStreams.quote(100, at: ClimateStreams.start))
    #expect(tracker.nextTime == ClimateStreams.start.advanced(by: Timestamp.minute))
    #expect(tracker.close(at: tracker.nextTime.advanced(by: -1)) == [])
    #expect(tracker.close(at: tracker.nextTime).map(\.reading.timeframe) == [.m1])
    #expect(tracker.nextTime == ClimateStreams.start.advanced(by: 5 * Timestamp.minute))
    #expect(tracker.close(at: tracker.nextTime).map(\.reading.timeframe) == [.m5])
  }

  @Test("the future has no part in a reading", arguments: 1...20 as ClosedRange<UInt64>)
  func future(seed: UInt64) {
    let quotes = ClimateStreams.walk(seed: seed, minutes: 900)
    var generator = SeededGenerator(seed: seed &* 77)
    let cut = Int.random(in: quotes.count / 2..<quotes.count, using: &generator)
    let now = quotes[cut].eventTime
    // Up to now the same quotes, then a market gone mad.
    let altered =
      Array(quotes[...cut])
      + quotes[(cut + 1)...].map {
        ClimateStreams.quote(Int64.random(in: 1...1_000_000, using: &generator), at: $0.eventTime)
      }
    var first = ClimateTracker(timeframes: Timeframe.ofRegimes)
    var second = first
    let told = first.take(quotes).filter { $0.reading.at <= now }
    // A bar whose end has come is not closed yet when the quote of the cut lies in it.
    #expect(told == second.take(altered).filter { $0.reading.at <= now }, "seed \(seed), cut \(cut)")
    #expect(!told.isEmpty)
  }

  @Test("no reading before its bar has ended", arguments: [5, 6] as [UInt64])
  func closedBarsOnly(seed: UInt64) {
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    for quote in ClimateStreams.walk(seed: seed, minutes: 600) {
      for update in tracker.close(at: quote.eventTime) {
        #expect(update.reading.at <= quote.eventTime)
        #expect(update.reading.since <= quote.eventTime)
      }
      tracker.add(quote)
    }
  }

  @Test("a tracker that was stored goes on as the one that was not", arguments: [7, 8, 9] as [UInt64])
  func storing(seed: UInt64) throws {
    let quotes = ClimateStreams.walk(seed: seed, minutes: 1_500)
    var whole = ClimateTracker(timeframes: [.m1, .m15, .h1])
    let expected = whole.take(quotes)
    var stored = ClimateTracker(timeframes: [.m1, .m15, .h1])
    var updates: [ClimateUpdate] = []
    for piece in stride(from: 0, to: quotes.count, by: 1_111) {
      updates += stored.take(quotes[piece..<min(piece + 1_111, quotes.count)])
      stored = try JSONDecoder().decode(ClimateTracker.self, from: JSONEncoder().encode(stored))
    }
    #expect(updates == expected, "seed \(seed)")
    #expect(stored.readings == whole.readings)
  }

  @Test("a timeframe reads the same alone and among others", arguments: Timeframe.ofRegimes)
  func alone(timeframe: Timeframe) {
    let quotes = ClimateStreams.walk(seed: 10, minutes: 4_000)
    var alone = ClimateTracker(timeframes: [timeframe])
    var among = ClimateTracker(timeframes: Timeframe.ofRegimes)
    #expect(
      alone.take(quotes) == among.take(quotes).filter { $0.reading.timeframe == timeframe })
    #expect(alone.timeframes == [timeframe])
  }

  @Test("only what has a regime is read, shortest first")
  func timeframes() {
    let tracker = ClimateTracker(timeframes: [.h1, .d1, .m30, .m1, .h1])
    #expect(tracker.timeframes == [.m1, .h1])
    #expect(tracker.reading(.m1) == nil)
    #expect(tracker.readings == [])
    #expect(tracker.nextTime == .distantFuture)
  }

  @Test("news are in force at once, and over at once")
  func news() throws {
    var tracker = ClimateTracker(timeframes: [.m1])
    let quotes = ClimateStreams.walk(seed: 11, minutes: 400)
    tracker.take(quotes)
    let before = try #require(tracker.reading(.m1))
    let time = try #require(quotes.last).eventTime
    let started = tracker.setNews(true, at: time)
    #expect(started.map(\.reading.regime) == [.newsEvent])
    #expect(started.map(\.previous) == [before.regime])
    #expect(tracker.reading(.m1)?.since == time)
    #expect(tracker.reading(.m1)?.chaos == before.chaos)
    #expect(tracker.setNews(true, at: time.advanced(by: 1)) == [])
    #expect(tracker.setNews(false, at: time.advanced(by: 2)).map(\.reading) == [before])
    #expect(!tracker.isNews)
  }

  @Test("a window of news that began before the first bar is over the first reading, too")
  func earlyNews() {
    var tracker = ClimateTracker(timeframes: [.m1])
    #expect(tracker.setNews(true, at: ClimateStreams.start) == [])
    tracker.take(ClimateStreams.minutes([1, 2]))
    #expect(tracker.reading(.m1)?.regime == .newsEvent)
  }
}
