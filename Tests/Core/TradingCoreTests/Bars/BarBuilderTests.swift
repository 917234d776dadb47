import TestSupport
import Testing

@testable import TradingCore

/// Bars from quotes.
struct BarBuilderTests {
  @Test("Quotes that come together make the bar that they make one by one")
  func together() {
    var generator = SeededGenerator(seed: 3)
    for count in 0..<12 {
      for open in 0..<3 {
        for _ in 0..<20 {
          let quotes = (0..<(open + count)).map { index in
            let bid = Int64.random(in: 95...105, using: &generator)
            return Known.quote(Int64(index), bid, bid + Int64.random(in: -1...3, using: &generator))
          }
          var single = BarBuilder(BarSubscription(.m1))
          for quote in quotes { single.add(quote) }
          var together = BarBuilder(BarSubscription(.m1))
          for quote in quotes.prefix(open) { together.add(quote) }
          Array(quotes.dropFirst(open)).withUnsafeBufferPointer { together.add($0) }
          #expect(together == single)
        }
      }
    }
  }

  @Test("The bar after one that has closed begins with the first of the quotes that come together")
  func next() {
    var builder = BarBuilder(BarSubscription(.m1))
    [Known.quote(0, 100, 101), Known.quote(1, 90, 91)].withUnsafeBufferPointer { builder.add($0) }
    #expect(builder.close(at: Known.time(60_000))?.low.points == 90)
    [Known.quote(60_000, 95, 96), Known.quote(60_001, 97, 98), Known.quote(60_002, 96, 97)]
      .withUnsafeBufferPointer { builder.add($0) }
    let bar = builder.close(at: Known.time(120_000))
    #expect(bar?.startTime == Known.time(60_000))
    #expect(bar?.open.points == 95)
    #expect(bar?.high.points == 97)
    #expect(bar?.low.points == 95)
    #expect(bar?.close.points == 96)
    #expect(bar?.quoteCount == 3)
  }
}
