import TestSupport
import Testing
import TradingCore

struct FeeEstimateTests {
  /// Commission 7.00 a round trip of a lot and spread 2.00, 300 trades a day of 0.01 lot on 200 USD.
  @Test func theKnownAnswer() throws {
    let estimate = try FeeEstimate(
      profile: BrokerProfile(name: "x", spread: .fixed(PriceDistance(tenThousandths: 2_000, unit: .pip))),
      instrument: Known.instrument("EURUSD"),
      question: .init(units: 1_000, tradesPerDay: 300, balance: Money(units: 200_000_000)))
    #expect(estimate.commissionPerTrade == Money(units: 70_000))
    #expect(estimate.spreadPerTrade == Money(units: 20_000))
    #expect(estimate.perDay == Money(units: 27_000_000))
    #expect(estimate.perMonth == Money(units: 540_000_000))
    #expect(estimate.breakEvenPerDay == Percentage("13.5 %"))
    #expect(estimate.monthlyShare == .percent(270))
    #expect(estimate.dailyLimit == Money(units: 2_000_000))
    #expect(estimate.level == .red)
    #expect(!estimate.isWithinMonthlyLimit)
  }

  @Test func tiersMinimumAndRebateCount() throws {
    let commission = CommissionModel(
      tiers: [
        .init(taker: .perLot(Money(units: 5_000_000))),
        .init(from: 100, taker: .perLot(Money(units: 3_000_000)), rebate: .percent(20)),
      ], currency: .usd, minimum: Money(units: 1_000_000), monthlyVolume: 100)
    let profile = BrokerProfile(name: "x", commission: commission)
    func perTrade(_ units: Int64) throws -> Int64 {
      try FeeEstimate(
        profile: profile, instrument: Known.instrument("EURUSD"),
        question: .init(units: units, tradesPerDay: 1, balance: Money(units: 1_000_000_000))
      ).commissionPerTrade.units
    }
    #expect(try perTrade(100_000) == 4_800_000)
    #expect(try perTrade(1_000) == 1_600_000)
  }

  @Test func notionalAndConversionNeedAPrice() throws {
    let profile = BrokerProfile(
      name: "x", spread: .recorded, commission: .ofNotional(Percentage(hundredMillionths: 1_000)))
    let yen = Known.instrument("USDJPY")
    var question = FeeEstimate.Question(
      units: 100_000, tradesPerDay: 10, balance: Money(units: 1_000_000_000),
      recordedSpread: PriceDistance(tenThousandths: 15_000, unit: .pip))
    #expect(throws: ProfileFault.self) {
      try FeeEstimate(profile: profile, instrument: yen, question: question)
    }
    question.price = Price(points: 150_000)
    let estimate = try FeeEstimate(profile: profile, instrument: yen, question: question)
    #expect(estimate.commissionPerTrade == Money(units: 2_000_000))
    #expect(estimate.spreadPerTrade == Money(units: 10_000_000))
    let cross = Known.instrument("EURGBP")
    question.price = Price(points: 85_000)
    #expect(throws: ProfileFault.self) {
      try FeeEstimate(profile: profile, instrument: cross, question: question)
    }
    question.quoteRate = 125_000_000
    let converted = try FeeEstimate(profile: profile, instrument: cross, question: question)
    #expect(converted.spreadPerTrade == Money(units: 18_750_000))
    #expect(converted.commissionPerTrade == Money(units: 2_125_000))
  }

  @Test func levelsHaveInclusiveLowerBounds() {
    func level(_ cents: Int64) -> FeeEstimate.Level {
      FeeEstimate.level(of: Money(units: cents), limit: Money(units: 100))
    }
    #expect([0, 49].map(level) == [.green, .green])
    #expect([50, 69].map(level) == [.yellow, .yellow])
    #expect([70, 84].map(level) == [.orange, .orange])
    #expect([85, 1_000].map(level) == [.red, .red])
    #expect(FeeEstimate.level(of: .zero, limit: .zero) == .green)
  }
}
