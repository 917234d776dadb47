import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Limits on how often: messages, the same order, the same execution.
@Suite struct PreTradeRateTests {
  private static func policy(_ rule: any RiskRule) -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(rule, toEach: .account)
    return policy
  }

  private static func bench(_ rule: any RiskRule) throws -> RiskBench {
    var bench = RiskBench(policy(rule))
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  @Test(
    "one message too many that takes risk is denied, until the first is a second old",
    arguments: [(sent: 1, at: 0 as Int64, isDenied: false), (2, 0, true), (3, 0, true), (2, 1, false)])
  func rate(sent: Int, at second: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(try MessageRate(.init(perSecond: 2)))
    for order in 0..<UInt64(sent) { _ = bench.enter("a", at: 0, order: order) }
    let denial = bench.enter("b", at: second, order: 9)
    #expect((denial?.code == .messageRate) == isDenied)
    if isDenied { #expect(denial?.limit == "2 messages a second") }
  }

  @Test("changes, closes and cancels count, and are never denied", arguments: RiskAsk.Effect.allCases)
  func exits(effect: RiskAsk.Effect) throws {
    guard effect != .opens, effect != .raises else { return }
    var bench = try Self.bench(try MessageRate(.init(perMinute: 3)))
    for _ in 0..<5 {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 0).isEmpty)
      bench.take(.approved(RiskBench.ask(effect)), of: "a", at: 0)
    }
    #expect(bench.enter("a", at: 59)?.limit == "3 messages a minute")
    #expect(bench.enter("a", at: 60) == nil)
  }

  @Test("an order that was denied is no message")
  func denied() throws {
    var bench = try Self.bench(try MessageRate(.init(perMinute: 1)))
    bench.take(.asked(RiskBench.ask(.opens)), of: "a", at: 0)
    #expect(bench.enter("a", at: 1) == nil)
    #expect(bench.enter("a", at: 2) != nil)
  }

  @Test("stopped and started in the middle, messages still count")
  func rateRestart() throws {
    let rule = try MessageRate(.init(perMinute: 1))
    var bench = try Self.bench(rule)
    #expect(bench.enter("a", at: 0) == nil)
    bench.tree = try bench.restored(Self.policy(rule))
    #expect(bench.enter("a", at: 59) != nil)
    #expect(bench.enter("a", at: 60) == nil)
  }

  private static func order(
    _ id: UInt64, _ side: OrderSide = .buy, units: Int64 = 1_000, price: Int64? = nil, symbol: Int = 0
  ) -> RiskAsk {
    RiskAsk(
      .opens, order: ClientOrderID(ordinal: id), symbolIndex: symbol, side: side, units: units,
      price: Price(points: price ?? Int64(id)), isAtMarket: price == nil)
  }

  private static func send(_ ask: RiskAsk, _ bot: String, at second: Int64, _ bench: inout RiskBench)
    -> Denial?
  {
    if let denial = bench.take(.asked(ask), of: bot, at: second).denial { return denial }
    bench.take(.approved(ask), of: bot, at: second)
    return nil
  }

  @Test(
    "the same order of a bot is not sent twice within the window; another one is",
    arguments: [
      (second: order(2), bot: "a", at: 4 as Int64, isDenied: true), (order(2), "a", 5, false),
      (order(2), "b", 1, false), (order(2, .sell), "a", 1, false), (order(2, units: 2_000), "a", 1, false),
      (order(2, price: 1), "a", 1, false), (order(2, symbol: 1), "a", 1, false),
    ])
  func duplicates(second: RiskAsk, bot: String, at time: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(try DuplicateOrder(.init(windowSeconds: 5)))
    #expect(Self.send(Self.order(1), "a", at: 0, &bench) == nil)
    let denial = Self.send(second, bot, at: time, &bench)
    #expect((denial?.code == .duplicateOrder) == isDenied)
    if isDenied {
      #expect(denial?.limit == "no order twice within 5 s")
      #expect(denial?.value == "the same as order 1 at 2024-01-10T12:00:00.000Z")
    }
  }

  @Test("orders with a price are alike where the price is; one that was made smaller still is the same")
  func duplicatePrices() throws {
    var bench = try Self.bench(try DuplicateOrder(.init(windowSeconds: 5)))
    let first = Self.order(1, price: 110_000)
    bench.take(.asked(first), of: "a", at: 0)
    var smaller = first
    smaller.units = 500
    bench.take(.approved(smaller), of: "a", at: 0)
    #expect(Self.send(Self.order(2, price: 110_001), "a", at: 1, &bench) == nil)
    bench.tree = try bench.restored(Self.policy(try DuplicateOrder(.init(windowSeconds: 5))))
    #expect(Self.send(Self.order(3, price: 110_000), "a", at: 1, &bench) != nil)
    // What was denied does not count as sent: the window is that of the first.
    #expect(Self.send(Self.order(4, price: 110_000), "a", at: 5, &bench) == nil)
  }

  private static func execute(
    _ order: UInt64, _ side: OrderSide = .buy, _ bot: String = "a", at second: Int64, _ bench: inout RiskBench
  ) -> [String] {
    bench.take(.filled(RiskBench.fill(position: order, side: side)), of: bot, at: second).map(\.brief)
  }

  @Test("at so many executions alike in the window entries are off, until a person says so")
  func repeated() throws {
    var bench = try Self.bench(try RepeatedExecution(.init(limit: 3, windowSeconds: 60)))
    #expect(Self.execute(1, at: 0, &bench) == [])
    #expect(Self.execute(2, at: 1, &bench) == [])
    #expect(Self.execute(2, at: 1, &bench) == [])
    #expect(Self.execute(3, .sell, at: 1, &bench) == [])
    #expect(Self.execute(4, .buy, "b", at: 1, &bench) == [])
    #expect(Self.execute(5, at: 59, &bench) == ["lock account:A repeated_execution"])
    #expect(bench.tree.locks.first?.lock.value == "3 of a to buy EURUSD")
    #expect(bench.enter("b", at: 5 * 86_400)?.code == .repeatedExecution)
    bench.tree.obey(.unlock(.repeatedExecution), in: .account("A"), at: 5 * 86_400)
    #expect(bench.enter("b", at: 5 * 86_400) == nil)
    #expect(Self.execute(6, at: 5 * 86_400, &bench) == [])
  }

  @Test("executions that are further apart than the window are no run", arguments: [(60, 0), (59, 1)])
  func window(second: Int64, locks: Int) throws {
    let rule = try RepeatedExecution(.init(limit: 2, windowSeconds: 60))
    var bench = try Self.bench(rule)
    #expect(Self.execute(1, at: 0, &bench) == [])
    bench.tree = try bench.restored(Self.policy(rule))
    #expect(Self.execute(2, at: second, &bench).count == locks)
  }

  @Test("the keys of files")
  func files() throws {
    #expect(
      try RuleText.says(
        "message_rate: {limits: {per_second: 10, per_minute: 200}}",
        MessageRate(.init(perSecond: 10, perMinute: 200))))
    #expect(
      try RuleText.says("duplicate_order: {window_seconds: 5}", DuplicateOrder(.init(windowSeconds: 5))))
    #expect(
      try RuleText.says(
        "repeated_execution: {limit: 10, window_seconds: 60}",
        RepeatedExecution(.init(limit: 10, windowSeconds: 60))))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "message_rate: {limits: {}}",
        "bad value of 'rules.message_rate' (risk.yaml:3): message_rate: a limit of second or minute is missing; change it, or set enabled: false"
      ),
      (
        "message_rate: {limits: {per_second: 10, per_minute: 5}}",
        "bad value of 'rules.message_rate' (risk.yaml:3): message_rate: a minute's limit of 5 is below a second's of 10; change it, or set enabled: false"
      ),
      (
        "duplicate_order: {window_seconds: 0}",
        "bad value of 'rules.duplicate_order.window_seconds' (risk.yaml:3): expected a whole number from 1 to 86400, was '0'"
      ),
      (
        "repeated_execution: {limit: 1, window_seconds: 60}",
        "bad value of 'rules.repeated_execution.limit' (risk.yaml:3): expected a whole number from 2 to 10000, was '1'"
      ),
    ])
  func faults(text: String, message: String) { #expect(RuleText.fault(text) == message) }
}
