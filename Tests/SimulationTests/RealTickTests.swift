import Backtesting
import BotAssembly
import Reports
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore
import TradingEngine

@testable import SeededProperties

/// Recorded ticks, imported into a tick file and read back.
struct RecordedTicks: CustomTestStringConvertible, Sendable {
  let name: String
  let paths: [String]
  /// Lengths of the averages: slow enough that no state changes while the orders of the last one wait.
  var fast = 50
  var slow = 200

  var testDescription: String { name }

  func quotes() throws -> [Quote] {
    let folder = try TemporaryFolder()
    let output = folder.file("real.ticks")
    let outcome = try TickImport.run(
      inputs: paths.map(RealTicks.path), options: ImportOptions(symbol: Known.eurusd.symbol), output: output)
    let cursor = try TickFileReader(path: output).makeCursor()
    var block = TickBlock()
    var quotes: [Quote] = []
    while try cursor.nextBlock(into: &block) { quotes += block.quotes }
    #expect(quotes.count == outcome.info.statistics.ticks)
    return quotes
  }

  /// Two days of OANDA's, one of Dukascopy's, and one of FXCM's with its many crossed quotes.
  static let all = [
    RecordedTicks(
      name: "OANDA",
      paths: ["20140505", "20140506"].map { "lean/Data/forex/oanda/tick/eurusd/\($0)_quote.zip" }),
    RecordedTicks(name: "Dukascopy", paths: ["dukascopy_bi5/EURUSD/2019/01/04"]),
    RecordedTicks(
      name: "FXCM", paths: ["lean/Data/forex/fxcm/tick/eurusd/20140505_quote.zip"], fast: 400,
      slow: 1_600),
  ]
}

/// The product over real EURUSD ticks against the independent calculations, to the last unit.
@Suite(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
struct RealTickTests {
  @Test("ema_cross, trade by trade, with all totals", arguments: RecordedTicks.all)
  func emaCross(_ recorded: RecordedTicks) throws {
    let quotes = try recorded.quotes()
    let oracle = OracleEMACross(
      quotes: quotes, instrument: Known.eurusd, units: 1_000, fast: recorded.fast, slow: recorded.slow)
    try #require(!oracle.touchesMargin && !oracle.isAmbiguous)
    let run = try EngineRun(
      StrategyEntry(EMACross.self), parameters: ["fast": "\(recorded.fast)", "slow": "\(recorded.slow)"],
      quotes: quotes, instrument: Known.eurusd,
      profile: BrokerProfile(name: "reference"))
    try agree(run, oracle.result, quotes: quotes)
  }

  @Test("scripted, with rows of every action", arguments: RecordedTicks.all)
  func scripted(_ recorded: RecordedTicks) throws {
    let quotes = try recorded.quotes()
    let rows = Self.rows(over: quotes)
    #expect(Set(rows.map(\.action)).count == OracleAction.allCases.count)
    for settings in [OracleSettings(), OracleSettings().with { $0.latency = 250 * Timestamp.millisecond }] {
      let run = try EngineRun(rows: rows, quotes: quotes, instrument: Known.eurusd, settings: settings)
      let expected = OracleScripted.run(
        quotes: quotes, rows: rows, instrument: Known.eurusd, settings: settings)
      #expect(run.refusals == expected.refusals.count, "\(expected.refusals)")
      try agree(run, expected, quotes: quotes)
    }
  }

  /// Forty rows, five of each action, spread over the day: closes and cancels name earlier orders.
  private static func rows(over quotes: [Quote]) -> [OracleRow] {
    let stretch = quotes.count / 42
    return (0..<40).map { place in
      let met = quotes[place * stretch + 5]
      let round = place / 8
      let action = OracleAction.allCases[place % 8]
      guard let side = action.side else {
        let target = round * 8 + (action == .close ? round % 2 : 2 + round % 4)
        return OracleRow(time: met.eventTime, id: target, action: action)
      }
      let sign: Int64 = side == .buy ? 1 : -1
      let isPending = action != .buy && action != .sell
      let waitsBelow = action == .buyLimit || action == .sellStop
      let distance = Int64(6 + 5 * round)
      let reference = side == .buy ? met.ask.points : met.bid.points
      let price = isPending ? reference + (waitsBelow ? -distance : distance) : nil
      let from = price ?? (side == .buy ? met.bid.points : met.ask.points)
      return OracleRow(
        time: met.eventTime, id: place, action: action, units: Int64(1 + place % 3) * 1_000, price: price,
        stopLoss: round % 2 == 0 ? from - sign * 45 : nil,
        takeProfit: round % 3 == 0 ? from + sign * 60 : nil,
        trailPoints: round == 1 || round == 4 ? 30 : nil,
        expiry: isPending && round > 2 ? met.eventTime.advanced(by: 20 * Timestamp.minute) : nil)
    }
  }

  private func agree(_ run: EngineRun, _ expected: OracleResult, quotes: [Quote]) throws {
    let trades = run.oracleTrades(like: expected.trades)
    let different = zip(trades, expected.trades).first { $0 != $1 }
    #expect(different?.0 == different?.1)
    #expect(trades.count == expected.trades.count && trades.count > 5)
    #expect(run.oracleFills == expected.fills)
    #expect(run.state.record.quoteCount == UInt64(quotes.count))
    #expect(run.state.record.crossedCount == UInt64(quotes.count { $0.isCrossed }))
    var totals = TradeTotals()
    for trade in run.trades { try totals.add(trade) }
    let figures = try BacktestOutcome.figures(state: run.state, totals: totals, elapsedSeconds: 1)
    let summary = expected.summary
    #expect(
      [
        figures.startBalance, figures.endBalance, figures.grossProfit, figures.grossLoss, figures.netProfit,
        figures.commission, figures.spreadCost, figures.slippageCost, figures.maximumDrawdownMoney,
      ].map(\.units) == [
        summary.startBalance, summary.endBalance, summary.grossProfit, summary.grossLoss, summary.netProfit,
        summary.commission, summary.spreadCost, summary.slippageCost, summary.maxDrawdownMoney,
      ])
    #expect(
      [figures.trades, figures.wins, figures.losses] == [summary.trades, summary.wins, summary.losses])
    #expect(figures.maximumDrawdown == summary.maxDrawdown)
    #expect(run.state.record.days.map(\.date) == summary.days.map(\.date))
    #expect(run.state.record.days.map(\.equity.units) == summary.days.map(\.equity))
    #expect(isNear(figures.sharpe, summary.sharpe) && isNear(figures.sortino, summary.sortino))
  }

  /// Ratios are sums of floating point numbers: their last bits depend on the order of summing.
  private func isNear(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}
