import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Positions without a stop: how long they may be, and what becomes of them.
@Suite struct NoStopLossGraceTests {
  private static func policy(_ seconds: Int64) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try NoStopLossGrace(.init(graceSeconds: seconds)), toEach: .account)
    return policy
  }

  private static func bench(_ seconds: Int64 = 30) throws -> RiskBench {
    var bench = RiskBench(try policy(seconds))
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  /// A lot bought, with or without a stop.
  private static func mark(_ bot: String = "a", _ ids: [UInt64] = [1], isProtected: Bool = false) -> BotMark {
    var mark = RiskBench.holding(bot, ids.map { ($0, .buy, 1) })
    for index in mark.positions.indices { mark.positions[index].isProtected = isProtected }
    return mark
  }

  private static func trim(_ bot: String, _ id: UInt64) -> RiskAction.Verb {
    .trim(bot: bot, ClientOrderID(ordinal: id), units: 100_000)
  }

  @Test(
    "a position without a stop is closed when its grace is over, not before",
    arguments: [(at: 39 as Int64, isClosed: false), (40, true), (41, true)])
  func grace(at second: Int64, isClosed: Bool) throws {
    var bench = try Self.bench()
    #expect(
      bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()]).isEmpty)
    #expect(bench.tree.wakeTime == RiskBench.at(40))
    let actions = bench.take(.clock, at: second, marks: [Self.mark()])
    #expect(actions.map(\.verb) == (isClosed ? [Self.trim("a", 1)] : []))
    if isClosed {
      #expect(actions.first?.code == .noStopLoss)
      #expect(actions.first?.limit == "a stop within 30 s")
      #expect(actions.first?.value == "position 1 of a without one")
      #expect(
        bench.tree.commands(actions, of: "a", before: .clear) == [
          .close(ClientOrderID(ordinal: 1), quantity: Quantity(units: 100_000), .risk)
        ])
      #expect(bench.tree.commands(actions, of: "b", before: .clear) == [])
    }
  }

  @Test("one that gets its stop in time, or has it from the start, is left alone")
  func protected() throws {
    var bench = try Self.bench()
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()])
    #expect(bench.take(.clock, at: 40, marks: [Self.mark(isProtected: true)]).isEmpty)
    #expect(bench.tree.wakeTime == .distantFuture)
    #expect(bench.take(.clock, at: 90, marks: [Self.mark(isProtected: true)]).isEmpty)
  }

  @Test("a stop that is taken away begins the grace anew, seen within a second")
  func takenAway() throws {
    var bench = try Self.bench()
    let before = Self.mark(isProtected: true)
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [before])
    // The marks of the approval are of before the change.
    #expect(bench.take(.approved(RiskBench.ask(.raises)), of: "a", at: 100, marks: [before]).isEmpty)
    #expect(bench.tree.wakeTime == RiskBench.at(101))
    #expect(bench.take(.clock, at: 101, marks: [Self.mark()]).isEmpty)
    #expect(bench.tree.wakeTime == RiskBench.at(131))
    #expect(bench.take(.clock, at: 130, marks: [Self.mark()]).isEmpty)
    #expect(bench.take(.clock, at: 131, marks: [Self.mark()]).map(\.verb) == [Self.trim("a", 1)])
  }

  @Test("what the market refuses to close is asked for again every minute")
  func retries() throws {
    var bench = try Self.bench()
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()])
    #expect(bench.take(.clock, at: 40, marks: [Self.mark()]).count == 1)
    #expect(bench.take(.clock, at: 99, marks: [Self.mark()]).isEmpty)
    #expect(bench.take(.clock, at: 100, marks: [Self.mark()]).count == 1)
  }

  @Test("each position has its own grace, whosever it is")
  func each() throws {
    var bench = try Self.bench()
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()])
    bench.take(.filled(RiskBench.fill(position: 7)), of: "b", at: 20, marks: [Self.mark("b", [7])])
    let first = bench.take(.clock, at: 40, marks: [Self.mark(), Self.mark("b", [7])])
    #expect(first.map(\.verb) == [Self.trim("a", 1)])
    let second = bench.take(.clock, at: 50, marks: [Self.mark("a", []), Self.mark("b", [7])])
    #expect(second.map(\.verb) == [Self.trim("b", 7)])
    #expect(second.first?.scope == .account("A"))
  }

  @Test("a clock that jumps over the end of a grace closes once")
  func jump() throws {
    var bench = try Self.bench()
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()])
    #expect(bench.take(.clock, at: 86_400, marks: [Self.mark()]).count == 1)
    #expect(bench.take(.clock, at: 86_401, marks: [Self.mark()]).isEmpty)
  }

  @Test("stopped and started in the middle, the grace goes on; nothing is ever denied")
  func restart() throws {
    var bench = try Self.bench()
    bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 10, marks: [Self.mark()])
    bench.tree = try bench.restored(try Self.policy(30))
    for effect in RiskAsk.Effect.allCases {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 20).denial == nil)
    }
    #expect(bench.take(.clock, at: 39, marks: [Self.mark()]).isEmpty)
    #expect(bench.take(.clock, at: 40, marks: [Self.mark()]).count == 1)
  }

  @Test("the keys of a file, and what makes no sense in them")
  func file() throws {
    let rule = try NoStopLossGrace(.init(graceSeconds: 30))
    #expect(
      try RuleText.says(
        "no_stop_loss_grace: {enabled: true, grace_period_seconds: 30, enforcement: close_position}", rule))
    #expect(
      RuleText.fault("no_stop_loss_grace: {grace_period_seconds: 0}")
        == "bad value of 'rules.no_stop_loss_grace.grace_period_seconds' (risk.yaml:3): expected a whole number from 1 to 31622400, was '0'"
    )
    #expect(RuleText.fault("no_stop_loss_grace: {}").contains("grace_period_seconds"))
    #expect(throws: RiskSettingFault.self) { try NoStopLossGrace(.init(graceSeconds: 0)) }
  }
}
