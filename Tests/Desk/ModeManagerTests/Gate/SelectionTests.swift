import BotAssembly
import JSONText
import Journal
@testable import ModeManager
import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// The best of many is weighed as that, and whoever pads the field gains nothing by it.
struct SelectionTests {
  private static let days = (0..<250).map { CivilDate(daysSinceEpoch: 19_000 + $0) }

  /// Returns of a trial whose mean is a share of their deviation.
  private static func returns(seed: UInt64, ratio: Double = 0) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return days.map { _ in
      let draw: Double = (0..<12).reduce(0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &generator)
      }
      return 0.01 * (draw + ratio)
    }
  }

  /// Logs trials over the same ticks, as backtests do; returns the identity of each.
  @discardableResult
  private static func log(
    _ trials: [[Double]], in home: GatedHome, from first: Int = 0, data: UInt8 = 1
  ) throws -> [[UInt8]] {
    let digest = [UInt8](repeating: data, count: 32)
    let identities = trials.indices.map { index in
      [UInt8](repeating: 0xEE, count: 30) + [UInt8((first + index) / 256), UInt8((first + index) % 256)]
    }
    try Journal(home: home.home, mode: .open).write { transaction in
      for (identity, values) in zip(identities, trials) {
        let member = TrialReturns.member(days: days, values: values)
        let payload: JSONValue = [
          "strategy": "ema_cross", "identity": .string(Hexadecimal.text(identity)),
          "data": .string(Hexadecimal.text(digest)),
        ]
        let record = TrialRecord(
          family: "ema_cross", identity: identity, dataDigest: digest, strategy: "ema_cross",
          sharpe: PerformanceRatios.sharpe(dailyReturns: values), trades: 60, netProfit: "1.00",
          recordedAt: home.now)
        try transaction.record(
          NewEvent(
            .trial, subject: "ema_cross", payload: payload.adding(member.name, member.value), at: home.now),
          [.trial(record)])
      }
    }
    return identities
  }

  /// The deflated Sharpe ratio of a record of 250 days whose daily ratio is 0.25.
  private static func deflated(_ context: GateContext) throws -> Double {
    let record = SharpeMoments(ratio: 0.25, skewness: 0, kurtosis: 3, count: 250)
    let variance = try #require(context.dailyVariance(over: 250))
    return try #require(SharpeTests.deflated(record, trials: context.trials, variance: variance))
  }

  @Test("399 copies of a middling trial, or the same with other seeds, raise no deflated Sharpe ratio")
  func copies() throws {
    let honest = (0..<20).map { Self.returns(seed: UInt64($0), ratio: 0.02 * Double($0) - 0.2) }
    let home = try GatedHome()
    try Self.log(honest, in: home)
    let before = try home.gate.review(GatedHome.bot).context
    #expect(before.trials == 21 && before.effectiveTrials == 21)

    let seeds = (0..<399).map { seed -> [Double] in
      let noise = Self.returns(seed: 1_000 + UInt64(seed))
      return honest[10].indices.map { honest[10][$0] + 0.05 * noise[$0] }
    }
    for padding in [Array(repeating: honest[10], count: 399), seeds] {
      let padded = try GatedHome(copying: home)
      try Self.log(padding, in: padded, from: 20)
      let after = try padded.gate.review(GatedHome.bot).context
      #expect(after.trials == 420 && after.effectiveTrials == 21)
      #expect(try Self.deflated(after) < Self.deflated(before))
      // By the variance of all trials alike it would have been raised.
      var alike = after
      let ratios = (honest + padding).map { PerformanceRatios.sharpe(dailyReturns: $0) ?? 0 }
      alike.trialsVariance = Moments.sampleVariance(ratios)
      #expect(try Self.deflated(alike) > Self.deflated(before))
      // What is copied weighs no more than it did.
      #expect(try #require(after.trialsVariance) > 0.98 * (try #require(before.trialsVariance)))
    }
  }

  @Test("of three hundred bots on paper the best is the best of three hundred")
  func manyBots() throws {
    let home = try GatedHome(salt: "many", trades: false, quotes: 1_500)
    let specs = try (0..<15).flatMap { fast in
      try (0..<20).map { try ReplayedHome.crossing("b\(fast)-\($0)", fast: 2 + fast, slow: 20 + $0) }
    }
    // One of them is what the home's own bot is.
    for spec in specs where spec.id != "b3-0" { try home.replayed.register(spec) }
    try home.replayed.run()
    let journal = try Journal(home: home.home, mode: .open)
    let rows = try journal.read { reading in
      try reading.bots().compactMap { try reading.evidence(of: $0.id).last }
    }
    let results = try rows.map { row in
      try EvidenceReader.read(row, journal).evidence.trades.reduce(0) { $0 + $1.netResult.value(in: .usd) }
    }
    let best = try #require(zip(rows, results).max { $0.1 < $1.1 })
    #expect(rows.count == 300)
    let found = try home.gate.review(best.0.bot)
    #expect(found.context.trials == 300 && found.context.effectiveTrials == 300)
    let check = try #require(found.result.checks.first { $0.name == .deflatedSharpe })
    let alone = Gate(found.criteria).measure(.deflatedSharpe, of: found.figures)
    #expect(try #require(check.measure.value) < (try #require(alone.value)))
    #expect(check.detail == "against the best of 300 trials without skill")
  }

  @Test("configurations without a trade, and copies, neither make a sweep nor lower its probability")
  func junk() throws {
    let field = (0..<6).map { Self.returns(seed: 40 + UInt64($0)) }
    let idle = [[Double]](repeating: [Double](repeating: 0, count: 250), count: 200)
    let home = try GatedHome()
    let own = try Self.log(field, in: home)[0]
    func sweep() throws -> TrialSweep? {
      TrialSweep(
        of: own,
        among: try Journal(home: home.home, mode: .readOnly).read { try $0.trialReturns(family: "ema_cross") }
      )
    }
    let before = try #require(try sweep()?.overfitting)
    try Self.log(idle + Array(repeating: field[5], count: 200), in: home, from: 6)
    #expect(try sweep()?.overfitting == before)
    // A field of three with forty copies is none.
    try Self.log(field.prefix(3) + Array(repeating: field[1], count: 40), in: home, data: 2)
    #expect(try sweep()?.overfitting == before)
    let few = try GatedHome()
    try Self.log(field.prefix(3) + idle, in: few)
    #expect(
      TrialSweep(
        of: own,
        among: try Journal(home: few.home, mode: .readOnly).read { try $0.trialReturns(family: "ema_cross") })
        == nil)
  }

  @Test(
    "a hundred configurations that always lose don't hide that the best of half of the days loses on the other"
  )
  func losers() throws {
    // What is best on some days loses on all others.
    let field = (0..<8).map { block -> [Double] in
      var values = Self.returns(seed: UInt64(block))
      for day in values.indices { values[day] += day * 8 / 250 == block ? 0.03 : -0.006 }
      return values
    }
    let losers = (0..<100).map { Self.returns(seed: 500 + UInt64($0), ratio: -4) }
    let home = try GatedHome()
    let own = try Self.log(field + losers, in: home)[0]
    let trials = try Journal(home: home.home, mode: .readOnly).read {
      try $0.trialReturns(family: "ema_cross")
    }
    let columns = trials.map(\.values)
    let matrix = Self.days.indices.map { day in columns.map { $0[day] } }
    let published = try BacktestOverfitting.probability(matrix: matrix, splits: 8)
    #expect(published.pbo < 0.1)
    #expect(try #require(TrialSweep(of: own, among: trials)?.overfitting) == 1)
  }
}
