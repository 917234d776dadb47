import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// An order to buy 10,000 EURUSD fills with 4,000, which are closed, then with the rest: the broker's first position of
/// it was P1, what is open now is P2. By our books both are position 1.
@Suite("A position that the broker gives another name")
struct RenamedPositionTests {
  private func bench() throws -> BrokerBench {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(1, name: "O1")))
    return bench
  }

  /// The first half of it and its close.
  private func half() throws -> BrokerBench {
    var bench = try bench()
    try bench.execute(1, .buy, 4_000, position: "P1")
    try bench.close(1)
    try bench.execute(2, .sell, 4_000, position: "P1")
    return bench
  }

  private func late() -> VenueReport.Content {
    var notice = OrderNotice.of(1, name: "O1", executed: 4_000, remaining: 6_000)
    notice.venuePosition = VenuePositionID("P1")
    return .working(notice)
  }

  /// Where the next close is sent.
  private func closing(_ bench: inout BrokerBench) throws -> VenuePositionID? {
    _ = bench.asked()
    try bench.close(1)
    return bench.intents().compactMap { intent in
      if case .close(let close) = intent.action { close.venuePosition } else { nil }
    }.first
  }

  @Test("late word of the first name does not take the second one away")
  func lateWord() throws {
    var bench = try half()
    try bench.execute(1, .buy, 6_000, position: "P2")
    try bench.report(late())
    try bench.pass(seconds: 1)
    for _ in 1...2 { #expect(try bench.show([.of(nil, .buy, 6_000, position: "P2")]) == []) }
    #expect(bench.positions == ["1 buy 6000 at 110012"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
    #expect(try closing(&bench) == VenuePositionID("P2"))
  }

  @Test("nor does it after a restart")
  func restarted() throws {
    var bench = try half()
    try bench.execute(1, .buy, 6_000, position: "P2")
    try bench.restart()
    try bench.report(late())
    #expect(try closing(&bench) == VenuePositionID("P2"))
  }

  @Test("fills in the wrong order: a snapshot says which name is the one of now")
  func wrongOrder() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 6_000, position: "P2")
    try bench.execute(1, .buy, 4_000, position: "P1")
    try bench.close(1, 4_000)
    try bench.execute(2, .sell, 4_000, position: "P1")
    try bench.pass(seconds: 1)
    for _ in 1...2 { #expect(try bench.show([.of(nil, .buy, 6_000, position: "P2")]) == []) }
    #expect(bench.positions == ["1 buy 6000 at 110012"])
    #expect(try closing(&bench) == VenuePositionID("P2"))
  }

  @Test("what one order opened may lie in two positions of the broker's")
  func both() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 4_000, position: "P1")
    try bench.execute(1, .buy, 6_000, position: "P2")
    try bench.pass(seconds: 1)
    let shown = [("P1", 4_000), ("P2", 6_000)].map {
      VenueSnapshot.OpenPosition.of(nil, .buy, $0.1, position: $0.0)
    }
    for _ in 1...2 { #expect(try bench.show(shown) == []) }
    #expect(bench.positions == ["1 buy 10000 at 110012"])
  }

  @Test("a close that the broker refuses, as there is no such position, asks for a snapshot")
  func refusedClose() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 10_000, position: "P1")
    try bench.close(1)
    _ = (bench.asked(), bench.told())
    try bench.report(.rejected(.of(2), .positionGone, text: "no such position"))
    #expect(bench.told() == ["rejected 2: position_gone"])
    #expect(bench.asked() == ["3: snapshot"])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
  }
}
