import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The kill switch's fourth tier: news, the end of the day, the weekend, and trades per hour.
@Suite struct SessionTierTests {
  /// Wednesday 2024-01-10 21:00 UTC.
  static let close: Int64 = 9 * 3_600
  /// Friday 2024-01-12 20:45 UTC.
  static let weekend: Int64 = 2 * 86_400 + 8 * 3_600 + 2_700

  private static func policy(_ settings: SessionTier.Settings = .init()) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try SessionTier(settings), toEach: .desk)
    return policy
  }

  private static func bench(_ settings: SessionTier.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    try bench.join("a")
    try bench.join("b")
    bench.marks["a"] = RiskBench.mark("a", 1_000)
    bench.clock(at: 0)
    return bench
  }

  @Test("at 21:00 UTC everything is closed, and a quarter of an hour later entries pass again")
  func endOfDay() throws {
    var bench = try Self.bench()
    #expect(bench.clock(at: Self.close - 1).isEmpty)
    let actions = bench.clock(at: Self.close)
    #expect(
      actions.map(\.brief) == [
        "lock desk end_of_day_close", "cancel desk end_of_day_close", "close desk end_of_day_close",
      ])
    #expect(actions.first?.value == "the day ended at 2024-01-10T21:00:00.000Z")
    #expect(bench.enter("b", at: Self.close + 959)?.code == .endOfDay)
    #expect(bench.enter("b", at: Self.close + 960) == nil)
  }

  @Test(
    "the market's chaos says how: wait for the entry, follow, or at once",
    arguments: [
      (chaos: 299_999 as Int64, style: ExitStyle.breakeven), (300_000, .trailing), (600_000, .trailing),
      (600_001, .immediate),
    ])
  func style(chaos: Int64, style: ExitStyle) throws {
    var bench = try Self.bench()
    bench.climate(100_000, symbol: "GBPUSD", at: 1)
    bench.climate(chaos, at: 2)
    let actions = bench.clock(at: Self.close)
    if style == .immediate {
      #expect(actions.map(\.rank) == [1, 5, 6])
    } else {
      #expect(
        actions.map(\.brief) == [
          "leave \(style.rawValue) desk end_of_day_close", "cancel desk end_of_day_close",
        ])
    }
  }

  @Test("at the deadline what is open is closed at once")
  func deadline() throws {
    var bench = try Self.bench()
    bench.climate(100_000, at: 1)
    bench.clock(at: Self.close)
    #expect(bench.clock(at: Self.close + 899).isEmpty)
    #expect(bench.clock(at: Self.close + 900).map(\.rank) == [5, 6])
  }

  @Test("a jump over deadline and end closes once all the same, and entries pass again")
  func jump() throws {
    var bench = try Self.bench()
    bench.climate(100_000, at: 1)
    bench.clock(at: Self.close)
    #expect(
      bench.clock(at: Self.close + 5_000).map(\.brief) == [
        "cancel desk end_of_day_close", "close desk end_of_day_close", "release desk end_of_day_close",
      ])
    #expect(bench.clock(at: Self.close + 6_000).isEmpty)
    #expect(bench.held.isEmpty)
  }

  @Test("the weekend closes, lets no entry pass, and ends on Sunday")
  func weekend() throws {
    var bench = try Self.bench(.init(endOfDay: nil))
    #expect(bench.clock(at: Self.weekend - 1).isEmpty)
    #expect(bench.clock(at: Self.weekend).map(\.brief).first == "lock desk weekend_trading")
    #expect(bench.enter("b", at: Self.weekend + 3_600)?.code == .weekend)
    let sunday = Self.weekend + 2 * 86_400 + 900
    #expect(bench.enter("b", at: sunday - 1)?.code == .weekend)
    #expect(bench.enter("b", at: sunday) == nil)
    #expect(!bench.clock(at: Self.weekend + 7 * 86_400).isEmpty)
  }

  @Test("who comes in at a weekend finds it closed; off, it is traded")
  func comesAtWeekend() throws {
    for (span, isDenied) in [(WeekSpan.weekend as WeekSpan?, true), (nil, false)] {
      var bench = RiskBench(try Self.policy(.init(endOfDay: nil, weekend: span)))
      try bench.join("a", at: Self.weekend + 86_400)
      #expect((bench.enter("a", at: Self.weekend + 86_401) != nil) == isDenied)
    }
  }

  @Test("news halts its symbol until it is over, with an exit by that symbol's chaos")
  func news() throws {
    var bench = try Self.bench()
    let actions = bench.climate(200_000, .newsEvent, at: 1)
    #expect(actions.map(\.brief) == ["leave BREAKEVEN desk news_event_halt", "cancel desk news_event_halt"])
    #expect(actions.first?.value == "news of EURUSD")
    #expect(bench.enter("b", at: 2)?.code == .newsHalt)
    #expect(bench.take(.asked(RiskBench.ask(.opens, symbol: 1)), of: "b", at: 2).denial == nil)
    // Another bot says the same: nothing new, and its end is not the other's.
    #expect(bench.climate(200_000, .newsEvent, of: "b", at: 3).isEmpty)
    #expect(bench.climate(200_000, .rangeStable, at: 4).isEmpty)
    #expect(
      bench.climate(200_000, .rangeStable, of: "b", at: 5).map(\.brief) == ["release desk news_event_halt"])
    #expect(bench.enter("b", at: 6) == nil)
  }

  @Test("a session of news halts everything, or its symbol; with the halt off it does nothing")
  func newsSessions() throws {
    var bench = try Self.bench()
    #expect(bench.take(.session(name: "news", isOpen: true), at: 1).map(\.rank) == [1, 5, 6])
    #expect(
      bench.take(.session(name: "news", isOpen: false), at: 2).map(\.brief) == [
        "release desk news_event_halt"
      ])
    let one = bench.take(.session(name: "news:GBPUSD", isOpen: true), at: 3)
    #expect(one.last?.verb == .close(.symbol(Known.instrument("GBPUSD").symbol)))
    var off = try Self.bench(.init(newsHalt: false))
    #expect(off.take(.session(name: "news", isOpen: true), at: 1).isEmpty)
    #expect(off.climate(200_000, .newsEvent, at: 1).isEmpty)
  }

  @Test("a bot that has gone keeps no news")
  func gone() throws {
    var bench = try Self.bench()
    bench.climate(200_000, .newsEvent, of: "b", at: 1)
    let actions = bench.tree.leave("b", mark: RiskBench.mark("b", 1_000), at: RiskBench.at(2))
    #expect(actions.map(\.brief) == ["release desk news_event_halt"])
  }

  @Test("fifty trades in any hour pass, over all bots; one more is denied until the first is an hour old")
  func perHour() throws {
    var bench = try Self.bench()
    for second in Int64(1)...50 { #expect(bench.enter(second % 2 == 0 ? "a" : "b", at: second) == nil) }
    #expect(bench.enter("a", at: 51)?.code == .hourlyTrades)
    #expect(bench.enter("a", at: 3_600)?.limit == "50 trades an hour")
    #expect(bench.enter("a", at: 3_601) == nil)
    #expect(bench.enter("a", at: 3_601)?.code == .hourlyTrades)
  }

  @Test("what winds down goes on over a restart")
  func restart() throws {
    var bench = try Self.bench()
    bench.climate(100_000, at: 1)
    bench.clock(at: Self.close)
    bench.tree = try bench.restored(try Self.policy())
    #expect(bench.tree.locks.first?.lock.winding == .breakeven)
    #expect(bench.clock(at: Self.close + 900).map(\.rank) == [5, 6])
    #expect(bench.tree.locks.first?.lock.winding == nil)
  }

  @Test("an engine is told to cancel, then how to leave")
  func commands() throws {
    var bench = try Self.bench()
    bench.climate(400_000, .newsEvent, at: 1)
    bench.climate(400_000, .rangeStable, at: 2)
    let before = bench.tree.view(of: "b")
    let actions = bench.climate(400_000, .newsEvent, at: 3)
    #expect(
      bench.tree.commands(actions, of: "b", before: before) == [
        .halt(.newsHalt, symbolIndex: 0), .cancelAll(symbolIndex: 0),
        .windDown(symbolIndex: 0, .trailing, .risk),
      ])
  }

  @Test("a market that becomes too chaotic for an exit that waits has it closed at once")
  func hurry() throws {
    var bench = try Self.bench()
    bench.climate(100_000, at: 1)
    bench.clock(at: Self.close)
    #expect(bench.climate(600_000, at: Self.close + 1).isEmpty)
    let actions = bench.climate(600_001, at: Self.close + 2)
    #expect(actions.map(\.rank) == [1, 5, 6])
    #expect(actions.first?.code == .endOfDay)
    #expect(bench.climate(700_000, at: Self.close + 3).isEmpty)
    #expect(bench.enter("b", at: Self.close + 960) == nil)
  }

  @Test("a limit that has come true at once takes the place of an exit that waits")
  func atOnce() throws {
    var bench = try Self.bench()
    bench.climate(100_000, .newsEvent, at: 1)
    #expect(
      bench.take(.operated(OperatorAct(.kill, by: "ann", reason: "x")), at: 2).map(\.rank) == [1, 5, 6])
  }
}
