import BotAssembly
import RiskControl
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// Crude oil on 20 April 2020, worked out by hand: a contract is 1,000 barrels, a point a cent, 10 dollars a contract.
struct NegativePriceTests {
  private static let quotes: [StreamRun.Row] = [
    ("CL", "2020-04-20T14:00:00Z", 1_000, 1_002), ("CL", "2020-04-20T18:08:00Z", 1, 2),
    ("CL", "2020-04-20T18:10:00Z", -1, 1), ("CL", "2020-04-20T18:20:00Z", -1_000, -997),
    ("CL", "2020-04-20T18:29:00Z", -3_763, -3_760),
  ]

  /// Bought at 10.02, closed at −37.63: −47.65 × 1,000.
  @Test("a long from ten dollars to −37.63 loses 47,650 dollars a contract")
  func long() throws {
    let run = try StreamRun(
      ["CL"], orders: ["2020-04-20T14:00:00Z,1,CL,buy,1"], quotes: Self.quotes, balance: 100_000_000_000)
    let trade = try #require(run.trades.first)
    #expect(trade.openPrice.points == 1_002 && trade.closePrice.points == -3_763)
    #expect(trade.grossResult == Money(units: -47_650_000_000))
    #expect(trade.maximumAdverseExcursion == Money(units: -47_650_000_000))
    #expect(run.state.account.balance == Money(units: 52_350_000_000))
    #expect(run.state.account.largestDrawdown.money == Money(units: 47_650_000_000))
    #expect(run.trades.count == 1 && run.rejected.isEmpty && run.state.record.denied.isEmpty)
  }

  /// The stop at −5.00 is passed by the quote of −10.00 and fills there; the target at −30.00 fills at its level:
  /// 20.00 × 1,000. Commission is 0.01 % of the magnitude: 10,000 × 0.0001 = 1.00 and 30,000 × 0.0001 = 3.00.
  @Test("stops and targets below zero trigger and fill, and fees go by the magnitude")
  func short() throws {
    let run = try StreamRun(
      ["CL"], orders: ["2020-04-20T18:10:00Z,1,CL,sell_stop,1,-5.00,-4.00,-30.00"], quotes: Self.quotes,
      balance: 100_000_000_000
    ) { profile in
      profile.commission = CommissionModel(
        tiers: [.init(from: 0, taker: .ofNotional(Percentage(hundredMillionths: 10_000)), maker: nil)],
        currency: .usd)
    }
    #expect(run.fills.map(\.price.points) == [-1_000, -3_000])
    #expect(run.fills.map(\.reason) == [.entry, .takeProfit])
    #expect(run.fills.map(\.commission.units) == [1_000_000, 3_000_000])
    #expect(run.trades.map(\.grossResult.units) == [20_000_000_000])
    #expect(run.state.account.balance.units == 100_000_000_000 + 20_000_000_000 - 4_000_000)
  }

  /// A buy limit below zero works, and its stop loss further down does: bought at −9.97, stopped at the quote of −37.63.
  @Test("a limit below zero and a stop loss below it")
  func limit() throws {
    let run = try StreamRun(
      ["CL"], orders: ["2020-04-20T18:10:00Z,1,CL,buy_limit,1,-9.00,-20.00,"], quotes: Self.quotes,
      balance: 100_000_000_000
    ) { $0.limitFill = .atQuote }
    #expect(run.fills.map(\.price.points) == [-997, -3_763])
    #expect(run.fills.map(\.reason) == [.entry, .stopLoss])
    #expect(run.trades.map(\.grossResult.units) == [-27_660_000_000])
  }

  /// 1:100 of 10.02 × 1,000 is 100.20; of −37.60 × 1,000 it is 376.00, not −376.00.
  @Test("margin goes by the magnitude of the price, or by the lot")
  func margin() throws {
    var hand = try HandBookedAccount(["CL"], balance: 100_000_000_000)
    let first = try hand.open(.buy, 1_000, at: 1_002, 1_000, 1_002)
    #expect(hand.account.usedMargin == Money(units: 100_200_000))
    try hand.close(first, 1_000, at: -3_763, -3_763, -3_760)
    try hand.open(.buy, 1_000, at: -3_760, -3_763, -3_760)
    #expect(hand.account.usedMargin == Money(units: 376_000_000))
    var byLot = try HandBookedAccount(["CL"], balance: 100_000_000_000) {
      $0.symbolTerms[Known.instrument("CL").symbol] = TradingTerms(
        margin: .perLot(Money(units: 8_000_000_000)))
    }
    try byLot.open(.sell, 2_000, at: -3_763, -3_763, -3_760)
    #expect(byLot.account.usedMargin == Money(units: 16_000_000_000))
    #expect(byLot.account.equity == Money(units: 100_000_000_000 - 60_000_000))
  }

  /// 3.6 % a year of 36,000 dollars is 3.60 a night of a year of 360 days, paid by the long side as above zero.
  @Test("swap a year goes by the magnitude of the price")
  func swap() throws {
    let run = try StreamRun(
      ["CL"], orders: ["2020-04-20T18:00:00Z,1,CL,buy,1"],
      quotes: [
        ("CL", "2020-04-20T18:00:00Z", -3_601, -3_599), ("CL", "2020-04-20T23:00:00Z", -3_601, -3_599),
      ], balance: 100_000_000_000
    ) {
      $0.swap = SwapModel(
        rate: .annual(
          long: Percentage(hundredMillionths: -3_600_000), short: Percentage(hundredMillionths: 1_000_000)))
    }
    #expect(run.trades.map(\.swap.units) == [-3_600_000])
  }

  @Test("an instrument that may not have them is asked for no such order")
  func others() throws {
    let run = try StreamRun(
      ["USOIL"], orders: ["2020-04-20T18:10:00Z,1,USOIL,buy_limit,1,-9.000"],
      quotes: [
        ("USOIL", "2020-04-20T18:10:00Z", 1_000, 1_010), ("USOIL", "2020-04-20T18:11:00Z", 1_000, 1_010),
      ])
    #expect(run.state.record.denied == [.priceOutOfRange: 1])
  }

  /// Half of the market is 0.005 here, and half of 10,000 price steps 50.00.
  @Test("how far an order is from the market is no share of next to nothing")
  func distance() throws {
    let quotes: [StreamRun.Row] = [
      ("CL", "2020-04-20T18:10:00Z", -1, 1), ("CL", "2020-04-20T18:11:00Z", -1, 1),
    ]
    for (price, denied) in [("-49.99", 0), ("-50.00", 1)] {
      let run = try StreamRun(
        ["CL"], orders: ["2020-04-20T18:10:00Z,1,CL,buy_limit,1,\(price)"], quotes: quotes,
        balance: 100_000_000_000)
      #expect(run.state.record.denied[.priceTooFar, default: 0] == denied, "\(price)")
    }
  }
}
