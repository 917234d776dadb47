import RiskControl
import TestSupport
import Testing
import TradingCore

struct RiskTreeTests {
  /// Says of each event which scope heard it.
  private static func listener() -> ScriptedRule {
    ScriptedRule { (event, scene) throws(ArithmeticError) in
      guard case .session = event.what else { return [] }
      return [scene.action(.tell, .operatorLock, by: ScriptedRule.self, limit: "", value: "")]
    }
  }

  private static func everywhere(_ rule: any RiskRule) -> RiskPolicy {
    var policy = RiskPolicy()
    for kind in RiskScope.Kind.allCases { policy.add(rule, toEach: kind) }
    return policy
  }

  @Test("scopes hear from the widest to the narrowest: a bot's path, or a scope with what is inside")
  func routing() throws {
    var bench = RiskBench(Self.everywhere(Self.listener()))
    try bench.join("b", account: "A", family: "F")
    try bench.join("a", account: "A", family: "F")
    try bench.join("c", account: "C")
    func listeners(_ scope: RiskScope) -> [String] {
      bench.tree.take(RiskEvent(.session(name: "london", isOpen: true), of: scope, at: RiskBench.at(1)))
        .map(\.scope.description)
    }
    #expect(listeners(.bot("b")) == ["desk", "account:A", "family:F", "bot:b"])
    #expect(listeners(.family("F")) == ["family:F", "bot:a", "bot:b"])
    #expect(listeners(.account("A")) == ["account:A", "family:F", "bot:a", "bot:b"])
    #expect(
      listeners(.desk) == ["desk", "account:A", "account:C", "family:F", "bot:a", "bot:b", "bot:c"])
  }

  @Test("actions of an event come in the order in which they are carried out: block, cancel, close")
  func order() throws {
    let verbs: [RiskAction.Verb] = [
      .tell, .release(symbol: nil), .reduce(Known.eurusd.symbol, units: 5), .close(.all), .cancel(.all),
      .size(millionths: 500_000), .mode(.reduce), .coolDown(symbol: nil, until: RiskBench.at(50)),
      .lock(symbol: nil, until: nil, flattens: false),
    ]
    let rule = ScriptedRule { (event, scene) throws(ArithmeticError) in
      guard case .session = event.what else { return [] }
      return verbs.enumerated().map { index, verb in
        scene.action(
          verb, index == 1 ? .botPaused : .operatorLock, by: ScriptedRule.self, limit: "", value: "\(index)")
      }
    }
    var bench = RiskBench(rule, toEach: .bot)
    try bench.join("a")
    let actions = bench.take(.session(name: "london", isOpen: false), of: "a", at: 1)
    // A release of nothing is none; the lock only strengthens the cooldown.
    #expect(actions.map(\.value) == ["7", "8", "6", "5", "4", "3", "2", "0"])
    #expect(actions.map(\.rank) == actions.map(\.rank).sorted())
  }

  @Test(
    "the order of bots makes no difference while nothing holds where they meet, and no rule hears of engines")
  func apart() throws {
    var policy = RiskPolicy()
    policy.add(GrantTerm(), toEach: .bot)
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    #expect(bench.tree.isApart)
    // A lock of one bot is its own, one of their account is of both.
    bench.take(.granted(RiskGrant(until: RiskBench.at(0), request: "R1", mode: .demo)), of: "a", at: 1)
    #expect(bench.held == ["bot:a grant_expired"])
    #expect(bench.tree.isApart)
    let lock = OperatorAct(.lock(until: nil), by: "ann", reason: "news")
    _ = bench.tree.take(RiskEvent(.operated(lock), of: .account("A"), at: RiskBench.at(2)))
    #expect(!bench.tree.isApart)
    // What hears of orders goes by the time at which they come.
    var counted = RiskBench(try TradeFrequency(.init(minute: .init(5, coolDownSeconds: 60))), toEach: .bot)
    try counted.join("a")
    try counted.join("b")
    #expect(!counted.tree.isApart)
  }

  @Test("a rule that can't decide locks its scope and says so")
  func fault() throws {
    let rule = ScriptedRule { (event, _) throws(ArithmeticError) in
      guard case .asked = event.what else { return [] }
      throw .overflow
    }
    var bench = RiskBench(rule, toEach: .account)
    try bench.join("a", account: "A")
    let actions = bench.take(.asked(RiskBench.ask(.opens)), of: "a", at: 1)
    #expect(actions.map(\.brief) == ["deny account:A risk_fault", "lock account:A risk_fault"])
    #expect(actions.denial?.limit == "a rule that can decide")
    #expect(bench.enter("a", at: 2)?.code == .riskFault)
  }

  @Test(
    "a rule may hear of what takes no risk, and can't deny it, not even by failing", arguments: [true, false])
  func exits(fails: Bool) throws {
    let rule = ScriptedRule { (event, scene) throws(ArithmeticError) in
      guard case .asked(let ask) = event.what else { return [] }
      if fails { throw .overflow }
      return [.deny(ask.order), .tell].map {
        scene.action($0, .operatorLock, by: ScriptedRule.self, limit: "", value: "")
      }
    }
    let heard = fails ? "lock account:A risk_fault" : "tell account:A operator_lock"
    for effect in RiskAsk.Effect.allCases where effect != .opens && effect != .raises {
      var bench = RiskBench(rule, toEach: .account)
      try bench.join("a", account: "A")
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 1).map(\.brief) == [heard])
    }
  }

  @Test("the first rule that denies is the last that is asked")
  func firstDenial() throws {
    var policy = RiskPolicy()
    policy.add(
      ScriptedRule { (event, scene) throws(ArithmeticError) in
        guard case .asked(let ask) = event.what else { return [] }
        return [scene.action(.deny(ask.order), .operatorLock, by: ScriptedRule.self, limit: "", value: "")]
      }, to: .desk)
    policy.add(try TradeFrequency(.init(minute: .init(1, coolDownSeconds: 60))), toEach: .bot)
    var bench = RiskBench(policy)
    try bench.join("a")
    bench.take(.approved(RiskBench.ask(.opens)), of: "a", at: 0)
    #expect(
      bench.take(.asked(RiskBench.ask(.opens)), of: "a", at: 1).map(\.brief) == ["deny desk operator_lock"])
    #expect(bench.held == [])
  }

  @Test(
    "rules come in the order of the list, one of each name; a scope's own takes the place of the general one")
  func policy() throws {
    var policy = RiskPolicy()
    policy.add(try DailyLoss(.init(limit: RiskBench.usd(100))), toEach: .bot)
    policy.add(try TradeFrequency(.init(minute: .init(2, coolDownSeconds: 0))), toEach: .bot)
    policy.add(try DailyLoss(.init(limit: RiskBench.usd(50))), to: .bot("b"))
    var bench = RiskBench(policy)
    try bench.join("a")
    try bench.join("b")
    func limits(_ bot: String) -> [String] {
      bench.tree.allowances(of: bot).map { "\($0.rule) \($0.limit)" }
    }
    #expect(limits("a") == ["trade_frequency 2", "daily_loss 100000000"])
    #expect(limits("b") == ["trade_frequency 2", "daily_loss 50000000"])
    let names = RiskRules.all.map { $0.name }
    #expect(Set(names).count == names.count && names.starts(with: ["grant_term", "ladder"]))
    #expect(RiskRules.named("daily_loss") != nil && RiskRules.named("daily_win") == nil)
  }

  @Test("those whose marks have to come along share a scope in which money is added up")
  func companions() throws {
    var policy = RiskPolicy()
    policy.add(try DailyLoss(.init(limit: RiskBench.usd(100))), toEach: .account)
    policy.add(try TradeFrequency(.init(minute: .init(2, coolDownSeconds: 0))), to: .desk)
    var bench = RiskBench(policy)
    try bench.join("a", account: "A", family: "F")
    try bench.join("b", account: "A")
    try bench.join("c", account: "C", family: "F")
    #expect(bench.tree.companions(of: "b") == ["a", "b"])
    #expect(bench.tree.companions(of: "c") == ["c"])
    #expect(bench.tree.companions(of: "nobody") == [])
  }

  @Test("a bot is in once")
  func twice() throws {
    var bench = RiskBench()
    try bench.join("a")
    #expect(throws: RiskTreeFault.alreadyIn("a")) { try bench.join("a") }
  }

  @Test("a bot without rules or locks has a clear view")
  func clearView() throws {
    var bench = RiskBench()
    try bench.join("a")
    #expect(bench.tree.view(of: "a") == .clear)
    #expect(bench.tree.view(of: "nobody") == .clear)
    #expect(bench.tree.wakeTime == .distantFuture)
  }

  @Test("the smallest size and the most cautious mode of a bot's scopes count; observe opens nothing")
  func modes() throws {
    let rule = ScriptedRule { (event, scene) throws(ArithmeticError) in
      guard case .climate(let climate) = event.what else { return [] }
      let mode: RiskMode = climate.regime == "storm" ? .observe : climate.regime == "calm" ? .normal : .reduce
      return [
        scene.action(.mode(mode), .riskObserve, by: ScriptedRule.self, limit: "", value: climate.regime),
        scene.action(
          .size(millionths: 1_000_000 - climate.chaosMillionths), .riskObserve, by: ScriptedRule.self,
          limit: "",
          value: climate.regime),
      ]
    }
    var policy = RiskPolicy()
    policy.add(rule, to: .desk)
    policy.add(rule, toEach: .account)
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    func climate(_ regime: String, _ chaos: Int64, _ scope: RiskScope) -> [RiskAction] {
      bench.tree.take(
        RiskEvent(
          .climate(RiskClimate(chaosMillionths: chaos, regime: regime)), of: scope, at: RiskBench.at(1)))
    }
    #expect(climate("wind", 500_000, .desk).map(\.brief).count == 4)
    #expect(climate("wind", 500_000, .desk).isEmpty)
    #expect(climate("storm", 200_000, .account("A")).count == 2)
    let view = bench.tree.view(of: "a")
    #expect(view.mode == .observe && view.sizeMillionths == 500_000)
    #expect(view.halts.halts.map(\.code) == [.riskObserve])
    #expect(bench.enter("a", at: 2)?.code == .riskObserve)
    #expect(climate("calm", 0, .account("A")).count == 2)
    #expect(bench.tree.view(of: "a").mode == .reduce)
    #expect(climate("calm", 0, .desk).count == 2)
    #expect(bench.enter("a", at: 3) == nil)
  }

  @Test(
    "a size factor rounds down to the step; less than the smallest order is none",
    arguments: [
      (100_000, 500_000, 50_000), (3_000, 500_000, 1_000), (1_000, 999_999, nil), (1_000, 1_000_000, 1_000),
      (5_000, 0, nil),
    ] as [(Int64, Int64, Int64?)])
  func sizes(_ units: Int64, _ millionths: Int64, _ left: Int64?) {
    var view = RiskView.clear
    view.sizeMillionths = millionths
    #expect(view.sized(units: units, of: Known.eurusd) == left)
  }
}
