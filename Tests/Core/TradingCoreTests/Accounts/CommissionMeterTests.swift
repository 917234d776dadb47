import TestSupport
import Testing
import TradingCore

/// Commission of fills of EURUSD in dollars; amounts are for 100,000 units.
struct CommissionMeterTests {
  /// A meter and the account it charges for.
  private struct Bench {
    var meter: CommissionMeter
    let account: Account

    init(_ model: CommissionModel, bookingDigits: Int = 6) throws {
      let profile = BrokerProfile(name: "meter", commission: model, bookingDigits: bookingDigits)
      meter = CommissionMeter(profile: profile, instruments: [Known.eurusd])
      account = try Account(
        profile: profile, leverage: 100, startBalance: Money(units: 1_000_000_000),
        instruments: [Known.eurusd])
    }

    mutating func charge(
      _ units: Int64, order: UInt64 = 1, maker: Bool = false, at time: String = "2024-01-10T12:00:00Z",
      _ reason: FillReason = .entry
    ) throws -> Int64 {
      try meter.charge(
        CommissionCharge(
          order: ClientOrderID(ordinal: order), symbolIndex: 0, isMaker: maker, units: units,
          price: Price(points: 110_000), time: Timestamp(iso8601: time), reason: reason),
        account: account
      ).units
    }
  }

  private func amount(_ units: Int64) -> CommissionModel.Fee { .perLot(Money(units: units)) }

  @Test("an amount for each lot, booked in cents where the broker does")
  func plain() throws {
    let model = CommissionModel.perLotAndSide(Money(units: 3_500_000), .usd)
    var bench = try Bench(model)
    #expect(try bench.charge(1_000) == 35_000)
    var cents = try Bench(model, bookingDigits: 2)
    // 0.035 is half way: to the even cent.
    #expect(try cents.charge(1_000) == 40_000)
    #expect(try cents.charge(10_000) == 350_000)
    var nothing = try Bench(.none)
    #expect(try nothing.charge(1_000) == 0)
  }

  /// 10,000 × 1.1 × 0.002 % = 0.22.
  @Test("a share of the notional")
  func notional() throws {
    var bench = try Bench(.ofNotional(Percentage(hundredMillionths: 2_000)))
    #expect(try bench.charge(10_000) == 220_000)
  }

  @Test("the month's volume before the fill decides the tier, and a new month begins anew")
  func tiers() throws {
    var model = CommissionModel(
      tiers: [.init(taker: amount(3_500_000)), .init(from: 100_000_000, taker: amount(2_500_000))],
      currency: .usd)
    var bench = try Bench(model)
    #expect(try bench.charge(60_000) == 2_100_000)
    #expect(try bench.charge(60_000, .strategy) == 2_100_000)
    #expect(try bench.charge(60_000, at: "2024-01-31T23:59:59.999Z") == 1_500_000)
    #expect(try bench.charge(60_000, at: "2024-02-01T00:00:00Z") == 2_100_000)
    // A last close stamped in January still counts there.
    #expect(try bench.charge(60_000, at: "2024-01-31T12:00:00Z", .endOfData) == 1_500_000)
    model.monthlyVolume = 100_000_000
    bench = try Bench(model)
    #expect(try bench.charge(60_000) == 1_500_000)
    // By notional: 66,000 USD each.
    model = CommissionModel(
      tiers: [.init(taker: amount(3_500_000)), .init(from: 66_000_000_000, taker: amount(2_500_000))],
      currency: .usd, measure: .notional)
    bench = try Bench(model)
    #expect(try bench.charge(60_000) == 2_100_000)
    #expect(try bench.charge(60_000) == 1_500_000)
  }

  @Test("the minimum is an order's, over all of its fills")
  func minimum() throws {
    var bench = try Bench(
      CommissionModel(
        tiers: [.init(taker: amount(3_500_000))], currency: .usd, minimum: Money(units: 1_000_000)))
    #expect(try bench.charge(10_000) == 1_000_000)
    #expect(try bench.charge(10_000) == 0)
    // 0.35 + 0.35 + 0.70 = 1.40.
    #expect(try bench.charge(20_000) == 400_000)
    // A reversal's closing and opening are one order.
    #expect(try bench.charge(10_000, order: 2, .strategy) == 1_000_000)
    #expect(try bench.charge(10_000, order: 2) == 0)
    // The stop loss of the position that order 1 opened is one of its own.
    #expect(try bench.charge(10_000, .stopLoss) == 1_000_000)
    #expect(try bench.charge(30_000, .stopLoss) == 400_000)
    bench.meter.keep(only: [])
    #expect(try bench.charge(10_000, .stopLoss) == 1_000_000)
  }

  @Test("a rebate lowers what is charged; what makers are paid is neither raised nor rebated")
  func rebate() throws {
    let tier = CommissionModel.Tier(
      taker: amount(3_500_000), maker: amount(-1_000_000), rebate: .percent(20))
    var bench = try Bench(CommissionModel(tiers: [tier], currency: .usd))
    #expect(try bench.charge(10_000) == 280_000)
    #expect(try bench.charge(10_000, maker: true) == -100_000)
    bench = try Bench(CommissionModel(tiers: [tier], currency: .usd, minimum: Money(units: 1_000_000)))
    #expect(try bench.charge(10_000, order: 1) == 800_000)
    #expect(try bench.charge(10_000, order: 2, maker: true) == -100_000)
  }
}
