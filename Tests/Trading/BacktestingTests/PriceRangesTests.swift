import Backtesting
import Testing
import TradingCore

/// Price ranges stay few and keep the extremes.
struct PriceRangesTests {
  @Test("stretches double until they are few enough, without losing the lowest or the highest bid")
  func bounded() {
    let quotes = (0..<5_000).map { index in
      let bid = Int64(100_000 + (index * 7_919) % 1_000)
      return Quote(
        eventTime: Timestamp(milliseconds: Int64(index) * 1_000), bid: Price(points: bid),
        ask: Price(points: bid + 10))
    }
    var ranges = PriceRanges(limit: 100)
    quotes.withUnsafeBufferPointer { ranges.add($0) }
    #expect(ranges.stretches.count <= 100)
    #expect(ranges.stretches.map(\.low).min() == quotes.map(\.bid.points).min())
    #expect(ranges.stretches.map(\.high).max() == quotes.map(\.bid.points).max())
    #expect(ranges.stretches.map(\.start) == ranges.stretches.map(\.start).sorted())
  }
}
