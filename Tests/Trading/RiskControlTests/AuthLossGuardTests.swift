import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// A login that is lost: everything is closed, and nothing opened until it is back or an operator says so.
@Suite struct AuthLossGuardTests {
  private static func policy() -> RiskPolicy { RiskPolicy.of(AuthLossGuard(.init())) }

  private static func bench() throws -> RiskBench {
    var bench = RiskBench(policy())
    try bench.join("a", account: "A")
    return bench
  }

  private static func event(_ isOn: Bool, _ code: DenialCode = .authLost, at seconds: Int64) -> RiskEvent {
    RiskEvent(.connection(RiskCondition(code, isOn: isOn)), of: .account("A"), at: RiskBench.at(seconds))
  }

  @Test("entries are blocked, then orders canceled and positions closed, until somebody lets go")
  func enforcement() throws {
    var bench = try Self.bench()
    let actions = bench.tree.take(Self.event(true, at: 5)).filter { $0.rule == "auth_loss_guard" }
    #expect(
      actions.map(\.verb) == [.lock(symbol: nil, until: nil, flattens: true), .cancel(.all), .close(.all)])
    for action in actions {
      #expect(action.code == .authLost && action.scope == .account("A"))
      #expect(
        action.limit == "entries while the broker knows the login" && action.value == "the login is lost")
    }
    #expect(bench.enter("a", at: 6)?.code == .authLost)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 7).isEmpty)
    }
    #expect(bench.tree.take(Self.event(true, at: 8)).isEmpty)
  }

  @Test("what could not be closed is asked for again each minute")
  func patience() throws {
    var bench = try Self.bench()
    bench.marks["a"] = RiskBench.mark("a", 1_000)
    _ = bench.tree.take(Self.event(true, at: 5))
    #expect(bench.clock(at: 64).isEmpty)
    #expect(
      bench.clock(at: 65).map(\.brief) == ["cancel account:A auth_lost", "close account:A auth_lost"])
  }

  @Test("when the login is back everything is closed before entries are free")
  func back() throws {
    var bench = try Self.bench()
    _ = bench.tree.take(Self.event(true, at: 5))
    let actions = bench.tree.take(Self.event(false, at: 9))
    #expect(
      actions.map(\.brief) == [
        "cancel account:A auth_lost", "close account:A auth_lost", "release account:A auth_lost",
        "release account:A auth_lost",
      ])
    #expect(bench.held == [])
    #expect(bench.enter("a", at: 10) == nil)
    #expect(bench.tree.take(Self.event(false, at: 11)).isEmpty)
  }

  @Test("an operator may let go before, and the lock comes again only with another loss")
  func unlocking() throws {
    var bench = try Self.bench()
    _ = bench.tree.take(Self.event(true, at: 5))
    let act = OperatorAct(.unlock(.authLost), by: "ann (admin)", reason: "closed by hand")
    _ = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(6)))
    #expect(bench.enter("a", at: 7) == nil)
    _ = bench.tree.take(Self.event(false, at: 8))
    _ = bench.tree.take(Self.event(true, at: 9))
    #expect(bench.enter("a", at: 10, order: 2)?.code == .authLost)
  }

  @Test("other conditions hold entries as ever, and close nothing")
  func otherConditions() throws {
    var bench = try Self.bench()
    #expect(
      bench.tree.take(Self.event(true, .feedStale, at: 5)).map(\.brief) == ["lock account:A feed_stale"])
  }

  @Test("without the rule a lost login holds entries, and closes nothing")
  func withoutRule() throws {
    var bench = RiskBench()
    try bench.join("a", account: "A")
    #expect(bench.tree.take(Self.event(true, at: 5)).map(\.brief) == ["lock account:A auth_lost"])
  }

  @Test("a loss of the whole desk is one of each account")
  func desk() throws {
    var bench = try Self.bench()
    try bench.join("b", account: "B")
    bench.take(.connection(RiskCondition(.authLost, isOn: true)), at: 5)
    #expect(bench.held == ["desk auth_lost", "account:A auth_lost", "account:B auth_lost"])
    bench.take(.connection(RiskCondition(.authLost, isOn: false)), at: 6)
    #expect(bench.held == [])
  }

  @Test("a restart in the middle changes nothing")
  func restart() throws {
    var bench = try Self.bench()
    _ = bench.tree.take(Self.event(true, at: 5))
    bench = try bench.restarted(Self.policy())
    #expect(bench.enter("a", at: 6)?.code == .authLost)
    #expect(bench.tree.take(Self.event(false, at: 7)).count == 4)
  }

  @Test("the file's keys")
  func file() throws {
    for text in ["{enabled: true}", "{enforcement: close_all_and_lockout}"] {
      let policy = try RiskBench.policy("auth_loss_guard", text)
      #expect(try StateEncoder.encode(policy) == StateEncoder.encode(Self.policy()))
    }
    #expect(
      RiskBench.fault("auth_loss_guard", "{enforcement: hope}")
        == "bad value of 'rules.auth_loss_guard.enforcement' (risk.yaml:3): expected one of close_all_and_lockout, was 'hope'"
    )
  }
}
