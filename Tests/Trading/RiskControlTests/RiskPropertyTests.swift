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
    case .close, .closeAll, .reduce, .flatten: 2
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
}
