import Testing

@testable import TradingCore

@Suite("Counts with their nouns")
struct CountedTests {
  @Test("One of a thing is one thing; none and several take the plural")
  func text() {
    #expect(Counted.text(1, "trade") == "1 trade")
    #expect([0, 2, 1_000].map { Counted.text($0, "trade") } == ["0 trades", "2 trades", "1000 trades"])
    #expect(Counted.text(3, "entry", "entries") == "3 entries")
    #expect(Counted.noun(1, "approval is", "approvals are") == "approval is")
  }
}
