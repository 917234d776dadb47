import FillSimulator
import TestSupport
import Testing
import TradingCore

/// Time in force, changes and cancels.
struct WorkingOrderTests {
  @Test(
    "ioc and fok fill on arrival or not at all",
    arguments: [.immediateOrCancel, .fillOrKill] as [TimeInForce])
  func immediate(_ timeInForce: TimeInForce) throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    #expect(try bench.submit(.buy, 1_000, .limit(at: 110_009), timeInForce) == ["canceled 1"])
    #expect(
      try bench.submit(.buy, 1_000, .limit(at: 110_010), timeInForce) == ["filled 2 buy 1000 at 110010 entry"]
    )
    #expect(try bench.submit(.sell, 1_000, .market, timeInForce) == ["filled 3 sell 1000 at 110000 entry"])
    try bench.quote(1_000, 110_020, 110_010)
    #expect(try bench.submit(.buy, 1_000, .market, timeInForce) == ["rejected 4 crossed_quote"])
    #expect(try bench.submit(.buy) == ["delayed 5"])
    #expect(try bench.quote(2_000, 110_000, 110_010) == ["filled 5 buy 1000 at 110010 entry"])
  }

  /// 17:00 New York is 22:00 UTC, ten hours after the first quote.
  @Test("a day order can be filled at 17:00 New York, and is gone after")
  func day() throws {
    let roll: Int64 = 36_000_000
    for (late, expected) in [
      (0, ["filled 1 buy 1000 at 109990 entry"]), (1, ["expired 1"]),
    ] as [(Int64, [String])] {
      var bench = try VenueBench()
      try bench.quote(0, 110_000, 110_010)
      #expect(try bench.submit(.buy, 1_000, .limit(at: 109_990), .day) == ["accepted 1"])
      #expect(try bench.quote(roll + late, 109_970, 109_980) == expected)
    }
  }

  @Test("good till a time is good at it, with any quote after it is gone")
  func goodTill() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .stop(at: 110_020), .goodTill(Known.time(1_000)))
    try bench.submit(.buy, 1_000, .limit(at: 109_000), .goodTill(Known.time(999)))
    #expect(try bench.quote(1_000, 110_010, 110_020) == ["expired 2", "filled 1 buy 1000 at 110020 entry"])
    #expect(
      try bench.submit(.buy, 1_000, .limit(at: 1), .goodTill(Known.time(5))) == ["denied price_too_far"])
    #expect(
      try bench.submit(.buy, 1_000, .limit(at: 109_000), .goodTill(Known.time(5))) == [
        "rejected 4 expired_on_arrival"
      ])
  }

  @Test("a changed order works at its new price from the next quote on, and keeps its place")
  func modifyOrder() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_900))
    try bench.submit(.buy, 1_000, .limit(at: 109_990))
    #expect(try bench.modify(.order(ClientOrderID(ordinal: 1)), price: 109_995, sl: 109_000) == [])
    #expect(
      try bench.quote(1_000, 109_980, 109_990) == [
        "filled 1 buy 1000 at 109995 entry", "filled 2 buy 1000 at 109990 entry",
      ])
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [109_000, nil])
  }

  @Test("a change that would not be accepted as an order has no effect")
  func modifyRejected() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_990), sl: 109_900)
    let order = ModifyRequest.Target.order(ClientOrderID(ordinal: 1))
    #expect(try bench.modify(order, price: 109_990, sl: 109_990) == ["rejected 2 stop_loss_wrong_side"])
    #expect(try bench.modify(order, price: 109_990, tp: 109_980) == ["rejected 3 take_profit_wrong_side"])
    #expect(try bench.quote(1_000, 109_980, 109_990) == ["filled 1 buy 1000 at 109990 entry"])
    #expect(bench.positions.first?.protection == Protection(stopLoss: Price(points: 109_900)))
    try bench.quote(2_000, 110_000, 110_010)
    let position = ModifyRequest.Target.position(ClientOrderID(ordinal: 1))
    #expect(try bench.modify(position, sl: 110_000) == ["rejected 4 stop_loss_wrong_side"])
    #expect(try bench.modify(position, tp: 110_000) == ["rejected 5 take_profit_wrong_side"])
    #expect(bench.positions.first?.protection == Protection(stopLoss: Price(points: 109_900)))
  }

  @Test("a position's new levels replace all old ones and work from the next quote on")
  func modifyPosition() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, sl: 109_900, tp: 110_100, trail: 50)
    let position = ModifyRequest.Target.position(ClientOrderID(ordinal: 1))
    #expect(try bench.modify(position, tp: 110_050) == [])
    #expect(try bench.quote(1_000, 109_890, 109_900) == [])
    #expect(try bench.modify(position, trail: 10) == [])
    #expect(bench.positions.first?.trailedStop?.points == 109_880)
    #expect(try bench.quote(2_000, 109_880, 109_890) == ["filled 1 sell 1000 at 109880 trailing_stop"])
    #expect(try bench.modify(position) == ["denied unknown_position"])
  }

  @Test("cancels reach what works or waits, and come too late for what is filled")
  func cancel() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_990))
    #expect(bench.venue.workingOrders.map(\.id.ordinal) == [1])
    #expect(try bench.cancel(1) == ["canceled 1"])
    #expect(bench.venue.workingOrders.isEmpty)
    #expect(try bench.cancel(1) == ["rejected 1 order_gone"])
    try bench.submit(.buy)
    #expect(try bench.cancel(2) == ["rejected 2 order_gone"])
    try bench.quote(1_000, 110_020, 110_010)
    try bench.submit(.buy)
    #expect(try bench.cancel(3) == ["canceled 3"])
    #expect(try bench.quote(2_000, 110_000, 110_010) == [])
  }

  @Test("with latency changes and cancels arrive as late as orders do")
  func latency() throws {
    var bench = try VenueBench { $0.latencyNanoseconds = 500 * Timestamp.millisecond }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_990))
    #expect(try bench.modify(.order(ClientOrderID(ordinal: 1)), price: 109_995) == ["denied unknown_order"])
    #expect(try bench.quote(600, 110_000, 110_010) == ["accepted 1"])
    #expect(try bench.modify(.order(ClientOrderID(ordinal: 1)), price: 109_980) == [])
    #expect(try bench.cancel(1) == [])
    // Both arrive at 1100; 1000's quote fills the order before.
    #expect(try bench.quote(1_000, 109_980, 109_990) == ["filled 1 buy 1000 at 109990 entry"])
    #expect(try bench.quote(1_200, 109_980, 109_990) == ["rejected 3 order_gone", "rejected 1 order_gone"])
    try bench.modify(.position(ClientOrderID(ordinal: 1)), sl: 109_970)
    try bench.close(1)
    #expect(
      try bench.quote(2_000, 109_985, 109_995) == ["filled 5 sell 1000 at 109980 strategy"])
    #expect(bench.account.isFlat)
  }
}
