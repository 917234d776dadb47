import RiskControl
import TestSupport
import Testing
import TradingCore

struct GrantTermTests {
  private static func bench(until second: Int64) throws -> RiskBench {
    var bench = RiskBench(GrantTerm(), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(RiskGrant(until: RiskBench.at(second), request: "R1", mode: .demo)), of: "a", at: 0)
    return bench
  }

  @Test("a grant that has run out opens nothing", arguments: [(99, false), (100, true)] as [(Int64, Bool)])
  func end(_ second: Int64, _ isOver: Bool) throws {
    var bench = try Self.bench(until: 100)
    #expect((bench.enter("a", at: second)?.code == .grantExpired) == isOver)
  }

  @Test("the clock finds its end though nothing else happens, and what is open stays")
  func clock() throws {
    var bench = try Self.bench(until: 100)
    #expect(bench.tree.wakeTime == RiskBench.at(100))
    let actions = bench.clock(at: 100)
    #expect(actions.map(\.verb) == [.lock(symbol: nil, until: nil, flattens: false)])
    #expect(actions.map(\.value) == ["the grant of R1"])
    #expect(bench.tree.wakeTime == .distantFuture)
  }

  @Test("another grant frees the bot; one that comes before the end takes its place without a word")
  func renewal() throws {
    var bench = try Self.bench(until: 100)
    #expect(
      bench.take(.granted(RiskGrant(until: RiskBench.at(200), request: "R2", mode: .demo)), of: "a", at: 50)
        .isEmpty)
    #expect(bench.enter("a", at: 150) == nil)
    #expect(bench.clock(at: 200).count == 1)
    let actions = bench.take(
      .granted(RiskGrant(until: RiskBench.at(300), request: "R3", mode: .demo)), of: "a", at: 250)
    #expect(actions.map(\.brief) == ["release bot:a grant_expired"])
    #expect(bench.enter("a", at: 260) == nil)
  }

  @Test("a mode that rests on nothing has no end")
  func none() throws {
    var bench = try Self.bench(until: 100)
    bench.take(.granted(nil), of: "a", at: 50)
    #expect(bench.enter("a", at: 1_000) == nil)
  }
}
