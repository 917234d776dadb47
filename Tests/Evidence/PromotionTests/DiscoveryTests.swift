import Promotion
import Testing
import TradingCore

@Suite("A bot's place among all that a home has tried")
struct DiscoveryTests {
  @Test("it is the order in which bots came to DEMO; one in LIVE is a discovery for the others")
  func order() throws {
    var home = try GateHome.onDemo()
    try home.promote(home.request(bot: "second"), by: "bea")
    try home.promote(home.request(to: .live), by: "bea", "cal")
    func place(_ bot: String, _ identity: String = GateHome.identity) -> GateDiscovery {
      home.ledger.discovery(of: bot, identity: identity)
    }
    #expect(place(GateHome.bot) == GateDiscovery(index: 1, discoveries: 0))
    #expect(place("second") == GateDiscovery(index: 2, discoveries: 1))
    // The same bot under another identity, and one that is new, come next.
    #expect(place(GateHome.bot, "other") == GateDiscovery(index: 3, discoveries: 1))
    #expect(place("third") == GateDiscovery(index: 3, discoveries: 1))
  }

  @Test("who asked first and was approved later comes later")
  func approvedLater() throws {
    var home = try GateHome()
    let early = home.request()
    try home.file(early)
    try home.promote(home.request(bot: "second"), by: "bea")
    try home.sign(.approve(early), by: "bea")
    #expect(home.ledger.discovery(of: "second", identity: GateHome.identity).index == 1)
    #expect(home.ledger.discovery(of: GateHome.bot, identity: GateHome.identity).index == 2)
  }

  @Test("requests that nobody approved take no place")
  func asked() throws {
    var home = try GateHome()
    try home.file(home.request(bot: "second"))
    #expect(
      home.ledger.discovery(of: GateHome.bot, identity: GateHome.identity)
        == GateDiscovery(index: 1, discoveries: 0))
  }
}
