import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Which capital entries may use: the reserve, the caps, and what is kept of profits.
@Suite struct CapitalPolicyTests {
  private static func usd(_ dollars: Int64) -> Money { RiskBench.usd(dollars) }

  private static func policy(_ settings: CapitalPolicy.Settings) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try CapitalPolicy(settings), toEach: .account)
    return policy
  }

  /// Two bots of 1,000 dollars each on one account.
  private static func bench(_ settings: CapitalPolicy.Settings) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  private static func ask(
    value: Int64? = 100, margin: Int64? = 10, side: OrderSide = .buy, order: UInt64 = 9,
    _ effect: RiskAsk.Effect = .opens
  ) -> RiskAsk {
    RiskAsk(
      effect, order: ClientOrderID(ordinal: order), symbolIndex: 0, side: side, units: 1_000,
      price: Price(points: 110_000), value: value.map { usd($0) }, margin: margin.map { usd($0) })
  }

  /// What a bot holds: margin that is used, and orders that wait for some.
  private static func mark(
    _ bot: String = "b", used: Int64 = 0, waiting: Int64?? = nil, equity: Int64 = 1_000,
    balance: Int64 = 1_000
  ) -> BotMark {
    var mark = RiskBench.mark(bot, equity, balance: balance)
    mark.usedMargin = usd(used)
    if let waiting {
      mark.orders = [
        OrderMark(
          symbol: Known.eurusd.symbol, side: .buy, units: 1_000, lots: 1, value: waiting.map { usd($0) },
          margin: waiting.map { usd($0) })
      ]
    }
    return mark
  }

  @Test(
    "margin may not take from the reserve: what is open, what waits and what is asked for",
    arguments: [
      (mark: mark(used: 1_000), margin: 500 as Int64?, isDenied: false), (mark(used: 1_000), 501, true),
      (mark(used: 500, waiting: 500), 500, false), (mark(used: 500, waiting: 501), 500, true),
      // Open losses are capital lost, open gains none yet.
      (mark(used: 1_000, equity: 900), 400, false), (mark(used: 1_000, equity: 900), 401, true),
      (mark(used: 1_000, equity: 1_500), 501, true), (mark(used: 0), nil, true),
      (mark(waiting: .some(nil)), 1, true),
    ])
  func reserve(mark: BotMark, margin: Int64?, isDenied: Bool) throws {
    var bench = try Self.bench(.init(reserve: Self.usd(500)))
    let denial = bench.take(.asked(Self.ask(margin: margin)), of: "a", at: 1, marks: [mark]).denial
    #expect((denial?.code == .cashReserve) == isDenied)
    if isDenied { #expect(denial?.limit == "500.00 USD in reserve") }
  }

  @Test("a share is one of the balance", arguments: [(1_500 as Int64, false), (1_501, true)])
  func share(margin: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(.init(reserveMillionths: 250_000))
    let denial = bench.take(.asked(Self.ask(margin: margin)), of: "a", at: 1).denial
    #expect((denial != nil) == isDenied)
    if isDenied { #expect(denial?.value == "499.00 USD left") }
  }

  @Test(
    "an order is worth no more than its cap", arguments: [(100 as Int64?, false), (101, true), (nil, true)])
  func orderCap(value: Int64?, isDenied: Bool) throws {
    var bench = try Self.bench(.init(orderCap: Self.usd(100)))
    for effect in [RiskAsk.Effect.opens, .raises] {
      let denial = bench.take(.asked(Self.ask(value: value, effect)), of: "a", at: 1).denial
      #expect((denial?.code == .orderCap) == isDenied)
    }
  }

  @Test("the orders of a bot's decision are worth no more than theirs; another decision begins anew")
  func cycleCap() throws {
    var bench = try Self.bench(.init(cycleCap: Self.usd(250)))
    func ask(_ value: Int64, _ bot: String, _ cycle: UInt64) -> DenialCode? {
      let ask = Self.ask(value: value)
      let event = RiskEvent(.asked(ask), of: .bot(bot), at: RiskBench.at(1), cycle: cycle)
      if let denial = bench.tree.take(event).denial { return denial.code }
      _ = bench.tree.take(RiskEvent(.approved(ask), of: .bot(bot), at: RiskBench.at(1), cycle: cycle))
      return nil
    }
    #expect(ask(100, "a", 1) == nil)
    #expect(ask(150, "a", 1) == nil)
    #expect(ask(1, "a", 1) == .cycleCap)
    #expect(ask(251, "a", 2) == .cycleCap)
    #expect(ask(250, "a", 2) == nil)
    #expect(ask(250, "b", 2) == nil)
  }

  @Test(
    "a position is worth no more than its cap, orders that wait among it",
    arguments: [
      (open: 100 as Int64?, side: OrderSide.buy, isDenied: false), (101, .buy, true), (101, .sell, false),
      (nil, .buy, true),
    ])
  func positionCap(open: Int64?, side: OrderSide, isDenied: Bool) throws {
    var bench = try Self.bench(.init(positionCap: Self.usd(300)))
    var mark = RiskBench.holding("b", [(1, .buy, 1)], waiting: [(.buy, 1)])
    mark.positions[0].value = open.map { Self.usd($0) }
    mark.orders[0].value = Self.usd(100)
    let denial = bench.take(.asked(Self.ask(value: 100, side: side)), of: "a", at: 1, marks: [mark]).denial
    #expect((denial?.code == .positionCap) == isDenied)
    if isDenied, open != nil { #expect(denial?.value == "301.00 USD") }
  }

  private static func trade(_ dollars: Int64) -> ClosedTrade {
    let id = ClientOrderID(ordinal: 1)
    return ClosedTrade(
      ordinal: 1, symbolIndex: 0, side: .buy, quantity: Quantity(units: 1_000), position: id,
      openTime: RiskBench.at(0), openPrice: Price(points: 110_000), closeTime: RiskBench.at(1),
      closePrice: Price(points: 110_000), grossResult: usd(dollars), commission: .zero, swap: .zero,
      spreadCost: .zero, slippageCost: .zero, exitReason: .strategy, maximumAdverseExcursion: .zero,
      maximumFavorableExcursion: .zero, netResult: usd(dollars))
  }

  /// The most margin that an order may need.
  private static func most(_ bench: RiskBench, at second: Int64) -> Int64 {
    var (allowed, denied) = (-1 as Int64, 4_000 as Int64)
    while allowed + 1 < denied {
      let margin = (allowed + denied) / 2
      var copy = bench
      let denial = copy.take(.asked(ask(margin: margin)), of: "a", at: second).denial
      if denial == nil { allowed = margin } else { denied = margin }
    }
    return allowed
  }

  @Test("of profits a share may be risked again, the rest is kept; losses are borne by what may be risked")
  func split() throws {
    let settings = CapitalPolicy.Settings(reinvestMillionths: 400_000)
    var bench = try Self.bench(settings)
    #expect(Self.most(bench, at: 1) == 2_000)
    bench.take(
      .closed(Self.trade(500)), of: "a", at: 1, marks: [Self.mark("a", equity: 1_500, balance: 1_500)])
    #expect(Self.most(bench, at: 2) == 2_200)
    bench.take(
      .closed(Self.trade(-400)), of: "a", at: 3, marks: [Self.mark("a", equity: 1_100, balance: 1_100)])
    #expect(Self.most(bench, at: 4) == 1_800)
    // It is kept over a restart, and what is paid out is taken from it.
    bench.tree = try bench.restored(try Self.policy(settings))
    #expect(Self.most(bench, at: 5) == 1_800)
    bench.take(
      .funded(Self.usd(-300)), of: "a", at: 6, marks: [Self.mark("a", equity: 800, balance: 800)])
    #expect(Self.most(bench, at: 7) == 1_800)
  }

  @Test("what closes is never denied")
  func exits() throws {
    var bench = try Self.bench(
      .init(reserve: Self.usd(5_000), orderCap: Self.usd(1), cycleCap: Self.usd(1), positionCap: Self.usd(1)))
    for effect in RiskAsk.Effect.allCases where effect != .opens && effect != .raises {
      #expect(bench.take(.asked(Self.ask(value: nil, margin: nil, effect)), of: "a", at: 1).isEmpty)
    }
    // Taking a stop away is no matter of capital.
    let raise = RiskAsk(.raises, order: ClientOrderID(ordinal: 9), symbolIndex: 0)
    #expect(bench.take(.asked(raise), of: "a", at: 1).isEmpty)
  }

  @Test("the keys of a file")
  func file() throws {
    #expect(
      try RuleText.says(
        "capital_policy: {cash_reserve_share: 0.2, order_cap: 1000, cycle_cap: 2000, position_cap: 5000, reinvest_share: 0.5}",
        CapitalPolicy(
          .init(
            reserveMillionths: 200_000, orderCap: Self.usd(1_000), cycleCap: Self.usd(2_000),
            positionCap: Self.usd(5_000), reinvestMillionths: 500_000))))
    #expect(
      try RuleText.says(
        "capital_policy: {cash_reserve: 250.50}", CapitalPolicy(.init(reserve: Money(units: 250_500_000)))))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "capital_policy: {cash_reserve: 100, cash_reserve_share: 0.2}",
        "bad value of 'rules.capital_policy' (risk.yaml:3): there are cash_reserve and cash_reserve_share; write one of them"
      ),
      (
        "capital_policy: {reinvest_share: 1}",
        "bad value of 'rules.capital_policy' (risk.yaml:3): capital_policy: it limits nothing; change it, or set enabled: false"
      ),
      (
        "capital_policy: {order_cap: 0}",
        "bad value of 'rules.capital_policy.order_cap' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
      (
        "capital_policy: {reinvest_share: 1.5}",
        "bad value of 'rules.capital_policy.reinvest_share' (risk.yaml:3): expected a share from 0 to 1: 0.5 is half of a profit, was '1.5'"
      ),
    ])
  func faults(text: String, message: String) { #expect(RuleText.fault(text) == message) }
}
