import Testing
import TradingCore

@testable import MarketClimate

/// The rules, one figure after the other.
struct RegimeStateTests {
  /// The regimes that figures make, a bar each.
  private static func regimes(
    _ figures: [RegimeFigures], _ thresholds: RegimeThresholds = RegimeThresholds()
  ) -> [MarketRegime] {
    var state = RegimeState()
    return figures.enumerated().map { bar, figures in
      state.take(figures, at: Timestamp(nanoseconds: Int64(bar)), thresholds)
      return state.regime
    }
  }

  private static func figures(
    chaos: Double = 0.5, efficiency: Double, direction: Int = 1, change: Double = 0, exit: RangeExit? = nil
  ) -> RegimeFigures {
    RegimeFigures(
      chaos: chaos, efficiencyRatio: efficiency, direction: direction, change: change, exit: exit)
  }

  private static func exit(
    _ direction: Int = 1, distance: Double = 5, efficiency: Double = 0.1, volatility: Double? = 0.3,
    rise: Double = 2
  ) -> RangeExit {
    var exit = RangeExit([], exitBars: 0)
    exit.direction = direction
    exit.distance = distance
    exit.efficiencyRatio = efficiency
    exit.volatilityPercentile = volatility
    exit.rise = rise
    return exit
  }

  @Test("a trend is entered at 0.40 and left below 0.25")
  func trend() {
    let efficiencies = [0.39, 0.40, 0.30, 0.30, 0.25, 0.30, 0.24]
    #expect(
      Self.regimes(efficiencies.map { Self.figures(efficiency: $0) }) == [
        .unknown, .trendStable, .trendStable, .trendStable, .trendStable, .trendStable, .rangeStable,
      ])
  }

  @Test("a range is entered at 0.25 and left above 0.35")
  func range() {
    let efficiencies = [0.26, 0.25, 0.30, 0.35, 0.30, 0.36]
    #expect(
      Self.regimes(efficiencies.map { Self.figures(efficiency: $0) }) == [
        .unknown, .rangeStable, .rangeStable, .rangeStable, .rangeStable, .unknown,
      ])
  }

  @Test("a range that is wilder than the threshold is none")
  func wildRange() {
    let chaos = [0.71, 0.70, 0.75, 0.75, 0.76, 0.77]
    #expect(
      Self.regimes(chaos.map { Self.figures(chaos: $0, efficiency: 0.1) }) == [
        .unknown, .rangeStable, .rangeStable, .rangeStable, .rangeStable, .unknown,
      ])
  }

  @Test("a regime lasts three bars at least, whatever the figures say")
  func dwell() {
    let efficiencies = [0.5, 0.1, 0.1, 0.1, 0.5, 0.5, 0.5]
    #expect(
      Self.regimes(efficiencies.map { Self.figures(efficiency: $0) }) == [
        .trendStable, .trendStable, .trendStable, .rangeStable, .rangeStable, .rangeStable, .trendStable,
      ])
  }

  @Test("HIGH_CHAOS waits for no dwell, and is left at 0.72")
  func highChaos() {
    let chaos = [0.5, 0.80, 0.1, 0.1, 0.73, 0.72]
    #expect(
      Self.regimes(chaos.map { Self.figures(chaos: $0, efficiency: 0.1) }) == [
        .rangeStable, .highChaos, .highChaos, .highChaos, .highChaos, .unknown,
      ])
  }

  @Test("a trend that turns is left, and is another one")
  func turn() {
    var state = RegimeState()
    let down = Self.figures(efficiency: 0.5, direction: -1)
    state.take(Self.figures(efficiency: 0.5), at: Timestamp(nanoseconds: 1), RegimeThresholds())
    #expect(state.direction == 1)
    for bar in 2...4 { state.take(down, at: Timestamp(nanoseconds: Int64(bar)), RegimeThresholds()) }
    #expect(state.regime == .trendStable)
    #expect(state.direction == -1)
    #expect(state.since == Timestamp(nanoseconds: 4))
  }

  @Test("a quiet range left with rising volatility is a breakout")
  func breakout() {
    #expect(
      Self.regimes([Self.figures(efficiency: 0.3, exit: Self.exit())]) == [.breakoutPrime])
  }

  @Test(
    "no breakout from a trend, a wild range, without a rise, or within the range",
    arguments: [
      exit(efficiency: 0.36), exit(volatility: 0.61), exit(volatility: nil), exit(rise: 1.49), exit(0),
    ])
  func noBreakout(_ exit: RangeExit) {
    #expect(Self.regimes([Self.figures(efficiency: 0.3, exit: exit)]) == [.unknown])
  }

  @Test("a breakout is over when the price is back in the range")
  func failedBreakout() {
    // Five points beyond, three more, and nine back.
    let changes: [Double] = [2, 3, -2, -7]
    let figures = changes.enumerated().map { bar, change in
      Self.figures(efficiency: 0.3, change: change, exit: bar == 0 ? Self.exit() : nil)
    }
    #expect(
      Self.regimes(figures) == [.breakoutPrime, .breakoutPrime, .breakoutPrime, .unknown])
  }

  @Test("a breakout is none any more after eight bars")
  func oldBreakout() {
    let figures = (0...8).map { bar in
      Self.figures(efficiency: 0.5, change: 1, exit: bar == 0 ? Self.exit() : nil)
    }
    #expect(
      Self.regimes(figures) == Array(repeating: .breakoutPrime, count: 8) + [.trendStable])
  }

  @Test("the range is what the window before the last bars has gone through")
  func rangeExit() {
    // To and fro between 0 and 10, then two bars up to 14.
    let changes: [Double] = [10, -10, 10, -10, 7, 7]
    let steps = changes.map { change in
      let open = Price(points: 0)
      let close = Price(points: Int64(change))
      var step = ClimateStep(
        Bar(
          timeframe: .m1, startTime: Timestamp(nanoseconds: 0), open: open, high: max(open, close),
          low: min(open, close), close: close), after: nil)
      step.volatilityPercentile = 0.25
      return step
    }
    let exit = RangeExit(steps, exitBars: 2)
    #expect(exit.direction == 1)
    #expect(exit.distance == 4)
    #expect(exit.efficiencyRatio == 0)
    #expect(exit.volatilityPercentile == 0.25)
    #expect(exit.rise == 0.7)
  }
}
