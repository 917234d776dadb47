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

  @Test("and so do those whose quotes jump over their levels", arguments: SessionCount.seeds(150))
  func gaps(_ seed: UInt64) {
    #expect(SeededProperty.gaps.check(seed).fault == nil, "seed \(seed)")
  }

  /// Where an order that waited met the same quote as one that had just arrived, which the engine took first.
  @Test(
    "the sessions that once differed agree",
    arguments: [
      545, 597, 1_815, 1_891, 2_221, 2_478, 3_471, 3_570, 5_122, 5_133, 5_430, 5_763, 7_357, 9_883, 26_261,
      27_818, 29_237,
    ] as [UInt64])
  func onceDifferent(_ seed: UInt64) {
    #expect(SeededProperty.agreement.check(seed).fault == nil, "seed \(seed)")
  }

  @Test("an order that waits at crossed quotes beyond its expiry is gone, and can't be canceled any more")
  func expiredWhileCrossed() {
    #expect(SeededProperty.gaps.check(733_548_379).fault == nil)
  }
}
