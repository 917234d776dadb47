import Statistics
import Testing
import TradingCore

@Suite("A fall is seen from wherever it begins")
struct DegradationDetectorTests {
  @Test(
    "after a good spell it is as near as at the start, where one bettor alone would have all to lose first")
  func afterAGoodSpell() {
    var detector = DegradationDetector(floor: 0, clip: 3)
    // What is left of a bettor with a stake of 0.8 / 3 who never starts anew.
    var alone = 1.0
    for _ in 0..<100 {
      detector.add(1)
      alone *= 1 - 0.8 / 3
    }
    var (seen, late) = (0, 0)
    while detector.value < 20 {
      detector.add(-1)
      seen += 1
    }
    while alone < 20 {
      alone *= 1 + 0.8 / 3
      late += 1
    }
    // (1 + 0.8 / 3)^17 / 4 = 13.9 beside the other stakes.
    #expect(seen == 18)
    #expect(late > 2 * seen)
  }

  @Test("it goes by the worst of what it can't read, and by a start that is given")
  func worst() {
    var detector = DegradationDetector(stakes: [1], floor: 0, clip: 3, startingAt: 8)
    #expect(detector.value == 8)
    detector.add(.nan)
    #expect(detector.value == 16)
    detector.add(3)
    #expect(detector.value == 0)
    detector.add(-3)
    #expect(detector.value == 2)
    #expect(detector.highest == 16 && detector.count == 3)
  }

  @Test("results are cut at both ends")
  func cut() {
    var detector = DegradationDetector(stakes: [0.5], floor: 0, clip: 2, startingAt: 4)
    detector.add(-50)
    #expect(detector.value == 6)
    detector.add(50)
    #expect(detector.value == 3)
  }

  @Test("a bot at the floor is taken for falling once in as many trades as the value, or more seldom")
  func averageRunLength() {
    var trades = 0
    for bot in 0..<200 {
      let random = CounterRandom(seed: 3, stream: UInt64(bot))
      var detector = DegradationDetector(floor: 0, clip: 3)
      var trade: UInt64 = 0
      while detector.value < 20 {
        detector.add(random.uniform(purpose: 1, ordinal: trade) < 0.5 ? 1 : -1)
        trade += 1
      }
      trades += Int(trade)
    }
    #expect(trades / 200 >= 20)
  }
}

@Suite("False discoveries among many")
struct OnlineDiscoveryTests {
  @Test("the shares of all hypotheses add up to one, from below")
  func sum() {
    var sum = 0.0
    for index in 1...1_000_000 { sum += OnlineDiscovery.weight(index: index) }
    // What comes after the millionth adds 0.473991 / ln(1000001.5).
    let rest = 0.473_991 / DeterministicMath.log(1_000_001.5)
    #expect(sum + rest <= 1 && sum + rest > 0.9999)
  }

  @Test("the first needs little, later ones more, and every discovery makes it less")
  func thresholds() {
    func threshold(_ index: Int, _ discoveries: Int = 0) -> Double {
      OnlineDiscovery.threshold(index: index, discoveries: discoveries, rate: 0.1)
    }
    // 2 ln²2 / 0.0473991 and 11 ln²11 / 0.0473991.
    #expect(abs(threshold(1) - 20.2728) < 1e-3)
    #expect(abs(threshold(10) - 1_334.391) < 1e-3)
    #expect(abs(threshold(10, 3) - threshold(10) / 4) < 1e-9)
    #expect(threshold(0) == threshold(1) && threshold(1, -5) == threshold(1))
  }
}
