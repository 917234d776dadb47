import TestSupport
import Testing
import TradingCore

@testable import FillSimulator

/// What executions cost, model by model.
struct ExecutionCostsTests {
  private func costs(_ slippage: SlippageModel, _ spread: SpreadModel = .recorded) throws -> ExecutionCosts {
    try ExecutionCosts(
      profile: BrokerProfile(name: "bench", spread: spread, slippage: slippage), instrument: Known.eurusd)
  }

  private func draw(
    _ costs: ExecutionCosts, _ random: CounterRandom, _ order: UInt64, _ purpose: DrawPurpose = .slippage,
    executions: UInt32 = 0
  ) throws -> Int64 {
    try costs.slippagePoints(
      random,
      ExecutionCosts.Occasion(
        purpose: purpose, order: ClientOrderID(ordinal: order), executions: executions, units: 1_000,
        spread: 10))
  }

  private func draws(
    _ costs: ExecutionCosts, _ count: UInt64, seed: UInt64 = 1, purpose: DrawPurpose = .slippage
  ) throws -> [Int64] {
    let random = CounterRandom(seed: seed, stream: 5)
    return try (1...count).map { try draw(costs, random, $0, purpose) }
  }

  /// 20,000 draws over five numbers: 4,000 each, five standard deviations are 283.
  @Test("uniform slippage covers its whole points, both ends, equally", arguments: [1, 2, 3] as [UInt64])
  func uniform(_ seed: UInt64) throws {
    let pips = PriceDistance(tenThousandths: 1_000, unit: .pip)
    let costs = try costs(.uniform(minimum: pips, maximum: PriceDistance(tenThousandths: 5_000, unit: .pip)))
    let counts = Dictionary(try draws(costs, 20_000, seed: seed).map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.keys.sorted() == [1, 2, 3, 4, 5])
    #expect(counts.values.allSatisfy { abs($0 - 4_000) < 283 }, "seed \(seed): \(counts)")
  }

  @Test("uniform slippage may be better than the quote")
  func negative() throws {
    let costs = try costs(.uniform(minimum: .points(-2), maximum: .points(1)))
    #expect(Set(try draws(costs, 500)) == [-2, -1, 0, 1])
  }

  /// Rounding to whole points adds a twelfth to the variance of 9. Five standard errors: 0.107 and 0.076.
  @Test("normal slippage has its mean and deviation", arguments: [1, 2, 3] as [UInt64])
  func normal(_ seed: UInt64) throws {
    let costs = try costs(.normal(mean: .points(2), deviation: .points(3)))
    let values = try draws(costs, 20_000, seed: seed).map(Double.init)
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean - 2) < 0.107, "seed \(seed): \(mean)")
    #expect(abs(variance.squareRoot() - (9 + 1.0 / 12).squareRoot()) < 0.076, "seed \(seed): \(variance)")
  }

  @Test("a draw depends on seed, purpose and order alone, not on the draws before it")
  func independent() throws {
    let costs = try costs(.uniform(minimum: .points(0), maximum: .points(1_000_000)))
    let random = CounterRandom(seed: 9, stream: 5)
    let forward = try (1...200 as ClosedRange<UInt64>).map { try draw(costs, random, $0) }
    let backward = try (1...200 as ClosedRange<UInt64>).reversed().map { ordinal in
      _ = try draw(costs, random, ordinal, .protectiveSlippage)
      return try draw(costs, random, ordinal)
    }
    #expect(forward == backward.reversed())
    #expect(try forward != draws(costs, 200, seed: 9, purpose: .protectiveSlippage))
    #expect(try forward == draws(costs, 200, seed: 9) && forward != draws(costs, 200, seed: 10))
  }

  @Test("every further execution of an order draws anew")
  func executions() throws {
    let costs = try costs(.uniform(minimum: .points(0), maximum: .points(1_000_000)))
    let random = CounterRandom(seed: 9, stream: 5)
    let drawn = try (0..<100 as Range<UInt32>).map { try draw(costs, random, 7, executions: $0) }
    #expect(Set(drawn).count > 95 && drawn[0] == random.integer(in: 0...1_000_000, purpose: 1, ordinal: 7))
  }

  @Test("fixed and none")
  func fixed() throws {
    #expect(Set(try draws(costs(.fixed(.points(3))), 50)) == [3])
    #expect(Set(try draws(costs(.none), 50)) == [0])
  }

  /// The bid moves by half of what is added, rounded down, so the odd point goes to the ask.
  @Test(
    "spread models",
    arguments: [
      (.recorded, 100, 110, 100, 110), (.fixed(.points(20)), 100, 110, 95, 115),
      (.fixed(.points(21)), 100, 110, 95, 116), (.fixed(.points(5)), 100, 110, 103, 108),
      (.fixed(.points(0)), 100, 110, 105, 105), (.fixed(.points(6)), 110, 100, 102, 108),
      (.markup(.points(3)), 100, 110, 99, 112), (.markup(.points(4)), 110, 100, 108, 102),
      (.floor(.points(8)), 100, 110, 100, 110), (.floor(.points(13)), 100, 110, 99, 112),
      (.floor(.points(2)), 110, 100, 104, 106),
    ] as [(SpreadModel, Int64, Int64, Int64, Int64)])
  func spread(_ model: SpreadModel, _ bid: Int64, _ ask: Int64, _ shownBid: Int64, _ shownAsk: Int64) throws {
    let shown = try costs(.none, model).shown(Known.quote(0, bid, ask))
    #expect(shown == Known.quote(0, shownBid, shownAsk))
  }

  @Test("a distance that is no whole number of points is refused when the bot is put together")
  func fractions() {
    let fraction = PriceDistance(tenThousandths: 2_500, unit: .point)
    #expect(throws: ProfileFault.self) { try costs(.fixed(fraction)) }
    #expect(throws: ProfileFault.self) { try costs(.none, .markup(fraction)) }
    #expect(throws: Never.self) { try costs(.normal(mean: fraction, deviation: fraction)) }
  }
}
