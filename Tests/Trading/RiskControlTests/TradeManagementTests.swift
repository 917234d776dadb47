import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Break-even and trailing stops that risk gives to positions.
@Suite struct TradeManagementTests {
  private static let both = TradeManagement.Settings(
    breakEven: .init(triggerTicks: 20, offsetTicks: 2), trail: .init(activationTicks: 40, trailTicks: 15))

  private static func policy(_ settings: TradeManagement.Settings) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try TradeManagement(settings), toEach: .account)
    return policy
  }

  private static func bench(_ settings: TradeManagement.Settings) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    try bench.join("a", account: "A")
    return bench
  }

  /// A position opened at 110,000 that would close at a price; a tick is 5 points.
  private static func mark(_ price: Int64, _ side: OrderSide = .buy) -> BotMark {
    var mark = RiskBench.holding("a", [(1, side, 1)])
    mark.positions[0].price = Price(points: price)
    mark.positions[0].tickPoints = 5
    return mark
  }

  private static func protect(_ levels: Protection) -> RiskAction.Verb {
    .protect(bot: "a", ClientOrderID(ordinal: 1), levels)
  }

  private static let breakEven = Protection(breakEven: BreakEven(triggerPoints: 100, offsetPoints: 10))
  private static let trailing = Protection(
    trailPoints: 75, breakEven: BreakEven(triggerPoints: 100, offsetPoints: 10))

  @Test("a position gets its break-even, in its symbol's ticks, as it opens, and once")
  func opening() throws {
    var bench = try Self.bench(.init(breakEven: .init(triggerTicks: 20, offsetTicks: 2)))
    let mark = Self.mark(110_000)
    let actions = bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [Self.protect(Self.breakEven)])
    #expect(actions.first?.code == .tradeManagement)
    #expect(actions.first?.limit == "break-even at 20 ticks")
    #expect(
      bench.tree.commands(actions, of: "a", before: .clear) == [
        .protect(ClientOrderID(ordinal: 1), Self.breakEven)
      ])
    #expect(bench.tree.wakeTime == .distantFuture)
    #expect(bench.take(.clock, at: 10, marks: [Self.mark(110_500)]).isEmpty)
  }

  @Test(
    "a trail begins at its profit, looked at every second until then",
    arguments: [
      (side: OrderSide.buy, price: 110_199 as Int64, begins: false), (.buy, 110_200, true),
      (.buy, 110_201, true), (.sell, 109_801, false), (.sell, 109_800, true), (.sell, 109_799, true),
    ])
  func activation(side: OrderSide, price: Int64, begins: Bool) throws {
    var bench = try Self.bench(Self.both)
    let fill = RiskBench.fill(position: 1, side: side)
    let opened = bench.take(.filled(fill), of: "a", at: 1, marks: [Self.mark(110_000, side)])
    #expect(opened.map(\.verb) == [Self.protect(Self.breakEven)])
    #expect(bench.tree.wakeTime == RiskBench.at(2))
    let actions = bench.take(.clock, at: 2, marks: [Self.mark(price, side)])
    #expect(actions.map(\.verb) == (begins ? [Self.protect(Self.trailing)] : []))
    #expect(bench.tree.wakeTime == (begins ? .distantFuture : RiskBench.at(3)))
  }

  @Test("a trail of no activation begins at once")
  func atOnce() throws {
    var bench = try Self.bench(.init(trail: .init(trailTicks: 15)))
    let fill = RiskBench.fill(position: 1)
    let actions = bench.take(.filled(fill), of: "a", at: 1, marks: [Self.mark(109_990)])
    #expect(actions.map(\.verb) == [Self.protect(Protection(trailPoints: 75))])
    #expect(bench.tree.wakeTime == .distantFuture)
  }

  @Test("what a change of the bot's own takes away is given again, a second later")
  func changes() throws {
    var bench = try Self.bench(.init(breakEven: .init(triggerTicks: 20, offsetTicks: 2)))
    let mark = Self.mark(110_000)
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [mark])
    #expect(bench.take(.approved(RiskBench.ask(.changes)), of: "a", at: 10, marks: [mark]).isEmpty)
    #expect(bench.tree.wakeTime == RiskBench.at(11))
    #expect(bench.take(.clock, at: 11, marks: [mark]).map(\.verb) == [Self.protect(Self.breakEven)])
    #expect(bench.tree.wakeTime == .distantFuture)
    // A change that takes nothing away needs no answer: the rule's own among them.
    var whole = mark
    whole.positions[0].levels = Self.breakEven
    bench.take(.approved(RiskBench.ask(.changes)), of: "a", at: 20, marks: [whole])
    #expect(bench.take(.clock, at: 21, marks: [whole]).isEmpty)
  }

  @Test("stopped and started in the middle it goes on the same")
  func restart() throws {
    var bench = try Self.bench(Self.both)
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [Self.mark(110_000)])
    bench.tree = try bench.restored(try Self.policy(Self.both))
    #expect(bench.take(.clock, at: 2, marks: [Self.mark(110_100)]).isEmpty)
    let actions = bench.take(.clock, at: 3, marks: [Self.mark(110_200)])
    #expect(actions.map(\.verb) == [Self.protect(Self.trailing)])
    let bytes = try StateEncoder.encode(actions)
    #expect(try StateDecoder.decode([RiskAction].self, from: bytes) == actions)
  }

  @Test("nothing is denied, and it holds nobody")
  func exits() throws {
    var bench = try Self.bench(Self.both)
    for effect in RiskAsk.Effect.allCases {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 1).isEmpty)
    }
    #expect(bench.held == [])
  }

  @Test("the keys of a file, and what makes no sense in them")
  func file() throws {
    #expect(
      try RuleText.says(
        """
        trade_management:
            enabled: true
            auto_breakeven: {enabled: true, profit_trigger_ticks: 20, offset_ticks: 2}
            trailing_stop: {enabled: true, activation_ticks: 40, trail_ticks: 15}
        """, TradeManagement(Self.both)))
    #expect(
      RuleText.fault(
        "trade_management: {auto_breakeven: {profit_trigger_ticks: 5, offset_ticks: 5}}")
        == "bad value of 'rules.trade_management.auto_breakeven' (risk.yaml:3): offset_ticks 5 is not below profit_trigger_ticks 5; the stop has to be on the losing side of the market when it is moved"
    )
    #expect(
      RuleText.fault("trade_management: {trailing_stop: {enabled: false, trail_ticks: 5}}")
        == "bad value of 'rules.trade_management' (risk.yaml:3): neither auto_breakeven nor trailing_stop is on; give one of them with enabled: true, or set enabled: false"
    )
    #expect(RuleText.fault("trade_management: {trailing_stop: {trail_ticks: 0}}").contains("was '0'"))
    #expect(throws: RiskSettingFault.self) { try TradeManagement(.init()) }
  }
}
