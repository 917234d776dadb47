import FillSimulator
import TestSupport
import Testing
import TradingCore

/// Levels that the market is past before they work: changed orders, rests, and what has been seen since.
struct PassedLevelTests {
  private let first = ModifyRequest.Target.order(ClientOrderID(ordinal: 1))

  @Test("a limit that is changed to a price the market is past fills at the next quote, not at its price")
  func changedLimit() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    try bench.submit(.sell, 1_000, .limit(at: 111_000))
    #expect(try bench.modify(first, price: 110_050) == [])
    #expect(try bench.modify(.order(ClientOrderID(ordinal: 2)), price: 109_950) == [])
    #expect(
      try bench.quote(1_000, 110_005, 110_015) == [
        "filled 1 buy 1000 at 110015 entry", "filled 2 sell 1000 at 110005 entry",
      ])
  }

  @Test("once a quote has been on the near side, it fills at its price")
  func comesBack() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    try bench.modify(first, price: 110_050)
    #expect(try bench.quote(1_000, 110_050, 110_060) == [])
    #expect(try bench.quote(2_000, 110_020, 110_030) == ["filled 1 buy 1000 at 110050 entry"])
  }

  @Test("a change that leaves the price where the market is not yet past it is a limit like any other")
  func ordinaryChange() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    try bench.modify(first, price: 110_009)
    #expect(try bench.quote(1_000, 109_990, 110_000) == ["filled 1 buy 1000 at 110009 entry"])
  }

  @Test("with latency what counts is the quote that the change meets")
  func latency() throws {
    var bench = try VenueBench { $0.latencyNanoseconds = 500 * Timestamp.millisecond }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    #expect(try bench.quote(600, 110_000, 110_010) == ["accepted 1"])
    try bench.modify(first, price: 110_050)
    #expect(try bench.quote(1_000, 110_060, 110_070) == [])
    // There at 1100, on the quote of 1000, which was not past it.
    #expect(try bench.quote(2_000, 110_020, 110_030) == ["filled 1 buy 1000 at 110050 entry"])
  }

  @Test("a triggered stop-limit whose limit is changed")
  func stopLimit() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .stop(at: 110_030, limit: 110_040))
    #expect(try bench.quote(1_000, 110_100, 110_110) == ["accepted 1"])
    try bench.modify(first, limit: 110_150)
    #expect(try bench.quote(2_000, 110_110, 110_120) == ["filled 1 buy 1000 at 110120 entry"])
  }

  /// Bids of 1,000, 1,000 and 5,000 units are there for the 2,000 that are long.
  private func passedTarget(from quotes: [(Int64, Int64)]) throws -> [[String]] {
    var bench = try VenueBench { $0.depth = .quoted }
    try bench.quote(0, 110_000, 110_002, sizes: (5_000, 5_000))
    try bench.submit(.buy, 2_000, .stop(at: 110_100), tp: 110_500)
    #expect(
      try bench.quote(1_000, 111_000, 111_002, sizes: (5_000, 5_000)) == ["filled 1 buy 2000 at 111002 entry"]
    )
    return try quotes.map { try bench.quote($0.0, $0.1, $0.1 + 2, sizes: (1_000, 1_000)) }
  }

  @Test("what is left of a passed take profit goes on at the quote until the market has come back")
  func targetRest() throws {
    #expect(
      try passedTarget(from: [(2_000, 110_990), (3_000, 110_980)]) == [
        ["filled 1 sell 1000 at 110990 take_profit"], ["filled 1 sell 1000 at 110980 take_profit"],
      ])
    #expect(
      try passedTarget(from: [(2_000, 110_990), (3_000, 110_400), (4_000, 110_600)]) == [
        ["filled 1 sell 1000 at 110990 take_profit"], [], ["filled 1 sell 1000 at 110500 take_profit"],
      ])
  }

  @Test("what is left of a take profit after the weekend's gap goes on at the quote, too")
  func weekendRest() throws {
    let (friday, sunday): (Int64, Int64) = (208_799_000, 381_900_000)
    var bench = try VenueBench { $0.depth = .fixed(lots: 1_000_000) }
    try bench.quote(friday - 1_000, 110_000, 110_010)
    try bench.submit(.buy, 2_000, tp: 110_050)
    try bench.submit(.buy, 2_000, .limit(at: 109_000))
    #expect(try bench.quote(friday, 110_000, 110_010) == ["filled 1 buy 1000 at 110010 entry"])
    #expect(try bench.quote(sunday, 110_100, 110_150) == ["filled 1 sell 1000 at 110100 take_profit"])
    #expect(try bench.quote(sunday + 1, 110_090, 110_140) == ["filled 1 sell 1000 at 110090 take_profit"])
    let (nextFriday, nextSunday) = (friday + 604_800_000, sunday + 604_800_000)
    try bench.quote(nextFriday, 109_500, 109_510)
    #expect(try bench.quote(nextSunday, 108_900, 108_910) == ["filled 2 buy 1000 at 108910 entry"])
    #expect(try bench.quote(nextSunday + 1, 108_910, 108_920) == ["filled 2 buy 1000 at 108920 entry"])
  }

  @Test("what is left of a limit that the market fell through goes on at its limit")
  func ordinaryRest() throws {
    var bench = try VenueBench { $0.depth = .fixed(lots: 1_000_000) }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 2_000, .limit(at: 109_990))
    #expect(try bench.quote(1_000, 109_970, 109_980) == ["filled 1 buy 1000 at 109990 entry"])
    #expect(try bench.quote(2_000, 109_960, 109_970) == ["filled 1 buy 1000 at 109990 entry"])
  }

  @Test("levels that a rest attaches anew can be passed, too")
  func reopened() throws {
    var bench = try VenueBench { $0.depth = .fixed(lots: 1_000_000) }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 2_000, tp: 110_050)
    try bench.close(1)
    // The close takes the first part at 0; at 1000 the rest opens the position anew, its target behind the market.
    #expect(try bench.quote(1_000, 110_060, 110_070) == ["filled 1 buy 1000 at 110070 entry"])
    #expect(try bench.quote(2_000, 110_055, 110_065) == ["filled 1 sell 1000 at 110055 take_profit"])
  }

  @Test("a session that goes on from its state remembers what was passed")
  func state() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_002)
    try bench.submit(.buy, 1_000, .stop(at: 110_100), tp: 110_500)
    try bench.submit(.buy, 1_000, .limit(at: 109_000))
    try bench.quote(1_000, 111_000, 111_002)
    try bench.modify(.order(ClientOrderID(ordinal: 2)), price: 111_500)
    try bench.venue.restore(bench.venue.state, account: bench.account)
    #expect(
      try bench.quote(2_000, 110_990, 110_992) == [
        "filled 1 sell 1000 at 110990 take_profit", "filled 2 buy 1000 at 110992 entry",
      ])
  }
}
