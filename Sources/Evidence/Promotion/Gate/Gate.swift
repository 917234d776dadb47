import Statistics
import TradingCore

/// Evidence held against criteria. Missing, inconclusive and not-a-number values never pass.
package struct Gate: Sendable {
  /// What is asked.
  package let criteria: GateCriteria

  /// A gate with these criteria.
  package init(_ criteria: GateCriteria) { self.criteria = criteria }

  /// The whole checklist.
  package func evaluate(_ evidence: GateEvidence, context: GateContext = GateContext()) -> GateResult {
    let names =
      GateCheckName.nameable + (context.sources == nil ? [] : GateCheckName.sources)
      + (context.discovery == nil || evidence.step == .demo ? [] : [.falseDiscoveries])
    let checks = names.map { name in
      let measure = measure(name, of: evidence, context: context)
      return GateCheck(
        name: name, measure: measure, isRequired: isRequired(name, at: evidence.step, context: context),
        detail: detail(name, measure, of: evidence, context: context), restsOn: evidence.basis(of: name))
    }
    return GateResult(step: evidence.step, checks: checks)
  }

  /// Whether every required check passes: what `evaluate` says, without the rest once one does not.
  package func isEligible(_ evidence: GateEvidence, context: GateContext = GateContext()) -> Bool {
    let required = Self.quickestFirst.filter { isRequired($0, at: evidence.step, context: context) }
    return !required.isEmpty
      && required.allSatisfy { measure($0, of: evidence, context: context).verdict == .pass }
  }

  /// Whether promotion needs a check. Overfitting is asked for only where a sweep exists.
  package func isRequired(_ name: GateCheckName, at step: GateStep, context: GateContext) -> Bool {
    if GateCheckName.sources.contains(name) {
      return context.sources != nil && criteria.provenance.asksForDatasets
    }
    // Who asks for luck to be told asks for it to be told among all bots, too.
    if name == .falseDiscoveries {
      return step == .live && context.discovery != nil && criteria.live.required.contains(.alwaysValid)
    }
    if criteria.belowFloor != nil, name == .trades || name == .daysActive { return true }
    guard criteria[step: step].required.contains(name) else { return false }
    return name != .backtestOverfitting || context.hasSweep
  }

  private static let quickestFirst =
    GateCheckName.checklist + [
      .backtestOverfitting, .breakEven, .probabilisticSharpe, .trackRecord, .deflatedSharpe, .alwaysValid,
      .falseDiscoveries, .profitFactorBound,
    ] + GateCheckName.sources

  /// One check's figures.
  package func measure(
    _ name: GateCheckName, of evidence: GateEvidence, context: GateContext = GateContext()
  ) -> GateMeasure {
    let step = criteria[step: evidence.step]
    let tally = evidence.tally
    switch name {
    case .trades:
      // Criteria that were adopted before there was a floor may be below it.
      let least = criteria.belowFloor == nil ? 0 : GateCriteria.fewestTrades
      return GateMeasure(Double(tally.trades), .atLeast, Double(max(step.minimumTrades, least)))
    case .winRate: return GateMeasure(tally.winRate, .above, step.minimumWinRate.value)
    case .profitFactor: return GateMeasure(tally.profitFactor, .above, step.minimumProfitFactor.value)
    case .maximumDrawdown:
      return GateMeasure(drawdown(evidence, context), .below, step.maximumDrawdown.value)
    case .daysActive:
      let least = criteria.belowFloor == nil ? 0 : GateCriteria.fewestDays
      return GateMeasure(evidence.calendarDays, .atLeast, Double(max(step.minimumDays, least)))
    case .coverage: return GateMeasure(evidence.coverage, .atLeast, step.minimumCoverage.value)
    default: return statistic(name, of: evidence, context: context)
    }
  }

  private func statistic(
    _ name: GateCheckName, of evidence: GateEvidence, context: GateContext
  ) -> GateMeasure {
    let thresholds = criteria.statistics
    switch name {
    case .provenance:
      let count = context.sources.map { Double($0.problems.count) }
      return GateMeasure(evidence.firstTick == nil ? nil : count, .atMost, 0)
    case .openMinutes:
      return GateMeasure(context.sources?.openMinutes, .atLeast, criteria.ticks.minimumOpenMinutes.value)
    case .freshness:
      return GateMeasure(context.sources?.age, .atMost, Double(criteria.ticks.maximumAgeDays))
    case .breakEven: return breakEven(evidence)
    case .profitFactorBound:
      let interval = evidence.profitFactorInterval(thresholds)
      return GateMeasure(interval?.lower, .above, 1, interval: interval)
    case .probabilisticSharpe:
      let value = evidence.sharpe.flatMap { SharpeTests.probabilistic($0, benchmark: 0) }
      return GateMeasure(value, .atLeast, thresholds.minimumProbabilisticSharpe.value)
    case .trackRecord: return trackRecord(evidence)
    case .deflatedSharpe:
      return GateMeasure(
        deflatedSharpe(evidence, context: context), .atLeast, thresholds.minimumDeflatedSharpe.value)
    case .backtestOverfitting:
      return GateMeasure(
        context.hasSweep ? context.overfitting.flatMap { (0...1).contains($0) ? $0 : nil } : nil, .atMost,
        thresholds.maximumOverfitting.value)
    case .falseDiscoveries:
      // What it was worth at its best is not what may be added up over bots.
      return GateMeasure(
        evidence.alwaysValid(thresholds)?.value, .atLeast,
        context.discovery?.threshold(rate: thresholds.falseDiscoveries.value))
    default:
      return GateMeasure(
        evidence.alwaysValid(thresholds)?.highest, .atLeast, thresholds.minimumAlwaysValid.value)
    }
  }

  /// Against equity's peak or against the capital that is asked for, whichever says more: the same trades lose the same
  /// money on any balance, and a large one would hide it.
  private func drawdown(_ evidence: GateEvidence, _ context: GateContext) -> Double? {
    // Without a trade there is no drawdown to speak of.
    guard evidence.tally.trades > 0, let ratio = evidence.maximumDrawdown, ratio >= 0 else { return nil }
    guard let capital = context.capital, !isApart(evidence, capital) else { return ratio }
    return evidence.drawdown(against: capital).map { max(ratio, $0) }
  }

  /// Whether a drawdown counts below its peak alone, as the account is in another currency than the capital: on DEMO no money
  /// is at stake. LIVE is in the capital's currency only.
  func isApart(_ evidence: GateEvidence, _ capital: GateCapital) -> Bool {
    evidence.step == .demo && evidence.currency != nil && evidence.currency != capital.currency
  }

  private func breakEven(_ evidence: GateEvidence) -> GateMeasure {
    let results = evidence.results
    guard results.allSatisfy(\.isFinite) else { return GateMeasure(nil, .above, nil) }
    let split = WinLossSplit(results)
    let interval = Proportions.wilson(
      successes: split.wins, trials: split.wins + split.losses,
      confidence: criteria.statistics.confidence.value
    ).map { GateInterval(lower: $0.lower, upper: $0.upper) }
    return GateMeasure(interval?.lower, .above, split.breakEvenRate, interval: interval)
  }

  /// With a ratio of zero or less no record is long enough.
  private func trackRecord(_ evidence: GateEvidence) -> GateMeasure {
    guard let sharpe = evidence.sharpe else { return GateMeasure(nil, .atLeast, nil) }
    let least = SharpeTests.minimumTrackRecord(
      sharpe, benchmark: 0, confidence: criteria.statistics.confidence.value)
    return GateMeasure(Double(sharpe.count), .atLeast, least ?? (sharpe.ratio > 0 ? nil : .infinity))
  }

  private func deflatedSharpe(_ evidence: GateEvidence, context: GateContext) -> Double? {
    guard let sharpe = evidence.sharpe else { return nil }
    let trials = max(context.trials, 1)
    guard trials > 1 else { return SharpeTests.deflated(sharpe, trials: 1, variance: 0) }
    return context.dailyVariance(over: sharpe.count).flatMap {
      SharpeTests.deflated(sharpe, trials: trials, variance: $0)
    }
  }
}
