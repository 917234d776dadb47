import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Sizing by how much the result is expected to deviate, and by what a position is worth.
struct VolatilityTargetTests {
  /// A context with one quote of the symbol.
  private func context(_ symbol: String, bid: Int64, balance: Int64 = 10_000) throws -> Context {
    let values = try ParameterValues(for: Idle.descriptor, given: [:])
    var probe = try StrategyProbe(
      Idle(parameters: values), instruments: [Known.instrument(symbol)], balance: balance)
    probe.quote(bid: bid, ask: bid + 10, at: Known.time(0))
    return probe.context
  }

  /// Bars of a range, none of which jumps from the one before.
  private func range(_ points: Int64, bars: Int) -> AverageTrueRange {
    var range = AverageTrueRange(length: bars)
    for index in 0..<bars {
      range.add(
        Bar(
          symbolIndex: 0, timeframe: .h1, startTime: Known.time(Int64(index)), open: Price(points: 110_000),
          high: Price(points: 110_000 + points), low: Price(points: 110_000), close: Price(points: 110_000)))
    }
    return range
  }

  /// A range of 160 points is 160/1.5958 = 100.27 of deviation; over four bars twice as much, over nine three times.
  @Test("a mean range over 1.596 is the deviation, which grows by the root of time")
  func fromRange() throws {
    let volatility = try #require(PriceVolatility(range(160, bars: 3)))
    #expect(abs(volatility.pointsPerBar - 100.265) < 0.001)
    #expect(volatility.points(overBars: 1) == 101)
    #expect(volatility.points(overBars: 4) == 201)
    #expect(volatility.points(overBars: 9) == 301)
    #expect(volatility.points(overBars: 0) == 101 && volatility.points(overBars: -3) == 101)
  }

  /// 1 % up and down again at 110,000: 1,095 points a bar by the logarithm.
  @Test("realized volatility is that of one bar at the price")
  func fromRealized() throws {
    var realized = RealizedVolatility(length: 2)
    #expect(PriceVolatility(realized, at: Price(points: 110_000)) == nil)
    for value in [1, 1.01, 1] { realized.add(value) }
    let volatility = try #require(PriceVolatility(realized, at: Price(points: 110_000)))
    #expect(volatility.points(overBars: 1) == 1_095)
    #expect(PriceVolatility(realized, at: Price(points: 0)) == nil)
    #expect(PriceVolatility(realized, at: Price(points: -5)) == nil)
  }

  @Test("there is none before the warm-up, without a move and of what is no number")
  func none() {
    #expect(PriceVolatility(AverageTrueRange(length: 3)) == nil)
    #expect(PriceVolatility(range(0, bars: 3)) == nil)
    for none in [0, -1, .nan, .infinity, -.infinity] as [Double] {
      #expect(PriceVolatility(pointsPerBar: none) == nil)
    }
  }

  @Test("points end at those that a price can have")
  func clamped() throws {
    let vast = try #require(PriceVolatility(pointsPerBar: .greatestFiniteMagnitude))
    #expect(vast.points(overBars: .max) == 1 << 40)
    let tiny = try #require(PriceVolatility(pointsPerBar: .leastNonzeroMagnitude))
    #expect(tiny.points(overBars: 1) == 1)
  }

  /// 1 % of 10,000 is 100 dollars, a dollar a point on a lot: half a lot deviates by them at 200 points.
  @Test("the position deviates by the share of equity")
  func target() throws {
    let context = try context("EURUSD", bid: 110_000)
    func units(_ deviation: Int64) -> Int64 {
      context.quantity(deviatingBy: .percent(1), deviationPoints: deviation).units
    }
    #expect(units(200) == 50_000)
    #expect(units(201) == 49_000)
    #expect(units(10_001) == 0 && units(0) == 0 && units(-1) == 0)
  }

  /// 20,000 dollars are 18,180.2 euros at 1.10010.
  @Test("what a position may be worth, at the ask")
  func worth() throws {
    let context = try context("EURUSD", bid: 110_000)
    #expect(context.quantity(worth: .percent(200)).units == 18_000)
    #expect(context.quantity(worth: .percent(10)).units == 0)
    #expect(context.quantity(worth: .zero).units == 0)
  }

  /// A dollar against the yen is worth a dollar at any price.
  @Test("what a position of another quote currency may be worth")
  func yen() throws {
    let context = try context("USDJPY", bid: 150_123)
    #expect(context.quantity(worth: .percent(200)).units == 20_000)
    #expect(try self.context("EURGBP", bid: 85_000).quantity(worth: .percent(200)).units == 0)
  }

  @Test("no capital is no quantity", arguments: [0, -10_000] as [Int64])
  func noCapital(_ balance: Int64) throws {
    let context = try context("EURUSD", bid: 110_000, balance: balance)
    #expect(context.quantity(risking: .percent(1), stopDistancePoints: 10) == .zero)
    #expect(context.quantity(deviatingBy: .percent(1), deviationPoints: 10) == .zero)
    #expect(context.quantity(worth: .percent(100)) == .zero)
    #expect(context.quantity(worth: .percent(100), of: .balance) == .zero)
  }
}
