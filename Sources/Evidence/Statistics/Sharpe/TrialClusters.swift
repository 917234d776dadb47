package import TradingCore

/// Trials put together by what they did: copies of one, another seed or the same returns under another name, are one try.
///
/// Leader clustering in the order of the trials: each joins the leader that it correlates with most, if they have more than
/// half of their variance in common (ρ² > ½, ρ > 0), else it leads a cluster of its own. One pass, nothing drawn by lot,
/// and no chain of neighbors that makes one of all. For so much in common two series must share enough days, and be over
/// about the same time; series that are equal are copies however short they are.
/// Source: Hartigan, "Clustering Algorithms", 1975, chapter 3, on the correlations that López de Prado and Lewis cluster trials
/// by ("Detection of False Investment Strategies Using Unsupervised Learning Methods", Quantitative Finance 19(9), 2019).
package struct TrialClusters: Sendable, Hashable {
  /// A trial's returns, one for each of its days in order.
  package struct Series: Sendable, Hashable {
    /// The days.
    package let days: [CivilDate]
    /// The return of each.
    package let values: [Double]

    /// Returns of days, as many of either.
    package init(days: [CivilDate], values: [Double]) {
      self.days = days
      self.values = values
    }
  }

  /// The fewest days that two trials must share for their correlation to mean something: without any, one pair in a
  /// thousand has so much in common over sixteen.
  package static let fewestDays = 16
  /// What the square of a correlation has to be above.
  package static let commonVariance = 0.5
  /// The most leaders that others are held against; later trials that join none are clusters of their own.
  package static let mostLeaders = 1_000

  /// The cluster of each trial, numbered from 0 in order of their leaders.
  package let clusters: [Int]
  /// Clusters: the effective number of trials.
  package let count: Int

  /// Puts trials together.
  ///
  /// - Complexity: O(trials × clusters × days), clusters up to `mostLeaders`.
  package init(_ trials: [Series]) {
    var leaders: [Leader] = []
    var equals: [Series: Int] = [:]
    var clusters: [Int] = []
    var count = 0
    for trial in trials {
      if let same = equals[trial] {
        clusters.append(same)
        continue
      }
      let own = Leader(trial, cluster: count)
      var closest = (correlation: Self.commonVariance.squareRoot(), cluster: count)
      for leader in leaders {
        guard let correlation = own.correlation(with: leader), correlation > closest.correlation else {
          continue
        }
        closest = (correlation, leader.cluster)
      }
      if closest.cluster == count {
        count += 1
        if leaders.count < Self.mostLeaders { leaders.append(own) }
      }
      equals[trial] = closest.cluster
      clusters.append(closest.cluster)
    }
    (self.clusters, self.count) = (clusters, count)
  }

  /// The sample variance of the trials' ratios with every cluster weighing the same, however many copies it is made of.
  ///
  /// `ratios`: one a trial, `nil` where it has none; `singles`: those of other trials, each a cluster of its own. With every
  /// trial a cluster of its own it is their sample variance.
  ///
  /// - Returns: `nil` under two clusters with a ratio.
  package func variance(of ratios: [Double?], and singles: [Double?] = []) -> Double? {
    var groups = [[Double]](repeating: [], count: count)
    for (cluster, ratio) in zip(clusters, ratios) { if let ratio { groups[cluster].append(ratio) } }
    groups = groups.filter { !$0.isEmpty } + singles.compactMap { $0.map { [$0] } }
    guard groups.count >= 2 else { return nil }
    let mean = groups.reduce(0) { $0 + $1.reduce(0, +) / Double($1.count) } / Double(groups.count)
    let squares = groups.reduce(0) { sum, group in
      sum + group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(group.count)
    }
    return squares / Double(groups.count - 1)
  }
}

/// The first trial of a cluster, ready to be held against others.
private struct Leader {
  let series: TrialClusters.Series
  let cluster: Int
  /// Distances from the mean over their root sum of squares; empty for a series that doesn't vary.
  private let directions: [Double]

  init(_ series: TrialClusters.Series, cluster: Int) {
    (self.series, self.cluster) = (series, cluster)
    directions = Self.directions(series.values)
  }

  /// Pearson's correlation over the days that both have; `nil` where those are too few, or too few of all.
  func correlation(with other: Leader) -> Double? {
    if series.days == other.series.days {
      guard series.days.count >= TrialClusters.fewestDays, !directions.isEmpty, !other.directions.isEmpty
      else { return nil }
      return Self.product(directions, other.directions)
    }
    let (own, others) = shared(with: other)
    let longer = max(series.days.count, other.series.days.count)
    guard own.count >= TrialClusters.fewestDays, own.count >= longer - own.count else { return nil }
    return Correlation.pearson(own, others)
  }

  /// The returns of the days that both have.
  private func shared(with other: Leader) -> ([Double], [Double]) {
    var (own, others): ([Double], [Double]) = ([], [])
    var place = 0
    let (days, values) = (other.series.days, other.series.values)
    for (day, value) in zip(series.days, series.values) {
      while place < days.count, days[place] < day { place += 1 }
      guard place < min(days.count, values.count) else { break }
      guard days[place] == day else { continue }
      own.append(value)
      others.append(values[place])
    }
    return (own, others)
  }

  private static func directions(_ values: [Double]) -> [Double] {
    guard let mean = Moments.mean(values) else { return [] }
    let distances = values.map { $0 - mean }
    let length = product(distances, distances).squareRoot()
    // Less than that is rounding of equal returns.
    guard length > 1e-14, length.isFinite else { return [] }
    return distances.map { $0 / length }
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for place in 0..<min(left.count, right.count) { sum += left[place] * right[place] }
    return sum
  }
}
