import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// `docs/broker-venue.md`, "What is asked".
@Suite("What a broker is asked")
struct AskingTests {
  @Test("intents are numbered from 1 without gaps, whatever they ask")
  func numbers() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.submit(.sell, 5_000, .limit(Price(points: 110_100)), stop: 110_300, target: 109_500)
    try bench.execute(1, .buy, 10_000)
    try bench.close(1)
    try bench.cancel(2)
    #expect(
      bench.asked() == [
        "1: submit 1 buy 10000", "2: submit 2 sell 5000 limit 110100, stop 110300, target 109500",
        "3: close 1 by 3: sell 10000", "4: cancel 2",
      ])
  }

  @Test(
    "what nobody answers in five seconds is unknown: looked up after 2, 4 … 32 seconds again, never sent again"
  )
  func lookups() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    #expect(bench.asked() == ["1: submit 1 buy 10000"])
    try bench.pass(seconds: 4)
    #expect(bench.state(1) == .pendingNew)
    var seconds: [Int64] = []
    for second in 5...140 as ClosedRange<Int64> {
      try bench.pass(seconds: 1)
      let asked = bench.asked()
      if asked.isEmpty { continue }
      #expect(asked.count == 1 && asked[0].hasSuffix(": look up 1"))
      seconds.append(second)
    }
    #expect(bench.state(1) == .unknown)
    #expect(seconds == [5, 7, 11, 19, 35, 67, 99, 131])
  }

  @Test("while an order is unknown its symbol takes no entries, but closes and cancels")
  func unsettled() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.execute(1, .buy, 10_000)
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.pass(seconds: 5)
    _ = (bench.asked(), bench.told())
    try bench.submit(.buy, 1_000)
    try bench.submit(.buy, 1_000, symbolIndex: 1)
    try bench.close(1)
    try bench.cancel(2)
    #expect(bench.told() == ["rejected 3: symbol_unsettled"])
    #expect(bench.asked() == ["4: submit 4 buy 1000", "5: close 1 by 5: sell 10000", "6: cancel 2"])
  }

  @Test("only the broker's word that it never had it makes a refusal of an order that nobody answered")
  func absent() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.pass(seconds: 3_600)
    #expect(bench.told() == [])
    try bench.report(.absent(.key(1)))
    #expect(bench.state(1) == .rejected)
    #expect(bench.told() == ["rejected 1: never_arrived"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("what never left the house is refused at once")
  func notSent() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.report(.notSent(intent: 1))
    #expect(bench.told() == ["rejected 1: not_sent"])
    #expect(bench.state(1) == .rejected)
  }

  @Test("what the host may not have sent is unknown at once, and looked up")
  func unsure() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    _ = bench.asked()
    #expect(try bench.report(.unknown(intent: 1, why: "the host died")) == [.outcomeUnknown])
    #expect(bench.state(1) == .unknown)
    #expect(bench.asked() == ["2: look up 1"])
  }

  @Test("a cancel that nobody answered is told, and may be asked for again")
  func cancelTwice() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(1)))
    try bench.cancel(1)
    try bench.cancel(1)
    #expect(bench.told() == ["accepted 1", "rejected 1: order_gone"])
    try bench.pass(seconds: 5)
    #expect(bench.told() == ["rejected 1: unanswered"])
    try bench.cancel(1)
    #expect(
      bench.asked() == [
        "1: submit 1 buy 10000 limit 109900", "2: cancel 1", "3: look up 1", "4: cancel 1",
      ])
  }

  @Test("a change that nobody answered can't be asked for again until it is known what became of it")
  func changeTwice() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(1)))
    try bench.move(1, to: 109_905)
    try bench.pass(seconds: 5)
    try bench.move(1, to: 109_910)
    #expect(bench.told() == ["accepted 1", "rejected 3: change_pending"])
    try bench.report(.working(.of(1, kind: .limit(Price(points: 109_900)))), answers: 3)
    #expect(bench.told() == ["rejected 2: unanswered"])
    try bench.move(1, to: 109_910)
    #expect(bench.asked().last == "4: change 1 limit 109910, 10000 left")
  }

  @Test("a lookup that shows the new price says that the change was carried out")
  func changeFound() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, .limit(Price(points: 109_900)))
    try bench.report(.working(.of(1)))
    try bench.move(1, to: 109_905)
    try bench.pass(seconds: 5)
    try bench.report(.working(.of(1, kind: .limit(Price(points: 109_905)))), answers: 3)
    #expect(bench.told() == ["accepted 1"])
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(Price(points: 109_905))])
  }

  @Test("a close is for what is open and not being closed already")
  func closes() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.execute(1, .buy, 10_000)
    try bench.close(1, 6_000)
    try bench.close(1)
    #expect(
      bench.asked() == ["1: submit 1 buy 10000", "2: close 1 by 2: sell 6000", "3: close 1 by 3: sell 4000"])
    try bench.report(.rejected(.of(2), .throttled, text: "too fast"))
    try bench.close(1)
    #expect(bench.asked() == ["4: close 1 by 4: sell 6000"])
  }

  @Test("a venue that goes on from its state asks for the same, by the same numbers")
  func restart() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    var other = bench
    try other.restart()
    for _ in 0..<3 {
      try bench.pass(seconds: 5)
      try other.pass(seconds: 5)
    }
    #expect(other.asked() == bench.asked())
    #expect(other.venue.state == bench.venue.state)
  }

  @Test("while the connection is lost nothing is opened or looked up; a gap in events wants a snapshot")
  func connection() throws {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    #expect(try bench.report(.connectionLost("reset")) == [.connectionLost])
    #expect(bench.venue.unsettled(symbolIndex: 1) == .brokerDisconnected)
    try bench.pass(seconds: 60)
    #expect(bench.asked() == ["1: submit 1 buy 10000"])
    try bench.report(.connectionRestored(isGapless: false))
    #expect(bench.asked() == ["2: look up 1", "3: snapshot"])
  }
}
