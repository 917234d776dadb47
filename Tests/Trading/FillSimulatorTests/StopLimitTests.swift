import FillSimulator
import TestSupport
import Testing
import TradingCore

/// Orders that become limit orders once their stop is reached.
struct StopLimitTests {
  private func bench(_ change: (inout BrokerProfile) -> Void = { _ in }) throws -> VenueBench {
    var bench = try VenueBench(change: change)
    try bench.quote(0, 110_000, 110_010)
    return bench
  }

  @Test(
    "a stop that is reached within the limit fills at the quote, without slippage",
    arguments: [
      (.buy, 110_020, 110_025, 110_010, 110_020, 110_020),
      (.buy, 110_020, 110_025, 110_015, 110_025, 110_025),
      (.sell, 109_990, 109_980, 109_985, 109_995, 109_985),
    ] as [(OrderSide, Int64, Int64, Int64, Int64, Int64)])
  func marketable(_ side: OrderSide, _ stop: Int64, _ limit: Int64, _ bid: Int64, _ ask: Int64, _ fill: Int64)
    throws
  {
    var bench = try bench { $0.slippage = .fixed(.points(3)) }
    #expect(try bench.submit(side, 1_000, .stop(at: stop, limit: limit)) == ["accepted 1"])
    #expect(try bench.quote(500, 110_000, 110_010) == [])
    #expect(try bench.quote(1_000, bid, ask) == ["filled 1 \(side.rawValue) 1000 at \(fill) entry"])
  }

  @Test("a gap beyond the limit leaves it working at its limit, by its own number")
  func gap() throws {
    var bench = try bench()
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_025))
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    #expect(try bench.quote(1_000, 110_040, 110_050) == ["accepted 1"])
    #expect(bench.venue.workingOrders.map(\.kind) == [.limit(at: 110_025), .limit(at: 109_000)])
    #expect(try bench.quote(2_000, 110_016, 110_026) == [])
    #expect(try bench.quote(3_000, 110_010, 110_020) == ["filled 1 buy 1000 at 110025 entry"])
  }

  @Test("a limit on the near side of the stop waits for the market to come back")
  func returning() throws {
    var bench = try bench()
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_005))
    #expect(try bench.quote(1_000, 110_010, 110_020) == ["accepted 1"])
    #expect(try bench.quote(2_000, 109_995, 110_005) == ["filled 1 buy 1000 at 110005 entry"])
  }

  @Test("on a crossed quote it is triggered, and fills where its limit allows")
  func crossed() throws {
    var bench = try bench()
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_025))
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_021))
    #expect(try bench.quote(1_000, 110_030, 110_022) == ["filled 1 buy 1000 at 110022 entry", "accepted 2"])
    #expect(try bench.quote(2_000, 110_015, 110_025) == [])
    #expect(try bench.quote(3_000, 110_011, 110_021) == ["filled 2 buy 1000 at 110021 entry"])
  }

  @Test("its stop has to be ahead of the market, its limit may be anywhere")
  func alreadyPassed() throws {
    var bench = try bench()
    let passed = ["rejected 1 stop_already_passed"]
    #expect(try bench.submit(.buy, 1_000, .stop(at: 110_010, limit: 110_030)) == passed)
    #expect(try bench.submit(.sell, 1_000, .stop(at: 109_999, limit: 110_500)) == ["accepted 2"])
    #expect(try bench.submit(.sell, 1_000, .stop(at: 109_999, limit: 109_000)) == ["accepted 3"])
  }

  @Test("its levels are measured against its limit")
  func protection() throws {
    var bench = try bench { $0.stopsLevel = .points(5) }
    let kind = OrderKind.stop(at: 110_020, limit: 110_030)
    #expect(try bench.submit(.buy, 1_000, kind, sl: 110_025, tp: 110_035) == ["accepted 1"])
    #expect(try bench.submit(.buy, 1_000, kind, sl: 110_030) == ["rejected 2 stop_loss_wrong_side"])
    #expect(try bench.submit(.buy, 1_000, kind, tp: 110_030) == ["rejected 3 take_profit_wrong_side"])
    #expect(try bench.submit(.buy, 1_000, kind, sl: 110_026) == ["denied price_too_near"])
  }

  @Test(
    "immediate ones are filled at the trigger or canceled",
    arguments: [.immediateOrCancel, .fillOrKill] as [TimeInForce])
  func immediate(_ timeInForce: TimeInForce) throws {
    var bench = try bench()
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_025), timeInForce)
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_024), timeInForce)
    #expect(try bench.quote(1_000, 110_015, 110_025) == ["filled 1 buy 1000 at 110025 entry", "canceled 2"])
    #expect(bench.venue.workingOrders.isEmpty)
  }

  @Test("stop and limit can be moved; once it is triggered only the limit")
  func modify() throws {
    var bench = try bench()
    let first = ModifyRequest.Target.order(ClientOrderID(ordinal: 1))
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_025))
    #expect(try bench.modify(first, price: 110_040) == [])
    #expect(bench.venue.workingOrders.map(\.kind) == [.stop(at: 110_040, limit: 110_025)])
    #expect(try bench.modify(first, limit: 110_041) == [])
    #expect(try bench.modify(first, price: 110_010) == ["rejected 4 stop_already_passed"])
    #expect(try bench.quote(1_000, 110_020, 110_030) == [])
    #expect(try bench.quote(2_000, 110_040, 110_050) == ["accepted 1"])
    #expect(try bench.modify(first, price: 110_060, limit: 110_035, sl: 110_000) == [])
    #expect(try bench.quote(3_000, 110_025, 110_035) == ["filled 1 buy 1000 at 110035 entry"])
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [110_000])
  }

  /// 20 USD at 1:100 are enough for one position of 1,000 (11.00) and not for two.
  @Test("margin is checked at the trigger")
  func margin() throws {
    var bench = try VenueBench(balance: 20_000_000)
    try bench.quote(0, 110_000, 110_010)
    #expect(try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_025)) == ["accepted 1"])
    try bench.submit(.buy)
    #expect(try bench.quote(1_000, 110_010, 110_020) == ["rejected 1 no_margin"])
  }

  @Test("and again when it fills later")
  func laterMargin() throws {
    var bench = try VenueBench(balance: 20_000_000)
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .stop(at: 110_020, limit: 110_005))
    try bench.quote(1_000, 110_010, 110_020)
    try bench.submit(.buy)
    #expect(try bench.quote(2_000, 109_990, 110_000) == ["rejected 1 no_margin"])
  }
}

/// How long orders are good.
struct TimeInForceTests {
  /// The roll is at 22:00 UTC, ten hours after the first quote.
  private static let roll: Int64 = 36_000_000

  @Test("a day order of any kind can be filled at the roll and not after it")
  func day() throws {
    for (at, last) in [(Self.roll, "filled 1 buy 1000 at 110020 entry"), (Self.roll + 1, "expired 1")] {
      var bench = try VenueBench()
      try bench.quote(0, 110_000, 110_010)
      try bench.submit(.buy, 1_000, .stop(at: 110_020), .day)
      #expect(try bench.quote(at, 110_010, 110_020) == [last])
    }
  }

  @Test("a day order that waits for an uncrossed quote ends with the day")
  func waitingDay() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.quote(1_000, 110_020, 110_010)
    #expect(try bench.submit(.buy, 1_000, .market, .day) == ["delayed 1"])
    #expect(try bench.quote(Self.roll + 1, 110_000, 110_010) == ["expired 1"])
  }

  @Test("a wait ends at the expiry on a crossed quote too")
  func waitingExpiry() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.quote(1_000, 110_020, 110_010)
    try bench.submit(.buy, 1_000, .market, .goodTill(Known.time(2_000)))
    #expect(try bench.quote(2_000, 110_020, 110_010) == [])
    #expect(try bench.quote(2_001, 110_020, 110_010) == ["expired 1"])
  }

  @Test("immediate market orders are rejected on a crossed quote, triggered immediate stops wait")
  func immediateCrossed() throws {
    for timeInForce in [TimeInForce.immediateOrCancel, .fillOrKill] {
      var bench = try VenueBench()
      try bench.quote(0, 110_000, 110_010)
      try bench.submit(.buy, 1_000, .stop(at: 110_020), timeInForce)
      #expect(try bench.quote(1_000, 110_040, 110_030) == ["delayed 1"])
      #expect(try bench.submit(.buy, 1_000, .market, timeInForce) == ["rejected 2 crossed_quote"])
      #expect(try bench.quote(2_000, 110_000, 110_010) == ["filled 1 buy 1000 at 110010 entry"])
    }
  }

  @Test("immediate limits that are not marketable are canceled")
  func immediateLimit() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    #expect(try bench.submit(.buy, 1_000, .limit(at: 110_009), .immediateOrCancel) == ["canceled 1"])
    #expect(try bench.submit(.buy, 1_000, .limit(at: 110_009), .fillOrKill) == ["canceled 2"])
    #expect(
      try bench.submit(.buy, 1_000, .limit(at: 110_015), .fillOrKill) == ["filled 3 buy 1000 at 110010 entry"]
    )
  }
}
