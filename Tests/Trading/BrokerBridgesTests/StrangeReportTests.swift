import BrokerBridges
import RiskControl
import TestSupport
import Testing
import TradingCore

/// Reports that do not fit what was asked for: each is told with a code, and nothing of it is booked that was not traded.
@Suite("A broker that reports what can't be")
struct StrangeReportTests {
  /// A bot with one order at a broker: to buy 10,000 EURUSD, asked for at noon.
  private struct Bench {
    static let noon = Timestamp(milliseconds: 1_704_888_000_000)
    static let instruments = [Known.instrument("EURUSD"), Known.instrument("GBPUSD")]
    var account: Account
    var venue = BrokerVenue(settings: BrokerSettings(), instruments: instruments)
    private let gate: RiskGate

    init() throws {
      let profile = BrokerProfile(name: "bench", commission: .none)
      account = try Account(
        profile: profile, leverage: 100, startBalance: Money(units: 1_000_000_000),
        instruments: Self.instruments)
      gate = try RiskGate(limits: RiskLimits(), profile: profile, instruments: Self.instruments)
      let order = OrderRequest(
        id: ClientOrderID(ordinal: 1), symbolIndex: 0, side: .buy, quantity: Quantity(units: 10_000),
        kind: .market,
        timeInForce: .goodTillCanceled, protection: .none)
      guard case .approved(let approved) = try gate.evaluate(order, account: account, at: Self.moment())
      else {
        throw ArithmeticError.overflow
      }
      try venue.submit(approved, at: Self.moment(), account: &account)
    }

    static func moment(_ seconds: Int64 = 0) -> MarketMoment {
      let quotes = [110_000, 127_000].map {
        Quote(eventTime: noon, bid: Price(points: $0), ask: Price(points: $0 + 10))
      }
      return MarketMoment(
        symbolIndex: 0, quote: quotes[0], cycle: 1, isFirstAfterClose: false, before: nil, quotes: quotes,
        time: noon.advanced(by: seconds * Timestamp.second))
    }

    /// - Returns: the codes of what did not fit.
    mutating func take(_ content: VenueReport.Content, at seconds: Int64 = 1) throws -> [VenueDiscrepancyCode]
    {
      let time = Self.noon.advanced(by: seconds * Timestamp.second)
      try venue.take(
        VenueReport(content, eventTime: time, receiveTime: max(time, Self.noon)), at: Self.moment(1),
        account: &account)
      return venue.takeDiscrepancies().map(\.code)
    }

    /// An execution of the order, as it should be unless changed.
    static func execution(
      _ name: String = "T1", order: UInt64? = 1, symbolIndex: Int = 0, units: Int64 = 10_000
    ) throws -> VenueExecution {
      VenueExecution(
        trade: try #require(TradeID(name)), order: order.map { OrderKey(ClientOrderID(ordinal: $0)) },
        symbolIndex: symbolIndex, side: .buy, quantity: Quantity(units: units), price: Price(points: 110_012),
        commission: Money(units: 350_000))
    }
  }

  @Test("one that fits is booked at the broker's price and commission")
  func fits() throws {
    var bench = try Bench()
    #expect(bench.venue.takeIntents().count == 1)
    #expect(try bench.take(.executed(Bench.execution())) == [])
    #expect(bench.account.positions.map(\.quantity.units) == [10_000])
    #expect(bench.account.positions.map(\.openPrice.points) == [110_012])
    #expect(bench.account.balance == Money(units: 999_650_000))
    #expect(bench.venue.unsettled(symbolIndex: 0) == nil)
  }

  @Test("the same execution twice is booked once; with other content the second time it is told")
  func twice() throws {
    var bench = try Bench()
    _ = try bench.take(.executed(Bench.execution()))
    #expect(try bench.take(.executed(Bench.execution())) == [])
    #expect(try bench.take(.executed(Bench.execution(units: 9_000))) == [.tradeChanged])
    #expect(bench.account.positions.map(\.quantity.units) == [10_000])
    #expect(bench.account.balance == Money(units: 999_650_000))
  }

  @Test("an order that is not ours")
  func unknownOrder() throws {
    var bench = try Bench()
    #expect(try bench.take(.executed(Bench.execution(order: 9))) == [.unknownOrder])
    #expect(bench.account.isFlat)
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
  }

  @Test("another symbol than the order's, and none of ours")
  func otherSymbol() throws {
    var bench = try Bench()
    #expect(try bench.take(.executed(Bench.execution(symbolIndex: 1))) == [.symbolMismatch])
    #expect(try bench.take(.executed(Bench.execution("T2", symbolIndex: 7))) == [.symbolMismatch])
    #expect(bench.account.isFlat)
  }

  @Test("nothing, and less than nothing", arguments: [0, -10_000])
  func quantities(units: Int64) throws {
    var bench = try Bench()
    #expect(try bench.take(.executed(Bench.execution(units: units))) == [.quantityNotPositive])
    #expect(bench.account.isFlat)
  }

  @Test("more than was asked for is told, and halts the symbol")
  func tooMuch() throws {
    var bench = try Bench()
    #expect(try bench.take(.executed(Bench.execution(units: 20_000))).contains(.quantityAboveAsked))
    #expect(bench.venue.unsettled(symbolIndex: 0) == .orderUnknown)
  }

  @Test("a time before the order was asked for")
  func early() throws {
    var bench = try Bench()
    #expect(try bench.take(.executed(Bench.execution()), at: -3_600).contains(.timeBeforeOrder))
  }
}
