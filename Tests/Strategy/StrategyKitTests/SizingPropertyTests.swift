import StrategyKit
import TestSupport
import Testing
import TradingCore

/// What holds of any size, over seeded cases.
struct SizingPropertyTests {
  private struct Case {
    let context: Context
    let instrument: Instrument
    let share: Percentage
    let points: Int64
    var capital: Int128 { Int128(context.account.equity.units) }
    var budget: Int128 { capital * Int128(share.hundredMillionths) / Int128(Percentage.scale) }
  }

  private func cases(_ count: Int, seed: UInt64) throws -> [Case] {
    var random = SeededGenerator(seed: seed)
    let values = try ParameterValues(for: Idle.descriptor, given: [:])
    return try (0..<count).map { _ in
      let (symbol, bid) =
        [
          ("EURUSD", Int64.random(in: 50_000...200_000, using: &random)),
          ("USDJPY", .random(in: 80_000...200_000, using: &random)),
          ("XAUUSD", .random(in: 100_000...300_000, using: &random)),
          ("ES", .random(in: 100_000...600_000, using: &random)),
        ].randomElement(using: &random) ?? ("EURUSD", 110_000)
      let instrument = Known.instrument(symbol)
      let balance = Int64(1) << Int64.random(in: 0...36, using: &random)
      var probe = try StrategyProbe(
        Idle(parameters: values), instruments: [instrument],
        balance: Bool.random(using: &random) ? balance : -balance)
      probe.quote(bid: bid, ask: bid + .random(in: 0...50, using: &random), at: Known.time(0))
      return Case(
        context: probe.context, instrument: instrument,
        share: Percentage(hundredMillionths: Int64(1) << Int64.random(in: 0...33, using: &random)),
        points: Int64(1) << Int64.random(in: 0...62, using: &random))
    }
  }

  /// The size is an order's, within the budget, and the next one is not.
  private func check(_ quantity: Quantity, _ made: Case, points: Int64, at price: Price) {
    func worth(_ units: Int64) -> Int128? {
      (try? made.context.account.value(points: points, units: units, symbolIndex: 0, price: price)).map {
        Int128($0.units)
      }
    }
    let instrument = made.instrument
    if quantity == .zero {
      let isNoneSmaller = worth(instrument.minimumUnits).map { $0 > made.budget } ?? true
      #expect(made.capital <= 0 || isNoneSmaller)
      return
    }
    #expect(made.capital > 0)
    #expect(quantity.units % instrument.stepUnits == 0)
    #expect((instrument.minimumUnits...instrument.maximumUnits).contains(quantity.units))
    #expect(worth(quantity.units).map { $0 <= made.budget } == true)
    let next = quantity.units + instrument.stepUnits
    #expect(next > instrument.maximumUnits || (worth(next).map { $0 > made.budget } ?? true))
  }

  @Test(
    "the largest order within the budget, in steps, whatever is risked",
    arguments: 1...5 as ClosedRange<UInt64>)
  func exact(_ seed: UInt64) throws {
    for made in try cases(60, seed: seed) {
      let quote = try #require(made.context.quote())
      check(
        made.context.quantity(risking: made.share, stopDistancePoints: made.points), made,
        points: made.points,
        at: quote.bid)
      check(
        made.context.quantity(deviatingBy: made.share, deviationPoints: made.points), made,
        points: made.points,
        at: quote.bid)
      check(made.context.quantity(worth: made.share), made, points: quote.ask.points, at: quote.ask)
    }
  }

  @Test("a larger share is never a smaller order", arguments: 6...8 as ClosedRange<UInt64>)
  func monotone(_ seed: UInt64) throws {
    for made in try cases(40, seed: seed) {
      let larger = Percentage(hundredMillionths: made.share.hundredMillionths * 3 / 2 + 1)
      #expect(made.context.quantity(worth: made.share) <= made.context.quantity(worth: larger))
      #expect(
        made.context.quantity(deviatingBy: made.share, deviationPoints: 100)
          <= made.context.quantity(deviatingBy: larger, deviationPoints: 100))
    }
  }

  /// Numbers of every kind, most of them such as a record has.
  private func number(_ random: inout SeededGenerator) -> Double {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      [.nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        .randomElement(using: &random) ?? 0
    case 1: Double(bitPattern: random.next())
    case 2: -.random(in: 0...1, using: &random)
    default: .random(in: 0...1, using: &random)
    }
  }

  @Test("Kelly's stake is within its cap and grows with the fraction, falls with the cost, for any numbers")
  func kelly() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<20_000 {
      let (p, win, loss, cost) = (number(&random), number(&random), number(&random), number(&random))
      let edge = KellyEdge(winProbability: p, averageWin: win, averageLoss: loss, cost: cost)
      #expect(edge.leverage >= 0 && edge.leverage < .infinity)
      // Where nothing is lost, or next to nothing, there is no stake, as nothing says how large it may be.
      if loss > 1e-6, cost >= 0 {
        var dearer = edge
        dearer.cost += 0.001
        #expect(dearer.leverage <= edge.leverage)
      }
      let fraction = Percentage(hundredMillionths: .random(in: 0...100_000_000, using: &random))
      let cap = Percentage(hundredMillionths: .random(in: 0...1_000_000_000, using: &random))
      let share = KellyStake(fraction: fraction, cap: cap).share(ofLeverage: edge.leverage)
      #expect(share >= .zero && share <= cap)
      #expect(share <= KellyStake(fraction: .percent(100), cap: cap).share(ofLeverage: edge.leverage))
    }
  }

  @Test("a record of any numbers gives a leverage between none and the whole of Kelly's")
  func records() {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<500 {
      var record = TradeRecord(length: 30 + Int.random(in: 0...50, using: &random))
      for _ in 0..<Int.random(in: 0...120, using: &random) {
        record.add(number(&random) * (Bool.random(using: &random) ? 1 : -1))
      }
      guard let estimate = record.estimate else { continue }
      #expect(estimate.leverage >= 0 && estimate.leverage <= estimate.edge.leverage)
      #expect(estimate.shrinkage >= 0 && estimate.shrinkage <= 1)
    }
  }

  /// A thousand bots whose true edge is drawn anew, some of them none: each bets by its record of 60 trades, and its
  /// growth is that of the stake at its true edge.
  @Test("what is shrunk for its uncertainty grows more than what is not")
  func growth() {
    var random = SeededGenerator(seed: 11)
    var (raw, shrunk) = (0.0, 0.0)
    for _ in 0..<1_000 {
      let probability = Double.random(in: 0.45...0.6, using: &random)
      let results = (0..<60).map { _ in Double.random(in: 0..<1, using: &random) < probability ? 1.0 : -1.0 }
      guard let estimate = KellyEstimate(results) else { continue }
      func growth(_ stake: Double) -> Double {
        probability * DeterministicMath.log(1 + stake) + (1 - probability) * DeterministicMath.log(1 - stake)
      }
      raw += growth(estimate.edge.leverage)
      shrunk += growth(estimate.leverage)
    }
    #expect(shrunk > raw)
  }
}
