import RiskControl
import TestSupport
import Testing
import TradingCore

/// Locks that give what is open a deadline, and releases that need a person.
@Suite struct LeaveTests {
  private static let deadline = RiskBench.at(100)

  /// A bot with a position, under a rule that does what a session is named after.
  private static func bench() throws -> RiskBench {
    let rule = ScriptedRule { event, scene in
      guard case .session(let name, _) = event.what else { return [] }
      let verb: RiskAction.Verb =
        name == "leave"
        ? .leave(symbol: nil, until: nil, deadline: Self.deadline, style: .trailing)
        : .lock(symbol: nil, until: nil, flattens: true)
      return [scene.action(verb, .accountHalt, by: ScriptedRule.self, limit: "l", value: "v")]
    }
    var bench = RiskBench(rule, toEach: .desk)
    try bench.join("a")
    bench.marks["a"] = RiskBench.mark("a", 1_000)
    bench.clock(at: 0)
    return bench
  }

  private static func say(_ name: String, at second: Int64, _ bench: inout RiskBench) -> [RiskAction] {
    bench.take(.session(name: name, isOpen: true), at: second)
  }

  @Test(
    "entries are halted and canceled at once, and what is open is closed from the deadline on, every minute")
  func deadline() throws {
    var bench = try Self.bench()
    #expect(
      Self.say("leave", at: 1, &bench).map(\.brief) == [
        "leave TRAILING desk account_halt", "cancel desk account_halt",
      ])
    #expect(bench.enter("a", at: 2)?.code == .accountHalt)
    #expect(bench.tree.wakeTime == Self.deadline)
    #expect(bench.clock(at: 99).isEmpty)
    #expect(bench.clock(at: 100).map(\.rank) == [5, 6])
    #expect(bench.clock(at: 159).isEmpty)
    #expect(bench.clock(at: 160).map(\.rank) == [5, 6])
  }

  @Test(
    "the same lock without a deadline takes its place, at once; one with a deadline never does the reverse")
  func sooner() throws {
    var bench = try Self.bench()
    _ = Self.say("leave", at: 1, &bench)
    #expect(Self.say("now", at: 2, &bench).map(\.rank) == [1, 5, 6])
    #expect(Self.say("leave", at: 3, &bench).isEmpty)
    #expect(bench.clock(at: 62).map(\.rank) == [5, 6])
  }

  @Test("a deadline that has passed is none")
  func passed() throws {
    var bench = try Self.bench()
    #expect(Self.say("leave", at: 100, &bench).map(\.brief).first == "lock desk account_halt")
  }

  @Test("what opens while it waits is closed at once")
  func intruder() throws {
    var bench = try Self.bench()
    _ = Self.say("leave", at: 1, &bench)
    #expect(
      bench.take(.filled(RiskBench.fill(7)), of: "a", at: 2).map(\.verb) == [
        .close(.one(ClientOrderID(ordinal: 7)))
      ])
  }

  @Test("a word about everything leaves what waits for a person, one about it does not")
  func release() throws {
    var bench = try Self.bench()
    _ = Self.say("now", at: 1, &bench)
    bench.act(.lock(until: nil), at: 2)
    bench.act(.unlock(nil), at: 3)
    #expect(bench.held == ["desk account_halt"])
    #expect(bench.act(.unlock(.accountHalt), by: "", at: 4).map(\.brief) == ["tell desk kill_switch"])
    #expect(bench.act(.unlock(.accountHalt), at: 5).map(\.brief) == ["release desk account_halt"])
  }
}
