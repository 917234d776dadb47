import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// `docs/broker-venue.md`, "What is told". The bot has asked to buy 10,000 EURUSD at 1.10000/1.10010.
@Suite("What a broker tells")
struct TellingTests {
  private func bench(_ mode: AccountMode = .hedging) throws -> BrokerBench {
    var bench = try BrokerBench(mode)
    try bench.submit(.buy, 10_000)
    return bench
  }

  @Test("a fill that was lost is booked from the executed quantity, at the broker's average")
  func inferred() throws {
    var bench = try bench()
    #expect(try bench.report(.working(.of(1, executed: 4_000, average: 110_015))) == [.fillInferred])
    #expect(bench.positions == ["1 buy 4000 at 110015"])
    #expect(bench.state(1) == .partlyFilled)
  }

  @Test("at the price that makes the average right, where some of it was told")
  func inferredPart() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 4_000, at: 110_012)
    #expect(try bench.report(.accepted(.of(1, executed: 10_000, average: 110_018))) == [.fillInferred])
    #expect(
      bench.told() == ["filled 1 buy 4000 at 110012 (entry)", "filled 1 buy 6000 at 110022 (entry)"])
    #expect(bench.state(1) == .filled)
  }

  @Test("at the quote, where the broker tells no average")
  func inferredAtQuote() throws {
    var bench = try bench()
    try bench.report(.accepted(.of(1, executed: 10_000)))
    #expect(bench.positions == ["1 buy 10000 at 110010"])
  }

  @Test("the real fill then brings its charges and what its price makes different, never the fill again")
  func confirmed() throws {
    var bench = try bench()
    try bench.report(.accepted(.of(1, executed: 10_000)))
    let codes = try bench.execute(1, .buy, 10_000, at: 110_012, commission: 350_000)
    #expect(codes == [.inferredDiffers])
    #expect(bench.told() == ["filled 1 buy 10000 at 110010 (entry)"])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.account.balance == Money(units: 99_999_650_000))
  }

  @Test("what its price makes different of a position that is closed by then is booked as cash")
  func confirmedLate() throws {
    var bench = try bench()
    try bench.report(.accepted(.of(1, executed: 10_000)))
    try bench.close(1)
    try bench.execute(2, .sell, 10_000, at: 110_020)
    #expect(bench.account.balance == Money(units: 100_001_000_000))
    #expect(try bench.execute(1, .buy, 10_000, at: 110_015) == [.inferredDiffers])
    #expect(bench.account.isFlat)
    #expect(bench.account.balance == Money(units: 100_000_500_000))
  }

  @Test("states never go back: what is older is told and ignored")
  func regression() throws {
    var bench = try bench()
    try bench.report(.working(.of(1)))
    try bench.report(.canceled(.of(1)))
    #expect(try bench.report(.working(.of(1))) == [.stateRegression])
    #expect(bench.state(1) == .canceled)
    #expect(bench.told() == ["canceled 1"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("an execution of an order that was canceled is booked and told")
  func afterEnd() throws {
    var bench = try bench()
    try bench.report(.canceled(.of(1)))
    #expect(try bench.execute(1, .buy, 4_000) == [.executionAfterEnd])
    #expect(bench.positions == ["1 buy 4000 at 110012"])
    #expect(bench.state(1) == .canceled)
  }

  @Test("an execution of an order that was refused is booked, too, and halts the symbol")
  func afterRejection() throws {
    var bench = try bench()
    try bench.report(.rejected(.of(1), .noMargin, text: "no"))
    #expect(try bench.execute(1, .buy, 10_000) == [.executionAfterRejection])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
  }

  @Test("a night's swap and a commission that comes later become part of the position's trade")
  func charges() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 10_000, position: "P1", commission: 350_000)
    for (name, cause, amount) in [("S1", BalanceChange.Cause.swap, -2_500_000), ("C1", .commission, -70_000)]
    {
      let change = BalanceChange(
        trade: try #require(TradeID(name)), cause: cause, amount: Money(units: Int64(amount)),
        venuePosition: VenuePositionID("P1"))
      try bench.report(.balanceChanged(change))
      // Told twice it is booked once.
      try bench.report(.balanceChanged(change))
    }
    try bench.close(1)
    try bench.execute(2, .sell, 10_000, at: 110_112)
    let trade = try #require(bench.account.closedTrades.first)
    #expect(trade.swap == Money(units: -2_500_000))
    #expect(trade.commission == Money(units: 420_000))
    #expect(bench.account.balance == Money(units: 100_007_080_000))
    #expect(bench.venue.duplicateCount == 2)
  }

  @Test("money that came in is cash")
  func transfer() throws {
    var bench = try bench()
    let change = BalanceChange(
      trade: try #require(TradeID("D1")), cause: .transfer, amount: Money(units: 1_000_000))
    try bench.report(.balanceChanged(change))
    #expect(bench.account.balance == Money(units: 100_001_000_000))
  }

  @Test("under netting an execution reduces what is open on the other side first, whatever it was meant for")
  func netting() throws {
    var bench = try bench(.netting)
    try bench.execute(1, .buy, 10_000)
    try bench.submit(.sell, 15_000)
    try bench.execute(2, .sell, 15_000, at: 110_020)
    #expect(
      bench.told() == [
        "filled 1 buy 10000 at 110012 (entry)", "filled 2 sell 10000 at 110020 (strategy)",
        "filled 2 sell 5000 at 110020 (entry)",
      ])
    #expect(bench.positions == ["2 sell 5000 at 110020"])
  }

  @Test("on a hedging account each order has a position of its own")
  func hedging() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 10_000)
    try bench.submit(.sell, 15_000)
    try bench.execute(2, .sell, 15_000, at: 110_020)
    #expect(bench.positions == ["1 buy 10000 at 110012", "2 sell 15000 at 110020"])
  }

  @Test("the broker closes for want of margin")
  func stopOut() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 10_000, position: "P1")
    let close = try VenueExecution.of(nil, .sell, 10_000, at: 109_000, position: "P1", effect: .closing)
    #expect(try bench.report(.positionClosed(close, .stopOut)) == [])
    #expect(
      bench.told() == ["filled 1 buy 10000 at 110012 (entry)", "filled 1 sell 10000 at 109000 (stop_out)"])
    #expect(bench.account.isFlat)
  }

  @Test("a close by the broker of something whose opening was not told yet waits for it")
  func parked() throws {
    var bench = try bench()
    let close = try VenueExecution.of(nil, .sell, 10_000, at: 109_900, position: "P1", effect: .closing)
    #expect(try bench.report(.positionClosed(close, .stopLoss)) == [.foreignExecution])
    #expect(bench.told() == [])
    try bench.execute(1, .buy, 10_000, position: "P1")
    #expect(
      bench.told() == ["filled 1 buy 10000 at 110012 (entry)", "filled 1 sell 10000 at 109900 (stop_loss)"])
    #expect(bench.account.isFlat)
  }
}
