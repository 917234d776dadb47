import MarketClimate
import TestSupport
import Testing
import TradingCore

/// What pauses, weekends and silence do to a reading.
struct ClimateGapTests {
  /// So long a stream is warm on M1: 24 bars, and 12 samples of a quarter of an hour.
  private static let warm = 240

  private static func walk(_ count: Int, _ seed: UInt64 = 1, from price: Int64 = 100_000) -> [Int64] {
    var generator = SeededGenerator(seed: seed)
    var price = price
    return (0..<count).map { _ in
      price += Int64.random(in: -10...10, using: &generator)
      return price
    }
  }

  private static func minute(_ number: Int) -> Timestamp {
    ClimateStreams.start.advanced(by: Int64(number) * Timestamp.minute)
  }

  @Test("what changes over a pause is no move: half an hour later and 5000 points higher reads the same")
  func pause() {
    let prices = Self.walk(Self.warm + 60)
    let before = ClimateStreams.minutes(Array(prices[..<Self.warm]))
    func readings(offset: Int64) -> [ClimateReading] {
      var tracker = ClimateTracker(timeframes: [.m1])
      tracker.take(before)
      let after = prices[Self.warm...].map { $0 + offset }
      return tracker.take(ClimateStreams.minutes(after, from: Self.minute(Self.warm + 30))).map(\.reading)
    }
    #expect(readings(offset: 0).count == 60)
    #expect(readings(offset: 0) == readings(offset: 5_000))
  }

  @Test("what changes over a lull of five minutes is a move")
  func lull() {
    let prices = Self.walk(Self.warm)
    func chaos(offset: Int64) -> Double? {
      var tracker = ClimateTracker(timeframes: [.m1])
      tracker.take(ClimateStreams.minutes(prices))
      tracker.take(
        ClimateStreams.minutes(
          [prices[Self.warm - 1] + offset, 0], from: Self.minute(Self.warm + 5)))
      return tracker.reading(.m1)?.jumpShare
    }
    #expect((chaos(offset: 0) ?? 1) < 0.3)
    #expect((chaos(offset: 1_000) ?? 0) > 0.9)
  }

  @Test("minutes without quotes are no bars")
  func holes() {
    var tracker = ClimateTracker(timeframes: [.m1])
    let quotes = ClimateStreams.minutes(Self.walk(100)).enumerated().filter { $0.offset % 3 != 1 }
    let updates = tracker.take(quotes.map(\.element))
    #expect(updates.count == quotes.count - 1)
  }

  @Test("three windows of silence start the bars anew, a weekend on M1 among them")
  func restart() throws {
    var tracker = ClimateTracker(timeframes: [.m1])
    tracker.take(ClimateStreams.minutes(Self.walk(Self.warm)))
    #expect(tracker.reading(.m1)?.chaos != nil)
    let monday = Self.minute(Self.warm - 1 + 72 + 2)
    let first = try #require(
      tracker.take(ClimateStreams.minutes(Self.walk(30), from: monday)).dropFirst().first)
    #expect(first.reading.unknownReason == .shortHistory)
    #expect(first.reading.efficiencyRatio == nil)
    // 24 bars later it is back: how volatile the hours were has not been forgotten.
    #expect(tracker.reading(.m1)?.chaos != nil)
  }

  @Test("a pause shorter than three windows leaves the bars as they are")
  func noRestart() {
    var tracker = ClimateTracker(timeframes: [.m1])
    tracker.take(ClimateStreams.minutes(Self.walk(Self.warm)))
    tracker.take(ClimateStreams.minutes(Self.walk(2), from: Self.minute(Self.warm + 72)))
    #expect(tracker.reading(.m1)?.chaos != nil)
  }

  @Test(
    "a symbol that stops trading is UNKNOWN after five bars, and its quality falls to nothing in five more")
  func stale() throws {
    var tracker = ClimateTracker(timeframes: [.m1])
    tracker.take(ClimateStreams.minutes(Self.walk(Self.warm)))
    tracker.close(at: Self.minute(Self.warm))
    let fresh = try #require(tracker.reading(.m1))
    #expect(fresh.at == Self.minute(Self.warm))
    #expect(tracker.nextTime == Self.minute(Self.warm + 5))
    #expect(tracker.close(at: Self.minute(Self.warm + 4)) == [])
    var qualities: [Double] = []
    for minute in 5...12 {
      tracker.close(at: Self.minute(Self.warm + minute))
      let reading = try #require(tracker.reading(.m1))
      #expect(reading.regime == .unknown)
      #expect(reading.unknownReason == .stale)
      #expect(reading.since == Self.minute(Self.warm + 5))
      #expect(reading.at == fresh.at)
      qualities.append((reading.quality / fresh.quality * 10).rounded() / 10)
    }
    #expect(qualities == [1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0])
  }

  @Test("a stale reading is the same whether its minutes were told one by one or at once")
  func staleAtOnce() {
    var often = ClimateTracker(timeframes: Timeframe.ofRegimes)
    often.take(ClimateStreams.minutes(Self.walk(Self.warm)))
    var once = often
    for minute in 0..<3_000 { often.close(at: Self.minute(Self.warm + minute)) }
    once.close(at: Self.minute(Self.warm + 2_999))
    #expect(often.readings == once.readings)
  }

  @Test("the first bar after a silence makes the reading fresh")
  func freshAgain() {
    var tracker = ClimateTracker(timeframes: [.m1])
    tracker.take(ClimateStreams.minutes(Self.walk(Self.warm)))
    tracker.take(ClimateStreams.minutes(Self.walk(2), from: Self.minute(Self.warm + 20)))
    #expect(tracker.reading(.m1)?.unknownReason != .stale)
    #expect((tracker.reading(.m1)?.quality ?? 0) > 0)
  }
}
