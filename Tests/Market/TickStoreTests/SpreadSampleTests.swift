import TestSupport
import Testing
import TickStore
import TradingCore

struct SpreadSampleTests {
  private func quotes(_ spreads: [Int64]) -> [Quote] {
    spreads.enumerated().map { Known.quote(Int64($0), 100_000, 100_000 + $1) }
  }

  private func median(_ quotes: [Quote], of count: Int, cut size: Int) -> Int64? {
    var sample = SpreadSample(of: count)
    for start in stride(from: 0, to: quotes.count, by: size) {
      quotes[start..<min(start + size, quotes.count)].withUnsafeBufferPointer { sample.add($0) }
    }
    return sample.median
  }

  @Test func fewQuotesAreAllLookedAt() {
    #expect(median(quotes([5, 1, 9, 3, 7]), of: 5, cut: 2) == 5)
    #expect(median(quotes([4, 1]), of: 2, cut: 1) == 1)
    #expect(median([], of: 0, cut: 1) == nil)
  }

  @Test func theSameQuotesAreLookedAtHoweverTheyAreCut() {
    var generator = SeededGenerator(seed: 3)
    let all = quotes((0..<5_000).map { _ in Int64.random(in: 0...400, using: &generator) })
    // Every fifth of them.
    let expected = median(all.enumerated().filter { $0.offset % 5 == 0 }.map(\.element), of: 0, cut: 5_000)
    for size in [1, 3, 5, 7, 64, 4_999, 5_000] {
      #expect(median(all, of: SpreadSample.most * 4, cut: size) == expected, "\(size)")
    }
  }
}
