import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

struct RiskPropertyTests {
  @Test(
    "what closes, reduces, protects or cancels is never denied, whatever holds",
    arguments: SessionCount.seeds(5))
  func exits(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try RandomRisk.tree()
    var refused = 0
    for _ in 0..<250 {
      let event = random.event()
      _ = tree.take(event)
      for effect in RiskAsk.Effect.allCases {
        var probe = tree
        let ask = random.ask([effect])
        let actions = probe.take(RiskEvent(.asked(ask), of: .bot("a"), at: tree.now, cycle: 1))
        if ask.takesRisk {
          refused += actions.denial == nil ? 0 : 1
        } else {
          #expect(actions.isEmpty, "seed \(seed): \(effect) \(actions.map(\.brief))")
        }
      }
    }
    #expect(refused > 0, "seed \(seed): nothing ever held")
  }

  @Test(
    "nothing is opened while a lock holds, and every denial has the code of one",
    arguments: SessionCount.seeds(5))
  func entries(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try RandomRisk.tree()
    for _ in 0..<250 {
      _ = tree.take(random.event())
      for member in tree.members {
        let codes = tree.locks.filter { member.lies(in: $0.scope) && $0.lock.symbol == nil }.map(\.lock.code)
        var probe = tree
        let event = RiskEvent(.asked(random.ask([.opens, .raises])), of: .bot(member.bot), at: tree.now)
        let denial = probe.take(event).denial
        // What was taken into a view is what the tree says.
        #expect(
          tree.view(of: member.bot).halts.halts.filter { $0.symbolIndex == nil }.count == Set(codes).count)
        guard !codes.isEmpty else { continue }
        #expect(denial != nil, "seed \(seed): \(codes)")
      }
    }
  }

  @Test(
    "what blocks comes before what cancels, and that before what closes", arguments: SessionCount.seeds(5))
  func order(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try RandomRisk.tree()
    var closed = 0
    for _ in 0..<250 {
      let event = random.event()
      let before = Dictionary(uniqueKeysWithValues: tree.members.map { ($0.bot, tree.view(of: $0.bot)) })
      let actions = tree.take(event)
      #expect(actions.map(\.rank) == actions.map(\.rank).sorted(), "seed \(seed)")
      #expect(actions.allSatisfy { $0.at == tree.now && $0.cycle == event.cycle && !$0.rule.isEmpty })
      for bot in tree.members.map(\.bot) {
        let commands = tree.commands(actions, of: bot, before: before[bot] ?? .clear)
        closed += commands.contains { if case .closeAll = $0 { true } else { false } } ? 1 : 0
        #expect(commands.map(Self.rank) == commands.map(Self.rank).sorted(), "seed \(seed): \(commands)")
      }
    }
    #expect(closed > 0, "seed \(seed): nothing was ever closed")
  }

  private static func rank(_ command: EngineCommand) -> Int {
    switch command {
    case .halt: 0
    case .cancel, .cancelAll: 1
    case .close, .closeAll, .reduce, .protect, .flatten, .windDown: 2
    case .resume: 3
    }
  }

  @Test("commands bring an engine's halts to those of the view", arguments: SessionCount.seeds(5))
  func halts(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try RandomRisk.tree()
    var engines = [String: EntryHalts]()
    var views = [String: RiskView]()
    for _ in 0..<250 {
      let actions = tree.take(random.event())
      for bot in tree.members.map(\.bot) {
        for command in tree.commands(actions, of: bot, before: views[bot] ?? .clear) {
          switch command {
          case .halt(let code, let symbol):
            engines[bot, default: EntryHalts()].halt(code, symbolIndex: symbol)
          case .resume(let code, let symbol):
            engines[bot, default: EntryHalts()].resume(code, symbolIndex: symbol)
          default: break
          }
        }
        views[bot] = tree.view(of: bot)
        #expect(
          Set(engines[bot]?.halts ?? []) == Set(tree.view(of: bot).halts.halts), "seed \(seed), \(bot)")
      }
    }
  }

  @Test(
    "saved and read at any event, it goes on as if it had not been away", arguments: SessionCount.seeds(5))
  func restoring(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try RandomRisk.tree()
    var other = tree
    for step in 0..<300 {
      if step % 7 == 0 {
        let bytes = try StateEncoder.encode(with: other.encodeState)
        other = try RandomRisk.tree()
        try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
        #expect(try StateEncoder.encode(with: other.encodeState) == bytes)
      }
      let event = random.event()
      #expect(tree.take(event) == other.take(event), "seed \(seed), step \(step)")
      #expect(tree.wakeTime == other.wakeTime)
      for bot in ["a", "b", "c"] { #expect(tree.view(of: bot) == other.view(of: bot)) }
    }
  }

  /// A tree to which the clock comes whenever something is due, as a host sees to.
  private struct Hosted {
    var tree: RiskTree

    init(_ bots: [String]) throws {
      var policy = RiskPolicy()
      for kind in [RiskScope.Kind.account, .bot] {
        policy.add(
          try TradeFrequency(
            .init(minute: .init(3, coolDownSeconds: 45), session: .init(40, coolDownSeconds: 0))),
          toEach: kind)
        policy.add(try DailyLoss(.init(limit: RiskBench.usd(40))), toEach: kind)
      }
      policy.add(GrantTerm(), toEach: .bot)
      tree = RiskTree(policy: policy)
      for bot in bots {
        _ = try tree.join(
          RiskBench.member(bot, family: "F"), mark: RiskBench.mark(bot, 1_000, isOpen: false),
          at: RiskBench.at(0))
      }
    }

    /// What is decided for a bot's own scopes, the events before this one's time included.
    mutating func take(_ event: RiskEvent, _ marks: [BotMark]) -> [RiskAction] {
      var actions: [RiskAction] = []
      while tree.wakeTime <= event.at {
        actions += tree.take(RiskEvent(.clock, at: max(tree.wakeTime, tree.now), marks: marks))
      }
      return actions + tree.take(event)
    }
  }

  private static func texts(_ actions: [RiskAction], of bot: String) -> [String] {
    actions.filter { [.account(bot), .bot(bot)].contains($0.scope) }.map {
      "\($0.brief) \($0.verb) \($0.at.nanoseconds) \($0.limit) \($0.value)"
    }
  }

  @Test(
    "bots that share no limit are decided on alone as they are together", arguments: SessionCount.seeds(5))
  func aloneOrTogether(seed: UInt64) throws {
    var random = RandomRisk(seed: seed, isShared: false)
    let bots = ["a", "b", "c"]
    var together = try Hosted(bots)
    var alone = try bots.map { try Hosted([$0]) }
    var decided = (together: [String: [String]](), alone: [String: [String]]())
    for _ in 0..<400 {
      let marks = random.marks
      let event = random.event()
      let actions = together.take(event, marks)
      for (index, bot) in bots.enumerated() {
        decided.together[bot, default: []] += Self.texts(actions, of: bot)
        guard event.scope == .desk || event.scope == .bot(bot) else { continue }
        decided.alone[bot, default: []] += Self.texts(alone[index].take(event, marks), of: bot)
      }
    }
    for (index, bot) in bots.enumerated() {
      // What was due meanwhile and nobody has asked for yet.
      let last = RiskEvent(.clock, at: together.tree.now, marks: random.marks)
      decided.alone[bot, default: []] += Self.texts(alone[index].take(last, random.marks), of: bot)
      decided.together[bot, default: []] += Self.texts(together.take(last, random.marks), of: bot)
      #expect(decided.together[bot] == decided.alone[bot], "seed \(seed), \(bot)")
      #expect((decided.alone[bot]?.count ?? 0) > 5)
    }
  }
}
