import Testing
import TradingCore

/// The largest fall from a peak.
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

  @Test("a ratio is that of the nearest numbers, in 64 bits as beyond")
  func wide() {
    let (peak, trough): (Int128, Int128) = (1 << 53 + 1, 1 << 51 + 1)
    for shift in [0, 64] as [Int128] {
      var tracker = DrawdownTracker(start: peak << shift)
      tracker.mark(trough << shift)
      #expect(tracker.largest.ratio == Double(peak - trough) / Double(peak))
    }
  }

  @Test("nothing falls: no drawdown")
  func rising() {
    var tracker = DrawdownTracker(start: 5)
    for value in [5, 6, 7] as [Int128] { tracker.mark(value) }
    #expect(tracker.largest == (0, 0))
  }
}
