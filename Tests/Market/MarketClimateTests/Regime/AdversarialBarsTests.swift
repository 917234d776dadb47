import MarketClimate
import TestSupport
import Testing
import TradingCore

/// Whatever prices come, a reading is of numbers from 0 to 1.
struct AdversarialBarsTests {
  private static let limit = Price.magnitudeLimit - 100

  /// Prices that have broken something somewhere.
  private static let streams: [(String, @Sendable (Int, inout SeededGenerator) -> Int64)] = [
    ("zero", { _, _ in 0 }),
    ("constant", { _, _ in 123_456 }),
    ("from end to end", { number, _ in number.isMultiple(of: 2) ? limit : -limit }),
    ("one jump", { number, _ in number < 3_000 ? 1 : limit }),
    ("below zero", { number, _ in -Int64(number) }),
    ("straight up", { number, _ in Int64(number) }),
    ("anything", { _, generator in Int64.random(in: -limit...limit, using: &generator) }),
    ("hardly anything", { _, generator in Int64.random(in: 0...1, using: &generator) }),
    (
      "mostly nothing",
      { _, generator in
        Int.random(in: 0..<50, using: &generator) == 0
          ? Int64.random(in: -limit...limit, using: &generator) : 0
      }
    ),
  ]

  @Test("no NaN, no trap, nothing out of 0 to 1", arguments: streams.indices)
  func bounds(stream: Int) {
    let (name, price) = Self.streams[stream]
    var generator = SeededGenerator(seed: UInt64(stream))
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    var time = ClimateStreams.start
    for number in 0..<9_000 {
      let gap = Int.random(in: 0..<500, using: &generator) == 0 ? 50 * Timestamp.hour : 2 * Timestamp.minute
      time = time.advanced(by: Int64.random(in: 1...gap, using: &generator))
      for update in tracker.close(at: time) { Self.check(update.reading, name) }
      tracker.add(ClimateStreams.quote(price(number, &generator), at: time))
    }
    #expect(tracker.readings.count == 5)
  }

  @Test("a market that stands still is calm: no chaos, and a range")
  func constant() {
    var tracker = ClimateTracker(timeframes: [.m1])
    tracker.take(ClimateStreams.minutes(Array(repeating: 100, count: 400)))
    #expect(tracker.reading(.m1)?.chaos == 0)
    #expect(tracker.reading(.m1)?.regime == .rangeStable)
  }

  @Test("times at the ends of what there is do not trap")
  func ends() {
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    tracker.take([ClimateStreams.quote(1, at: Timestamp(nanoseconds: Int64.min + Timestamp.day))])
    tracker.take([ClimateStreams.quote(1, at: Timestamp(nanoseconds: Int64.max - Timestamp.day))])
    tracker.close(at: .distantFuture)
    #expect(tracker.readings.count == 5)
  }

  private static func check(_ reading: ClimateReading, _ name: String) {
    let figures = [
      reading.chaos, reading.quality, reading.efficiencyRatio, reading.permutationEntropy, reading.jumpShare,
      reading.volatilityPercentile,
    ]
    for figure in figures.compactMap({ $0 }) where !(0...1).contains(figure) {
      Issue.record("\(name): \(figure) at \(reading.at.iso8601) of \(reading)")
    }
    if (reading.regime == .unknown) != (reading.unknownReason != nil) { Issue.record("\(name): \(reading)") }
  }
}
