import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// `docs/broker-venue.md`, "Stop losses and take profits": levels that rest on the position at the broker.
/// The bot has bought 10,000 EURUSD with a stop at 1.09900 and a target at 1.10200.
@Suite("Levels that the broker keeps")
struct LevelTests {
  private func bench() throws -> BrokerBench {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000, stop: 109_900, target: 110_200)
    try bench.execute(1, .buy, 10_000, position: "P1")
    return bench
  }

  @Test("they go out with the order, and the position has them")
  func sent() throws {
    var bench = try bench()
    #expect(bench.asked() == ["1: submit 1 buy 10000, stop 109900, target 110200"])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
  }

  @Test("other ones count when the broker says so")
  func changed() throws {
    var bench = try bench()
    _ = bench.asked()
    try bench.protect(1, with: .levels(109_950, nil))
    #expect(bench.asked() == ["2: protect 1, stop 109950"])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
    try bench.report(.protected(.of(1)))
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109950"])
  }

  @Test("other ones that are refused leave those that stand")
  func refused() throws {
    var bench = try bench()
    _ = bench.told()
    try bench.protect(1, with: .levels(109_950, nil))
    try bench.report(.replaceRejected(.of(1), .insideStopsLevel, text: "too near"))
    #expect(bench.told() == ["rejected 2: inside_stops_level"])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
  }

  @Test("one change at a time")
  func twice() throws {
    var bench = try bench()
    _ = bench.told()
    try bench.protect(1, with: .levels(109_950, nil))
    try bench.protect(1, with: .levels(109_960, nil))
    #expect(bench.told() == ["rejected 3: change_pending"])
  }

  @Test("an answer that tells which change it answers is not taken for one to the next")
  func numbered() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(109_950, nil))
    try bench.report(.protected(.of(1)), answers: 2)
    try bench.protect(1, with: .levels(109_960, nil))
    try bench.report(.protected(.of(1)), answers: 2)
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109950"])
    try bench.report(.replaceRejected(.of(1), .insideStopsLevel, text: "too near"), answers: 2)
    try bench.report(.protected(.of(1)), answers: 3)
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109960"])
  }

  @Test("what became of a change that nobody answered a snapshot shows")
  func unanswered() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(109_950, nil))
    try bench.pass(seconds: 5)
    #expect(bench.asked().last == "3: snapshot")
    var shown = VenueSnapshot.OpenPosition.of(1, .buy, 10_000, position: "P1")
    shown.protection = .levels(109_950, nil)
    try bench.show([shown])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109950"])
  }

  @Test("a trailing stop needs a broker that has them, a break-even move is refused")
  func notSupported() throws {
    var bench = try bench()
    _ = bench.told()
    let trail = Protection(trailPoints: 100)
    try bench.protect(1, with: trail)
    try bench.protect(1, with: Protection(breakEven: BreakEven(triggerPoints: 100, offsetPoints: 10)))
    #expect(bench.told() == ["rejected 2: not_supported", "rejected 3: not_supported"])
    var other = try BrokerBench(settings: BrokerSettings(trailsStops: true))
    try other.submit(.buy, 10_000)
    try other.execute(1, .buy, 10_000, position: "P1")
    try other.protect(1, with: trail)
    try other.report(.protected(.of(1)))
    #expect(other.account.positions.map(\.protection) == [trail])
  }
}

/// The same at a broker that has no levels on positions.
@Suite("Levels as orders of their own")
struct LegTests {
  /// Both legs work.
  private func bench(_ mode: AccountMode = .hedging) throws -> BrokerBench {
    var bench = try BrokerBench(mode, settings: BrokerSettings(keepsLevels: false))
    try bench.submit(.buy, 10_000, stop: 109_900, target: 110_200)
    try bench.execute(1, .buy, 10_000)
    try bench.report(.working(.of(2, .stopLoss)))
    try bench.report(.working(.of(3, .takeProfit)))
    return bench
  }

  @Test("the order goes out without levels; its fill places a stop and a limit order")
  func placed() throws {
    var bench = try bench()
    #expect(
      bench.asked() == [
        "1: submit 1 buy 10000", "2: submit 2 stop_loss sell 10000 stop 109900 of 1",
        "3: submit 3 take_profit sell 10000 limit 110200 of 1",
      ])
    #expect(bench.told() == ["filled 1 buy 10000 at 110012 (entry)"])
  }

  @Test("the one that is filled has the other canceled", arguments: [AccountMode.hedging, .netting])
  func oneCancelsTheOther(mode: AccountMode) throws {
    var bench = try bench(mode)
    _ = (bench.asked(), bench.told())
    try bench.execute(2, .sell, 10_000, at: 109_895, leg: .stopLoss)
    #expect(bench.told() == ["filled 1 sell 10000 at 109895 (stop_loss)"])
    #expect(bench.asked() == ["4: cancel 3 take_profit"])
    try bench.report(.canceled(.of(3, .takeProfit)))
    #expect(bench.state(3, .takeProfit) == .canceled)
    #expect(bench.told() == [])
  }

  @Test("they follow what is left of the position")
  func follow() throws {
    var bench = try bench()
    _ = bench.asked()
    try bench.close(1, 4_000)
    try bench.execute(2, .sell, 4_000, at: 110_020)
    #expect(
      bench.asked() == [
        "4: close 1 by 2: sell 4000", "5: change 2 stop_loss stop 109900, 6000 left",
        "6: change 3 take_profit limit 110200, 6000 left",
      ])
  }

  @Test("they move with the position's levels, and go with them")
  func moved() throws {
    var bench = try bench()
    _ = bench.asked()
    try bench.protect(1, with: .levels(109_950, nil))
    #expect(bench.asked() == ["4: change 2 stop_loss stop 109950, 10000 left", "5: cancel 3 take_profit"])
    try bench.report(.replaced(.of(2, .stopLoss)))
    try bench.report(.canceled(.of(3, .takeProfit)))
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109950"])
  }

  @Test("a move that is refused: the position shows where the order waits")
  func moveRefused() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(109_950, 110_200))
    _ = bench.told()
    try bench.report(.replaceRejected(.of(2, .stopLoss), .insideStopsLevel, text: "too near"))
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
    #expect(bench.told() == ["rejected 2: inside_stops_level"])
  }

  @Test("a move that was refused is asked for again when the strategy asks again")
  func askedAgain() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(109_950, 110_200))
    try bench.report(.replaceRejected(.of(2, .stopLoss), .throttled, text: "later"))
    try bench.pass(seconds: 60)
    #expect(bench.asked().last == "4: change 2 stop_loss stop 109950, 10000 left")
    try bench.protect(1, with: .levels(109_950, 110_200))
    #expect(bench.asked() == ["5: change 2 stop_loss stop 109950, 10000 left"])
  }

  @Test("one whose cancel was refused and that is canceled after all is not told as lost")
  func canceledLate() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(109_900, nil))
    #expect(bench.asked().last == "4: cancel 3 take_profit")
    try bench.report(.cancelRejected(.of(3, .takeProfit), .throttled, text: "later"))
    #expect(try bench.report(.canceled(.of(3, .takeProfit))) == [])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900"])
  }

  @Test("one that the broker refuses is told and not placed again")
  func refused() throws {
    var bench = try bench()
    try bench.protect(1, with: .levels(nil, 110_200))
    try bench.report(.canceled(.of(2, .stopLoss)))
    try bench.protect(1, with: .levels(109_950, 110_200))
    #expect(bench.asked().last == "5: submit 5 stop_loss sell 10000 stop 109950 of 1")
    _ = bench.told()
    let codes = try bench.report(.rejected(.of(5, .stopLoss), .insideStopsLevel, text: "too near"))
    #expect(codes == [.protectionLost])
    #expect(bench.positions == ["1 buy 10000 at 110012, target 110200"])
    #expect(bench.told() == ["rejected 3: inside_stops_level"])
    try bench.pass(seconds: 60)
    #expect(bench.asked() == [])
  }

  @Test("one that never arrived, as the broker says, is placed again under another number")
  func neverArrived() throws {
    var bench = try BrokerBench(settings: BrokerSettings(keepsLevels: false))
    try bench.submit(.buy, 10_000, stop: 109_900)
    try bench.execute(1, .buy, 10_000)
    _ = (bench.asked(), bench.told())
    try bench.report(.unknown(intent: 2, why: "the host was away"))
    #expect(bench.asked() == ["3: look up 2 stop_loss"])
    #expect(try bench.report(.absent(.key(2, .stopLoss))) == [])
    #expect(bench.asked() == ["4: submit 4 stop_loss sell 10000 stop 109900 of 1"])
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900"])
    #expect(bench.told() == [])
  }

  @Test("what an order goes on to open after its first fill was closed has orders of its own")
  func openedAnew() throws {
    var bench = try BrokerBench(settings: BrokerSettings(keepsLevels: false))
    try bench.submit(.buy, 10_000, stop: 109_900)
    try bench.execute(1, .buy, 4_000)
    try bench.report(.working(.of(2, .stopLoss)))
    try bench.close(1)
    try bench.execute(2, .sell, 4_000)
    try bench.report(.canceled(.of(2, .stopLoss)))
    #expect(bench.asked().last == "4: cancel 2 stop_loss")
    try bench.execute(1, .buy, 6_000)
    #expect(bench.asked() == ["5: submit 5 stop_loss sell 6000 stop 109900 of 1"])
    #expect(bench.positions == ["1 buy 6000 at 110012, stop 109900"])
  }

  @Test(
    "a move whose refusal was late word of the one before is looked up: the order goes back to where the books say"
  )
  func lateRefusal() throws {
    var bench = try bench()
    func found(_ points: Int64) -> VenueReport.Content {
      .working(.of(2, .stopLoss, executed: 0, remaining: 10_000, kind: .stop(Price(points: points))))
    }
    try bench.protect(1, with: .levels(109_950, 110_200))
    try bench.pass(seconds: 5)
    try bench.report(found(109_900), answers: 5)
    #expect(bench.asked().last == "5: look up 2 stop_loss")
    // What was not carried out is not asked for again at once.
    try bench.pass(seconds: 5)
    #expect(bench.asked() == ["6: change 2 stop_loss stop 109950, 10000 left"])
    try bench.report(.replaceRejected(.of(2, .stopLoss), .throttled, text: "later"))
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
    #expect(bench.asked() == ["7: look up 2 stop_loss"])
    try bench.report(found(109_950), answers: 7)
    #expect(bench.asked() == ["8: change 2 stop_loss stop 109900, 10000 left"])
  }

  @Test("a move that counts as refused and was carried out: the lookup says so, whatever comes before it")
  func carriedOutAfterAll() throws {
    var bench = try bench()
    func found(_ points: Int64) -> VenueReport.Content {
      .working(.of(2, .stopLoss, executed: 0, remaining: 10_000, kind: .stop(Price(points: points))))
    }
    try bench.protect(1, with: .levels(109_950, 110_200))
    try bench.pass(seconds: 5)
    try bench.report(found(109_900), answers: 5)
    try bench.pass(seconds: 5)
    #expect(bench.asked().last == "6: change 2 stop_loss stop 109950, 10000 left")
    // The refusal is of the first move, what comes behind it of the second.
    try bench.report(.replaceRejected(.of(2, .stopLoss), .throttled, text: "later"))
    try bench.report(.replaced(.of(2, .stopLoss)))
    #expect(bench.state(2, .stopLoss) == .unknown)
    try bench.report(found(109_950), answers: 7)
    #expect(bench.positions == ["1 buy 10000 at 110012, stop 109900, target 110200"])
    #expect(bench.asked() == ["7: look up 2 stop_loss", "8: change 2 stop_loss stop 109900, 10000 left"])
  }

  @Test("they are canceled when the position is closed")
  func closed() throws {
    var bench = try bench()
    try bench.close(1)
    _ = bench.asked()
    try bench.execute(2, .sell, 10_000, at: 110_020)
    #expect(bench.asked() == ["5: cancel 2 stop_loss", "6: cancel 3 take_profit"])
  }

  @Test("what one that was too small leaves open has another")
  func renewed() throws {
    var bench = try bench(.netting)
    try bench.submit(.buy, 5_000)
    try bench.execute(2, .buy, 5_000)
    try bench.report(.replaceRejected(.of(2, .stopLoss), .throttled, text: "later"))
    _ = bench.asked()
    try bench.execute(2, .sell, 10_000, at: 109_895, leg: .stopLoss)
    #expect(bench.positions.map { $0.prefix(10) } == ["1 buy 5000"])
    #expect(bench.asked().last == "7: submit 7 stop_loss sell 5000 stop 109900 of 1")
  }
}
