import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// After a loss everything is closed, and entries wait: the longer, the larger it was.
@Suite struct CooldownAfterLossTests {
  private static func policy() throws -> RiskPolicy {
    RiskPolicy.of(
      try CooldownAfterLoss(
        .init([
          .init(RiskBench.usd(200), coolDownSeconds: 900), .init(RiskBench.usd(100), coolDownSeconds: 300),
        ])))
  }

  private static func bench() throws -> RiskBench {
    var bench = RiskBench(try policy())
    try bench.join("a", account: "A", equity: 10_000)
    try bench.join("b", account: "A", equity: 10_000)
    return bench
  }

  @Test(
    "the largest threshold that a loss has reached says for how long",
    arguments: [(-99, nil), (-100, 300), (-101, 300), (-199, 300), (-200, 900), (-5_000, 900), (500, nil)]
      as [(Int64, Int64?)])
  func thresholds(_ net: Int64, _ seconds: Int64?) throws {
    var bench = try Self.bench()
    let actions = bench.close("a", for: net, at: 10)
    #expect(bench.tree.locks.map(\.lock.until) == (seconds.map { [RiskBench.at(10 + $0)] } ?? []))
    #expect(actions.isEmpty == (seconds == nil))
  }

  @Test("entries are blocked before orders are canceled and positions closed, with limit and value")
  func enforcement() throws {
    var bench = try Self.bench()
    let actions = bench.close("a", for: -120, at: 10)
    #expect(
      actions.map(\.verb) == [
        .lock(symbol: nil, until: RiskBench.at(310), flattens: true), .cancel(.all), .close(.all),
      ])
    for action in actions {
      #expect(action.code == .cooldownAfterLoss && action.rule == "cooldown_after_loss")
      #expect(action.limit == "a loss below 100.00 USD, else 300 s without entries")
      #expect(action.value == "120.00 USD lost" && action.scope == .account("A"))
    }
    #expect(bench.enter("b", at: 11)?.code == .cooldownAfterLoss)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "b", at: 12).isEmpty)
    }
    let intruder = bench.take(.filled(RiskBench.fill(position: 8)), of: "b", at: 13)
    #expect(intruder.map(\.verb) == [.close(.one(ClientOrderID(ordinal: 8)))])
  }

  @Test("it is over at its end, not before", arguments: [(309, true), (310, false)] as [(Int64, Bool)])
  func end(_ second: Int64, _ isDenied: Bool) throws {
    var bench = try Self.bench()
    bench.close("a", for: -100, at: 10)
    #expect((bench.enter("a", at: second) != nil) == isDenied)
  }

  @Test("a jump of the clock over its end lets go once")
  func jump() throws {
    var bench = try Self.bench()
    bench.close("a", for: -100, at: 10)
    #expect(bench.clock(at: 9_000_000).map(\.brief) == ["release account:A cooldown_after_loss"])
    #expect(bench.clock(at: 9_000_001).isEmpty)
  }

  @Test("what a position closes in portions is one loss")
  func portions() throws {
    var bench = try Self.bench()
    #expect(bench.close("a", for: -60, position: 4, at: 1).isEmpty)
    #expect(bench.close("a", for: -60, position: 5, at: 2).isEmpty)
    // The same number at another bot is another position.
    #expect(bench.close("b", for: -60, position: 4, at: 3).isEmpty)
    #expect(bench.close("a", for: -40, position: 4, at: 4).first?.value == "100.00 USD lost")
    #expect(bench.close("a", for: -100, position: 4, at: 5).first?.value == "200.00 USD lost")
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(905)])
  }

  @Test("a gain does not cool down, and takes from what the position has lost")
  func gains() throws {
    var bench = try Self.bench()
    #expect(bench.close("a", for: -90, at: 1).isEmpty)
    #expect(bench.close("a", for: 50, at: 2).isEmpty)
    #expect(bench.close("a", for: -59, at: 3).isEmpty)
    #expect(bench.close("a", for: -1, at: 4).count == 3)
  }

  @Test("a small loss behind a large one does not make the cooldown shorter")
  func longest() throws {
    var bench = try Self.bench()
    bench.close("a", for: -200, position: 1, at: 0)
    bench.close("b", for: -100, position: 2, at: 10)
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(900)])
  }

  @Test("a restart in the middle changes nothing: portions and cooldown go on")
  func restart() throws {
    var bench = try Self.bench()
    bench.close("a", for: -60, at: 1)
    bench = try bench.restarted(Self.policy())
    #expect(bench.close("a", for: -40, at: 2).count == 3)
    bench = try bench.restarted(Self.policy())
    #expect(bench.enter("a", at: 301)?.code == .cooldownAfterLoss)
    #expect(bench.enter("a", at: 302) == nil)
  }

  @Test("a bot that comes anew numbers its positions anew")
  func numbersAnew() throws {
    var bench = try Self.bench()
    bench.close("a", for: -60, at: 1)
    _ = bench.tree.leave("a", mark: RiskBench.mark("a", 9_940), at: RiskBench.at(2))
    try bench.join("a", account: "A", at: 3)
    #expect(bench.close("a", for: -60, at: 4).isEmpty)
  }

  @Test("who unlocks it forgives what was lost")
  func unlocking() throws {
    var bench = try Self.bench()
    bench.close("a", for: -100, at: 1)
    let act = OperatorAct(.unlock(.cooldownAfterLoss), by: "ann (admin)", reason: "agreed")
    let actions = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(2)))
    #expect(actions.map(\.brief) == ["release account:A cooldown_after_loss"])
    #expect(bench.close("a", for: -99, at: 3).isEmpty)
  }

  @Test("the file's keys")
  func file() throws {
    let policy = try RiskBench.policy(
      "cooldown_after_loss",
      """
      {enabled: true, loss_thresholds: [{loss_amount: -100, cooldown_duration: 300}, \
      {loss_amount: 200, cooldown_duration: 900}]}
      """)
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(Self.policy()))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{loss_thresholds: []}",
        "bad value of 'rules.cooldown_after_loss' (risk.yaml:3): cooldown_after_loss: a threshold is missing; change it, or set enabled: false"
      ),
      (
        "{loss_thresholds: [{loss_amount: 0, cooldown_duration: 300}]}",
        "bad value of 'rules.cooldown_after_loss.loss_thresholds[1].loss_amount' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
      (
        "{loss_thresholds: [{loss_amount: 5, cooldown_duration: 0}]}",
        "bad value of 'rules.cooldown_after_loss.loss_thresholds[1].cooldown_duration' (risk.yaml:3): expected a whole number from 1 to 31622400, was '0'"
      ),
      (
        "{loss_thresholds: [{loss_amount: 5, cooldown_duration: 9}, {loss_amount: 6, cooldown_duration: 8}]}",
        "bad value of 'rules.cooldown_after_loss' (risk.yaml:3): cooldown_after_loss: a larger loss cools down for 8 s, a smaller one for 9 s; change it, or set enabled: false"
      ),
      (
        "{loss_thresholds: [{loss_amount: 5, cooldown_duration: 9}, {loss_amount: -5, cooldown_duration: 9}]}",
        "bad value of 'rules.cooldown_after_loss' (risk.yaml:3): cooldown_after_loss: one loss has two cooldowns; change it, or set enabled: false"
      ),
    ])
  func faults(_ text: String, _ message: String) {
    #expect(RiskBench.fault("cooldown_after_loss", text) == message)
  }
}
