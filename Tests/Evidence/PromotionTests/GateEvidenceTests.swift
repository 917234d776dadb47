import Promotion
import Statistics
import Testing
import TradingCore

@Suite struct GateEvidenceTests {
  private func evidence(
    _ mode: String, identity: String = "aa", bot: String = "gold", days: [Int64] = []
  ) -> Evidence {
    var evidence = Evidence(
      bot: bot, mode: mode, identity: identity, currency: .usd, startBalance: Money(units: 1_000_000))
    // 2024-01-01 was a Monday.
    evidence.days = days.map {
      DayEquity(date: CivilDate(daysSinceEpoch: 19_723 + $0), equity: Money(units: 1_000_000))
    }
    evidence.maximumDrawdown = mode == "paper" ? 0.1 : 0.02
    if let first = days.first, let last = days.last {
      evidence.firstTick = Timestamp(milliseconds: (19_723 + first) * 86_400_000 + 43_200_000)
      evidence.lastTick = Timestamp(milliseconds: (19_723 + last) * 86_400_000 + 43_200_000)
    }
    return evidence
  }

  @Test func theChecklistIsOfTheLastModeAndTheStatisticsOfBoth() throws {
    let both = try GateEvidence(
      step: .live, paper: evidence("paper", days: [0, 1, 2]), demo: evidence("demo", days: [7, 8]))
    #expect(both.maximumDrawdown == 0.02)
    #expect(both.dailyReturns == [0, 0, 0, 0, 0])
    #expect(both.weekdays == 2)
  }

  @Test func coverageCountsWeekdaysOnly() throws {
    // Monday to Monday of next week with Wednesday missing and a Sunday tick.
    let one = try GateEvidence(step: .demo, paper: evidence("paper", days: [0, 1, 3, 4, 6, 7]))
    #expect(one.weekdays == 6)
    #expect(one.coveredWeekdays == 5)
    #expect(one.calendarDays == 7)
  }

  @Test func aStepNeedsEvidenceOfItsModes() {
    #expect(throws: PromotionError.evidenceMissing(mode: "paper")) {
      try GateEvidence(step: .demo, paper: nil)
    }
    #expect(throws: PromotionError.evidenceMissing(mode: "demo")) {
      try GateEvidence(step: .live, paper: evidence("paper"))
    }
    #expect(throws: PromotionError.evidenceMixed(fact: "mode", expected: "demo", was: "paper")) {
      try GateEvidence(step: .live, paper: evidence("paper"), demo: evidence("paper"))
    }
  }

  @Test func evidenceOfAnotherIdentityOrBotIsRefused() {
    #expect(throws: PromotionError.evidenceMixed(fact: "identity", expected: "aa", was: "bb")) {
      try GateEvidence(step: .live, paper: evidence("paper"), demo: evidence("demo", identity: "bb"))
    }
    #expect(throws: PromotionError.evidenceMixed(fact: "bot", expected: "gold", was: "silver")) {
      try GateEvidence(step: .live, paper: evidence("paper"), demo: evidence("demo", bot: "silver"))
    }
  }
}
