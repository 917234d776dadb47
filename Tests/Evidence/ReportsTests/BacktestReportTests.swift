import Foundation
import JSONText
import Reports
import Statistics
import Testing
import TradingCore

@Suite struct BacktestReportTests {
  private static let keys = [
    "strategy", "params", "symbols", "conversion_symbols", "broker", "family", "identity", "seed", "ticks",
    "first", "last",
    "trades", "wins", "losses", "win_rate", "profit_factor", "expectancy", "start_balance", "end_balance",
    "net_profit", "gross_profit", "gross_loss", "commission", "swap", "spread_cost", "slippage_cost",
    "recorded_spread_median", "traded_spread_median", "spreads",
    "max_drawdown", "max_drawdown_money", "trading_days_per_year", "sharpe", "sortino", "calmar",
    "margin_calls", "denied_orders",
    "rejected_orders", "canceled_orders", "canceled_at_end", "expired_orders",
    "fingerprint", "elapsed_seconds", "ticks_per_second",
    "days_active", "short_run", "r_multiples", "sides", "by_symbol", "most_exposure", "most_margin",
    "drawdowns",
  ]

  @Test func jsonHasTheKeysOfTheCommandLineInOrder() throws {
    for report in [try SampleReport.make(trades: 8), try SampleReport.empty()] {
      guard case .object(let members) = report.json() else {
        Issue.record("expected an object")
        return
      }
      #expect(members.map(\.name) == Self.keys)
      let parsed = try JSONSerialization.jsonObject(with: Data(report.json().prettyText.utf8))
      #expect((parsed as? [String: Any])?.count == Self.keys.count)
    }
  }

  @Test func jsonValuesHaveTheirKinds() throws {
    let json = try SampleReport.make(trades: 8).json()
    #expect(json["params"]?.compactText == #"{"fast":50,"slow":200,"lots":"0.10"}"#)
    #expect(json["symbols"] == ["EURUSD"])
    #expect(json["start_balance"] == "1000.00")
    #expect(json["first"] == "2019-02-04T00:00:00.994Z")
    #expect(json["denied_orders"] == ["MARGIN": 1, "VOLUME_TOO_SMALL": 2])
    #expect(json["commission"] == "5.60")
  }

  @Test func aRunWithoutTradesHasNullsNotInfinities() throws {
    let json = try SampleReport.empty().json()
    for key in ["win_rate", "profit_factor", "expectancy", "first", "last", "sharpe", "sortino", "calmar"] {
      #expect(json[key] == JSONValue.null, "\(key)")
    }
    #expect(json["ticks_per_second"] == 0.0)
    #expect(json["net_profit"] == "0.00")
  }

  @Test func tradeRowsFollowTheirColumns() throws {
    #expect(
      ReportTrade.csvColumns.joined(separator: ",")
        == "trade_id,symbol,side,lots,open_time,open_price,close_time,close_price,price_profit,commission,"
        + "swap,net_profit,spread_cost,slippage_cost,exit_reason,mae,mfe")
    let time = Timestamp(nanoseconds: 1_549_238_400_994_999_999)
    let trade = ReportTrade(
      tradeID: 7, symbol: try #require(Symbol("EURUSD")), digits: 5, side: .sell, lots: "0.10",
      openTime: time, openPrice: Price(points: 114_550), closeTime: time.advanced(by: Timestamp.second),
      closePrice: Price(points: 114_500), priceProfit: Money(units: 5_000_000),
      commission: Money(units: 700_000), swap: Money(units: -12_345), netProfit: Money(units: 4_287_655),
      spreadCost: Money(units: 300_000), slippageCost: .zero, exitReason: "take_profit",
      maximumAdverseExcursion: Money(units: -1_000_000), maximumFavorableExcursion: Money(units: 5_200_000))
    #expect(
      trade.csvRow(in: .usd) == [
        "7", "EURUSD", "sell", "0.10", "2019-02-04T00:00:00.994999999Z", "1.14550",
        "2019-02-04T00:00:01.994999999Z", "1.14500", "5.00", "0.70", "-0.012345", "4.287655", "0.30", "0.00",
        "take_profit", "-1.00", "5.20",
      ])
    #expect(trade.csvRow(in: .usd).count == ReportTrade.csvColumns.count)
  }

  @Test func equityRowsFollowTheirColumns() {
    let point = EquityPoint(
      eventTime: Timestamp(nanoseconds: 0), balance: Money(units: 1_000_000_000),
      equity: Money(units: 999_500_001))
    #expect(EquityPoint.csvColumns == ["time", "balance", "equity"])
    #expect(point.csvRow(in: .usd) == ["1970-01-01T00:00:00.000Z", "1000.00", "999.500001"])
  }

  @Test func theWaterfallLeadsFromGrossToNet() throws {
    let waterfall = try CostWaterfall(
      netProfit: Money(units: 10), commission: Money(units: 4), swap: Money(units: -1),
      spreadCost: Money(units: 6), slippageCost: Money(units: -2))
    #expect(waterfall.priceProfit == Money(units: 15))
    #expect(waterfall.grossBeforeCosts == Money(units: 19))
    #expect(waterfall.totalCosts == Money(units: 9))
    #expect(waterfall.steps.map(\.amount.units) == [19, -6, 2, -4, -1, 10])
    #expect(waterfall.steps.map(\.runningTotal.units) == [19, 13, 15, 11, 10, 10])
  }

  @Test func theWaterfallRefusesTotalsThatDoNotFit() {
    #expect(throws: ArithmeticError.overflow) {
      try CostWaterfall(
        netProfit: Money(units: .max), commission: Money(units: 1), swap: .zero, spreadCost: .zero,
        slippageCost: .zero)
    }
  }

  @Test func theSummaryOfAnEmptyRunReadsWell() throws {
    var report = try SampleReport.empty()
    report.notes = []
    let text = try report.summaryText(colored: false)
    #expect(
      text.hasPrefix(
        """
        ema_cross on EURUSD
        Broker      exness_raw
        Parameters  fast=50 slow=200 lots=0.10
        Ticks       0

        Result
          Start balance                 1,000.00 USD
          Net result                        0.00 USD
          Return                              0.00 %
        """))
    #expect(!text.contains("\u{1B}"))
    #expect(try SampleReport.make(trades: 8).summaryText(colored: true).contains("\u{1B}[1m"))
  }
}
