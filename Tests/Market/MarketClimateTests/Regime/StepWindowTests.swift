import TestSupport
import Testing
import TradingCore

@testable import MarketClimate

/// What is kept up with each bar is what a loop over the bars comes to.
struct StepWindowTests {
  /// Steps of bars whose closes move up to so many points, with a rest and a jump at times.
  private static func steps(_ reach: Int64, seed: UInt64, count: Int) -> [ClimateStep] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      var step = ClimateStep()
      if Int.random(in: 0..<4, using: &generator) > 0 {
        step.change = Int64.random(in: -reach...reach, using: &generator)
        step.above = Int64.random(in: 0...reach, using: &generator)
        step.below = Int64.random(in: 0...reach, using: &generator)
        step.trueRange = max(step.change, 0) + step.above + step.below
      }
      if Int.random(in: 0..<9, using: &generator) > 0 {
        step.volatilityPercentile = Double.random(in: 0...1, using: &generator)
      }
      return step
    }
  }

  private static func isClose(_ first: Double, _ second: Double) -> Bool {
    abs(first - second) <= 1e-12 * max(1, abs(second))
  }

  @Test("the figures of a window that goes on, of small steps and of the largest", arguments: 0..<6)
  func figures(round: Int) {
    let reach: [Int64] = [1, 6, 1_000, 1 << 26, 1 << 31, 1 << 39]
    let bars = [15, 6, 4, 3, 2, 15][round]
    var window = StepWindow(volatilityBars: bars)
    var last: [ClimateStep] = []
    for (number, step) in Self.steps(reach[round], seed: UInt64(round), count: 2_000).enumerated() {
      if number == 700 {
        window.removeAll()
        last = []
      }
      window.append(step)
      last = (last + [step]).suffix(StepWindow.capacity)
      #expect(window.steps == last)
      if let squared = window.squaredRange {
        #expect(
          Self.isClose((squared / Double(bars)).squareRoot(), ClimateReference.volatility(last, bars: bars)))
      } else {
        #expect(last.count < bars)
      }
      guard window.isFull else { continue }
      let expected = ClimateReference.figures(last)
      let figures = [window.efficiencyRatio, window.permutationEntropy, window.jumpShare]
      for (figure, value) in zip(figures, expected) where !Self.isClose(figure, value) {
        Issue.record("round \(round), bar \(number): \(figures), expected \(expected)")
      }
      #expect(window.direction == last.suffix(StepWindow.length).reduce(0) { $0 + $1.change }.signum())
    }
  }

  @Test("an exit is told where it can be a breakout, and is what a loop makes of the steps", arguments: 1...4)
  func exit(seed: Int) {
    let thresholds = RegimeThresholds()
    var window = StepWindow(volatilityBars: 15)
    var told = 0
    for step in Self.steps(20, seed: UInt64(seed), count: 5_000) {
      window.append(step)
      guard window.count == StepWindow.capacity else {
        #expect(window.exit(thresholds) == nil)
        continue
      }
      let expected = RangeExit(window.steps, exitBars: StepWindow.exitBars)
      let isOne =
        expected.rise >= thresholds.breakoutRise
        && (expected.volatilityPercentile ?? 1) <= thresholds.breakoutQuiet
      #expect(window.exit(thresholds) == (isOne ? expected : nil))
      told += isOne ? 1 : 0
    }
    #expect(told > 20)
  }

  @Test("rounding does not build up: after a jump has left, J is what it was")
  func noResidue() {
    var small = StepWindow(volatilityBars: 2)
    var jumped = small
    var step = ClimateStep()
    step.change = 1 << 40
    step.trueRange = 1 << 40
    jumped.append(step)
    for number in 0..<40 {
      step.change = number.isMultiple(of: 3) ? 2 : -1
      step.trueRange = 2
      small.append(step)
      jumped.append(step)
    }
    #expect(jumped.jumpShare == small.jumpShare)
    #expect(jumped.efficiencyRatio == small.efficiencyRatio)
    #expect(jumped.squaredRange == 8)
  }

  @Test("a sum of products takes and gives back more than sixty-four bits")
  func wideSum() {
    var sum = WideSum()
    for _ in 0..<28 { sum.add(1 << 41, times: -(1 << 41)) }
    #expect(sum.value == 28 * 0x1p82)
    sum.add(3, times: 5)
    for _ in 0..<28 { sum.subtract(1 << 41, times: 1 << 41) }
    #expect(sum.value == 15)
  }

  @Test("a price beyond the largest stands at it, and does not trap")
  func bounded() {
    let low = Price(points: .min)
    let bar = Bar(
      timeframe: .m1, startTime: Timestamp(nanoseconds: 0), open: low, high: Price(points: .max), low: low,
      close: low)
    let step = ClimateStep(bar, after: Price(points: .max))
    #expect(step.change == -2 * Price.magnitudeLimit)
    #expect(step.trueRange == 2 * Price.magnitudeLimit)
    #expect(step.isSound)
  }

  @Test("the spread of the last eight chaos values, whatever leaves")
  func recentChaos() {
    var generator = SeededGenerator(seed: 3)
    var recent = RecentChaos()
    var all: [Double] = []
    #expect(recent.spread == 0)
    for number in 0..<3_000 {
      if number == 1_003 {
        recent.removeAll()
        all = []
      }
      let chaos = Double(Int.random(in: 0...20, using: &generator)) / 20
      recent.append(chaos)
      all = (all + [chaos]).suffix(RecentChaos.length)
      #expect(recent.values == all)
      #expect(recent.spread == (all.max() ?? 0) - (all.min() ?? 0))
    }
  }
}
