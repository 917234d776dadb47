import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The kill switch's second tier: families of which too much fails at once, or that lose too much.
@Suite struct FamilyTierTests {
  private static func policy(_ settings: FamilyTier.Settings = .init()) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try BotTier(.init(consecutiveLosses: 1)), toEach: .bot)
    policy.add(try FamilyTier(settings), toEach: .family)
    return policy
  }

  private static func bench(_ settings: FamilyTier.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try policy(settings))
    for bot in ["a", "b", "c", "d"] { try bench.join(bot, family: "scalp") }
    try bench.join("z", family: "trend")
    return bench
  }

  @Test("the third bot in quarantine halts its family, at once; another goes on")
  func failing() throws {
    var bench = try Self.bench()
    bench.close("a", result: -1, at: 1)
    #expect(bench.close("b", result: -1, at: 2).allSatisfy { $0.scope == .bot("b") })
    let actions = bench.close("c", result: -1, at: 3)
    #expect(
      actions.map(\.brief) == [
        "lock bot:c bot_quarantine", "lock family:scalp family_halt", "cancel family:scalp family_halt",
        "close family:scalp family_halt", "tell bot:c bot_quarantine", "tell family:scalp family_halt",
      ])
    #expect(actions.first { $0.code == .familyHalt }?.value == "a, b, c")
    #expect(bench.enter("d", at: 4)?.code == .familyHalt)
    #expect(bench.enter("z", at: 4) == nil)
  }

  @Test("a bot that was released before does not fail any more")
  func released() throws {
    var bench = try Self.bench()
    bench.close("a", result: -1, at: 1)
    bench.act(.unlock(.botQuarantine), of: "a", at: 2)
    bench.close("b", result: -1, at: 3)
    bench.close("c", result: -1, at: 4)
    #expect(!bench.held.contains("family:scalp family_halt"))
  }

  @Test(
    "20 % of what its bots began with, all of them together",
    arguments: [(equity: 201, isHeld: false), (200, true)])
  func loss(equity: Int64, isHeld: Bool) throws {
    var bench = try Self.bench()
    #expect(bench.move("a", to: equity, at: 1).contains { $0.code == .familyHalt } == isHeld)
    #expect(bench.held.contains("family:scalp family_halt") == isHeld)
  }

  @Test("who reviews it says who and why, and then it counts anew")
  func review() throws {
    var bench = try Self.bench(.init(failingBots: nil))
    bench.move("a", to: 200, at: 1)
    let family = RiskScope.family("scalp")
    bench.act(.unlock(nil), of: family, at: 2)
    #expect(bench.held.contains("family:scalp family_halt"))
    bench.act(.unlock(.familyHalt), of: family, at: 3)
    #expect(!bench.held.contains("family:scalp family_halt"))
    #expect(!bench.move("b", to: 500, at: 4).contains { $0.code == .familyHalt })
    #expect(bench.move("b", to: 360, at: 5).contains { $0.code == .familyHalt })
  }

  @Test("what fails is remembered over a restart")
  func restart() throws {
    var bench = try Self.bench()
    bench.close("a", result: -1, at: 1)
    bench.close("b", result: -1, at: 2)
    let policy = try Self.policy()
    let bytes = try StateEncoder.encode(with: bench.tree.encodeState)
    var other = RiskBench(policy)
    for bot in ["a", "b", "c", "d"] { try other.join(bot, family: "scalp") }
    try other.join("z", family: "trend")
    try StateDecoder.decode(from: bytes) { try other.tree.restoreState(from: $0) }
    #expect(other.close("c", result: -1, at: 3).contains { $0.code == .familyHalt })
  }
}
