import JSONText
import RiskControl
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// What the journal has of what risk decided.
@Suite("Decisions of risk in the journal")
struct RiskDecisionTests {
  private func text(_ verb: RiskAction.Verb) -> String {
    RiskAction(
      verb, code: .dailyLoss, rule: "daily_loss", scope: .account("A1"), bot: "a", limit: "20.00 USD",
      value: "20.01 USD", at: Timestamp(milliseconds: 5), cycle: 7
    ).json(number: 3).compactText
  }

  @Test("a lock has its end, and the envelope of every decision")
  func lock() {
    #expect(
      text(.lock(symbol: nil, until: Timestamp(milliseconds: 9), flattens: true)) == """
        {"number":3,"verb":"lock","symbol":null,"until_ns":9000000,"flattens":true,"code":"daily_loss_limit",\
        "rule":"daily_loss","scope":"account:A1","bot":"a","limit":"20.00 USD","value":"20.01 USD",\
        "at_ns":5000000,"cycle":7}
        """)
  }

  @Test(
    "each verb has what belongs to it",
    arguments: [
      (.cancel(.all), #""verb":"cancel","symbol":null"#),
      (.close(.one(ClientOrderID(ordinal: 4))), #""verb":"close","position":4"#),
      (.stepDown(to: .live, step: 1), #""verb":"step_down","mode":"live","step":1"#),
      (.size(millionths: 500_000), #""verb":"size","millionths":500000"#),
      (.mode(.observe), #""verb":"mode","mode":"observe""#),
      (.release(symbol: nil), #""verb":"release","symbol":null"#),
      (.tell, #""verb":"tell""#),
    ] as [(RiskAction.Verb, String)])
  func verbs(_ verb: RiskAction.Verb, _ members: String) {
    #expect(text(verb).hasPrefix(#"{"number":3,"# + members + #","code":"#))
  }
}
