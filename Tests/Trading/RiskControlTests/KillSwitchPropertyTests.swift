import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The five tiers, levels and modes together, over seeded sessions of whatever may happen.
struct KillSwitchPropertyTests {
  /// Events of `RandomRisk`, and those that only the kill switch hears.
  private struct Session {
    var random: RandomRisk
    var tree: RiskTree
    private var last = RiskBench.at(0)

    init(seed: UInt64) throws {
      random = RandomRisk(seed: seed)
      tree = try Self.empty()
    }

    static func empty() throws -> RiskTree {
      let file = try RiskFile.parse(
        text: """
          version: 1
          kill_switch_tiers:
            bot_level: {consecutive_loss_trigger: 3, daily_trade_limit: 40}
            account_level: {max_portfolio_heat_pct: off}
            session_level: {max_trades_per_hour: 30}
          risk_modes: {consecutive_losses: {reduce: 2, observe: 4, hysteresis: 1}}

          """, path: "risk.yaml")
      var tree = RiskTree(policy: file.policy)
      let members = [
        RiskBench.member("a", account: "A", family: "F"), RiskBench.member("b", account: "A"),
        RiskBench.member("c", account: "C", family: "F"),
      ]
      for member in members {
        _ = try tree.join(member, mark: RiskBench.mark(member.bot, 1_000, isOpen: false), at: RiskBench.at(0))
      }
      return tree
    }

    mutating func event() -> RiskEvent {
      var event = random.event()
      last = event.at
      let bot = ["a", "b", "c"][random.number(3)]
      let symbol = ["EURUSD", "GBPUSD"][random.number(2)]
      switch random.number(30) {
      case 0...2:
        event = RiskEvent(.closed(RiskBench.trade(random.number(3) - 1, at: last)), of: .bot(bot), at: last)
      case 3:
        let climate = RiskClimate(
          chaosMillionths: Int64(random.number(900_000)),
          regime: MarketRegime.allCases[random.number(6)].rawValue,
          symbol: Known.instrument(symbol).symbol, timeframe: .m5)
        event = RiskEvent(.climate(climate), of: .bot(bot), at: last)
      case 4: event = RiskEvent(random.number(3) == 0 ? .apiOK : .apiError("x"), at: last)
      case 5:
        event = RiskEvent(
          .connection(RiskCondition(.brokerDisconnected, isOn: random.number(2) == 0)), at: last)
      case 6: event = RiskEvent(.session(name: "news", isOpen: random.number(2) == 0), at: last)
      case 7...8:
        let scopes: [RiskScope] = [
          .desk, .account("A"), .account("C"), .family("F"), .bot("a"), .bot("b"), .bot("c"),
        ]
        event = RiskEvent(
          .operated(OperatorAct(.release, by: "ann", reason: "seed")), of: scopes[random.number(7)], at: last)
      default: break
      }
      return event
    }
  }

  @Test(
    "nothing opens at RED or BLACK or while anything is engaged; what closes always may",
    arguments: SessionCount.seeds(5))
  func entries(seed: UInt64) throws {
    var session = try Session(seed: seed)
    var refused = 0
    var levels: Set<RiskLevel> = []
    for _ in 0..<400 {
      _ = session.tree.take(session.event())
      for member in session.tree.members {
        let view = session.tree.view(of: member.bot)
        if let level = view.level { levels.insert(level) }
        let isEngaged = session.tree.engaged.contains { member.lies(in: $0.scope) && $0.lock.symbol == nil }
        var probe = session.tree
        let ask = session.random.ask([.opens, .raises])
        let denial = probe.take(RiskEvent(.asked(ask), of: .bot(member.bot), at: probe.now)).denial
        if isEngaged || (view.level ?? .green) >= .red {
          #expect(denial != nil, "seed \(seed)")
          refused += 1
        }
        let exit = session.random.ask([.closes, .reduces, .changes, .cancels])
        #expect(probe.take(RiskEvent(.asked(exit), of: .bot(member.bot), at: probe.now)).isEmpty)
      }
    }
    #expect(refused > 0 && levels.count > 2, "seed \(seed): \(levels)")
  }

  @Test("what needs a person's word stays until there is one", arguments: SessionCount.seeds(5))
  func releases(seed: UInt64) throws {
    var session = try Session(seed: seed)
    for _ in 0..<400 {
      let before = session.tree.engaged.filter(\.needsRelease).map { "\($0.scope) \($0.lock.code.rawValue)" }
      let event = session.event()
      let actions = session.tree.take(event)
      let after = Set(session.tree.engaged.map { "\($0.scope) \($0.lock.code.rawValue)" })
      let gone = before.filter { !after.contains($0) }
      if case .operated(let act) = event.what, act.verb == .release {
        #expect(gone.allSatisfy { $0.hasPrefix("\(event.scope) ") }, "seed \(seed)")
      } else {
        #expect(gone.isEmpty, "seed \(seed): \(gone) by \(event.what)")
      }
      #expect(actions.map(\.rank) == actions.map(\.rank).sorted(), "seed \(seed)")
    }
  }

  @Test(
    "saved and read at any event, it goes on as if it had not been away", arguments: SessionCount.seeds(5))
  func restoring(seed: UInt64) throws {
    var session = try Session(seed: seed)
    var other = session.tree
    for step in 0..<400 {
      if step % 7 == 0 {
        let bytes = try StateEncoder.encode(with: other.encodeState)
        other = try Session.empty()
        try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
        #expect(try StateEncoder.encode(with: other.encodeState) == bytes)
      }
      let event = session.event()
      #expect(session.tree.take(event) == other.take(event), "seed \(seed), step \(step)")
      #expect(session.tree.wakeTime == other.wakeTime)
      for bot in ["a", "b", "c"] {
        #expect(session.tree.view(of: bot) == other.view(of: bot), "seed \(seed), step \(step)")
      }
    }
  }

  @Test("an equity that is no news changes no level and no lock", arguments: SessionCount.seeds(5))
  func bands(seed: UInt64) throws {
    var session = try Session(seed: seed)
    var moved = 0
    for _ in 0..<400 {
      _ = session.tree.take(session.event())
      let marks = session.random.marks
      var quiet = marks
      for index in marks.indices {
        let band = session.tree.view(of: marks[index].bot).band
        let equity = Int128(marks[index].equity.units)
        let lowest = max(band.lowest, equity - 40_000_000)
        guard band.contains(equity), lowest <= equity else { continue }
        quiet[index].equity = Money(units: Int64(clamping: lowest))
      }
      // Marks that the tree was not told of may have left their bands already: only those that lie inside are moved.
      guard zip(marks, quiet).contains(where: { $0 != $1 }),
        marks.allSatisfy({ session.tree.view(of: $0.bot).band.contains(Int128($0.equity.units)) })
      else { continue }
      moved += 1
      var probe = session.tree
      let actions = probe.take(RiskEvent(.equityLeftBand, of: .bot("a"), at: probe.now, marks: quiet))
      #expect(actions.isEmpty, "seed \(seed): \(actions.map(\.brief))")
    }
    #expect(moved > 20, "seed \(seed)")
  }
}
