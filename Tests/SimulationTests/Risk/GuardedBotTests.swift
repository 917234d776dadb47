import BotAssembly
import RiskControl
import SeededProperties
import TestSupport
import Testing
import TradingCore

/// Bots under risk control: what their limits find, when, and what is done about it.
struct GuardedBotTests {
  private static let minute: Int64 = 60_000
  private static let hour = 60 * minute
  private static let day = 24 * hour

  private static func loss(
    _ dollars: Int64, _ enforcement: DailyLoss.Enforcement = .flatten
  ) throws -> DailyLoss {
    try DailyLoss(.init(limit: Money(units: dollars * 1_000_000), enforcement: enforcement))
  }

  @Test(
    "dealt out in any way, stopped or not, bots under limits do the same",
    arguments: SeededBatch.all(SessionCount.seeds(60), 12))
  func agreement(_ batch: SeededBatch) { batch.expect(.riskAgreement) }

  /// A point on 10,000 units is ten cents: with both bots long from 1.10010 it costs twenty, and ten dollars are lost
  /// fifty points below.
  @Test("a loss that two bots share is found at the quote that reaches it, and both are closed there")
  func sharedLoss() throws {
    let plan: [MarketCase.Ask] = [.init(0, .submit(.buy, 10_000)), .init(3, .submit(.buy, 1_000))]
    let bots = try PlannedGroup(
      ["a": plan, "b": plan], under: PlannedGroup.policy(Self.loss(10), to: .account("A")))
    _ = bots.quote(0, 110_000)
    #expect(bots.quote(1, 109_961) == [])
    #expect(
      bots.quote(2, 109_960) == [
        "a 2 asks to close 1 as 2", "a 2 filled 2 10000 risk", "a 2 closed 10000",
        "b 2 asks to close 1 as 2", "b 2 filled 2 10000 risk", "b 2 closed 10000",
      ])
    #expect(
      bots.locks == [
        "account:A daily_loss_limit: 10.00 USD lost, until 2024-01-10T22:00:00.000Z"
      ])
    #expect(
      bots.quote(3, 110_000) == ["a 3 denied 3 daily_loss_limit", "b 3 denied 3 daily_loss_limit"])
    #expect(try bots.bot("a").state.account.balance.units == 995_000_000)
  }

  @Test("what is opened at the quote that reaches the limit is closed at it, too")
  func entryAtTheLimit() throws {
    let bots = try PlannedGroup(
      ["a": [.init(0, .submit(.buy, 10_000)), .init(1, .submit(.buy, 1_000))]],
      under: PlannedGroup.policy(Self.loss(5), to: .bot("a")))
    _ = bots.quote(0, 110_000)
    #expect(
      bots.quote(1, 109_960) == [
        "a 1 asks for order 2", "a 1 filled 2 1000 entry", "a 1 asks to close 1 as 3",
        "a 1 asks to close 2 as 4", "a 1 filled 3 10000 risk", "a 1 closed 10000",
        "a 1 filled 4 1000 risk", "a 1 closed 1000",
      ])
  }

  @Test("a limit that only blocks leaves what is open to its strategy, whose closes are never denied")
  func blocked() throws {
    let bots = try PlannedGroup(
      ["a": [.init(0, .submit(.buy, 10_000)), .init(2, .submit(.buy, 1_000)), .init(2, .close(1))]],
      under: PlannedGroup.policy(Self.loss(5, .block), to: .bot("a")))
    _ = bots.quote(0, 110_000)
    #expect(bots.quote(1, 109_900) == [])
    #expect(
      bots.quote(2, 109_900) == [
        "a 2 denied 2 daily_loss_limit", "a 2 asks to close 1 as 3", "a 2 filled 3 10000 strategy",
        "a 2 closed 10000",
      ])
  }

  @Test("one entry too many is denied, and others cool down until the clock or a quote says that it is over")
  func frequency() throws {
    let rule = try TradeFrequency(.init(minute: .init(1, coolDownSeconds: 90)))
    let plan = [0, 1_000, 61_000, 91_000].map { MarketCase.Ask($0, .submit(.buy, 1_000)) }
    let bots = try PlannedGroup(["a": plan], under: PlannedGroup.policy(rule, to: .bot("a")))
    #expect(bots.quote(0, 110_000) == ["a 0 asks for order 1", "a 0 filled 1 1000 entry"])
    #expect(bots.quote(1_000, 110_000) == ["a 1000 denied 2 trade_frequency_limit"])
    #expect(bots.quote(61_000, 110_000) == ["a 61000 denied 3 trade_frequency_limit"])
    #expect(bots.group.dueTime == MarketCase.time(91_000))
    #expect(
      bots.quote(91_000, 110_000) == ["a 91000 asks for order 4", "a 91000 filled 4 1000 entry"])
    #expect(bots.locks == [])
    #expect(bots.group.takeActions().map(\.rank) == [0, 1, 8])
  }

  @Test("a lock until an instant is over by the clock, without a quote")
  func clock() throws {
    let bots = try PlannedGroup(["a": [], "b": []], under: RiskPolicy())
    _ = bots.quote(0, 110_000)
    _ = bots.operate(.lock(until: MarketCase.time(5_000)), of: .account("A"), at: 0)
    #expect(try bots.bot("b").halts.map(\.code) == [.operatorLock])
    #expect(bots.group.dueTime == MarketCase.time(5_000))
    _ = bots.pass(4_999)
    #expect(bots.locks.count == 1)
    _ = bots.pass(5_000)
    #expect(bots.locks == [])
    #expect(try bots.bot("a").halts.isEmpty && bots.bot("b").halts.isEmpty)
    #expect(bots.group.dueTime == .distantFuture)
  }

  @Test("a kill through the tree closes on paper with its reason, by a clock and without a quote")
  func kill() throws {
    let bots = try PlannedGroup(
      [
        "a": [
          .init(0, .submit(.buy, 1_000)), .init(0, .submit(.buy, 1_000, .limit(Price(points: 108_000)))),
        ],
        "b": [.init(0, .submit(.sell, 2_000)), .init(5 * Self.hour, .submit(.sell, 1_000))],
      ], under: RiskPolicy())
    _ = bots.quote(0, 110_000)
    #expect(
      bots.operate(.kill, of: .desk, at: 3 * Self.hour) == [
        "a 10800000 asks to cancel 2", "a 10800000 asks to close 1 as 3", "a 10800000 canceled 2",
        "a 10800000 filled 3 1000 kill", "a 10800000 closed 1000",
        "b 10800000 asks to close 1 as 2", "b 10800000 filled 2 2000 kill", "b 10800000 closed 2000",
      ])
    #expect(bots.quote(5 * Self.hour, 110_000) == ["b 18000000 denied 3 kill_switch"])
  }

  @Test("what a closed market has refused is closed when it opens, at the quote that opens it")
  func closedMarket() throws {
    let bots = try PlannedGroup(["a": [.init(0, .submit(.buy, 1_000))]], under: RiskPolicy()) {
      $0.enforcesTradingHours = true
    }
    _ = bots.quote(0, 110_000)
    // Wednesday noon to Saturday noon, then Monday noon.
    #expect(
      bots.operate(.kill, of: .desk, at: 3 * Self.day) == [
        "a 259200000 asks to close 1 as 2", "a 259200000 rejected 2 closed_market",
      ])
    #expect(bots.group.dueTime == MarketCase.time(3 * Self.day + Self.minute))
    #expect(
      bots.pass(3 * Self.day + Self.minute) == [
        "a 259260000 asks to close 1 as 3", "a 259260000 rejected 3 closed_market",
      ])
    #expect(
      bots.quote(5 * Self.day, 110_500) == [
        "a 432000000 asks to close 1 as 4", "a 432000000 filled 4 1000 kill", "a 432000000 closed 1000",
      ])
  }

  @Test("entries are made at a part of their size, or not at all where that is too little")
  func size() throws {
    let bots = try PlannedGroup(
      ["a": [.init(0, .submit(.buy, 5_000)), .init(1, .submit(.buy, 1_000)), .init(2, .close(1))]],
      under: PlannedGroup.policy(HalfSize(.init()), to: .desk))
    #expect(bots.quote(0, 110_000) == ["a 0 asks for order 1", "a 0 filled 1 2000 entry"])
    #expect(bots.quote(1, 110_000) == ["a 1 denied 2 volume_below_minimum"])
    #expect(bots.quote(2, 110_000).last == "a 2 closed 2000")
  }

  @Test("a bot under a tree without rules is saved as it is without a tree; with rules it says so")
  func saved() throws {
    let plan: [MarketCase.Ask] = [.init(0, .submit(.buy, 1_000))]
    let alone = try PlannedBot(plan)
    _ = try alone.quote(0, 110_000)
    let free = try PlannedGroup(["a": plan], under: RiskPolicy())
    _ = free.quote(0, 110_000)
    #expect(try free.bot("a").saveState() == alone.bot.saveState())
    #expect(try free.group.saveRisk() == nil)
    let guarded = try PlannedGroup(["a": plan], under: PlannedGroup.policy(Self.loss(5), to: .desk))
    _ = guarded.quote(0, 110_000)
    #expect(try guarded.bot("a").saveState() != alone.bot.saveState())
    #expect(try guarded.group.saveRisk() != nil)
  }
}

/// Has everybody trade at half the size.
private struct HalfSize: RiskRule {
  struct Settings: Codable, Sendable, Hashable {}
  struct State: Codable, Sendable, Hashable {}

  static let name = "half_size"
  static let hears: RiskEvent.Kinds = [.flows]
  let settings = Settings()
  var state = State()

  init(_ settings: Settings) {}

  mutating func take(_ event: RiskEvent, in scene: RiskScene) throws(ArithmeticError) -> [RiskAction] {
    [scene.action(.size(millionths: 500_000), .riskObserve, by: Self.self, limit: "half", value: "all")]
  }
}
