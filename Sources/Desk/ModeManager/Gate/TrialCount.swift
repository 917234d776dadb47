import Journal
import Statistics

/// What a bot is the best of: how many trials, how many of them are something else, and how their ratios spread.
struct TrialCount {
  /// All trials: backtests, and identities that were registered or ran and never backtested.
  let trials: Int
  /// Those of them that did something else than the others: clusters of the backtests by their returns, and each of the rest.
  let effective: Int
  /// The variance of their annual Sharpe ratios, the larger one of all trials alike and of all clusters alike: copies of a
  /// trial add to its cluster, and so pull only the first one down. `nil` under two ratios.
  let variance: Double?

  /// `trials`: the last of each pair of identity and data; `returns`: those that are known, of the same pairs; `untried`: how
  /// many identities have no trial.
  init(of trials: [TrialRecord], returns: [TrialReturns], untried: Int) {
    let clustered = Set(returns.map { [$0.identity, $0.dataDigest] })
    // Those without returns stand for themselves.
    let others = trials.filter { !clustered.contains([$0.identity, $0.dataDigest]) }
    let clusters = TrialClusters(returns.map { .init(days: $0.days, values: $0.values) })
    let ratios = returns.map { PerformanceRatios.sharpe(dailyReturns: $0.values) }
    let singles = others.map(\.sharpe)
    self.trials = returns.count + others.count + untried
    effective = clusters.count + others.count + untried
    variance = [
      Moments.sampleVariance((ratios + singles).compactMap { $0 }),
      clusters.variance(of: ratios, and: singles),
    ].compactMap { $0 }.max()
  }
}
