import Statistics
import TradingCore

/// Many bots of known skill through the gate, looked at after every weekday: how often luck alone is promoted,
/// and how often and how soon skill is.
///
/// A bot trades a fixed number of times a weekday at a fixed risk of its equity. On paper until it is eligible
/// for DEMO, then from zero on demo until it is eligible for LIVE, with approvals on the same day. The same gate
/// decides as for real bots. A bot's numbers depend on seed, scenario and its own number alone.
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

  /// What becomes of some bots of a scenario: a part of `0..<bots`, so that parts can run beside each other.
  package func run(scenario: Int, bots range: Range<Int>) -> StudyCounts {
    var counts = StudyCounts(days: days)
    guard scenarios.indices.contains(scenario) else { return counts }
    let gate = Gate(criteria)
    for bot in range {
      let stream = UInt64(truncatingIfNeeded: scenario) << 40 | UInt64(truncatingIfNeeded: bot)
      var simulated = StudyBot(scenarios[scenario], random: CounterRandom(seed: seed, stream: stream))
      let outcome = simulated.run(through: gate, context: context, days: days)
      counts.add(demoDay: outcome.demoDay, liveDay: outcome.liveDay)
    }
    return counts
  }
}

/// One bot of a study.
private struct StudyBot {
  private static let purpose: UInt32 = 0x7374_6479
  /// 10,000.00 in hundredths; only ratios matter.
  private static let startEquity: Int64 = 1_000_000
  private static let day: Int64 = 24 * 60 * 60 * 1_000_000_000
  /// Monday, 1 January 2024, 00:00 UTC.
  private static let start = Timestamp(milliseconds: 1_704_067_200_000)

  private let scenario: StudyScenario
  private let random: CounterRandom
  private var trade: UInt64 = 0
  private var equity = Self.startEquity
  private var peak = Self.startEquity
  private var evidence = GateEvidence(step: .demo)

  init(_ scenario: StudyScenario, random: CounterRandom) {
    self.scenario = scenario
    self.random = random
  }

  mutating func run(
    through gate: Gate, context: GateContext, days: Int
  ) -> (demoDay: Int?, liveDay: Int?) {
    var demoDay: Int?
    for day in 0..<days where day % 7 < 5 {
      guard tradeOneDay(day) else { break }
      guard gate.isEligible(evidence, context: context) else { continue }
      if demoDay != nil { return (demoDay, day + 1) }
      demoDay = day + 1
      startDemo()
    }
    return (demoDay, nil)
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

  private mutating func takeTrade() -> Bool {
    let risk = equity / PromotionStudy.riskDivisor
    guard risk > 0 else { return false }
    let wins = random.uniform(purpose: Self.purpose, ordinal: trade) < scenario.winRate
    trade += 1
    let multiple = wins ? scenario.payoff : -1
    let result = Int64((multiple * Double(risk)).rounded())
    do { try evidence.tally.add(net: Money(units: result)) } catch { return false }
    evidence.trades.append(GateEvidence.Trade(net: Double(result), rMultiple: multiple))
    equity += result
    peak = max(peak, equity)
    let fall = Double(peak - equity) / Double(peak)
    evidence.maximumDrawdown = max(evidence.maximumDrawdown ?? 0, fall)
    return true
  }

  /// The checklist from zero, the statistics over both.
  private mutating func startDemo() {
    var next = GateEvidence(step: .live)
    (next.trades, next.dailyReturns) = (evidence.trades, evidence.dailyReturns)
    evidence = next
    (equity, peak) = (Self.startEquity, Self.startEquity)
  }
}
