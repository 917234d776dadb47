import BotAssembly
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// Results, margin and commission at another symbol's quotes; every amount is worked out by hand.
struct PairConversionTests {
  /// 0.10 lot of EURGBP bought at 0.85010 and sold at 0.85110: 10 GBP, at 1.26005 USD.
  @Test("EURGBP in dollars goes by the mid of GBPUSD, which the strategy does not see")
  func multiplied() throws {
    let run = try StreamRun(
      ["EURGBP"], converting: ["GBPUSD"],
      orders: ["2024-01-10T12:00:00Z,1,EURGBP,buy,0.10", "2024-01-10T12:01:00Z,1,EURGBP,close,"],
      quotes: [
        ("GBPUSD", "2024-01-10T12:00:00Z", 125_000, 125_010),
        ("EURGBP", "2024-01-10T12:00:01Z", 85_000, 85_010),
        ("GBPUSD", "2024-01-10T12:00:02Z", 126_000, 126_010),
        ("EURGBP", "2024-01-10T12:01:00Z", 85_110, 85_120),
      ])
    let trade = try #require(run.trades.first)
    #expect(trade.grossResult.units == 12_600_500)
    // Half of a point of spread on 10,000 units is 0.5 GBP a fill: at 1.25005 and 1.26005.
    #expect(trade.spreadCost.units == 625_025 + 630_025)
    // The lowest result is that of the bid it was opened on, −1 GBP, when the pound was at 1.26005.
    #expect(trade.maximumAdverseExcursion.units == -1_260_050)
    #expect(trade.maximumFavorableExcursion.units == 12_600_500)
    #expect(run.state.account.balance.units == 10_012_600_500)
    #expect(run.state.account.largestDrawdown.money.units == 1_260_050)
    #expect(run.state.account.symbolCount == 1)
  }

  /// 0.10 lot of GBPJPY at 180.010, sold at 179.000: −10,100 JPY, over 150.500 are −67.109634… USD.
  @Test("GBPJPY in dollars is divided by the mid of USDJPY; margin stays at the rate of the opening")
  func divided() throws {
    let orders = ["2024-01-10T12:00:00Z,1,GBPJPY,buy,0.10", "2024-01-10T12:01:00Z,1,GBPJPY,close,"]
    let run = try StreamRun(
      ["GBPJPY"], converting: ["USDJPY"], orders: orders,
      quotes: [
        ("USDJPY", "2024-01-10T12:00:00Z", 149_990, 150_010),
        ("GBPJPY", "2024-01-10T12:00:01Z", 180_000, 180_010),
        ("USDJPY", "2024-01-10T12:00:30Z", 150_490, 150_510),
        ("GBPJPY", "2024-01-10T12:01:00Z", 179_000, 179_010),
      ])
    #expect(run.trades.first?.grossResult.units == -67_109_635)
    // 10,000 × 180.010 ÷ 150.000 ÷ 100 = 120.00666… is what it needs.
    for (balance, fills) in [(120_006_666, 0), (130_000_000, 1)] as [(Int64, Int)] {
      let run = try StreamRun(
        ["GBPJPY"], converting: ["USDJPY"], orders: Array(orders.prefix(1)),
        quotes: [
          ("USDJPY", "2024-01-10T12:00:00Z", 149_990, 150_010),
          ("GBPJPY", "2024-01-10T12:00:01Z", 180_000, 180_010),
        ], balance: balance)
      #expect(run.fills.filter { $0.reason == .entry }.count == fills)
    }
  }

  @Test("before the pair's first quote an opening order is rejected, after it is not")
  func unknown() throws {
    let run = try StreamRun(
      ["EURGBP"], converting: ["GBPUSD"],
      orders: ["2024-01-10T12:00:00Z,1,EURGBP,buy,0.10", "2024-01-10T12:00:02Z,2,EURGBP,buy,0.10"],
      quotes: [
        ("EURGBP", "2024-01-10T12:00:00Z", 85_000, 85_010),
        ("GBPUSD", "2024-01-10T12:00:01Z", 125_000, 125_010),
        ("EURGBP", "2024-01-10T12:00:02Z", 85_000, 85_010),
      ])
    #expect(run.rejected == ["no_conversion": 1])
    #expect(run.trades.count == 1)
  }

  /// USDJPY at 150.000 bought, closed at 151.000: 10,000 JPY over 151.000 are 66.225165… USD.
  @Test("USDJPY goes by its own price, though another symbol is there")
  func ownPrice() throws {
    let run = try StreamRun(
      ["USDJPY", "EURUSD"],
      orders: ["2024-01-10T12:00:00Z,1,USDJPY,buy,0.10", "2024-01-10T12:01:00Z,1,USDJPY,close,"],
      quotes: [
        ("USDJPY", "2024-01-10T12:00:01Z", 149_990, 150_000),
        ("USDJPY", "2024-01-10T12:01:00Z", 151_000, 151_010),
      ])
    #expect(run.trades.first?.grossResult.units == 66_225_166)
  }

  /// 3 EUR a lot: 0.30 EUR at the own fill's 1.10010 and 1.10100 USD.
  @Test("commission in euros is converted at the fill's own price, or at the mid of EURUSD")
  func commission() throws {
    func euros(_ profile: inout BrokerProfile) {
      profile.commission = .perLotAndSide(Money(units: 3_000_000), .eur)
    }
    let own = try StreamRun(
      ["EURUSD"], orders: ["2024-01-10T12:00:00Z,1,EURUSD,buy,0.10", "2024-01-10T12:01:00Z,1,EURUSD,close,"],
      quotes: [
        ("EURUSD", "2024-01-10T12:00:00Z", 110_000, 110_010),
        ("EURUSD", "2024-01-10T12:01:00Z", 110_100, 110_110),
      ], change: euros)
    #expect(own.fills.map(\.commission.units) == [330_030, 330_300])
    let other = try StreamRun(
      ["GBPUSD"], converting: ["EURUSD"], orders: ["2024-01-10T12:00:01Z,1,GBPUSD,buy,0.10"],
      quotes: [
        ("EURUSD", "2024-01-10T12:00:00Z", 110_000, 110_011),
        ("GBPUSD", "2024-01-10T12:00:01Z", 125_000, 125_010),
      ], change: euros)
    // 0.3 × 1.100055 = 0.3300165, half a unit: to the even one.
    #expect(other.fills.map(\.commission.units) == [330_016, 330_016])
    let none = try StreamRun(
      ["GBPUSD"], orders: ["2024-01-10T12:00:01Z,1,GBPUSD,buy,0.10"],
      quotes: [("GBPUSD", "2024-01-10T12:00:01Z", 125_000, 125_010)], change: euros)
    #expect(none.rejected == ["no_conversion": 1])
  }

  /// 5,000 units at 0.85010 and 1.25: margin 53.13125. At 0.84010 the loss is 50 GBP: 62.50, later 75.00 USD.
  @Test("a quote of the pair alone can be the margin call's or the stop-out's")
  func stopOut() throws {
    let run = try StreamRun(
      ["EURGBP"], converting: ["GBPUSD"], orders: ["2024-01-10T12:00:01Z,1,EURGBP,buy,0.05"],
      quotes: [
        ("GBPUSD", "2024-01-10T12:00:00Z", 124_995, 125_005),
        ("EURGBP", "2024-01-10T12:00:01Z", 85_000, 85_010),
        ("EURGBP", "2024-01-10T12:00:02Z", 84_010, 84_020),
        ("GBPUSD", "2024-01-10T12:00:03Z", 149_995, 150_005),
        ("EURGBP", "2024-01-10T12:00:04Z", 84_010, 84_020),
      ], balance: 100_000_000)
    let trade = try #require(run.trades.first)
    #expect(trade.exitReason == .stopOut)
    #expect(try trade.closeTime == Timestamp(iso8601: "2024-01-10T12:00:03Z"))
    #expect(trade.closePrice.points == 84_010)
    #expect(trade.grossResult.units == -75_000_000)
    #expect(trade.maximumAdverseExcursion.units == -75_000_000)
    #expect(trade.maximumFavorableExcursion.units == -625_000)
    #expect(run.state.record.marginCalls == 1)
    #expect(run.state.account.largestDrawdown.money.units == 75_000_000)
  }

  @Test("a pair that is traded too converts, whatever is open in it")
  func tradedPair() throws {
    let run = try StreamRun(
      ["EURGBP", "GBPUSD"],
      orders: [
        "2024-01-10T12:00:00Z,1,GBPUSD,buy,0.01", "2024-01-10T12:00:00Z,2,EURGBP,sell,0.10",
        "2024-01-10T12:00:05Z,2,EURGBP,close,", "2024-01-10T12:00:06Z,1,GBPUSD,close,",
      ],
      quotes: [
        ("GBPUSD", "2024-01-10T12:00:00Z", 125_000, 125_010),
        ("EURGBP", "2024-01-10T12:00:01Z", 85_000, 85_010),
        ("GBPUSD", "2024-01-10T12:00:02Z", 124_000, 124_010),
        ("EURGBP", "2024-01-10T12:00:05Z", 84_900, 84_910),
        ("GBPUSD", "2024-01-10T12:00:06Z", 125_010, 125_020),
      ])
    // 0.00090 × 10,000 = 9 GBP at 1.24005.
    #expect(run.trades.map(\.grossResult.units) == [11_160_450, 0])
    // At 12:00:02: −10.10 on the pound, −1 GBP × 1.24005 on the other.
    #expect(run.state.account.largestDrawdown.money.units == 11_340_050)
  }
}
