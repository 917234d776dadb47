import Statistics
import TradingCore

/// Many bots of known skill through the gate, looked at after every weekday: how often luck alone is promoted,
/// and how often and how soon skill is.
///
/// A bot trades a fixed number of times a weekday at a fixed risk of its equity. On paper until it is eligible
/// for DEMO, then from zero on demo until it is eligible for LIVE, with approvals on the same day. The same gate
/// decides as for real bots. A bot's numbers depend on seed, scenario and its own number alone, and where it stands in a
/// home with others on theirs.
package struct PromotionStudy: Sendable {
  /// What is asked.
  package let criteria: GateCriteria
  /// The kinds of bots.
  package let scenarios: [StudyScenario]
  /// Bots of each kind.
  package let bots: Int
  /// Calendar days each is looked at, from a Monday.
  package let days: Int
  /// Where chance comes from.
  package let seed: UInt64
  /// How each bot was found; by default the only one tried.
  package let context: GateContext

  /// Trades each weekday.
  package static let tradesPerWeekday = 4
  /// A trade risks one part in so many of equity.
  package static let riskDivisor: Int64 = 200

  /// A study.
  package init(
    criteria: GateCriteria, scenarios: [StudyScenario] = StudyScenario.standard, bots: Int = 10_000,
    days: Int = 180, seed: UInt64 = 1, context: GateContext = GateContext()
  ) {
    self.criteria = criteria
    self.scenarios = scenarios
    self.bots = bots
    self.days = days
    self.seed = seed
    self.context = context
  }

  /// What becomes of some bots of a scenario: a part of `0..<bots`, so that parts can run beside each other. It begins and,
  /// but for the last, ends with whole homes.
  package func run(scenario: Int, bots range: Range<Int>) -> StudyCounts {
    var counts = StudyCounts(days: days)
    guard scenarios.indices.contains(scenario) else { return counts }
    let kind = scenarios[scenario]
    var first = range.lowerBound
    while first < range.upperBound {
      let end = min(first + max(kind.home, 1), range.upperBound)
      var home = StudyHome(bots: (first..<end).map { bot($0, of: kind, scenario: scenario) })
      home.run(through: Gate(criteria), context: context, days: days)
      counts.add(home.bots.map { ($0.demoDay, $0.liveDay) })
      first = end
    }
    return counts
  }

  /// A bot at its start, or the best of many after a month on paper.
  private func bot(_ number: Int, of kind: StudyScenario, scenario: Int) -> StudyBot {
    func random(_ number: Int, _ mark: UInt64 = 0) -> CounterRandom {
      let stream = UInt64(truncatingIfNeeded: scenario) << 40 | mark | UInt64(truncatingIfNeeded: number)
      return CounterRandom(seed: seed, stream: stream)
    }
    guard kind.bestOf > 1 else {
      let home = kind.copying > 0 ? random(number / max(kind.home, 1), 1 << 39) : nil
      return StudyBot(kind, random: random(number), home: home)
    }
    let gate = Gate(criteria)
    var best: (bot: StudyBot, wealth: Double)?
    for candidate in 0..<kind.bestOf {
      var bot = StudyBot(kind, random: random(number * kind.bestOf + candidate))
      let wealth = bot.shown(after: min(StudyScenario.choiceDay, days - 1), gate, context)
      if let wealth, wealth > best?.wealth ?? -1 { best = (bot, wealth) }
    }
    return best?.bot ?? StudyBot(kind, random: random(number), isOut: true)
  }
}

/// Bots that stand in one home, day by day.
private struct StudyHome {
  private(set) var bots: [StudyBot]

  init(bots: [StudyBot]) { self.bots = bots }

  mutating func run(through gate: Gate, context: GateContext, days: Int) {
    var (onDemo, inLive) = (0, 0)
    for day in 0..<days where day % 7 < 5 {
      for index in bots.indices where bots[index].isAtWork && day >= bots[index].nextDay {
        var context = context
        if bots.count > 1 {
          context.discovery = GateDiscovery(index: bots[index].number ?? onDemo + 1, discoveries: inLive)
        }
        switch bots[index].live(through: day, gate, context) {
        case .demo?:
          onDemo += 1
          bots[index].number = onDemo
        case .live?: inLive += 1
        case nil: break
        }
      }
    }
  }
}

/// One bot of a study.
private struct StudyBot {
  private static let purpose: UInt32 = 0x7374_6479
  private static let copyPurpose: UInt32 = 0x636F_7079
  /// 10,000.00 in hundredths; only ratios matter.
  private static let startEquity: Int64 = 1_000_000
  private static let day: Int64 = 24 * 60 * 60 * 1_000_000_000
  /// Monday, 1 January 2024, 00:00 UTC.
  private static let start = Timestamp(milliseconds: 1_704_067_200_000)

  private let scenario: StudyScenario
  private let random: CounterRandom
  /// What the trades are drawn from that all bots of the home have.
  private let home: CounterRandom?
  private var trade: UInt64 = 0
  private var equity = Self.startEquity
  private var peak = Self.startEquity
  private var evidence = GateEvidence(step: .demo)
  private var isChosen = false
  private(set) var isAtWork = true
  /// The first day that it has not seen.
  private(set) var nextDay = 0
  /// Days it took to DEMO and to LIVE, `nil` where it did not get there.
  private(set) var demoDay: Int?
  private(set) var liveDay: Int?
  /// Its number among those that came to DEMO.
  var number: Int?

  init(_ scenario: StudyScenario, random: CounterRandom, home: CounterRandom? = nil, isOut: Bool = false) {
    self.scenario = scenario
    self.random = random
    self.home = home
    isAtWork = !isOut
  }

  /// The always-valid test's wealth after paper to a day, of a bot that is eligible for DEMO then.
  mutating func shown(after last: Int, _ gate: Gate, _ context: GateContext) -> Double? {
    for day in 0...last where day % 7 < 5 {
      guard tradeOneDay(day) else { return nil }
      nextDay = day + 1
    }
    guard gate.isEligible(evidence, context: tried(context)) else { return nil }
    isChosen = true
    return evidence.alwaysValid(gate.criteria.statistics)?.value
  }

  /// Trades a day and goes where it may.
  mutating func live(through day: Int, _ gate: Gate, _ context: GateContext) -> GateStep? {
    if isChosen, demoDay == nil {
      demoDay = nextDay
      startDemo()
    }
    guard tradeOneDay(day) else {
      isAtWork = false
      return nil
    }
    guard gate.isEligible(evidence, context: tried(context)) else { return nil }
    guard demoDay == nil else {
      liveDay = day + 1
      isAtWork = false
      return .live
    }
    demoDay = day + 1
    startDemo()
    return .demo
  }

  /// The others that it was chosen among are trials, too.
  private func tried(_ context: GateContext) -> GateContext {
    var context = context
    context.trials = max(context.trials, scenario.bestOf)
    return context
  }

  /// `false` once nothing is left to trade with.
  private mutating func tradeOneDay(_ day: Int) -> Bool {
    let morning = equity
    for _ in 0..<PromotionStudy.tradesPerWeekday {
      guard takeTrade() else { return false }
    }
    evidence.dailyReturns?.append(Double(equity) / Double(morning) - 1)
    let open = Self.start.advanced(by: Int64(day) * Self.day)
    if evidence.firstTick == nil { evidence.firstTick = open }
    evidence.lastTick = open.advanced(by: Self.day / 24 * 21)
    evidence.weekdays += 1
    evidence.coveredWeekdays += 1
    return true
  }

  private mutating func draw() -> StudyScenario.Outcome {
    defer { trade += 1 }
    var uniform = random.uniform(purpose: Self.purpose, ordinal: trade)
    if let home, random.uniform(purpose: Self.copyPurpose, ordinal: trade) < scenario.copying {
      uniform = home.uniform(purpose: Self.purpose, ordinal: trade)
    }
    return scenario.outcome(uniform, isLater: demoDay != nil)
  }

  private mutating func takeTrade() -> Bool {
    let risk = equity / PromotionStudy.riskDivisor
    guard risk > 0 else { return false }
    let outcome = draw()
    let result = Int64((outcome.result * Double(risk)).rounded())
    do { try evidence.tally.add(net: Money(units: result)) } catch { return false }
    evidence.trades.append(seen(outcome, net: Double(result), unit: Double(risk)))
    equity += result
    peak = max(peak, equity)
    let fall = Double(peak - equity) / Double(peak)
    evidence.maximumDrawdown = max(evidence.maximumDrawdown ?? 0, fall)
    return equity > 0
  }

  /// A trade as the gate sees it; `unit` is one R in money.
  private func seen(_ outcome: StudyScenario.Outcome, net: Double, unit: Double) -> GateEvidence.Trade {
    let share = unit / Double(Self.startEquity)
    func amount(_ stake: Double) -> TradeRisk.Amount {
      TradeRisk.Amount(
        toStops: scenario.isStopped ? stake * share : nil, dayMove: scenario.dayMove * share)
    }
    let most = outcome.most ?? scenario.stake
    let initial = scenario.adds ? most : scenario.stake
    return GateEvidence.Trade(
      net: net, rMultiple: scenario.isStopped ? outcome.result / initial : nil,
      risk: TradeRisk(net: outcome.result * share, entry: amount(scenario.stake), most: amount(most)))
  }

  /// The checklist from zero, the statistics over both.
  private mutating func startDemo() {
    var next = GateEvidence(step: .live)
    (next.trades, next.dailyReturns) = (evidence.trades, evidence.dailyReturns)
    next.earlierTrades = evidence.trades.count
    evidence = next
    (equity, peak) = (Self.startEquity, Self.startEquity)
  }
}
