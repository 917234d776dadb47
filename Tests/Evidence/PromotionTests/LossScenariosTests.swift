import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// 1,000 units of EUR/USD at 1.10000 are worth 1,100.00, of which ten days' moves of 0.7 % are 77.00.
@Suite("What evidence could have lost")
struct LossScenariosTests {
  private func evidence(_ script: Script, assets: [AssetClass] = [.fx]) throws -> Evidence {
    var evidence = Evidence(
      bot: "a", mode: "paper", identity: "ab", currency: .usd, startBalance: cents(100_000))
    evidence.trades = try script.trades()
    evidence.assets = assets
    return evidence
  }

  @Test("a position at its stop loss, and in a catastrophe over it")
  func one() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    try script.close(position, 1_000, at: 109_950)
    let found = try #require(LossScenarios(try evidence(script), StakeRules()))
    #expect(found.worstTrade == 0.0005 && found.toStops == 0.001 && found.unstopped == 0)
    #expect(abs(found.catastrophe - 0.077) < 1e-12 && found.together == found.catastrophe)
    let other = try #require(
      LossScenarios(try evidence(script, assets: [.crypto]), StakeRules(catastrophe: 5)))
    #expect(abs(other.catastrophe - 0.22) < 1e-12)
  }

  @Test("symbols that were open at one time add up, those that were not don't")
  func together() throws {
    var script = try Script(symbols: ["EURUSD", "GBPUSD"])
    let euro = try script.open(.buy, 1_000, at: 110_000)
    let pound = try script.open(.sell, 1_000, at: 127_000, symbolIndex: 1)
    try script.close(euro, 1_000, at: 110_100)
    try script.close(pound, 1_000, at: 127_300)
    let later = try script.open(.buy, 1_000, at: 110_000)
    try script.close(later, 1_000, at: 110_100)
    let found = try #require(LossScenarios(try evidence(script, assets: [.fx, .fx]), StakeRules()))
    #expect(abs(found.together - 0.1659) < 1e-12)
    #expect(found.unstopped == 3 && found.toStops == nil)
  }

  @Test("without a trade there is none")
  func none() throws { #expect(LossScenarios(try evidence(try Script()), StakeRules()) == nil) }
}
