import TestSupport
import Testing
import TradingCore

@testable import FillSimulator

/// Slippage that follows the market, the size, or recorded fills.
struct SlippageModelTests {
  private func points(
    _ model: SlippageModel, units: Int64 = 1_000, spread: Int64 = 10, order: UInt64 = 1, tick: Int64 = 1
  ) throws -> Int64 {
    var instrument = Known.eurusd
    instrument.tickPoints = tick
    let costs = try ExecutionCosts(
      profile: BrokerProfile(name: "bench", slippage: model), instrument: instrument)
    return try costs.slippagePoints(
      CounterRandom(seed: 1, stream: 5),
      ExecutionCosts.Occasion(
        purpose: .slippage, order: ClientOrderID(ordinal: order), units: units, spread: spread))
  }

  @Test(
    "a share of the spread, rounded half to even",
    arguments: [(50, 10, 5), (50, 5, 2), (50, 7, 4), (150, 3, 4), (0, 100, 0), (50, 0, 0)]
      as [(Int64, Int64, Int64)])
  func ofSpread(_ percent: Int64, _ spread: Int64, _ expected: Int64) throws {
    #expect(try points(.ofSpread(.percent(percent)), spread: spread) == expected)
  }

  @Test(
    "so much for each lot, rounded half to even",
    arguments: [(1_000, 0), (100_000, 1), (250_000, 2), (350_000, 4), (50_000, 0), (51_000, 1)]
      as [(Int64, Int64)])
  func perLot(_ units: Int64, _ expected: Int64) throws {
    #expect(try points(.perLot(.points(1)), units: units) == expected)
  }

  @Test("a fraction of a point for each lot counts in full")
  func perLotFraction() throws {
    let quarter = PriceDistance(tenThousandths: 2_500, unit: .point)
    #expect(try points(.perLot(quarter), units: 600_000) == 2)
    #expect(try points(.perLot(quarter), units: 1_000_000) == 2)
    #expect(try points(.perLot(quarter), units: 1_100_000) == 3)
  }

  @Test("recorded slippages at random, all of them, rounded half to even")
  func empirical() throws {
    let model = SlippageModel.empirical([10_000, 25_000, -5_000, 35_000])
    let drawn = try (1...400 as ClosedRange<UInt64>).map { try points(model, order: $0) }
    let counts = Dictionary(drawn.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.keys.sorted() == [0, 1, 2, 4])
    // 100 each; five standard deviations are 43.
    #expect(counts.values.allSatisfy { abs($0 - 100) < 44 }, "\(counts)")
  }

  @Test(
    "whole steps, halves away from zero",
    arguments: [(4, 0), (5, 10), (-5, -10), (-4, 0), (14, 10), (15, 20), (0, 0)] as [(Int64, Int64)])
  func steps(_ modelled: Int64, _ expected: Int64) throws {
    let model = SlippageModel.uniform(minimum: .points(modelled), maximum: .points(modelled))
    #expect(try points(model, tick: 10) == expected)
  }

  @Test("terms of the instrument and of its class go before the profile's")
  func terms() throws {
    var profile = BrokerProfile(name: "bench", spread: .fixed(.points(9)), slippage: .fixed(.points(1)))
    profile.classTerms[.fx] = TradingTerms(slippage: .fixed(.points(2)))
    profile.symbolTerms[Known.eurusd.symbol] = TradingTerms(spread: .fixed(.points(4)))
    let costs = try ExecutionCosts(profile: profile, instrument: Known.eurusd)
    let occasion = ExecutionCosts.Occasion(
      purpose: .slippage, order: ClientOrderID(ordinal: 1), units: 1_000, spread: 4)
    #expect(try costs.slippagePoints(CounterRandom(seed: 1, stream: 1), occasion) == 2)
    #expect(costs.shown(Known.quote(0, 100, 110)).spreadPoints == 4)
  }
}

/// Slippage by the range of the last whole minute.
struct VolatilitySlippageTests {
  private func bench(latency: Int64 = 0) throws -> VenueBench {
    try VenueBench {
      $0.slippage = .ofVolatility(.percent(50))
      $0.latencyNanoseconds = latency * Timestamp.millisecond
    }
  }

  /// 12:00 ranges over 40 points, 12:01 over 100, 12:02 has no quotes, 12:03 is the minute at hand.
  @Test("the last minute before the quote's own that had quotes")
  func minutes() throws {
    var bench = try bench()
    try bench.quote(0, 110_000, 110_010)
    try bench.quote(30_000, 110_040, 110_050)
    #expect(try bench.submit(.buy) == ["filled 1 buy 1000 at 110050 entry"])
    try bench.quote(60_000, 110_000, 110_010)
    #expect(try bench.submit(.buy) == ["filled 2 buy 1000 at 110030 entry"])
    try bench.quote(119_999, 110_100, 110_110)
    #expect(try bench.submit(.sell) == ["filled 3 sell 1000 at 110080 entry"])
    try bench.quote(180_000, 110_000, 110_010)
    #expect(try bench.submit(.buy) == ["filled 4 buy 1000 at 110060 entry"])
  }

  @Test("an order in flight slips by the minute before the quote it meets")
  func latency() throws {
    var bench = try bench(latency: 500)
    try bench.quote(0, 110_000, 110_010)
    try bench.quote(30_000, 110_040, 110_050)
    try bench.submit(.buy)
    #expect(try bench.quote(60_000, 110_000, 110_010) == ["filled 1 buy 1000 at 110050 entry"])
    try bench.submit(.buy)
    #expect(try bench.quote(61_000, 110_000, 110_010) == ["filled 2 buy 1000 at 110030 entry"])
  }

  @Test("minutes before 1970 are minutes as well")
  func negative() {
    var range = MinuteRange()
    func see(_ seconds: Int64, _ bid: Int64) {
      range.see(
        Quote(
          eventTime: Timestamp(nanoseconds: seconds * Timestamp.second), bid: Price(points: bid),
          ask: Price(points: bid)))
    }
    see(-61, 100)
    see(-60, 105)
    see(-1, 125)
    #expect(range.lastPoints == 0)
    see(0, 90)
    #expect(range.lastPoints == 20)
  }
}
