import TestSupport
import Testing
import TradingCore

/// The largest fall from a peak, against a recomputation from all values.
struct DrawdownTrackerTests {
  @Test("by hand: 100, 80, 120, 90, 130, 126")
  func byHand() {
    var tracker = DrawdownTracker(start: 100)
    for value in [80, 120, 90, 130, 126] as [Int128] { tracker.mark(value) }
    #expect(tracker.largest.money == 30)
    #expect(tracker.largest.ratio == 0.25)
    tracker.mark(60)
    #expect(tracker.largest.money == 70)
    #expect(tracker.largest.ratio == 70.0 / 130.0)
  }

  @Test("the largest ratio and the largest fall may be different ones")
  func different() {
    var tracker = DrawdownTracker(start: 100)
    for value in [60, 1_000, 900] as [Int128] { tracker.mark(value) }
    #expect(tracker.largest.money == 100 && tracker.largest.ratio == 0.4)
  }

  @Test("nothing falls: no drawdown")
  func rising() {
    var tracker = DrawdownTracker(start: 5)
    for value in [5, 6, 7] as [Int128] { tracker.mark(value) }
    #expect(tracker.largest == (0, 0))
  }

  @Test(
    "a thousand seeded series agree with looking at all values anew", arguments: [1, 2, 3, 4] as [UInt64])
  func seeded(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for series in 0..<250 {
      var value = Int128(Int64.random(in: 1_000...1_000_000, using: &random))
      var tracker = DrawdownTracker(start: value)
      var (peak, money, ratio) = (value, Int128(0), 0.0)
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        value += Int128(Int64.random(in: -5_000...5_000, using: &random))
        tracker.mark(value)
        peak = max(peak, value)
        money = max(money, peak - value)
        ratio = max(ratio, Double(peak - value) / Double(peak))
      }
      guard tracker.largest == (ratio, money) else {
        Issue.record("seed \(seed), series \(series): \(tracker.largest) instead of \((ratio, money))")
        return
      }
    }
  }
}
