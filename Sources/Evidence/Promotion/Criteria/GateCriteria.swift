/// What a bot must show to be promoted, how long approvals last, and when a bot is taken back: the file
/// `promotion.yaml` of a home. `docs/promotion.md` lists the keys.
package struct GateCriteria: Sendable, Hashable {
  /// Named criteria to start from.
  package enum Preset: String, Sendable, Hashable, CaseIterable {
    /// The checklist for DEMO, the checklist and the statistics for LIVE.
    case standard
    /// The checklist at both steps.
    case plain
    /// The checklist and the statistics at both steps.
    case strict
  }

  /// What is required at one step.
  package struct Step: Sendable, Hashable {
    /// The least trades from flat to flat.
    package var minimumTrades: Int64 = 50
    /// The win rate must be above it.
    package var minimumWinRate = GateDecimal(millionths: 550_000)
    /// The profit factor must be above it.
    package var minimumProfitFactor = GateDecimal(millionths: 1_500_000)
    /// The maximum drawdown must be below it, as a ratio to equity's peak.
    package var maximumDrawdown = GateDecimal(millionths: 150_000)
    /// The least calendar days between the first and the last tick.
    package var minimumDays: Int64 = 14
    /// The least share of weekdays with ticks.
    package var minimumCoverage = GateDecimal(millionths: 900_000)
    /// The checks that must pass; the others are shown. In the order of `GateCheckName`.
    package var required: [GateCheckName]

    /// The default thresholds.
    package init(required: [GateCheckName]) { self.required = required }
  }

  /// Thresholds of the statistics.
  package struct Statistics: Sendable, Hashable {
    /// The confidence of the intervals and of the minimum track record.
    package var confidence = GateDecimal(millionths: 950_000)
    /// The least probabilistic Sharpe ratio.
    package var minimumProbabilisticSharpe = GateDecimal(millionths: 950_000)
    /// The least deflated Sharpe ratio.
    package var minimumDeflatedSharpe = GateDecimal(millionths: 950_000)
    /// The most probability of backtest overfitting.
    package var maximumOverfitting = GateDecimal(millionths: 500_000)
    /// The value that the always-valid test must have reached.
    package var minimumAlwaysValid = GateDecimal(millionths: 100_000_000)
    /// Results above so many R count as so many in the always-valid test.
    package var alwaysValidCap = GateDecimal(millionths: 10_000_000)
    /// Resamples of the bootstrap.
    package var resamples: Int64 = 1_000
    /// A position without a stop loss stands against a day's move of so many standard deviations.
    package var catastrophe = GateDecimal(millionths: 10_000_000)
    /// Every position stands against a day's move of so many standard deviations, whatever its stop loss says.
    package var leastStake = GateDecimal(millionths: 0)
    /// The share of bots without an edge expected at most among all that a home lets into LIVE.
    package var falseDiscoveries = GateDecimal(millionths: 100_000)

    /// The default thresholds.
    package init() {}

    /// What counts as at stake in a trade.
    package var stakes: StakeRules { StakeRules(catastrophe: catastrophe.value, least: leastStake.value) }
  }

  /// The money a LIVE bot may use, step by step.
  package struct Ladder: Sendable, Hashable {
    /// Capital at each step in whole US dollars, ascending.
    package var stepsUSD: [Int64] = [50, 100, 200, 400]
    /// The least calendar days at a step before the next.
    package var daysPerStep: Int64 = 7

    /// The default ladder.
    package init() {}
  }

  /// How long signatures count, in days.
  package struct Approvals: Sendable, Hashable {
    /// A request waits so long for approvals.
    package var requestDays: Int64 = 7
    /// A bot may trade on DEMO so long after approval.
    package var demoDays: Int64 = 90
    /// A bot may trade LIVE so long after approval.
    package var liveDays: Int64 = 30

    /// The default times.
    package init() {}
  }

  /// When and how a bot is taken back.
  package struct Demotion: Sendable, Hashable {
    /// What becomes of a demoted bot's open positions.
    package enum Positions: String, Sendable, Hashable, CaseIterable {
      /// Closed at once.
      case close
      /// Kept until the bot closes them; it may open none.
      case manage
    }

    /// What becomes of open positions.
    package var positions = Positions.close
    /// Degradation is a mean result below so many R.
    package var floor = GateDecimal(millionths: 0)
    /// Results are cut to so many R in the test of degradation.
    package var clip = GateDecimal(millionths: 3_000_000)
    /// The degradation test's value that takes a bot one step down the ladder.
    package var stepDownValue = GateDecimal(millionths: 20_000_000)
    /// The degradation test's value that demotes a bot.
    package var demoteValue = GateDecimal(millionths: 100_000_000)

    /// The default rules.
    package init() {}
  }

  /// Which ticks count as evidence.
  package enum Provenance: String, Sendable, Hashable, CaseIterable {
    /// Those of a live feed, and recorded ones that an operator has admitted as a dataset.
    case admitted
    /// The same, and generated ticks may be admitted, too: for a tour or a school that shows all of the gate.
    case generated
    /// Whatever there is: for a tour or a school.
    case any

    /// Whether somebody has to vouch for recorded ticks.
    package var asksForDatasets: Bool { self != .any }
    /// Whether ticks that no market made may count.
    package var countsGenerated: Bool { self != .admitted }
  }

  /// What is asked of the ticks that evidence was gathered on.
  package struct Ticks: Sendable, Hashable {
    /// Days after its last tick that evidence counts.
    package var maximumAgeDays: Int64 = 30
    /// The least share of open minutes that the evidence saw.
    package var minimumOpenMinutes = GateDecimal(millionths: 800_000)

    /// The default bounds.
    package init() {}
  }

  /// Trades that no criteria go under, where ticks have to be admitted.
  package static let fewestTrades: Int64 = 50
  /// Days that no criteria go under, where ticks have to be admitted.
  package static let fewestDays: Int64 = 14

  /// What is asked for less than any criteria may; `nil` where nothing is.
  package var belowFloor: String? {
    guard provenance.asksForDatasets else { return nil }
    for (name, step) in [("to_demo", demo), ("to_live", live)] {
      if step.minimumTrades < Self.fewestTrades { return "\(name).min_trades is below \(Self.fewestTrades)" }
      if step.minimumDays < Self.fewestDays { return "\(name).min_days is below \(Self.fewestDays)" }
      if let missing = [GateCheckName.trades, .daysActive].first(where: { !step.required.contains($0) }) {
        return "\(name).required lacks \(missing.rawValue)"
      }
    }
    return nil
  }

  /// What it started from.
  package var preset: Preset
  /// Which ticks count.
  package var provenance = Provenance.admitted
  /// What is asked of them.
  package var ticks = Ticks()
  /// PAPER to DEMO.
  package var demo: Step
  /// DEMO to LIVE.
  package var live: Step
  /// Thresholds of the statistics at both steps.
  package var statistics = Statistics()
  /// The money of a LIVE bot.
  package var ladder = Ladder()
  /// How long signatures count.
  package var approvals = Approvals()
  /// When and how a bot is taken back.
  package var demotion = Demotion()

  /// The criteria of a preset.
  package init(_ preset: Preset = .standard) {
    self.preset = preset
    demo = Step(required: preset == .strict ? GateCheckName.nameable : GateCheckName.checklist)
    live = Step(required: preset == .plain ? GateCheckName.checklist : GateCheckName.nameable)
  }

  /// What is required at a step.
  package subscript(step step: GateStep) -> Step { step == .demo ? demo : live }
}
