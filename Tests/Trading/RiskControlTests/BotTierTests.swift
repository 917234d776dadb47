import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The kill switch's first tier: what brings a bot into quarantine, and who takes it out.
@Suite struct BotTierTests {
  private static func bench(_ settings: BotTier.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try BotTier(settings), toEach: .bot)
    try bench.join("a")
    try bench.join("b")
    return bench
  }

  @Test("the fifth loss in a row brings quarantine, told, and only to that bot")
  func losses() throws {
    var bench = try Self.bench()
    for second in Int64(1)...4 { #expect(bench.close("a", result: -5, at: second).isEmpty) }
    let actions = bench.close("a", result: -5, at: 5)
    #expect(actions.map(\.brief) == ["lock bot:a bot_quarantine", "tell bot:a bot_quarantine"])
    #expect(actions.first?.verb == .lock(symbol: nil, until: nil, flattens: false))
    #expect(actions.first?.limit == "fewer than 5 losses in a row")
    #expect(actions.first?.value == "5 in a row")
    #expect(bench.enter("a", at: 6)?.code == .botQuarantine)
    #expect(bench.enter("b", at: 6) == nil)
  }

  @Test("a win begins anew, a result of nothing counts as neither, and entries of one close count once")
  func streak() throws {
    var bench = try Self.bench(.init(consecutiveLosses: 2))
    bench.close("a", result: -5, at: 1)
    bench.close("a", result: 5, at: 2)
    #expect(bench.close("a", result: -5, position: 3, at: 3).isEmpty)
    #expect(bench.close("a", result: -5, position: 3, at: 3).isEmpty)
    #expect(bench.close("a", result: 0, at: 4).isEmpty)
    #expect(bench.close("a", result: -1, at: 5).first?.value == "2 in a row")
  }

  @Test("twenty trades a day pass, one more is denied and brings quarantine; the day ends at its reset")
  func trades() throws {
    var bench = try Self.bench()
    bench.clock(at: 0)
    for order in UInt64(1)...20 { #expect(bench.enter("a", at: 1, order: order) == nil) }
    bench.clock(at: 36_000)
    for order in UInt64(21)...40 { #expect(bench.enter("a", at: 36_001, order: order) == nil) }
    let denial = bench.enter("a", at: 36_002, order: 41)
    #expect(denial?.code == .dailyTrades)
    #expect(denial?.limit == "20 trades a day")
    #expect(bench.held == ["bot:a bot_quarantine"])
    bench.clock(at: 36_000 + 86_400)
    #expect(bench.enter("a", at: 36_001 + 86_400)?.code == .botQuarantine)
  }

  @Test("the trades of a day go by the equity", arguments: [(equity: 400, allowed: 1), (600, 1), (1_000, 3)])
  func steps(equity: Int64, allowed: Int) throws {
    let steps = [BotTier.Trades(from: RiskBench.usd(500), 1), BotTier.Trades(from: RiskBench.usd(1_000), 3)]
    var bench = RiskBench(try BotTier(.init(dailyTrades: steps)), toEach: .bot)
    try bench.join("a", equity: equity)
    var count = 0
    while bench.enter("a", at: 1, order: UInt64(count) + 1) == nil { count += 1 }
    #expect(count == allowed)
  }

  @Test(
    "15 % of the day's start bring quarantine, found at the equity that reaches them",
    arguments: [(equity: 851, isHeld: false), (850, true), (849, true)])
  func drawdown(equity: Int64, isHeld: Bool) throws {
    var bench = try Self.bench()
    let actions = bench.move("a", to: equity, at: 1)
    #expect(actions.isEmpty == !isHeld)
    guard isHeld else { return }
    #expect(actions.map(\.rank) == [1, 5, 6, 9])
    #expect(actions.first?.limit == "a loss below 15 % a day of the equity at its start")
    #expect(actions.first?.value == "\(1_000 - equity).00 USD lost of 1000.00 USD")
  }

  @Test("the next day counts from where it begins, and quarantine stays until a person takes it off")
  func days() throws {
    var bench = try Self.bench()
    bench.clock(at: 0)
    bench.move("a", to: 900, at: 1)
    bench.clock(at: 36_000)
    #expect(bench.move("a", to: 800, at: 36_001).isEmpty)
    #expect(bench.move("a", to: 765, at: 36_002).map(\.brief).first == "lock bot:a bot_quarantine")
    bench.clock(at: 36_000 + 86_400)
    #expect(bench.held == ["bot:a bot_quarantine"])
    bench.act(.unlock(nil), of: "a", at: 123_000)
    #expect(bench.held == ["bot:a bot_quarantine"])
    bench.act(.unlock(.botQuarantine), of: "a", at: 123_001)
    #expect(bench.held.isEmpty)
    #expect(bench.move("a", to: 660, at: 123_002).isEmpty)
    #expect(!bench.move("a", to: 650, at: 123_003).isEmpty)
  }

  @Test("a peak of the day is what is lost from, where that is the baseline")
  func peak() throws {
    var bench = try Self.bench(.init(drawdown: LossLimit(100_000, per: .day, from: .peak)))
    bench.move("a", to: 1_200, at: 1)
    #expect(bench.move("a", to: 1_081, at: 2).isEmpty)
    #expect(bench.move("a", to: 1_080, at: 3).first?.value == "120.00 USD lost of 1200.00 USD")
  }

  @Test("an equity of nothing is the limit, whatever it was")
  func nothing() throws {
    var bench = RiskBench(try BotTier(), toEach: .bot)
    let actions = try bench.join("a", equity: 0)
    #expect(actions.map(\.brief).first == "lock bot:a bot_quarantine")
    #expect(actions.first?.value == "an equity of 0.00 USD")
  }

  @Test("what closes is never denied, and what counts is kept over a restart")
  func restart() throws {
    var policy = RiskPolicy()
    policy.add(try BotTier(.init(consecutiveLosses: 2)), toEach: .bot)
    var bench = RiskBench(policy)
    try bench.join("a")
    bench.close("a", result: -5, at: 1)
    bench.tree = try bench.restored(policy)
    #expect(bench.close("a", result: -5, at: 2).map(\.brief).first == "lock bot:a bot_quarantine")
    #expect(bench.take(.asked(RiskBench.ask(.closes)), of: "a", at: 3).isEmpty)
    #expect(bench.take(.asked(RiskBench.ask(.reduces)), of: "a", at: 3).isEmpty)
    bench.tree = try bench.restored(policy)
    #expect(bench.held == ["bot:a bot_quarantine"])
  }

  @Test("what is left of each limit")
  func allowances() throws {
    var bench = try Self.bench()
    bench.close("a", result: -5, at: 1)
    _ = bench.enter("a", at: 2)
    bench.take(.equityLeftBand, of: "a", at: 3, marks: [RiskBench.mark("a", 910)])
    let left = bench.tree.allowances(of: "a").map { "\($0.name) \($0.left) of \($0.limit)" }
    #expect(
      left == ["consecutive_losses 4 of 5", "daily_trades 19 of 20", "daily_drawdown 60000000 of 150000000"])
  }
}
