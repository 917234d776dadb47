import Statistics

/// What became of a scenario's bots. Counts of separate ranges of bots can be added in any order.
package struct StudyCounts: Sendable, Hashable {
  /// Bots simulated.
  package private(set) var bots = 0
  /// By days taken to DEMO, how many bots took so long; the first is day 1.
  package private(set) var demoDays: [Int]
  /// By days taken from the start to eligibility for LIVE, how many bots took so long.
  package private(set) var liveDays: [Int]

  /// No bots yet.
  package init(days: Int) {
    demoDays = [Int](repeating: 0, count: max(days, 0))
    liveDays = demoDays
  }

  /// Bots that got to DEMO.
  package var demo: Int { demoDays.reduce(0, +) }
  /// Bots that became eligible for a request for LIVE.
  package var live: Int { liveDays.reduce(0, +) }

  /// Counts a bot; days are from 1, `nil` where it did not get there.
  mutating func add(demoDay: Int?, liveDay: Int?) {
    bots += 1
    if let demoDay, demoDays.indices.contains(demoDay - 1) { demoDays[demoDay - 1] += 1 }
    if let liveDay, liveDays.indices.contains(liveDay - 1) { liveDays[liveDay - 1] += 1 }
  }

  /// Adds the counts of other bots of the same scenario and number of days.
  package mutating func merge(_ other: StudyCounts) {
    bots += other.bots
    for (day, count) in other.demoDays.enumerated() where demoDays.indices.contains(day) {
      demoDays[day] += count
    }
    for (day, count) in other.liveDays.enumerated() where liveDays.indices.contains(day) {
      liveDays[day] += count
    }
  }

  /// A share of the bots with its Wilson interval; `nil` without bots.
  package func share(_ count: Int, confidence: Double = 0.95) -> (value: Double, interval: GateInterval)? {
    guard bots > 0,
      let ends = Proportions.wilson(successes: count, trials: bots, confidence: confidence)
    else { return nil }
    return (Double(count) / Double(bots), GateInterval(lower: ends.lower, upper: ends.upper))
  }

  /// The day by which a share of those that got there had: `demoDays` or `liveDays` by quantile.
  ///
  /// - Returns: `nil` when nobody got there.
  package static func quantile(of days: [Int], at probability: Double) -> Int? {
    let total = days.reduce(0, +)
    guard total > 0 else { return nil }
    let place = max(1, Int((probability * Double(total)).rounded(.up)))
    var reached = 0
    for (day, count) in days.enumerated() {
      reached += count
      if reached >= place { return day + 1 }
    }
    return days.count
  }
}
