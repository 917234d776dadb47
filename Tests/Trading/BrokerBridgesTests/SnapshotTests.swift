import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// `docs/broker-venue.md`, "Snapshots". The bot has bought 10,000 EURUSD at 1.10012, a second ago.
@Suite("What a broker's account holds, held against our books")
struct SnapshotTests {
  private typealias Shown = VenueSnapshot.OpenPosition

  private func bench(_ mode: AccountMode = .hedging) throws -> BrokerBench {
    var bench = try BrokerBench(mode)
    try bench.submit(.buy, 10_000)
    try bench.execute(1, .buy, 10_000, position: mode == .hedging ? "P1" : nil)
    try bench.pass(seconds: 1)
    _ = (bench.asked(), bench.told())
    return bench
  }

  @Test("nothing to say where both agree")
  func agrees() throws {
    var bench = try bench()
    #expect(try bench.show([.of(1, .buy, 10_000, position: "P1")], balance: 100_000_000_000) == [])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
    #expect(bench.asked() == [])
  }

  @Test("an order that should work is missing: it is looked up")
  func missingOrder() throws {
    var bench = try bench()
    try bench.submit(.buy, 5_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(2)))
    try bench.pass(seconds: 1)
    #expect(try bench.show([.of(1, .buy, 10_000, position: "P1")]) == [.orderMissing])
    #expect(bench.state(2) == .unknown)
    #expect(bench.asked() == ["2: submit 2 buy 5000 limit 109900", "3: look up 2"])
  }

  @Test("an order that was just asked for may be newer than the snapshot")
  func newOrder() throws {
    var bench = try bench()
    try bench.submit(.buy, 5_000, .limit(Price(points: 109_900)))
    #expect(try bench.show([.of(1, .buy, 10_000, position: "P1")]) == [])
    #expect(bench.state(2) == .pendingNew)
  }

  @Test("an order that had ended works, twice: it is canceled")
  func aliveOrder() throws {
    var bench = try bench()
    try bench.submit(.buy, 5_000, .limit(Price(points: 109_900)))
    try bench.report(.expired(.of(2)))
    try bench.pass(seconds: 1)
    #expect(try bench.show([.of(1, .buy, 10_000, position: "P1")], orders: [.of(2)]) == [])
    try bench.pass(seconds: 1)
    _ = bench.asked()
    #expect(try bench.show([.of(1, .buy, 10_000, position: "P1")], orders: [.of(2)]) == [.orderAlive])
    #expect(bench.asked().first?.hasSuffix(": cancel 2") == true)
    #expect(bench.state(2) == .expired)
  }

  @Test("an order that is not ours is told and left alone")
  func foreignOrder() throws {
    var bench = try bench()
    let stranger = OrderNotice(nil, venueOrder: VenueOrderID("X1"), symbolIndex: 0)
    let codes = try bench.show([.of(1, .buy, 10_000, position: "P1")], orders: [stranger])
    #expect(codes == [.foreignOrder])
    #expect(bench.asked() == [])
  }

  @Test("a position that is gone halts its symbol; seen twice it is booked as closed at the quote")
  func missingPosition() throws {
    var bench = try bench()
    #expect(try bench.show() == [])
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(try bench.show() == [.positionMissing])
    #expect(bench.told() == ["filled 1 sell 10000 at 110000 (stop_out)"])
    #expect(bench.account.isFlat)
  }

  @Test("the real close of it is matched when it comes")
  func matchedClose() throws {
    var bench = try bench()
    try bench.show()
    try bench.show()
    #expect(bench.account.balance == Money(units: 99_998_800_000))
    let close = try VenueExecution.of(nil, .sell, 10_000, at: 109_990, position: "P1", effect: .closing)
    #expect(try bench.report(.positionClosed(close, .stopLoss)) == [.inferredDiffers])
    #expect(bench.account.balance == Money(units: 99_997_800_000))
    #expect(bench.account.isFlat)
  }

  @Test("a difference that a report explains between two snapshots is none")
  func explained() throws {
    var bench = try bench()
    try bench.close(1)
    try bench.show()
    try bench.execute(2, .sell, 10_000, at: 110_020)
    try bench.pass(seconds: 1)
    #expect(try bench.show() == [])
    #expect(bench.told() == ["filled 2 sell 10000 at 110020 (strategy)"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("a snapshot from before the last news says nothing")
  func old() throws {
    var bench = try bench()
    #expect(try bench.show(at: 0) == [])
    #expect(try bench.show(at: 0) == [])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("a position that is larger halts its symbol until a snapshot agrees; nothing is booked")
  func larger() throws {
    var bench = try bench(.netting)
    #expect(try bench.show([.of(nil, .buy, 15_000)]) == [])
    #expect(try bench.show([.of(nil, .buy, 15_000)]) == [.positionDiffers])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
    #expect(bench.venue.unsettled(symbolIndex: 1) == nil)
    #expect(try bench.show([.of(nil, .buy, 10_000)]) == [])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("under netting a net that is smaller is booked as closed in part")
  func smallerNet() throws {
    var bench = try bench(.netting)
    #expect(try bench.show([.of(nil, .buy, 4_000)]) == [])
    #expect(try bench.show([.of(nil, .buy, 4_000)]) == [.positionMissing])
    #expect(bench.positions == ["1 buy 4000 at 110012"])
  }

  @Test("a position that no order of ours opened is told and left alone")
  func stranger() throws {
    var bench = try bench()
    let shown: [Shown] = [.of(1, .buy, 10_000, position: "P1"), .of(nil, .sell, 7_000, position: "X9")]
    #expect(try bench.show(shown) == [.foreignPosition])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("a position tells of the fill that was lost")
  func lostFill() throws {
    var bench = try bench()
    try bench.submit(.sell, 5_000)
    let shown: [Shown] = [
      .of(1, .buy, 10_000, position: "P1"), .of(2, .sell, 5_000, at: 109_995, position: "P2"),
    ]
    #expect(try bench.show(shown) == [.fillInferred])
    #expect(bench.positions == ["1 buy 10000 at 110012", "2 sell 5000 at 109995"])
  }

  @Test("a balance that differs twice, where all else agrees, is right")
  func balance() throws {
    var bench = try bench()
    let shown: [Shown] = [.of(1, .buy, 10_000, position: "P1")]
    #expect(try bench.show(shown, balance: 99_900_000_000) == [])
    #expect(bench.account.balance == Money(units: 100_000_000_000))
    #expect(try bench.show(shown, balance: 99_900_000_000) == [.balanceDiffers])
    #expect(bench.account.balance == Money(units: 99_900_000_000))
  }
}
