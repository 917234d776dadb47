import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// All limits at once over events drawn from a seed.
@Suite struct LimitPropertyTests {
  private static func policy() throws -> RiskPolicy {
    var policy = RiskPolicy()
    for kind in [RiskScope.Kind.desk, .account, .bot] {
      policy.add(try DailyRealizedLoss(.init(limit: RiskBench.usd(300))), toEach: kind)
      policy.add(try DailyUnrealizedLoss(.init(limit: RiskBench.usd(80))), toEach: kind)
      policy.add(try MaxUnrealizedProfit(.init(limit: RiskBench.usd(90))), toEach: kind)
      let cooldown = CooldownAfterLoss.Threshold(RiskBench.usd(40), coolDownSeconds: 120)
      policy.add(try CooldownAfterLoss(.init([cooldown])), toEach: kind)
      policy.add(AuthLossGuard(.init()), toEach: kind)
    }
    let limit = MaxContractsPerInstrument.Limit(Known.eurusd.symbol, lots: 300_000_000)
    policy.add(try MaxContractsPerInstrument(.init(limits: [limit])), toEach: .account)
    let block = SymbolBlocks.Block(Known.instrument("GBPUSD").symbol, until: RiskBench.at(5_000))
    policy.add(try SymbolBlocks(.init([block])), toEach: .bot)
    return policy
  }

  private struct Source {
    var random: SeededGenerator
    var second: Int64 = 0
    var order: UInt64 = 0
    var marks: [String: BotMark] = [:]

    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    mutating func event() -> RiskEvent {
      second += number(30) == 0 ? Int64(number(90_000)) : Int64(number(20))
      order += 1
      let bot = ["a", "b", "c"][number(3)]
      func event(
        _ what: RiskEvent.Happening, of scope: RiskScope? = nil, _ marks: [BotMark] = []
      ) -> RiskEvent {
        RiskEvent(what, of: scope ?? .bot(bot), at: RiskBench.at(second), cycle: order, marks: marks)
      }
      switch number(12) {
      case 0...3:
        let effect = RiskAsk.Effect.allCases[number(RiskAsk.Effect.allCases.count)]
        var ask = RiskBench.order(number(2) == 0 ? .buy : .sell, lots: 1 + Int64(number(3)), id: order)
        ask.effect = effect
        ask.symbolIndex = number(2)
        return event(.asked(ask))
      case 4...6:
        var mark = RiskBench.holding(bot, [(order, number(2) == 0 ? .buy : .sell, Int64(number(4)))])
        mark.balance = RiskBench.usd(1_000 + Int64(number(50)))
        mark.equity = RiskBench.usd(1_000 + Int64(number(160)) - 70)
        marks[bot] = mark
        return event(.equityLeftBand, marks.keys.sorted().compactMap { marks[$0] })
      case 7: return event(.closed(RiskBench.trade(Int64(number(80)) - 50, position: order / 7)))
      case 8:
        let mark = marks[bot].map { [$0] } ?? []
        return event(.filled(RiskBench.fill(position: order)), of: nil, mark)
      case 9:
        return event(.connection(RiskCondition(.authLost, isOn: number(3) == 0)), of: .account("A"))
      case 10:
        let act = OperatorAct(.unlock(nil), by: "ann", reason: "seed")
        return event(.operated(act), of: [.desk, .account("A"), .bot(bot)][number(3)])
      default: return event(.clock, of: .desk, marks.keys.sorted().compactMap { marks[$0] })
      }
    }
  }

  private static func tree() throws -> RiskTree {
    var tree = RiskTree(policy: try policy())
    for (bot, account) in [("a", "A"), ("b", "A"), ("c", "C")] {
      _ = try tree.join(
        RiskBench.member(bot, account: account), mark: RiskBench.mark(bot, 1_000), at: RiskBench.at(0))
    }
    return tree
  }

  @Test(
    "what closes is never denied, nothing is approved under a lock, blocks come before closes, and a restart changes nothing",
    arguments: SessionCount.seeds(20))
  func holds(seed: UInt64) throws {
    var source = Source(random: SeededGenerator(seed: seed))
    var tree = try Self.tree()
    var denied: Set<DenialCode> = []
    for step in 0..<800 {
      if step % 97 == 0 {
        let bytes = try StateEncoder.encode(with: tree.encodeState)
        var other = try Self.tree()
        try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
        #expect(try StateEncoder.encode(with: other.encodeState) == bytes)
        tree = other
      }
      let event = source.event()
      let actions = tree.take(event)
      #expect(actions.map(\.rank) == actions.map(\.rank).sorted(), "seed \(seed), step \(step)")
      #expect(tree.wakeTime > event.at, "seed \(seed), step \(step)")
      guard case .asked(let ask) = event.what else { continue }
      let symbol = Known.instrument(ask.symbolIndex == 0 ? "EURUSD" : "GBPUSD").symbol
      let path = try #require(tree.members.first { event.scope == .bot($0.bot) }).path
      let isLocked = tree.locks.contains { scope, lock in
        path.contains(scope) && (lock.symbol == nil || lock.symbol == symbol)
      }
      if ask.takesRisk {
        #expect(!isLocked || actions.denial != nil, "seed \(seed), step \(step)")
      } else {
        #expect(actions.denial == nil, "seed \(seed), step \(step)")
      }
      if let denial = actions.denial { denied.insert(denial.code) }
    }
    #expect(denied.count >= 3, "seed \(seed): \(denied)")
  }

  /// The same events to a tree that was never stopped and to one that was stopped before each of them.
  @Test(
    "a tree that is saved before every event decides like one that never was",
    arguments: SessionCount.seeds(4))
  func restarts(seed: UInt64) throws {
    var source = Source(random: SeededGenerator(seed: seed))
    var (tree, other) = (try Self.tree(), try Self.tree())
    for step in 0..<300 {
      let bytes = try StateEncoder.encode(with: other.encodeState)
      other = try Self.tree()
      try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
      let event = source.event()
      #expect(tree.take(event) == other.take(event), "seed \(seed), step \(step)")
      for bot in ["a", "b", "c"] {
        #expect(tree.view(of: bot) == other.view(of: bot), "seed \(seed), step \(step)")
      }
    }
  }
}
