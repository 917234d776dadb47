import MarketClimate
import TestSupport
import Testing
import TradingCore

/// What the next higher timeframe's regime does to a lower one's.
struct ClimateVetoTests {
  /// What M1 and M5 read after each bar of M1.
  private static func pairs(_ seed: UInt64) -> [(m1: ClimateReading, m5: ClimateReading)] {
    var tracker = ClimateTracker(timeframes: [.m1, .m5])
    var pairs: [(m1: ClimateReading, m5: ClimateReading)] = []
    for quote in ClimateStreams.walk(seed: seed, minutes: 6_000, quotesAMinute: 2) {
      if !tracker.close(at: quote.eventTime).isEmpty, let m1 = tracker.reading(.m1),
        let m5 = tracker.reading(.m5)
      {
        pairs.append((m1, m5))
      }
      tracker.add(quote)
    }
    return pairs
  }

  @Test("while M5 is in HIGH_CHAOS, M1 is in no regime that authorizes", arguments: [1, 2, 3] as [UInt64])
  func highChaos(seed: UInt64) {
    let wild = Self.pairs(seed).filter { $0.m5.regime == .highChaos }
    #expect(!wild.isEmpty)
    for pair in wild { #expect(!pair.m1.regime.authorizes, "seed \(seed), \(pair.m1.at.iso8601)") }
  }

  @Test("a veto says so", arguments: [1, 2, 3] as [UInt64])
  func reason(seed: UInt64) {
    let vetoed = Self.pairs(seed).filter { $0.m1.unknownReason == .higherTimeframe }
    #expect(!vetoed.isEmpty)
    for pair in vetoed {
      #expect(pair.m1.regime == .unknown)
      #expect(pair.m1.chaos != nil)
      #expect(pair.m5.regime == .highChaos || pair.m5.regime == .trendStable || pair.m5.regime == .unknown)
    }
  }

  @Test("within a trend of M5 up, M1 does not trend down", arguments: [1, -1] as [Int64])
  func direction(way: Int64) {
    let regime: MarketRegime = way > 0 ? .trendStable : .unknown
    var generator = SeededGenerator(seed: 5)
    // Hours to and fro, then two hours of two points a minute up, then half an hour of one point, up or down.
    var prices: [Int64] = (0..<480).map { _ in 100_000 + Int64.random(in: -10...10, using: &generator) }
    for minute in 0..<120 { prices.append(100_000 + 2 * Int64(minute)) }
    for minute in 0..<30 { prices.append(100_240 + way * Int64(minute)) }
    var tracker = ClimateTracker(timeframes: [.m1, .m5])
    tracker.take(ClimateStreams.minutes(prices))
    #expect(tracker.reading(.m5)?.regime == .trendStable)
    #expect(tracker.reading(.m5)?.direction == 1)
    #expect(tracker.reading(.m1)?.direction == Int(way))
    #expect(tracker.reading(.m1)?.regime == regime)
    #expect(tracker.reading(.m1)?.unknownReason == (regime == .unknown ? .higherTimeframe : nil))
  }
}
