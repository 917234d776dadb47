import Foundation
import TestSupport
import Testing
import TradingCore

/// The independent calculation agrees with what was worked out by hand, so that the engine can be held
/// against either.
struct OracleSelfTests {
  @Test("the calculation gives what was worked out by hand", arguments: HandWorkedCases.all)
  func handWorked(_ example: HandWorkedCase) {
    let result = example.calculated()
    #expect(result.trades == example.trades)
    #expect(result.refusals.count == example.refusals, "refused: \(result.refusals)")
    #expect(result.balance == example.endBalance)
    if let fills = example.fills { #expect(result.fills == fills) }
  }

  @Test("the cases have names of their own")
  func names() {
    #expect(Set(HandWorkedCases.all.map(\.name)).count == HandWorkedCases.all.count)
    #expect(HandWorkedCases.all.count >= 45)
  }

  @Test("rows are written as the columns of the order file")
  func csv() {
    let row = OracleRow(
      time: Timestamp(milliseconds: 1_704_888_000_250), id: 7, action: .sellStop, units: 12_000,
      price: 109_990, stopLoss: 110_020, takeProfit: 109_900, trailPoints: 15,
      expiry: Timestamp(milliseconds: 1_704_888_060_000))
    let close = OracleRow(time: Timestamp(milliseconds: 1_704_888_090_000), id: 7, action: .close)
    #expect(
      OracleRow.csv([row, close], instrument: HandWorkedCases.all[0].instrument) == """
        time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry
        2024-01-10T12:00:00.250000000Z,7,EURUSD,sell_stop,0.12,1.09990,1.10020,1.09900,15,\
        2024-01-10T12:01:00.000000000Z
        2024-01-10T12:01:30.000000000Z,7,EURUSD,close,,,,,,

        """)
  }
}

/// Sums and statistics, worked out by hand.
struct OracleSummaryTests {
  private let eurusd = HandWorkedCases.all[0].instrument

  private func quote(_ milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    Quote(
      eventTime: Timestamp(milliseconds: 1_704_888_000_000 + milliseconds), bid: Price(points: bid),
      ask: Price(points: ask))
  }

  /// EMAs of 1 and 3 ticks: weights 1 and ½. Mids (less 110000) and slow averages:
  /// 100: 100 · 100: 100 · 104: 102, long, arms · 98: 100, short · 100: 100, equal keeps · 110: 105, long ·
  /// 120: 112.5 · 130: 121.25. Spread 10.
  ///
  /// Sold at 93 on the fourth, bought back at 115 on the sixth: −22 points; bought at 115, closed by the end
  /// at 125: +10. Equity on the sixth: 1000 − 3 × 0.035 − 0.22 − 0.10 = 999.575, the lowest.
  @Test("ema_cross over eight ticks")
  func emaCross() throws {
    let mids: [Int64] = [100, 100, 104, 98, 100, 110, 120, 130]
    let quotes = mids.enumerated().map { quote(Int64($0) * 1_000, 109_995 + $1, 110_005 + $1) }
    let run = OracleEMACross(quotes: quotes, instrument: eurusd, units: 1_000, fast: 1, slow: 3)
    let trades = run.result.trades
    try #require(trades.count == 2)
    #expect(trades[0].side == .sell && trades[0].openPrice == 110_093 && trades[0].closePrice == 110_115)
    #expect(trades[0].openTime == quotes[3].eventTime && trades[0].closeTime == quotes[5].eventTime)
    #expect(trades[0].gross == -220_000 && trades[0].net == -290_000 && trades[0].reason == .strategy)
    // Asks 103, 105 and 115 against 93.
    #expect(trades[0].mae == -220_000 && trades[0].mfe == -100_000)
    #expect(trades[1].side == .buy && trades[1].openPrice == 110_115 && trades[1].closePrice == 110_125)
    #expect(trades[1].gross == 100_000 && trades[1].net == 30_000 && trades[1].reason == .endOfData)
    let summary = run.result.summary
    #expect(summary.endBalance == 999_740_000 && summary.netProfit == -260_000)
    #expect(summary.wins == 1 && summary.losses == 1)
    #expect(summary.grossProfit == 30_000 && summary.grossLoss == 290_000)
    #expect(summary.commission == 140_000 && summary.spreadCost == 200_000)
    #expect(summary.maxDrawdownMoney == 425_000 && summary.maxDrawdown == 0.000425)
    #expect(!run.isAmbiguous && !run.touchesMargin)
    #expect(summary.sharpe == nil && summary.sortino == nil && summary.calmar == nil)
  }

  /// As above with the fourth tick crossed (98 as 103/93): the sell waits for the fifth and gets its bid 95.
  @Test("ema_cross waits for an uncrossed quote")
  func emaCrossWaits() throws {
    let mids: [Int64] = [100, 100, 104, 98, 100, 110, 120, 130]
    var quotes = mids.enumerated().map { quote(Int64($0) * 1_000, 109_995 + $1, 110_005 + $1) }
    quotes[3] = quote(3_000, 110_103, 110_093)
    let run = OracleEMACross(quotes: quotes, instrument: eurusd, units: 1_000, fast: 1, slow: 3)
    let first = try #require(run.result.trades.first)
    #expect(first.openPrice == 110_095 && first.openTime == quotes[4].eventTime)
    #expect(first.gross == -200_000 && !run.isAmbiguous)
  }

  /// One lot, no costs: a dollar a point. Daily equity 1000, 1100, 1045: returns 0, 0.1, −0.05; mean 1/60.
  /// Sample variance (1/3600 + 25/3600 + 16/3600) / 2 = 7/1200, Sharpe √252 / 60 / √(7/1200) = √12.
  /// Downside √(0.0025 / 3), Sortino √252 / 60 / √(1/1200) = √84. Drawdown 55 of 1100.
  @Test("daily returns over three days")
  func dailyReturns() throws {
    let day: Int64 = 86_400_000
    var settings = OracleSettings()
    settings.commissionPerLot = 0
    settings.leverage = 500
    let quotes = [
      quote(0, 110_000, 110_000), quote(day, 110_100, 110_100), quote(2 * day, 110_045, 110_045),
    ]
    let rows = [OracleRow(time: quotes[0].eventTime, id: 1, action: .buy, units: 100_000)]
    let summary = OracleScripted.run(quotes: quotes, rows: rows, instrument: eurusd, settings: settings)
      .summary
    #expect(summary.days.map(\.equity) == [1_000_000_000, 1_100_000_000, 1_045_000_000])
    #expect(summary.maxDrawdownMoney == 55_000_000 && summary.maxDrawdown == 0.05)
    // Two days of 365.25 a year.
    let growth = pow(1.045, 182.625)
    #expect(abs(try #require(summary.sharpe) - 12.0.squareRoot()) < 1e-12)
    #expect(abs(try #require(summary.sortino) - 84.0.squareRoot()) < 1e-12)
    #expect(abs(try #require(summary.calmar) - (growth - 1) / 0.05) < 1e-6)
  }

  @Test("a day ends at 17:00 New York: 22:00 UTC in winter belongs to the next")
  func roll() {
    let quotes = [quote(35_999_999, 110_000, 110_010), quote(36_000_000, 110_000, 110_010)]
    let summary = OracleScripted.run(quotes: quotes, rows: [], instrument: eurusd).summary
    #expect(summary.days.map(\.date.description) == ["2024-01-10", "2024-01-11"])
  }
}

/// What must hold of any session, and that the random ones cover what they are for.
struct OracleRandomTests {
  @Test("the balance is the start and the net results", arguments: 0..<20)
  func balance(_ tens: Int) {
    for seed in UInt64(tens * 10)..<UInt64(tens * 10 + 10) {
      let session = RandomSession(seed: seed)
      let result = session.expected()
      let net = result.trades.reduce(0) { $0 + $1.net }
      #expect(result.balance == session.settings.startBalance + net, "seed \(seed)")
      #expect(result.fills.count == 2 * result.trades.count, "seed \(seed)")
      #expect(result.trades.allSatisfy { $0.mae <= $0.gross && $0.gross <= $0.mfe }, "seed \(seed)")
    }
  }

  @Test("a seed gives the same session again, another seed another one")
  func sameSeed() {
    #expect(RandomSession(seed: 7).quotes == RandomSession(seed: 7).quotes)
    #expect(RandomSession(seed: 7).csv == RandomSession(seed: 7).csv)
    #expect(RandomSession(seed: 7).settings == RandomSession(seed: 7).settings)
    #expect(RandomSession(seed: 7).quotes != RandomSession(seed: 11).quotes)
  }

  @Test("two hundred seeds see every exit and every refusal")
  func coverage() {
    var reasons: Set<String> = []
    var refusals: Set<String> = []
    for seed in 0..<200 as Range<UInt64> {
      let result = RandomSession(seed: seed).expected()
      reasons.formUnion(result.trades.map(\.reason.rawValue))
      refusals.formUnion(result.refusals)
    }
    #expect(reasons.count == 6)
    #expect(
      refusals.isSuperset(of: [
        "expiry_past", "margin", "order_gone", "position_gone", "protection_on_wrong_side",
        "stop_already_passed", "unknown_order", "volume_above_maximum", "volume_below_minimum",
        "volume_off_step",
      ]))
  }
}
