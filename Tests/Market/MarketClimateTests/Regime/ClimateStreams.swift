import MarketClimate
import TestSupport
import TradingCore

/// Streams of quotes, and what a tracker makes of them.
enum ClimateStreams {
  /// A Monday, midnight.
  static let start = Timestamp(nanoseconds: 1_399_248_000 * Timestamp.second)

  /// A walk with lulls, pauses and jumps, the same for the same seed.
  static func walk(
    seed: UInt64, minutes: Int, quotesAMinute: Int = 4, from start: Timestamp = start
  ) -> [Quote] {
    var generator = SeededGenerator(seed: seed)
    var quotes: [Quote] = []
    var price: Int64 = 100_000
    var time = start
    let end = start.advanced(by: Int64(minutes) * Timestamp.minute)
    while time < end {
      let step = Timestamp.minute / Int64(quotesAMinute)
      time = time.advanced(by: Int64.random(in: 1...(2 * step), using: &generator))
      switch Int.random(in: 0..<2_000, using: &generator) {
      case 0: time = time.advanced(by: Int64.random(in: 0...(3 * Timestamp.hour), using: &generator))
      case 1: price += Int64.random(in: -400...400, using: &generator)
      case 2: time = Timeframe.h1.start(containing: time).advanced(by: Timestamp.hour)
      default: price += Int64.random(in: -6...6, using: &generator)
      }
      quotes.append(quote(price, at: time))
    }
    return quotes
  }

  /// One quote a minute, at its start, of these prices.
  static func minutes(_ prices: [Int64], from start: Timestamp = start) -> [Quote] {
    prices.enumerated().map { quote($1, at: start.advanced(by: Int64($0) * Timestamp.minute)) }
  }

  static func quote(_ points: Int64, at time: Timestamp) -> Quote {
    Quote(eventTime: time, bid: Price(points: points), ask: Price(points: points + 10))
  }
}

extension ClimateTracker {
  /// Takes quotes as an engine does, and tells everything that was new.
  @discardableResult
  mutating func take(_ quotes: some Sequence<Quote>) -> [ClimateUpdate] {
    var updates: [ClimateUpdate] = []
    for quote in quotes {
      if quote.eventTime >= nextTime { updates += close(at: quote.eventTime) }
      add(quote)
    }
    return updates
  }
}
