import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// The engine agrees with hand-worked cases and with the independent calculation, to the last unit.
struct OracleAgreementTests {
  @Test("the engine gives what was worked out by hand", arguments: HandWorkedCases.all)
  func handWorked(_ example: HandWorkedCase) throws {
    let run = try EngineRun(
      rows: example.rows, quotes: example.quotes, instrument: example.instrument,
      settings: example.settings)
    #expect(run.oracleTrades(like: example.trades) == example.trades)
    #expect(run.refusals == example.refusals)
    #expect(run.state.account.balance.units == example.endBalance)
    if let fills = example.fills { #expect(run.oracleFills == fills) }
  }

  @Test("random sessions agree with the independent calculation", arguments: 0..<Self.sessions)
  func randomSession(_ seed: Int) throws {
    let session = RandomSession(seed: UInt64(seed), isReference: seed % 4 == 0)
    let expected = session.expected()
    let run = try EngineRun(
      rows: session.rows, quotes: session.quotes, instrument: session.instrument,
      settings: session.settings)
    let trades = run.oracleTrades(like: expected.trades)
    let different = zip(trades, expected.trades).first { $0 != $1 }
    #expect(different?.0 == different?.1, "seed \(seed)")
    #expect(trades.count == expected.trades.count, "seed \(seed)")
    let differentFill = zip(run.oracleFills, expected.fills).first { $0 != $1 }
    #expect(differentFill?.0 == differentFill?.1, "seed \(seed)")
    #expect(
      run.refusals == expected.refusals.count,
      "seed \(seed): \(run.state.record.denied) \(run.state.record.rejected) against \(expected.refusals)")
    #expect(run.state.account.balance.units == expected.balance, "seed \(seed)")
    let drawdown = run.state.account.largestDrawdown
    #expect(drawdown.money.units == expected.summary.maxDrawdownMoney, "seed \(seed)")
    #expect(drawdown.ratio == expected.summary.maxDrawdown, "seed \(seed)")
  }

  static let sessions = SessionCount.of(debug: 150, release: 10_000)
}
