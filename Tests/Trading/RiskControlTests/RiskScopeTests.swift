import RiskControl
import TestSupport
import Testing
import TradingCore

struct RiskScopeTests {
  @Test("scopes are ordered from the widest to the narrowest, then by name, and read from their text")
  func order() {
    let scopes: [RiskScope] = [
      .desk, .account("A"), .account("B"), .family("trend"), .bot("a:b"), .bot("ä"),
    ]
    #expect(scopes.shuffled().sorted() == scopes)
    #expect(
      scopes.map(\.description) == [
        "desk", "account:A", "account:B", "family:trend", "bot:a:b", "bot:ä",
      ])
    #expect(scopes.map { RiskScope($0.description) } == scopes)
  }

  @Test("no other text is a scope", arguments: ["", "desk:", "desk:x", "bot", "bot:", "robot:x", "Bot:x"])
  func badText(_ text: String) {
    #expect(RiskScope(text) == nil)
  }

  @Test("a bot's path leads from the desk to it")
  func path() {
    let member = RiskBench.member("x", account: "A", family: "trend")
    #expect(member.path == [.desk, .account("A"), .family("trend"), .bot("x")])
    #expect(member.path.allSatisfy(member.lies))
    #expect(!member.lies(in: .bot("A")) && !member.lies(in: .account("B")))
    #expect(RiskBench.member("x", account: "A").path == [.desk, .account("A"), .bot("x")])
  }
}
