import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

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

  @Test("random sessions agree with the independent calculation", arguments: SessionCount.seeds(150))
  func randomSession(_ seed: UInt64) {
    #expect(SeededProperty.agreement.check(seed).fault == nil, "seed \(seed)")
  }
}
