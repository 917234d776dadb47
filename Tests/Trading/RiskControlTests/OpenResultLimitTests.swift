import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// What is open may lose so much, and gain so much: at either everything is closed, and nothing opened until the reset.
@Suite struct OpenResultLimitTests {
  private static let lossRule = "daily_unrealized_loss"
  private static let gainRule = "max_unrealized_profit"

  private static func policy(loss limit: Int64) throws -> RiskPolicy {
    RiskPolicy.of(try DailyUnrealizedLoss(.init(limit: RiskBench.usd(limit))))
  }

  private static func policy(gain target: Int64) throws -> RiskPolicy {
    RiskPolicy.of(try MaxUnrealizedProfit(.init(limit: RiskBench.usd(target))))
  }

  private static func bench(_ policy: RiskPolicy) throws -> RiskBench {
    var bench = RiskBench(policy)
    try bench.join("a", account: "A", equity: 1_000)
    try bench.join("b", account: "A", equity: 1_000)
    return bench
  }

  @Test(
    "a loss acts at the limit, not just above it, whatever was realized",
    arguments: [
      (901, 1_000, false), (900, 1_000, true), (899, 1_000, true), (400, 499, false), (400, 500, true),
    ]
      as [(Int64, Int64, Bool)])
  func loss(_ equity: Int64, _ balance: Int64, _ acts: Bool) throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    // A trade is closed, and its fill tells of the balance.
    let flat = RiskBench.mark("a", balance, balance: balance)
    #expect(bench.take(.closed(RiskBench.trade(balance - 1_000)), of: "a", at: 1, marks: [flat]).isEmpty)
    #expect(bench.stand("a", equity: equity, balance: balance, at: 5).isEmpty != acts)
  }

  @Test(
    "a gain acts at the target, not just below it, whatever was realized",
    arguments: [(1_099, 1_000, false), (1_100, 1_000, true), (1_101, 1_000, true), (1_599, 1_500, false)]
      as [(Int64, Int64, Bool)])
  func gain(_ equity: Int64, _ balance: Int64, _ acts: Bool) throws {
    var bench = try Self.bench(Self.policy(gain: 100))
    let flat = RiskBench.mark("a", balance, balance: balance)
    #expect(bench.take(.closed(RiskBench.trade(balance - 1_000)), of: "a", at: 1, marks: [flat]).isEmpty)
    #expect(bench.stand("a", equity: equity, balance: balance, at: 5).isEmpty != acts)
  }

  @Test("they block, then cancel, then close, with limit and value, until the day ends")
  func enforcement() throws {
    let verbs: [RiskAction.Verb] = [
      .lock(symbol: nil, until: RiskBench.at(RiskBench.rollSecond), flattens: true), .cancel(.all),
      .close(.all),
    ]
    var losing = try Self.bench(Self.policy(loss: 100))
    let losses = losing.stand("a", equity: 880, balance: 1_000, at: 5)
    #expect(losses.map(\.verb) == verbs)
    for action in losses {
      #expect(action.code == .dailyUnrealizedLoss && action.rule == Self.lossRule)
      #expect(action.limit == "an open loss below 100.00 USD" && action.value == "120.00 USD lost")
      #expect(action.scope == .account("A") && action.cycle == 7)
    }
    #expect(losing.enter("b", at: 6)?.code == .dailyUnrealizedLoss)
    var gaining = try Self.bench(Self.policy(gain: 100))
    let gains = gaining.stand("a", equity: 1_130, balance: 1_000, at: 5)
    #expect(gains.map(\.verb) == verbs)
    for action in gains {
      #expect(action.code == .maxUnrealizedProfit && action.rule == Self.gainRule)
      #expect(action.limit == "an open gain of 100.00 USD" && action.value == "130.00 USD gained")
    }
    #expect(gaining.enter("b", at: 6)?.code == .maxUnrealizedProfit)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(losing.take(.asked(RiskBench.ask(effect)), of: "b", at: 7).isEmpty)
      #expect(gaining.take(.asked(RiskBench.ask(effect)), of: "b", at: 7).isEmpty)
    }
  }

  @Test("bots of an account add up: the gain of one takes from the loss of another")
  func shared() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    #expect(bench.stand("b", equity: 1_050, balance: 1_000, at: 1).isEmpty)
    #expect(bench.stand("a", equity: 851, balance: 1_000, at: 2).isEmpty)
    #expect(bench.stand("b", equity: 1_049, balance: 1_000, at: 3).first?.value == "100.00 USD lost")
  }

  @Test("what is realized is no open loss any more: the limit moves with the balance at once")
  func balanceMoves() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    bench.stand("a", equity: 910, balance: 1_000, at: 1)
    let flat = RiskBench.mark("a", 910, balance: 910)
    bench.take(.filled(RiskBench.fill(1, reason: .strategy)), of: "a", at: 2, marks: [flat])
    #expect(bench.tree.view(of: "a").band.contains(850_000_000))
    #expect(bench.tree.allowances(of: "a").map(\.left) == [100_000_000])
  }

  @Test("financing moves the limit, too, once it is booked")
  func financing() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    bench.stand("a", equity: 950, balance: 1_000, at: 1)
    bench.clock(at: RiskBench.rollSecond)
    // It is booked by the first quote behind the roll; the next one tells of it.
    bench.marks["a"] = RiskBench.mark("a", 970, balance: 1_020)
    bench.clock(at: RiskBench.rollSecond + 1)
    #expect(bench.stand("a", equity: 921, balance: 1_020, at: RiskBench.rollSecond + 2).isEmpty)
    #expect(bench.stand("a", equity: 920, balance: 1_020, at: RiskBench.rollSecond + 3).count == 3)
    #expect(bench.tree.wakeTime == RiskBench.at(RiskBench.rollSecond + 3 + 60))
  }

  @Test("it acts once a day, and the day after again where the loss is still open")
  func reset() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    #expect(bench.stand("a", equity: 900, balance: 1_000, at: 5).count == 3)
    #expect(bench.stand("a", equity: 700, balance: 1_000, at: 6).isEmpty)
    #expect(bench.tree.view(of: "a").band == .unlimited)
    // The market was closed, so nothing could be: the lock goes on without a gap.
    #expect(
      bench.clock(at: RiskBench.rollSecond).map(\.brief) == [
        "lock account:A daily_unrealized_loss", "cancel account:A daily_unrealized_loss",
        "close account:A daily_unrealized_loss",
      ])
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(RiskBench.rollSecond + 86_400)])
  }

  @Test("once it is closed the reset ends the lock; a jump over several resets is one")
  func released() throws {
    for (policy, equity, rule) in [
      (try Self.policy(loss: 100), 900 as Int64, Self.lossRule),
      (try Self.policy(gain: 100), 1_100, Self.gainRule),
    ] {
      var bench = try Self.bench(policy)
      bench.stand("a", equity: equity, balance: 1_000, at: 5)
      bench.marks["a"] = RiskBench.mark("a", equity, balance: equity, isOpen: false)
      let jump = RiskBench.rollSecond + 2 * 86_400 + 9
      #expect(bench.clock(at: jump).map(\.brief) == ["release account:A \(rule)"])
      #expect(bench.clock(at: jump + 1).isEmpty)
      #expect(bench.enter("a", at: jump + 2) == nil)
    }
  }

  @Test("equity below zero is a loss like any other")
  func belowZero() throws {
    var bench = try Self.bench(Self.policy(loss: 5_000))
    #expect(bench.stand("a", equity: -3_999, balance: 1_000, at: 1).isEmpty)
    #expect(bench.stand("a", equity: -4_000, balance: 1_000, at: 2).first?.value == "5000.00 USD lost")
  }

  @Test("a restart in the middle changes nothing")
  func restart() throws {
    for (policy, near, at) in [
      (try Self.policy(loss: 100), 901 as Int64, 900 as Int64), (try Self.policy(gain: 100), 1_099, 1_100),
    ] {
      var bench = try Self.bench(policy)
      #expect(bench.stand("a", equity: near, balance: 1_000, at: 1).isEmpty)
      bench = try bench.restarted(policy)
      #expect(bench.stand("a", equity: at, balance: 1_000, at: 2).count == 3)
      bench = try bench.restarted(policy)
      #expect(bench.held.count == 1)
      #expect(bench.stand("a", equity: at, balance: 1_000, at: 3).isEmpty)
    }
  }

  @Test("a bot that comes with such a loss open is closed at once")
  func joins() throws {
    var bench = RiskBench(try Self.policy(loss: 100))
    let mark = RiskBench.mark("a", 800, balance: 1_000)
    let actions = try bench.tree.join(RiskBench.member("a", account: "A"), mark: mark, at: RiskBench.at(0))
    #expect(actions.map(\.brief).last == "close account:A daily_unrealized_loss")
  }

  @Test("who unlocks it while the loss is open gets the lock again; once it is closed, it is off")
  func unlocking() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    bench.stand("a", equity: 900, balance: 1_000, at: 1)
    let act = OperatorAct(.unlock(.dailyUnrealizedLoss), by: "ann (admin)", reason: "agreed")
    _ = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(2)))
    #expect(bench.held == ["account:A daily_unrealized_loss"])
    let flat = RiskBench.mark("a", 900, balance: 900, isOpen: false)
    bench.take(.filled(RiskBench.fill(1, reason: .risk)), of: "a", at: 3, marks: [flat])
    _ = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(4)))
    #expect(bench.held == [])
  }

  @Test("what is left of a loss has the equity at which nothing of it is used; a target is not used up")
  func allowances() throws {
    var bench = try Self.bench(Self.policy(loss: 100))
    bench.stand("a", equity: 930, balance: 1_000, at: 1)
    bench.clock(at: 2)
    let allowance = try #require(bench.tree.allowances(of: "a").first)
    #expect(allowance.left == 30_000_000 && allowance.limit == 100_000_000)
    #expect(allowance.reference == 2_000_000_000 && allowance.usedMillionths == 700_000)
    #expect(try Self.bench(Self.policy(gain: 100)).tree.allowances(of: "a").isEmpty)
  }

  /// Bots trade at random; an auditor adds up what is open after every move.
  @Test(
    "the limit of bots that share it is found at the very move, and at no other",
    arguments: SessionCount.seeds(15))
  func exactness(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let bots = (0..<Int.random(in: 1...5, using: &random)).map { "bot\($0)" }
    var bench = RiskBench(try seed % 2 == 0 ? Self.policy(loss: 60) : Self.policy(gain: 60))
    for bot in bots { try bench.join(bot, account: "A") }
    for second in 1...2_000 as ClosedRange<Int64> {
      let bot = bots[Int.random(in: bots.indices, using: &random)]
      let old = try #require(bench.marks[bot])
      var (equity, balance) = (old.equity.units / 1_000_000, old.balance.units / 1_000_000)
      equity += Int64.random(in: -6...6, using: &random)
      var actions = bench.stand(bot, equity: equity, balance: balance, at: second)
      if actions.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
        balance = equity
        let mark = RiskBench.mark(bot, equity, balance: balance)
        bench.marks[bot] = mark
        let fill = RiskBench.fill(1, reason: .strategy)
        actions += bench.take(.filled(fill), of: bot, at: second, marks: [mark])
      }
      let open = bots.reduce(0) { sum, bot in
        sum + (bench.marks[bot].map { $0.equity.units - $0.balance.units } ?? 0) / 1_000_000
      }
      let isReached = seed % 2 == 0 ? open <= -60 : open >= 60
      #expect(isReached == !actions.isEmpty, "seed \(seed), second \(second), open \(open)")
      if isReached { break }
    }
  }

  @Test("the file's keys", arguments: [lossRule, gainRule])
  func file(_ rule: String) throws {
    let policy = try RiskBench.policy(
      rule,
      """
      {enabled: true, limit: 100, reset_time: "17:00", timezone: "America/New_York", \
      enforcement: "close_all_and_lockout"}
      """)
    let expected = rule == Self.lossRule ? try Self.policy(loss: 100) : try Self.policy(gain: 100)
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(expected))
    let fault =
      "bad value of 'rules.\(rule).limit' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
    #expect(RiskBench.fault(rule, "{limit: 0}") == fault)
    #expect(throws: RiskSettingFault.self) { try DailyUnrealizedLoss(.init(limit: .zero)) }
    #expect(throws: RiskSettingFault.self) { try MaxUnrealizedProfit(.init(limit: .zero)) }
  }
}
