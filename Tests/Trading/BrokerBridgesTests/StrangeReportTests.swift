import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// Reports that do not fit what was asked for: each is told with a code, and nothing of it is booked that was not traded.
/// The bot has one order at the broker: to buy 10,000 EURUSD, asked for at noon.
@Suite("A broker that reports what can't be")
struct StrangeReportTests {
  private func bench() throws -> BrokerBench {
    var bench = try BrokerBench()
    try bench.submit(.buy, 10_000)
    try bench.pass(seconds: 1)
    return bench
  }

  @Test("one that fits is booked at the broker's price and commission")
  func fits() throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, 10_000, commission: 350_000) == [])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.account.balance == Money(units: 99_999_650_000))
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("the same execution twice is booked once; with other content the second time it is told")
  func twice() throws {
    var bench = try bench()
    try bench.execute(1, .buy, 10_000, trade: "T1", commission: 350_000)
    #expect(try bench.execute(1, .buy, 10_000, trade: "T1", commission: 350_000) == [])
    #expect(try bench.execute(1, .buy, 9_000, trade: "T1") == [.tradeChanged])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
    #expect(bench.account.balance == Money(units: 99_999_650_000))
  }

  @Test("an execution of an order that was never sent")
  func unknownOrder() throws {
    var bench = try bench()
    #expect(try bench.execute(9, .buy, 10_000) == [.unknownOrder])
    #expect(bench.account.isFlat)
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
  }

  @Test("notices of orders that were never sent, and of orders that are not ours")
  func strangers() throws {
    var bench = try bench()
    #expect(try bench.report(.canceled(.of(9))) == [.unknownOrder])
    #expect(try bench.report(.working(OrderNotice(nil, venueOrder: VenueOrderID("X1")))) == [.foreignOrder])
    #expect(bench.state(1) == .pendingNew)
  }

  @Test("an execution of no order and no position of ours")
  func foreignExecution() throws {
    var bench = try bench()
    #expect(try bench.execute(nil, .sell, 10_000, position: "X9") == [.foreignExecution])
    #expect(bench.account.isFlat)
  }

  @Test("another symbol than the order's, and none of ours", arguments: [1, 7, -1])
  func otherSymbol(symbolIndex: Int) throws {
    var bench = try bench()
    let execution = try VenueExecution.of(1, .buy, 10_000, symbolIndex: symbolIndex)
    #expect(try bench.report(.executed(execution)) == [.symbolMismatch])
    var notice = OrderNotice.of(1)
    notice.symbolIndex = symbolIndex
    #expect(try bench.report(.canceled(notice)) == [.symbolMismatch])
    #expect(bench.account.isFlat)
    #expect(bench.state(1) == .pendingNew)
  }

  @Test("the other side than the order's")
  func otherSide() throws {
    var bench = try bench()
    #expect(try bench.execute(1, .sell, 10_000) == [.sideMismatch])
    #expect(bench.account.isFlat)
  }

  @Test("nothing, and less than nothing", arguments: [0, -10_000, .min])
  func quantities(units: Int64) throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, units) == [.quantityNotPositive])
    #expect(bench.account.isFlat)
  }

  @Test("more than was asked for is told and halts the symbol, by execution and by notice")
  func tooMuch() throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, 20_000) == [.quantityAboveAsked])
    #expect(try bench.report(.working(.of(1, executed: 20_000, average: 110_012))) == [.quantityAboveAsked])
    #expect(bench.account.isFlat)
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
    #expect(bench.venue.unsettled(symbolIndex: 1) == nil)
  }

  @Test("more in parts than was asked for: the part too many is not booked")
  func tooMuchInParts() throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, 6_000, trade: "T1") == [])
    #expect(try bench.execute(1, .buy, 6_000, trade: "T2") == [.quantityAboveAsked])
    #expect(bench.positions == ["1 buy 6000 at 110012"])
  }

  @Test("less than nothing executed, by a notice")
  func negativeNotice() throws {
    var bench = try bench()
    #expect(try bench.report(.working(.of(1, executed: -1))) == [.quantityAboveAsked])
    #expect(bench.state(1) == .pendingNew)
  }

  @Test("a time before the order was asked for; the broker's clock may be two seconds behind")
  func early() throws {
    var bench = try bench()
    let execution = try VenueExecution.of(1, .buy, 10_000)
    #expect(try bench.report(.executed(execution), at: -3) == [.timeBeforeOrder])
    #expect(bench.account.isFlat)
    #expect(try bench.report(.executed(execution), at: -2) == [])
    #expect(bench.positions == ["1 buy 10000 at 110012"])
  }

  @Test("a price that can't be", arguments: [0, -1, Price.magnitudeLimit, .max])
  func price(points: Int64) throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, 10_000, at: points) == [.priceOutOfRange])
    #expect(bench.account.isFlat)
  }

  @Test("an amount of money that can't be")
  func amount() throws {
    var bench = try bench()
    #expect(try bench.execute(1, .buy, 10_000, commission: .max) == [.amountOutOfRange])
    #expect(bench.account.isFlat)
  }
}
