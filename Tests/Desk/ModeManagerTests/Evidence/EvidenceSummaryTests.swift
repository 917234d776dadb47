import JSONText
import ModeManager
import Testing
import TradingCore

@Suite("The summary of an evidence")
struct EvidenceSummaryTests {
  @Test("JSON and back")
  func json() throws {
    var summary = EvidenceSummary(balance: "1000.00")
    #expect(try read(summary) == summary)
    #expect(summary.json["win_rate"] == .null)
    summary.equity = "1001.25"
    summary.openPositions = 1
    summary.trades = 3
    summary.wins = 2
    summary.winRate = 2.0 / 3
    summary.profitFactor = 2
    summary.maxDrawdown = 0.0125
    summary.daysActive = 4
    summary.firstTick = Timestamp(nanoseconds: 1_549_238_400_000_000_001)
    summary.lastTick = Timestamp(nanoseconds: 1_549_238_400_000_000_002)
    #expect(try read(summary) == summary)
  }

  @Test("What is no summary is none")
  func none() { #expect(EvidenceSummary(json: [:]) == nil) }

  private func read(_ summary: EvidenceSummary) throws -> EvidenceSummary? {
    EvidenceSummary(json: try JSONValue(json: Array(summary.json.compactText.utf8)))
  }
}
