import RiskControl
import TestSupport
import Testing
import TradingCore

struct RiskLockTests {
  private static func act(_ verb: OperatorAct.Verb) -> RiskEvent.Happening {
    .operated(OperatorAct(verb, by: "ann (admin)", reason: "drill"))
  }

  private static func bench() throws -> RiskBench {
    var bench = RiskBench()
    try bench.join("a", account: "A", family: "trend")
    try bench.join("b", account: "B", family: "trend")
    return bench
  }

  @Test("a kill blocks, cancels and closes everything in its scope, until it is released")
  func kill() throws {
    var bench = try Self.bench()
    let before = bench.tree.view(of: "b")
    let actions = bench.take(Self.act(.kill), at: 1)
    #expect(
      actions.map(\.brief) == ["lock desk kill_switch", "cancel desk kill_switch", "close desk kill_switch"])
    #expect(actions.allSatisfy { $0.limit == "ann (admin)" && $0.value == "drill" && $0.rule == "operator" })
    #expect(
      bench.tree.commands(actions, of: "b", before: before) == [
        .halt(.killSwitch, symbolIndex: nil), .cancelAll(symbolIndex: nil),
        .closeAll(symbolIndex: nil, .kill),
      ])
    #expect(bench.enter("a", at: 1_000_000)?.code == .killSwitch)
    bench.take(Self.act(.unlock(nil)), at: 1_000_001)
    #expect(bench.enter("a", at: 1_000_002)?.code == .killSwitch)
    let killed = bench.tree.view(of: "b")
    let released = bench.take(Self.act(.release), at: 1_000_003)
    #expect(released.map(\.brief) == ["release desk kill_switch"])
    #expect(
      bench.tree.commands(released, of: "b", before: killed) == [.resume(.killSwitch, symbolIndex: nil)])
    #expect(bench.enter("a", at: 1_000_004) == nil)
  }

  @Test("while something is open behind a kill, closing is asked for again every minute")
  func pushes() throws {
    var bench = try Self.bench()
    bench.marks["a"] = RiskBench.mark("a", 1_000, isOpen: true)
    bench.clock(at: 0)
    bench.take(Self.act(.kill), at: 1)
    #expect(bench.tree.wakeTime == RiskBench.at(61))
    #expect(bench.clock(at: 60).isEmpty)
    #expect(bench.clock(at: 61).map(\.brief) == ["cancel desk kill_switch", "close desk kill_switch"])
    #expect(bench.clock(at: 120).isEmpty)
    bench.marks["a"] = RiskBench.mark("a", 1_000, isOpen: false)
    #expect(bench.clock(at: 121).isEmpty)
  }

  @Test("a position that opens behind a lock that flattens is closed at once; what closes is left alone")
  func intruder() throws {
    var bench = try Self.bench()
    bench.take(Self.act(.kill), of: "a", at: 1)
    let before = bench.tree.view(of: "a")
    let actions = bench.take(.filled(RiskBench.fill(5)), of: "a", at: 2)
    #expect(actions.map(\.verb) == [.close(.one(ClientOrderID(ordinal: 5)))])
    #expect(
      bench.tree.commands(actions, of: "a", before: before) == [
        .close(ClientOrderID(ordinal: 5), quantity: nil, .kill)
      ])
    #expect(bench.take(.filled(RiskBench.fill(6, reason: .kill)), of: "a", at: 3).isEmpty)
    #expect(bench.take(.filled(RiskBench.fill(7)), of: "b", at: 3).isEmpty)
  }

  @Test("orders that work when a bot is paused may fill and stay")
  func pause() throws {
    var bench = try Self.bench()
    #expect(bench.take(Self.act(.pause), of: "a", at: 1).map(\.brief) == ["lock bot:a bot_paused"])
    #expect(bench.take(Self.act(.pause), of: "a", at: 2).isEmpty)
    #expect(bench.take(.filled(RiskBench.fill(5)), of: "a", at: 3).isEmpty)
    #expect(bench.enter("a", at: 4)?.code == .botPaused)
    #expect(bench.enter("b", at: 4) == nil)
    #expect(bench.take(Self.act(.resume), of: "a", at: 5).map(\.brief) == ["release bot:a bot_paused"])
    #expect(bench.enter("a", at: 6) == nil)
  }

  @Test("a lock until an instant is over at it", arguments: [(99, true), (100, false)] as [(Int64, Bool)])
  func expiry(_ second: Int64, _ holds: Bool) throws {
    var bench = try Self.bench()
    bench.take(Self.act(.lock(until: RiskBench.at(100))), of: "a", at: 1)
    #expect(bench.tree.view(of: "a").wakeTime == RiskBench.at(100))
    #expect((bench.enter("a", at: second)?.code == .operatorLock) == holds)
    #expect(bench.held.isEmpty != holds)
  }

  @Test("a clock that jumps over the ends of locks ends each once")
  func jump() throws {
    var bench = try Self.bench()
    bench.take(Self.act(.lock(until: RiskBench.at(100))), of: "a", at: 1)
    bench.take(Self.act(.lock(until: RiskBench.at(200))), of: "b", at: 1)
    let actions = bench.clock(at: 900_000)
    #expect(actions.map(\.brief) == ["release bot:a operator_lock", "release bot:b operator_lock"])
    #expect(actions.map(\.value) == ["its time is over", "its time is over"])
    #expect(bench.clock(at: 900_001).isEmpty)
  }

  @Test("a clock that goes back brings nothing back, and keeps nothing longer")
  func backwards() throws {
    var bench = try Self.bench()
    bench.take(Self.act(.lock(until: RiskBench.at(100))), of: "a", at: 1)
    bench.clock(at: 100)
    #expect(bench.clock(at: 50).isEmpty)
    #expect(bench.tree.now == RiskBench.at(100))
    #expect(bench.enter("a", at: 50) == nil)
  }

  @Test("put on again, a lock holds until the later end; one without an end stays without")
  func strengthening() throws {
    var bench = try Self.bench()
    for second in [100, 300, 200] as [Int64] {
      bench.take(Self.act(.lock(until: RiskBench.at(second))), of: "a", at: 1)
    }
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(300)])
    bench.take(Self.act(.lock(until: nil)), of: "a", at: 2)
    bench.take(Self.act(.lock(until: RiskBench.at(400))), of: "a", at: 3)
    #expect(bench.tree.locks.map(\.lock.until) == [nil])
  }

  @Test("the widest scope's lock is what a denial says")
  func precedence() throws {
    var bench = try Self.bench()
    bench.take(Self.act(.pause), of: "a", at: 1)
    _ = bench.tree.take(RiskEvent(Self.act(.lock(until: nil)), of: .family("trend"), at: RiskBench.at(2)))
    #expect(bench.enter("a", at: 3)?.layer == "risk/operator@family:trend")
    #expect(
      bench.tree.view(of: "a").halts.halts.map(\.code) == [.operatorLock, .botPaused])
    #expect(bench.tree.view(of: "b").halts.halts.map(\.code) == [.operatorLock])
  }

  @Test("two scopes that lock with one code free a bot when both let go")
  func sameCode() throws {
    var bench = try Self.bench()
    bench.take(Self.act(.lock(until: RiskBench.at(100))), of: "a", at: 1)
    bench.take(Self.act(.lock(until: RiskBench.at(200))), at: 1)
    let before = bench.tree.view(of: "a")
    let first = bench.clock(at: 100)
    #expect(bench.tree.commands(first, of: "a", before: before) == [])
    let second = bench.clock(at: 200)
    #expect(
      bench.tree.commands(second, of: "a", before: before) == [.resume(.operatorLock, symbolIndex: nil)])
  }

  @Test("a feed halts one symbol or all; when all is well, each symbol is")
  func feed() throws {
    var bench = try Self.bench()
    let gbpusd = Known.instrument("GBPUSD").symbol
    let before = bench.tree.view(of: "a")
    let stale = bench.take(.connection(RiskCondition(.feedStale, isOn: true, symbol: gbpusd)), at: 1)
    #expect(stale.map(\.brief) == ["lock desk feed_stale"])
    #expect(
      bench.tree.commands(stale, of: "a", before: before) == [.halt(.feedStale, symbolIndex: 1)])
    #expect(bench.enter("a", at: 2) == nil)
    #expect(
      bench.take(.asked(RiskBench.ask(.opens, symbol: 1)), of: "a", at: 2).denial?.code == .feedStale)
    bench.take(.connection(RiskCondition(.feedStale, isOn: true)), at: 3)
    #expect(bench.enter("a", at: 4)?.code == .feedStale)
    bench.take(.connection(RiskCondition(.feedStale, isOn: false)), at: 5)
    #expect(bench.held == [])
  }

  @Test("a lock outlives its bots")
  func outliving() throws {
    var bench = try Self.bench()
    _ = bench.tree.take(RiskEvent(Self.act(.kill), of: .family("trend"), at: RiskBench.at(1)))
    for bot in ["a", "b"] { _ = bench.tree.leave(bot, mark: RiskBench.mark(bot, 1_000), at: RiskBench.at(2)) }
    try bench.join("c", family: "trend", at: 3)
    #expect(bench.enter("c", at: 4)?.code == .killSwitch)
  }
}
