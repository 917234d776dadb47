import RiskControl
import TestSupport
import TradingCore

/// Events of three bots that share an account and a family in part, drawn from a seed.
struct RandomRisk {
  private var generator: SeededGenerator
  private var second: Int64 = 0
  private var order: UInt64 = 0
  private(set) var marks: [BotMark]
  /// Whether events are about scopes that bots share, too.
  private let isShared: Bool
  private static let bots = ["a", "b", "c"]

  init(seed: UInt64, isShared: Bool = true) {
    self.isShared = isShared
    generator = SeededGenerator(seed: seed)
    marks = Self.bots.map { RiskBench.mark($0, 1_000, isOpen: false) }
  }

  /// Limits that are reached now and then, everywhere.
  static func policy() throws -> RiskPolicy {
    var policy = RiskPolicy()
    for kind in RiskScope.Kind.allCases {
      policy.add(
        try TradeFrequency(
          .init(
            minute: .init(4, coolDownSeconds: 90), hour: .init(30, coolDownSeconds: 600),
            session: .init(60, coolDownSeconds: 0))), toEach: kind)
      policy.add(try DailyLoss(.init(limit: RiskBench.usd(60))), toEach: kind)
    }
    policy.add(GrantTerm(), toEach: .bot)
    return policy
  }

  static func tree() throws -> RiskTree {
    var tree = RiskTree(policy: try policy())
    let members = [
      RiskBench.member("a", account: "A", family: "F"), RiskBench.member("b", account: "A"),
      RiskBench.member("c", account: "C", family: "F"),
    ]
    for member in members {
      _ = try tree.join(
        member, mark: RiskBench.mark(member.bot, 1_000, isOpen: false), at: RiskBench.at(0))
    }
    return tree
  }

  mutating func number(_ bound: UInt64) -> Int { Int(generator.next() % bound) }

  private mutating func scope() -> RiskScope {
    guard isShared else { return .bot(Self.bots[number(3)]) }
    return [.desk, .account("A"), .account("C"), .family("F"), .bot("a"), .bot("b"), .bot("c")][number(7)]
  }

  mutating func ask(_ effects: [RiskAsk.Effect] = RiskAsk.Effect.allCases) -> RiskAsk {
    order += 1
    return RiskBench.ask(effects[number(UInt64(effects.count))], order: order, symbol: number(2))
  }

  private mutating func act() -> OperatorAct {
    let verbs: [OperatorAct.Verb] = [
      .kill, .release, .release, .lock(until: RiskBench.at(second + Int64(number(500)))), .unlock(nil),
      .unlock(.riskFault), .pause, .resume,
    ]
    return OperatorAct(verbs[number(8)], by: "ann", reason: "seed")
  }

  private mutating func condition() -> RiskCondition {
    let symbols = [nil, Known.eurusd.symbol, Known.instrument("GBPUSD").symbol]
    return RiskCondition(
      [.feedStale, .clockJump][number(2)], isOn: number(3) == 0, symbol: symbols[number(3)])
  }

  /// The next event; now and then hours pass.
  mutating func event() -> RiskEvent {
    second += number(40) == 0 ? Int64(number(20_000)) : Int64(number(20))
    let bot = number(3)
    let scope = RiskScope.bot(Self.bots[bot])
    func event(_ what: RiskEvent.Happening, of scope: RiskScope, marks: [BotMark] = []) -> RiskEvent {
      RiskEvent(what, of: scope, at: RiskBench.at(second), cycle: order, marks: marks)
    }
    switch number(16) {
    case 0...4: return event(.asked(ask()), of: scope)
    case 5...8: return event(.approved(ask()), of: scope)
    case 9:
      return event(.filled(RiskBench.fill(order, reason: number(2) == 0 ? .entry : .stopLoss)), of: scope)
    case 10...11:
      let equity = (marks[bot].equity.units / 1_000_000) + Int64(number(60)) - 30
      marks[bot] = RiskBench.mark(Self.bots[bot], equity, isOpen: number(3) > 0)
      return event(.equityLeftBand, of: scope, marks: isShared ? marks : [marks[bot]])
    case 12: return event(.clock, of: .desk, marks: marks)
    case 13: return event(.connection(condition()), of: self.scope())
    case 14: return event(.operated(act()), of: self.scope())
    default:
      let grant = RiskGrant(
        until: RiskBench.at(second + Int64(number(4_000)) - 100), request: "R\(order)", mode: .demo)
      return event(.granted(number(3) == 0 ? nil : grant), of: scope)
    }
  }
}
