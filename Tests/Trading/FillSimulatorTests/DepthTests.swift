import FillSimulator
import TestSupport
import Testing
import TradingCore

/// A broker that offers 0.02 lots, 2,000 units, on either side of every quote.
func shallowBench(
  balance: Int64 = 1_000_000_000, _ change: (inout BrokerProfile) -> Void = { _ in }
) throws -> VenueBench {
  var bench = try VenueBench(balance: balance) {
    $0.depth = .fixed(lots: 2_000_000)
    change(&$0)
  }
  try bench.quote(0, 110_000, 110_010)
  return bench
}

/// Opening orders against limited depth.
struct DepthTests {
  @Test("two orders on one quote share what its side offers; the other side is untouched")
  func shared() throws {
    var bench = try shallowBench()
    #expect(try bench.submit(.buy, 1_000) == ["filled 1 buy 1000 at 110010 entry"])
    #expect(try bench.submit(.buy, 2_000) == ["filled 2 buy 1000 at 110010 entry", "delayed 2"])
    #expect(try bench.submit(.buy, 1_000) == ["delayed 3"])
    #expect(try bench.submit(.sell, 2_000) == ["filled 4 sell 2000 at 110000 entry"])
    // The next quote has 2,000 of its own, for those that wait in order of placement.
    #expect(
      try bench.quote(1_000, 110_001, 110_011) == [
        "filled 2 buy 1000 at 110011 entry", "filled 3 buy 1000 at 110011 entry",
      ])
    #expect(try bench.submit(.buy, 1_000) == ["delayed 5"])
    #expect(try bench.quote(2_000, 110_001, 110_012) == ["filled 5 buy 1000 at 110012 entry"])
  }

  @Test("what is left of a market order meets the following quotes, reported once, slipping anew each time")
  func marketRest() throws {
    var bench = try shallowBench { $0.slippage = .uniform(minimum: .points(0), maximum: .points(1_000)) }
    let random = CounterRandom(seed: 1, stream: 1)
    let slips = (0..<3 as Range<UInt32>).map {
      random.integer(in: 0...1_000, purpose: 1 | $0 << 8, ordinal: 1)
    }
    #expect(Set(slips).count == 3)
    #expect(
      try bench.submit(.buy, 5_000, sl: 109_000) == [
        "filled 1 buy 2000 at \(110_010 + slips[0]) entry", "delayed 1",
      ])
    #expect(try bench.quote(1_000, 110_020, 110_030) == ["filled 1 buy 2000 at \(110_030 + slips[1]) entry"])
    #expect(try bench.quote(2_000, 110_040, 110_030) == [])
    #expect(try bench.quote(3_000, 110_030, 110_040) == ["filled 1 buy 1000 at \(110_040 + slips[2]) entry"])
    #expect(try bench.quote(4_000, 110_030, 110_040) == [])
    #expect(bench.positions.map(\.quantity.units) == [5_000])
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [109_000])
  }

  @Test("what follows does not touch the levels that the first entry has attached")
  func levelsStay() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000, sl: 109_000)
    try bench.modify(.position(ClientOrderID(ordinal: 1)), sl: 109_500)
    try bench.quote(1_000, 110_000, 110_010)
    #expect(bench.positions.map(\.quantity.units) == [3_000])
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [109_500])
  }

  @Test("fok is filled whole or canceled, ioc as far as it goes")
  func immediate() throws {
    var bench = try shallowBench()
    #expect(try bench.submit(.buy, 3_000, .market, .fillOrKill) == ["canceled 1"])
    #expect(
      try bench.submit(.buy, 3_000, .market, .immediateOrCancel) == [
        "filled 2 buy 2000 at 110010 entry", "canceled 2",
      ])
    #expect(try bench.submit(.buy, 1_000, .limit(at: 110_020), .immediateOrCancel) == ["canceled 3"])
    #expect(
      try bench.submit(.sell, 2_000, .limit(at: 110_000), .fillOrKill) == [
        "filled 4 sell 2000 at 110000 entry"
      ])
    #expect(try bench.submit(.sell, 1_000, .limit(at: 110_000), .fillOrKill) == ["canceled 5"])
    try bench.submit(.buy, 3_000, .stop(at: 110_020), .immediateOrCancel)
    try bench.submit(.sell, 3_000, .stop(at: 109_990), .fillOrKill)
    #expect(
      try bench.quote(1_000, 110_010, 110_020) == ["filled 6 buy 2000 at 110020 entry", "canceled 6"])
    #expect(try bench.quote(2_000, 109_990, 110_000) == ["canceled 7"])
  }

  @Test(
    "what is left of a limit works on at its limit, at the quote while the market has always been past it")
  func limitRest() throws {
    var bench = try shallowBench()
    #expect(
      try bench.submit(.buy, 3_000, .limit(at: 110_020)) == [
        "filled 1 buy 2000 at 110010 entry", "accepted 1",
      ])
    #expect(bench.venue.workingOrders.map(\.quantity.units) == [1_000])
    #expect(try bench.submit(.buy, 5_000, .limit(at: 109_990), sl: 109_900) == ["accepted 2"])
    // The quote has 2,000 for both, the older one first: its limit was passed when it began to work.
    #expect(
      try bench.quote(1_000, 109_980, 109_990) == [
        "filled 1 buy 1000 at 109990 entry", "filled 2 buy 1000 at 109990 entry",
      ])
    #expect(try bench.quote(2_000, 109_985, 109_995) == [])
    #expect(try bench.quote(3_000, 109_970, 109_980) == ["filled 2 buy 2000 at 109990 entry"])
    #expect(bench.venue.workingOrders.map(\.quantity.units) == [2_000])
    #expect(try bench.modify(.order(ClientOrderID(ordinal: 2)), price: 109_975, sl: 109_800) == [])
    #expect(try bench.quote(4_000, 109_965, 109_975) == ["filled 2 buy 2000 at 109975 entry"])
    #expect(bench.positions.last?.quantity.units == 5_000)
    #expect(bench.positions.last?.protection.stopLoss?.points == 109_900)
  }

  @Test("what is left of a stop is a market order")
  func stopRest() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000, .stop(at: 110_020))
    #expect(try bench.quote(1_000, 110_015, 110_025) == ["filled 1 buy 2000 at 110025 entry", "delayed 1"])
    #expect(try bench.quote(2_000, 110_000, 110_012) == ["filled 1 buy 1000 at 110012 entry"])
  }

  @Test("what is left of a stop-limit works at its limit")
  func stopLimitRest() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000, .stop(at: 110_020, limit: 110_025))
    #expect(try bench.quote(1_000, 110_010, 110_020) == ["filled 1 buy 2000 at 110020 entry", "accepted 1"])
    #expect(try bench.quote(2_000, 110_020, 110_030) == [])
    #expect(try bench.quote(3_000, 110_005, 110_015) == ["filled 1 buy 1000 at 110025 entry"])
  }

  @Test("a rest can be canceled")
  func cancel() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000)
    #expect(try bench.cancel(1) == ["canceled 1"])
    #expect(try bench.cancel(1) == ["rejected 1 order_gone"])
    #expect(try bench.quote(1_000, 110_000, 110_010) == [])
    #expect(bench.positions.map(\.quantity.units) == [2_000])
  }

  @Test("a rest ends at the order's expiry; at it, it can be filled")
  func expiry() throws {
    for (at, last) in [(500, "filled 1 buy 1000 at 110010 entry"), (501, "expired 1")] as [(Int64, String)] {
      var bench = try shallowBench()
      try bench.submit(.buy, 3_000, .market, .goodTill(Known.time(500)))
      #expect(try bench.quote(at, 110_000, 110_010) == [last])
      try bench.submit(.sell, 3_000, .limit(at: 110_000), .goodTill(Known.time(at + 10)))
      #expect(try bench.quote(at + 11, 110_000, 110_010) == ["expired 2"])
    }
  }

  /// 34 USD at 1:100 are enough for 3,000 at 1.10010 (33.003). 2,000 of them hold 22.002; at a bid of 109000 they
  /// have lost 20.20, and 13.80 do not cover 10.901 more.
  @Test("margin is checked again for every part that opens, and the rest rejected")
  func margin() throws {
    var bench = try shallowBench(balance: 34_000_000)
    try bench.submit(.buy, 3_000)
    #expect(try bench.quote(1_000, 109_000, 109_010) == ["rejected 1 no_margin"])
    #expect(try bench.quote(2_000, 110_000, 110_010) == [])
  }

  @Test("with latency orders find what is left of the quote they meet")
  func latency() throws {
    var bench = try shallowBench { $0.latencyNanoseconds = 500 * Timestamp.millisecond }
    try bench.submit(.buy, 1_000)
    try bench.quote(400, 110_004, 110_014)
    try bench.submit(.buy, 2_000)
    // Both meet the quote of 400: at 500 and at 900. What is left then meets that of 1000.
    #expect(
      try bench.quote(1_000, 110_010, 110_020) == [
        "filled 1 buy 1000 at 110014 entry", "filled 2 buy 1000 at 110014 entry", "delayed 2",
        "filled 2 buy 1000 at 110020 entry",
      ])
  }

  @Test("under first_after those that wait come before those that arrive")
  func firstAfter() throws {
    var bench = try shallowBench {
      $0.latencyNanoseconds = 500 * Timestamp.millisecond
      $0.latencyRule = .firstAfter
    }
    try bench.submit(.buy, 5_000)
    try bench.quote(400, 110_004, 110_014)
    try bench.submit(.buy, 1_000)
    #expect(
      try bench.quote(600, 110_006, 110_016) == ["filled 1 buy 2000 at 110016 entry", "delayed 1"])
    #expect(
      try bench.quote(1_000, 110_010, 110_020) == [
        "filled 1 buy 2000 at 110020 entry", "delayed 2",
      ])
    #expect(
      try bench.quote(1_200, 110_010, 110_021) == [
        "filled 1 buy 1000 at 110021 entry", "filled 2 buy 1000 at 110021 entry",
      ])
  }

  @Test("recorded sizes are rounded down to the lot step")
  func quoted() throws {
    var bench = try VenueBench { $0.depth = .quoted }
    try bench.quote(0, 110_000, 110_010, sizes: (bid: 999, ask: 2_500))
    #expect(try bench.submit(.buy, 3_000) == ["filled 1 buy 2000 at 110010 entry", "delayed 1"])
    #expect(try bench.submit(.sell, 1_000) == ["delayed 2"])
    #expect(
      try bench.quote(1_000, 110_001, 110_011, sizes: (bid: 1_000, ask: 0)) == [
        "filled 2 sell 1000 at 110001 entry"
      ])
    #expect(
      try bench.quote(2_000, 110_001, 110_012, sizes: (bid: 0, ask: 50_000)) == [
        "filled 1 buy 1000 at 110012 entry"
      ])
  }

  @Test("an order that has to wait meets the recorded size of the quote before")
  func quotedLatency() throws {
    var bench = try VenueBench {
      $0.depth = .quoted
      $0.latencyNanoseconds = 500 * Timestamp.millisecond
    }
    try bench.quote(0, 110_000, 110_010, sizes: (bid: 5_000, ask: 5_000))
    try bench.submit(.buy, 3_000)
    try bench.quote(400, 110_000, 110_010, sizes: (bid: 1_000, ask: 1_000))
    #expect(
      try bench.quote(600, 110_002, 110_012, sizes: (bid: 0, ask: 1_000)) == [
        "filled 1 buy 1000 at 110010 entry", "delayed 1", "filled 1 buy 1000 at 110012 entry",
      ])
  }
}

/// Exits against limited depth.
struct DepthExitTests {
  /// 3,000 long, 2,000 of them at 110010 and 1,000 at 110020.
  private func long(sl: Int64? = nil, tp: Int64? = nil, trail: Int64? = nil) throws -> VenueBench {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000, sl: sl, tp: tp, trail: trail)
    #expect(try bench.quote(1_000, 110_010, 110_020) == ["filled 1 buy 1000 at 110020 entry"])
    return bench
  }

  @Test("what is left of a stop loss closes at market, and the take profit no longer counts")
  func stopLoss() throws {
    var bench = try long(sl: 109_990, tp: 110_040)
    #expect(
      try bench.quote(2_000, 109_990, 110_000) == ["filled 1 sell 2000 at 109990 stop_loss", "delayed 1"])
    #expect(try bench.quote(3_000, 110_060, 110_050) == [])
    #expect(try bench.quote(4_000, 110_050, 110_060) == ["filled 1 sell 1000 at 110050 stop_loss"])
    #expect(bench.account.isFlat)
  }

  @Test("what is left of a trailing stop, too")
  func trailing() throws {
    var bench = try long(trail: 20)
    #expect(
      try bench.quote(2_000, 109_985, 109_995) == ["filled 1 sell 2000 at 109985 trailing_stop", "delayed 1"])
    #expect(try bench.quote(3_000, 109_980, 109_990) == ["filled 1 sell 1000 at 109980 trailing_stop"])
  }

  @Test("what is left of a take profit stays one, and the stop loss beside it")
  func takeProfit() throws {
    var bench = try long(sl: 109_990, tp: 110_040)
    #expect(try bench.quote(2_000, 110_045, 110_055) == ["filled 1 sell 2000 at 110040 take_profit"])
    #expect(try bench.quote(3_000, 110_030, 110_040) == [])
    var falling = bench
    #expect(try bench.quote(4_000, 110_041, 110_051) == ["filled 1 sell 1000 at 110040 take_profit"])
    #expect(try falling.quote(4_000, 109_985, 109_995) == ["filled 1 sell 1000 at 109985 stop_loss"])
  }

  @Test("a stop loss cancels what is left of the order that opened the position")
  func cancelsOpening() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 5_000, sl: 109_990)
    // The rest meets the quote before the triggers do.
    #expect(
      try bench.quote(1_000, 109_980, 109_990) == [
        "filled 1 buy 2000 at 109990 entry", "canceled 1", "filled 1 sell 2000 at 109980 stop_loss",
        "delayed 1",
      ])
    #expect(try bench.quote(2_000, 109_970, 109_980) == ["filled 1 sell 2000 at 109970 stop_loss"])
    #expect(try bench.quote(3_000, 109_970, 109_980) == [])
  }

  @Test("a take profit cancels what is left of a limit that opened the position")
  func cancelsLimit() throws {
    var bench = try shallowBench()
    try bench.submit(.buy, 3_000, .limit(at: 109_990), tp: 110_020)
    try bench.quote(1_000, 109_980, 109_990)
    #expect(
      try bench.quote(2_000, 110_020, 110_030) == ["canceled 1", "filled 1 sell 2000 at 110020 take_profit"])
    #expect(bench.venue.workingOrders.isEmpty && bench.account.isFlat)
  }

  @Test("a close goes on until it is done and can't be canceled; a part closes as far as it was asked")
  func closes() throws {
    var bench = try long()
    #expect(try bench.close(1) == ["filled 2 sell 2000 at 110010 strategy", "delayed 2"])
    #expect(bench.positions.map(\.closingUnits) == [1_000])
    #expect(try bench.cancel(2) == ["rejected 2 order_gone"])
    #expect(try bench.quote(2_000, 110_005, 110_015) == ["filled 2 sell 1000 at 110005 strategy"])
    #expect(bench.account.isFlat)
  }

  @Test("those that wait go before the triggers")
  func waitingFirst() throws {
    var bench = try long(sl: 109_995)
    try bench.submit(.sell, 2_000)
    #expect(try bench.close(1, 1_000) == ["delayed 3"])
    #expect(
      try bench.quote(2_000, 109_990, 110_000) == [
        "filled 3 sell 1000 at 109990 strategy", "filled 1 sell 1000 at 109990 stop_loss", "delayed 1",
      ])
  }

  @Test("a close whose position a stop loss has taken in the meantime is rejected")
  func positionGone() throws {
    var bench = try long(sl: 109_995)
    #expect(
      try bench.quote(2_000, 109_990, 110_000) == ["filled 1 sell 2000 at 109990 stop_loss", "delayed 1"])
    #expect(try bench.close(1) == ["delayed 2"])
    #expect(
      try bench.quote(3_000, 109_985, 109_995) == [
        "filled 1 sell 1000 at 109985 stop_loss", "rejected 2 position_gone",
      ])
  }

  @Test(
    "a reversal under netting closes first, from the same offer, and its levels come with its first entry")
  func reversal() throws {
    var bench = try shallowBench { $0.accountMode = .netting }
    try bench.submit(.buy, 2_000)
    #expect(
      try bench.submit(.sell, 6_000, sl: 110_500) == ["filled 2 sell 2000 at 110000 strategy", "delayed 2"])
    #expect(try bench.quote(1_000, 109_990, 110_000) == ["filled 2 sell 2000 at 109990 entry"])
    #expect(bench.positions.map(\.protection.stopLoss?.points) == [110_500])
    #expect(try bench.quote(2_000, 109_980, 109_990) == ["filled 2 sell 2000 at 109980 entry"])
    #expect(bench.positions.map(\.id.ordinal) == [2] && bench.positions.map(\.quantity.units) == [4_000])
    #expect(
      try bench.submit(.buy, 1_000) == ["filled 3 buy 1000 at 109990 strategy"])
    #expect(try bench.submit(.buy, 5_000) == ["filled 4 buy 1000 at 109990 strategy", "delayed 4"])
    #expect(
      try bench.quote(3_000, 109_980, 109_990) == ["filled 4 buy 2000 at 109990 strategy"])
    #expect(try bench.quote(4_000, 109_980, 109_990) == ["filled 4 buy 2000 at 109990 entry"])
  }

  @Test("the end of a run takes no notice of depth, and cancels what waits")
  func finish() throws {
    var bench = try long()
    try bench.submit(.buy, 3_000)
    #expect(
      try bench.finish() == [
        "canceled 2", "filled 1 sell 3000 at 110010 end_of_data", "filled 2 sell 1000 at 110010 end_of_data",
      ])
  }

  /// 40 USD at 1:100: 3,000 hold 33.00; at a bid of 109100 they have lost 27.60, and 12.40 are under half.
  @Test("a stop-out takes no notice of depth")
  func stopOut() throws {
    var bench = try shallowBench(balance: 40_000_000)
    try bench.submit(.buy, 3_000)
    try bench.quote(1_000, 110_000, 110_010)
    #expect(try bench.quote(2_000, 109_090, 109_100) == ["filled 1 sell 3000 at 109090 stop_out"])
  }
}
