import TestSupport
import Testing
import TradingCore

/// What a venue refuses though risk let it go: the market moved, closed or fell silent on the way.
struct VenueRuleTests {
  private let late = 500 * Timestamp.millisecond

  @Test("the stops level counts where the order arrives")
  func stopsLevel() throws {
    var bench = try VenueBench {
      $0.latencyNanoseconds = late
      $0.stopsLevel = .points(10)
    }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, .limit(at: 109_990))
    try bench.submit(.buy, 1_000, .stop(at: 110_020))
    try bench.submit(.buy, sl: 109_985)
    try bench.submit(.buy, tp: 110_010)
    try bench.quote(400, 109_989, 109_999)
    #expect(
      try bench.quote(1_000, 109_989, 109_999) == [
        "rejected 1 inside_stops_level", "accepted 2", "rejected 3 inside_stops_level",
        "filled 4 buy 1000 at 109999 entry",
      ])
  }

  @Test("the distance of the level itself is allowed")
  func atStopsLevel() throws {
    var bench = try VenueBench { $0.stopsLevel = .points(10) }
    try bench.quote(0, 110_000, 110_010)
    #expect(try bench.submit(.buy, sl: 109_990, tp: 110_010) == ["filled 1 buy 1000 at 110010 entry"])
    #expect(
      try bench.modify(.position(ClientOrderID(ordinal: 1)), sl: 109_991) == ["rejected 2 inside_stops_level"]
    )
    #expect(bench.positions.first?.protection.stopLoss?.points == 109_990)
  }

  /// Friday 17:00 New York is two days and ten hours after the first quote's noon.
  @Test("hours are enforced when the order arrives, for closes too")
  func hours() throws {
    let close: Int64 = 208_800_000
    var bench = try VenueBench {
      $0.latencyNanoseconds = late
      $0.enforcesTradingHours = true
    }
    try bench.quote(close - 2_000, 110_000, 110_010)
    try bench.submit(.buy)
    #expect(try bench.quote(close - 1_000, 110_000, 110_010) == ["filled 1 buy 1000 at 110010 entry"])
    try bench.quote(close - 400, 110_000, 110_010)
    try bench.submit(.buy)
    try bench.close(1)
    // They arrive at 100 ms past the close.
    #expect(
      try bench.quote(close + 200, 110_000, 110_010) == [
        "rejected 2 closed_market", "rejected 3 closed_market",
      ])
    #expect(try bench.submit(.buy) == ["denied market_closed"])
    #expect(bench.positions.map(\.closingUnits) == [0])
  }

  @Test("a quote that is too old when the order arrives is not traded at")
  func stale() throws {
    var bench = try VenueBench {
      $0.latencyNanoseconds = 2 * Timestamp.second
      $0.staleQuoteSeconds = 1
    }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy)
    try bench.quote(1_000, 110_000, 110_010)
    try bench.submit(.buy)
    // The first meets the quote of 1000 at 2000, a second old; the second at 3000, two seconds old.
    #expect(
      try bench.quote(5_000, 110_000, 110_010) == [
        "filled 1 buy 1000 at 110010 entry", "rejected 2 old_price",
      ])
  }

  @Test("a stop that is passed on arrival is rejected")
  func stopPassed() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    #expect(try bench.submit(.buy, 1_000, .stop(at: 110_010)) == ["rejected 1 stop_already_passed"])
    #expect(try bench.submit(.sell, 1_000, .stop(at: 110_000)) == ["rejected 2 stop_already_passed"])
    #expect(try bench.submit(.sell, 1_000, .stop(at: 109_999)) == ["accepted 3"])
  }
}

/// Several orders of one symbol on an account that nets them.
struct NettingTests {
  @Test("the same side adds to the position, the other takes from it, more turns it")
  func netting() throws {
    var bench = try VenueBench { $0.accountMode = .netting }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 3_000)
    #expect(try bench.submit(.buy, 2_000) == ["filled 2 buy 2000 at 110010 entry"])
    #expect(bench.positions.map(\.id.ordinal) == [1] && bench.positions.map(\.quantity.units) == [5_000])
    #expect(try bench.submit(.sell, 1_000) == ["filled 3 sell 1000 at 110000 strategy"])
    #expect(
      try bench.submit(.sell, 6_000) == [
        "filled 4 sell 4000 at 110000 strategy", "filled 4 sell 2000 at 110000 entry",
      ])
    #expect(bench.positions.map(\.id.ordinal) == [4] && bench.positions.map(\.side) == [.sell])
    #expect(try bench.submit(.buy, 2_000) == ["filled 5 buy 2000 at 110010 strategy"])
    #expect(bench.account.isFlat)
  }

  @Test("a position's levels are those of the last order that carried any")
  func levels() throws {
    var bench = try VenueBench { $0.accountMode = .netting }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 1_000, sl: 109_900)
    try bench.submit(.buy, 1_000)
    #expect(bench.positions.first?.protection == Protection(stopLoss: Price(points: 109_900)))
    try bench.submit(.buy, 1_000, tp: 110_100)
    #expect(bench.positions.first?.protection == Protection(takeProfit: Price(points: 110_100)))
    #expect(try bench.quote(1_000, 110_100, 110_110) == ["filled 1 sell 3000 at 110100 take_profit"])
  }

  /// 200 USD at 1:100: 10,000 long. To sell 25,000 needs 15,000 × 1.10000 ÷ 100 = 165 when sent. On the way the
  /// bid falls to 109500: −51 leave 149, and 164.25 are needed.
  @Test("a reversal that has no margin left after its close stays closed")
  func reversalWithoutMargin() throws {
    var bench = try VenueBench(balance: 200_000_000) {
      $0.accountMode = .netting
      $0.latencyNanoseconds = 500 * Timestamp.millisecond
    }
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 10_000)
    try bench.quote(1_000, 110_000, 110_010)
    #expect(try bench.submit(.sell, 25_000) == [])
    try bench.quote(1_200, 109_500, 109_510)
    #expect(
      try bench.quote(2_000, 109_500, 109_510) == [
        "filled 2 sell 10000 at 109500 strategy", "rejected 2 no_margin",
      ])
    #expect(bench.account.isFlat && bench.account.balance.units == 149_000_000)
  }

  @Test("a part of a position can be closed, under hedging too, and keeps its levels")
  func partialClose() throws {
    var bench = try VenueBench()
    try bench.quote(0, 110_000, 110_010)
    try bench.submit(.buy, 3_000, sl: 109_900)
    #expect(try bench.close(1, 1_000) == ["filled 2 sell 1000 at 110000 strategy"])
    #expect(try bench.quote(1_000, 109_900, 109_910) == ["filled 1 sell 2000 at 109900 stop_loss"])
  }
}
