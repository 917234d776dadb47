import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import Statistics
import TradingCore

/// Makes the review that is shown of what the gatekeeper found.
struct ReviewMaker {
  let found: PromotionCase
  let background: PromotionBackground

  init(_ found: PromotionCase, _ background: PromotionBackground) {
    self.found = found
    self.background = background
  }

  /// What was gathered, the earlier mode first.
  var parts: [EvidenceContents] { [found.paper, found.demo, found.live].compactMap { $0 } }

  /// The review.
  func review(at time: Timestamp) -> PromotionReview {
    var review = PromotionReview(
      bot: found.record.id, from: found.standing.mode.rawValue, to: found.step.rawValue,
      isEligible: found.result.isEligible, identity: found.identity, evidenceDigest: found.evidenceDigest,
      generatedAt: time, criteriaName: found.criteria.preset.rawValue, criteriaDigest: found.ledger.criteria,
      trials: found.context.trials, checks: found.result.checks.map(check))
    review.parts = shownParts
    addCurves(to: &review)
    review.intervals = intervals
    review.evidenceLine = evidenceLine
    addTrials(to: &review)
    review.facts = facts
    review.broker = broker
    addComparisons(to: &review)
    review.sources = background.origins.map(source)
    review.costs = parts.compactMap(costs)
    review.losses = losses
    review.ladder = ladder
    review.approvals = approvals(at: time)
    review.spreads = background.spreads.flatMap { mode, comparisons in
      comparisons.map { PromotionReview.Spread(mode: mode.rawValue, comparison: $0) }
    }
    review.notes = found.notes + review.spreadNotes
    if let broker = review.broker, broker.standing != .bundled {
      review.notes.append("Broker profile: \(broker.text).")
    }
    review.generator = ProgramVersion.generator
    return review
  }

  /// A part for each mode that the step rests on, and for LIVE where the bot is there.
  private var shownParts: [PromotionReview.Part] {
    let currency = background.recipe.profile.accountCurrency
    let modes = found.figures.modes + (found.live == nil ? [] : ["live"])
    return modes.map { mode in
      var part = PromotionReview.Part(mode: mode, currency: currency)
      guard let contents = parts.first(where: { $0.record.mode.rawValue == mode }) else { return part }
      let evidence = contents.evidence
      // A sum that money can't hold stops the gate before it comes to a review.
      do throws(ArithmeticError) {
        for trade in evidence.trades { try part.tally.add(net: trade.netResult) }
      } catch { part.tally = TradeTally() }
      part.daysActive = evidence.daysActive
      (part.first, part.last) = (evidence.firstTick, evidence.lastTick)
      part.maximumDrawdown = evidence.firstTick == nil ? nil : evidence.maximumDrawdown
      return part
    }
  }

  /// Two things are called drawdown: the fall from equity's peak, which reports show, and the same fall over the capital that
  /// is asked for, where the gate goes by that.
  private func title(of name: GateCheckName) -> String {
    guard name == .maximumDrawdown, let capital = found.context.capital,
      let share = found.figures.drawdown(against: capital), let ratio = found.figures.maximumDrawdown,
      share > ratio
    else { return name.title }
    return "Maximum drawdown of the capital"
  }

  private func check(_ check: GateCheck) -> PromotionReview.Check {
    let threshold = check.measure.threshold ?? .nan
    return .init(
      name: check.name.rawValue, title: title(of: check.name), value: check.measure.value,
      valueText: check.name.text(check.measure.value), threshold: threshold,
      thresholdText: threshold == .infinity
        ? "none would do" : "\(check.measure.comparison.mark) \(check.name.text(check.measure.threshold))",
      verdict: check.verdict, isRequired: check.isRequired,
      detail: check.detail, restsOn: check.restsOn)
  }
}

extension GateComparison {
  /// How it is written for people.
  fileprivate var mark: String {
    switch self {
    case .atLeast: "≥"
    case .above: ">"
    case .below: "<"
    case .atMost: "≤"
    }
  }
}
