import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Limits on single orders: price, size and value.
@Suite struct PreTradeTests {
  private static func bench(_ rule: any RiskRule) throws -> RiskBench {
    var bench = RiskBench(rule, toEach: .account)
    try bench.join("a", account: "A")
    return bench
  }

  /// An order at a price while the market is at another one.
  private static func ask(
    _ price: Int64?, market: Int64? = 100_000, lots: Int64 = 1, value: Int64? = 1_000,
    _ effect: RiskAsk.Effect = .opens
  ) -> RiskAsk {
    RiskAsk(
      effect, order: ClientOrderID(ordinal: 9), symbolIndex: 0, side: .buy, units: lots * 100_000,
      lots: lots * MaxContractsTests.lot, price: price.map { Price(points: $0) },
      marketPrice: market.map { Price(points: $0) }, value: value.map { RiskBench.usd($0) })
  }

  @Test(
    "a price at most so far from the market, on either side",
    arguments: [
      (price: 102_000 as Int64, isDenied: false), (102_001, true), (98_000, false), (97_999, true),
      (100_000, false),
    ])
  func collar(price: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(try PriceCollar(.init(millionths: 20_000)))
    let denial = bench.take(.asked(Self.ask(price)), of: "a", at: 1).denial
    #expect((denial?.code == .priceCollar) == isDenied)
    if isDenied {
      #expect(denial?.limit == "within 2 % of the market")
      #expect(denial?.value == "2001 points away")
    }
  }

  @Test(
    "a price at most so far from the mean of a period, a market that has run away among it",
    arguments: [(market: 105_000 as Int64, isDenied: false), (105_001, true), (94_999, true)])
  func reference(market: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(try PriceCollar(.init(reference: .init(seconds: 300, millionths: 50_000))))
    #expect(bench.take(.asked(Self.ask(99_000, market: 99_000)), of: "a", at: 0).denial == nil)
    #expect(bench.take(.asked(Self.ask(101_000, market: 101_000)), of: "a", at: 100).denial == nil)
    let denial = bench.take(.asked(Self.ask(market, market: market)), of: "a", at: 300).denial
    #expect((denial != nil) == isDenied)
    if isDenied { #expect(denial?.limit == "within 5 % of the mean of 300 s") }
    // Asking again does not move the mean. What is older than the period is forgotten.
    for _ in 0..<9 {
      let again = bench.take(.asked(Self.ask(market, market: market)), of: "a", at: 300).denial
      #expect((again != nil) == isDenied)
    }
    #expect(bench.take(.asked(Self.ask(market, market: market)), of: "a", at: 601).denial == nil)
  }

  @Test("the mean goes on behind a restart")
  func referenceRestart() throws {
    let rule = try PriceCollar(.init(reference: .init(seconds: 300, millionths: 50_000)))
    var bench = try Self.bench(rule)
    bench.take(.asked(Self.ask(100_000)), of: "a", at: 0)
    var policy = RiskPolicy()
    policy.add(rule, toEach: .account)
    bench.tree = try bench.restored(policy)
    #expect(bench.take(.asked(Self.ask(106_000, market: 106_000)), of: "a", at: 100).denial != nil)
  }

  @Test("without a market to hold it against an order is denied; moving one is held against it too")
  func collarFailsClosed() throws {
    var bench = try Self.bench(try PriceCollar(.init(millionths: 20_000)))
    #expect(bench.take(.asked(Self.ask(100_000, market: nil)), of: "a", at: 1).denial != nil)
    #expect(bench.take(.asked(Self.ask(103_000, .raises)), of: "a", at: 1).denial != nil)
    // Taking a stop away is no matter of price.
    #expect(bench.take(.asked(Self.ask(nil, market: nil, .raises)), of: "a", at: 1).denial == nil)
  }

  @Test(
    "at most so many lots an order, some symbols having their own",
    arguments: [(symbol: 0, lots: 5 as Int64, isDenied: false), (0, 6, true), (1, 2, false), (1, 3, true)])
  func size(symbol: Int, lots: Int64, isDenied: Bool) throws {
    let gbpusd = Known.instrument("GBPUSD").symbol
    let rule = try OrderSize(
      .init(lots: 5 * MaxContractsTests.lot, own: [.init(gbpusd, lots: 2 * MaxContractsTests.lot)]))
    var bench = try Self.bench(rule)
    let ask = RiskBench.order(.buy, lots: lots, symbol: symbol)
    let denial = bench.take(.asked(ask), of: "a", at: 1).denial
    #expect((denial?.code == .orderSize) == isDenied)
    if isDenied {
      #expect(denial?.limit == (symbol == 0 ? "5.00 lots an order" : "2.00 lots an order of \(gbpusd)"))
    }
  }

  @Test(
    "at most so much value an order; what can't be reckoned is denied",
    arguments: [(value: 1_000 as Int64?, isDenied: false), (1_001, true), (nil, true)])
  func value(value: Int64?, isDenied: Bool) throws {
    var bench = try Self.bench(try OrderValue(.init(limit: RiskBench.usd(1_000))))
    let denial = bench.take(.asked(Self.ask(100_000, value: value)), of: "a", at: 1).denial
    #expect((denial?.code == .orderValue) == isDenied)
    if isDenied { #expect(denial?.limit == "1000.00 USD an order") }
    if value == nil { #expect(denial?.value == "a value that can't be reckoned") }
  }

  @Test("what closes is denied by none of them")
  func exits() throws {
    let rules: [any RiskRule] = [
      try PriceCollar(.init(millionths: 1)), try OrderSize(.init(lots: 1)),
      try OrderValue(.init(limit: Money(units: 1))), try MessageRate(.init(perSecond: 1)),
      try DuplicateOrder(.init(windowSeconds: 60)),
    ]
    for rule in rules {
      var bench = try Self.bench(rule)
      for effect in RiskAsk.Effect.allCases where effect != .opens && effect != .raises {
        for _ in 0..<3 {
          #expect(bench.take(.asked(Self.ask(200_000, lots: 9, effect)), of: "a", at: 1).denial == nil)
        }
      }
    }
  }

  @Test("the keys of files")
  func files() throws {
    let collar = PriceCollar.Settings(millionths: 20_000, reference: .init(seconds: 300, millionths: 50_000))
    #expect(
      try RuleText.says(
        "price_collar: {max_deviation: 0.02, reference: {period_seconds: 300, max_deviation: 0.05}}",
        PriceCollar(collar)))
    let own = OrderSize.Own(Known.eurusd.symbol, lots: MaxContractsTests.lot / 2)
    #expect(
      try RuleText.says(
        "order_size: {limit: 5, limits: {EURUSD: 0.5}}",
        OrderSize(.init(lots: 5 * MaxContractsTests.lot, own: [own]))))
    #expect(
      try RuleText.says("order_value: {limit: 100000}", OrderValue(.init(limit: RiskBench.usd(100_000)))))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "price_collar: {max_deviation: 0}",
        "bad value of 'rules.price_collar.max_deviation' (risk.yaml:3): expected a share above 0 and up to 1: 0.03 is 3 %, was '0'"
      ),
      (
        "price_collar: {}",
        "missing key 'rules.price_collar.max_deviation' (risk.yaml:3): add it, for instance 'max_deviation: 0.02'"
      ),
      (
        "order_size: {}",
        "missing key 'rules.order_size.limit' (risk.yaml:3): add it, for instance 'limit: 5'"
      ),
      (
        "order_size: {limits: {EURUSD: -1}}",
        "bad value of 'rules.order_size.limits.EURUSD' (risk.yaml:3): expected lots above 0, like 5 or 0.5, was '-1'"
      ),
      (
        "order_value: {limit: 0}",
        "bad value of 'rules.order_value.limit' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
    ])
  func faults(text: String, message: String) { #expect(RuleText.fault(text) == message) }
}
