import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// A broker that carries a change out as cancel and new order, and tells of both late.
///
/// An order to buy at 1.09900 works; it is to be moved to 1.09905.
@Suite("A change that is carried out under a new name")
struct LateChangeTests {
  private func bench() throws -> BrokerBench {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(1, name: "O1")))
    try bench.move(1, to: 109_905)
    _ = (bench.asked(), bench.told())
    try bench.pass(seconds: 1)
    return bench
  }

  @Test("its first half does not end the order")
  func firstHalf() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    #expect(bench.state(1) == .unknown)
    try bench.report(.replaced(.of(1, name: "O2")))
    #expect(bench.state(1) == .working)
    #expect(bench.told() == [])
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_905))])
  }

  @Test("the first half is all that came, and a lookup says the same: it is canceled")
  func canceled() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    #expect(bench.asked() == ["3: look up 1"])
    try bench.report(.canceled(.of(1, name: "O1")))
    #expect(bench.state(1) == .canceled)
    #expect(bench.told() == ["canceled 1", "rejected 2: order_gone"])
  }

  @Test("a snapshot from before the change does not say that it was not carried out")
  func oldSnapshot() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    let order = OrderNotice.of(1, name: "O1", executed: 0, remaining: 10_000)
    try bench.show(orders: [order], at: 0)
    #expect(bench.state(1) == .unknown)
    #expect(bench.told() == [])
  }

  @Test("the late answer to one change is not taken for the answer to the next")
  func lateAnswer() throws {
    var bench = try bench()
    try bench.pass(seconds: 5)
    // A lookup shows the first change; its answer is still on its way when the second is asked for.
    let found = OrderNotice.of(
      1, name: "O2", executed: 0, remaining: 10_000, kind: .limit(Price(points: 109_905)))
    try bench.report(.working(found))
    try bench.move(1, to: 109_910)
    try bench.report(.replaced(.of(1, name: "O2")))
    #expect(bench.state(1) == .unknown)
    // So the first half of the second change does not end the order either.
    try bench.report(.canceled(.of(1, name: "O2")))
    try bench.report(.replaced(.of(1, name: "O3")))
    #expect(bench.state(1) == .working)
    #expect(bench.told() == [])
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_910))])
  }

  @Test("the answer to a lookup from before a change does not say what became of it")
  func olderLookup() throws {
    var bench = try bench()
    try bench.pass(seconds: 5)
    #expect(bench.asked() == ["3: look up 1"])
    try bench.report(.replaced(.of(1, name: "O2")))
    try bench.move(1, to: 109_910)
    try bench.pass(seconds: 5)
    #expect(bench.asked() == ["4: change 1 limit 109910, 10000 left", "5: look up 1"])
    let found = OrderNotice.of(
      1, name: "O2", executed: 0, remaining: 10_000, kind: .limit(Price(points: 109_905)))
    try bench.report(.working(found), answers: 3)
    #expect(bench.state(1) == .unknown)
    try bench.report(.working(found), answers: 5)
    #expect(bench.state(1) == .working)
    #expect(bench.told() == ["rejected 3: unanswered"])
  }

  @Test("what says that it works, and nobody asked for, may be from before a change")
  func lateWorking() throws {
    var bench = try bench()
    try bench.pass(seconds: 5)
    try bench.report(.working(.of(1, name: "O1")))
    #expect(bench.state(1) == .unknown)
    // So the first half of the change does not end the order.
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.replaced(.of(1, name: "O2")))
    #expect(bench.state(1) == .working)
    try bench.report(.expired(.of(1, name: "O2")))
    #expect(bench.told() == ["expired 1"])
  }

  @Test("a refusal that may be of the change before is looked up")
  func lateRefusal() throws {
    var bench = try bench()
    try bench.pass(seconds: 5)
    // The first change had been refused, which nobody heard; its lookup says so, and a second one is asked for.
    func notice(_ points: Int64) -> OrderNotice {
      .of(1, name: "O1", executed: 0, remaining: 10_000, kind: .limit(Price(points: points)))
    }
    try bench.report(.working(notice(109_900)), answers: 3)
    try bench.move(1, to: 109_910)
    #expect(bench.told() == ["rejected 2: unanswered"])
    #expect(bench.asked() == ["3: look up 1", "4: change 1 limit 109910, 10000 left"])
    try bench.report(.replaceRejected(.of(1, name: "O1"), .throttled, text: "later"))
    #expect(bench.told() == ["rejected 3: throttled"])
    #expect(bench.asked() == ["5: look up 1"])
    try bench.report(.working(notice(109_910)), answers: 5)
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_910))])
    #expect(bench.state(1) == .working)
  }

  @Test("an answer that comes again may be the next change's: a lookup says what became of that")
  func doubled() throws {
    var bench = try bench()
    try bench.report(.replaced(.of(1, name: "O1")))
    try bench.move(1, to: 109_910)
    _ = (bench.asked(), bench.told())
    try bench.report(.replaced(.of(1, name: "O1")))
    #expect(bench.state(1) == .unknown)
    #expect(bench.asked() == ["4: look up 1"])
    let found = OrderNotice.of(
      1, name: "O1", executed: 0, remaining: 10_000, kind: .limit(Price(points: 109_905)))
    try bench.report(.working(found), answers: 4)
    #expect(bench.told() == ["rejected 3: unanswered"])
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_905))])
  }

  @Test("so may a refusal that comes again")
  func doubledRefusal() throws {
    var bench = try bench()
    try bench.report(.replaceRejected(.of(1, name: "O1"), .throttled, text: "later"))
    try bench.move(1, to: 109_910)
    _ = (bench.asked(), bench.told())
    try bench.report(.replaceRejected(.of(1, name: "O1"), .throttled, text: "later"))
    #expect(bench.state(1) == .unknown)
    #expect(bench.asked() == ["4: look up 1"])
  }

  @Test(
    "where answers tell which change they answer, one that comes again is passed over, and none is looked up")
  func numbered() throws {
    var bench = try bench()
    try bench.report(.replaced(.of(1, name: "O1")), answers: 2)
    try bench.move(1, to: 109_910)
    _ = (bench.asked(), bench.told())
    try bench.report(.replaced(.of(1, name: "O1")), answers: 2)
    try bench.report(.replaceRejected(.of(1, name: "O1"), .throttled, text: "later"), answers: 2)
    #expect(bench.state(1) == .replacePending)
    try bench.report(.replaced(.of(1, name: "O1")), answers: 3)
    #expect(bench.state(1) == .working)
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_910))])
    #expect(bench.asked() == [])
    #expect(bench.told() == [])
  }

  @Test("the first half of a change that comes again ends nothing, though the next change is looked up")
  func doubledFirstHalf() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.replaced(.of(1, name: "O2")))
    try bench.move(1, to: 109_910)
    try bench.pass(seconds: 5)
    #expect(bench.state(1) == .unknown)
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.canceled(.of(1, name: "O1")))
    #expect(bench.state(1) == .unknown)
    #expect(bench.told() == [])
  }

  @Test("an order that was taken for canceled and is told of under a new name is canceled there")
  func revival() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.canceled(.of(1, name: "O1")))
    _ = (bench.asked(), bench.told())
    let codes = try bench.report(.replaced(.of(1, name: "O2", executed: 0, remaining: 10_000)))
    #expect(codes == [.orderAlive])
    #expect(bench.asked() == ["4: cancel 1", "5: snapshot"])
    #expect(bench.state(1) == .canceled)
    // What it has filled before that is booked.
    #expect(try bench.execute(1, .buy, 10_000, at: 109_905) == [.executionAfterEnd])
    #expect(bench.positions == ["1 buy 10000 at 109905"])
    #expect(bench.state(1) == .filled)
  }

  @Test("where the cancel comes too late, it is looked up")
  func tooLate() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.canceled(.of(1, name: "O1")))
    try bench.report(.replaced(.of(1, name: "O2", executed: 0, remaining: 10_000)))
    _ = bench.asked()
    try bench.report(.cancelRejected(.of(1), .orderGone, text: "too late"))
    #expect(bench.asked() == ["6: look up 1"])
    try bench.report(.accepted(.of(1, name: "O2", executed: 10_000, remaining: 0, average: 109_905)))
    #expect(bench.positions == ["1 buy 10000 at 109905"])
    #expect(bench.state(1) == .filled)
  }
}
