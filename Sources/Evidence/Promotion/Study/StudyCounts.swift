import Statistics

/// What became of a scenario's bots. Counts of separate ranges of bots can be added in any order.
package struct StudyCounts: Sendable, Hashable {
  /// Bots simulated.
  package private(set) var bots = 0
  /// Homes that they stood in.
  package private(set) var homes = 0
  /// Homes of which a bot became eligible for a request for LIVE.
  package private(set) var liveHomes = 0
  /// The squares of the numbers of such bots, and of bots, over homes: how alike bots of one home fare.
  private var liveSquares = 0
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

  /// Counts the bots of a home; days are from 1, `nil` where one did not get there.
  mutating func add(_ home: [(demoDay: Int?, liveDay: Int?)]) {
    homes += 1
    var live = 0
    for bot in home {
      bots += 1
      if let day = bot.demoDay, demoDays.indices.contains(day - 1) { demoDays[day - 1] += 1 }
      if let day = bot.liveDay, liveDays.indices.contains(day - 1) {
        liveDays[day - 1] += 1
        live += 1
      }
    }
    if live > 0 { liveHomes += 1 }
    liveSquares += live * live
  }

  /// Adds the counts of other bots of the same scenario and number of days.
  package mutating func merge(_ other: StudyCounts) {
    bots += other.bots
    homes += other.homes
    liveHomes += other.liveHomes
    liveSquares += other.liveSquares
    for (day, count) in other.demoDays.enumerated() where demoDays.indices.contains(day) {
      demoDays[day] += count
    }
    for (day, count) in other.liveDays.enumerated() where liveDays.indices.contains(day) {
      liveDays[day] += count
    }
  }

  /// A share of the bots with its Wilson interval; `nil` without bots.
  package func share(_ count: Int, confidence: Double = 0.95) -> (value: Double, interval: GateInterval)? {
    Self.share(count, of: bots, weight: 1, confidence)
  }

  /// The share of the bots that became eligible for LIVE: where bots of a home fare alike, so many fewer count for its
  /// interval (Kish's design effect).
  package func liveShare(confidence: Double = 0.95) -> (value: Double, interval: GateInterval)? {
    guard bots > 0, homes > 1, homes < bots else { return share(live, confidence: confidence) }
    let (mean, size) = (Double(live) / Double(bots), Double(bots) / Double(homes))
    let spread = Double(liveSquares) / Double(homes) - (mean * size) * (mean * size)
    let alone = size * mean * (1 - mean)
    return Self.share(live, of: bots, weight: alone > 0 ? max(spread / alone, 1) : 1, confidence)
  }

  /// The share of homes of which a bot became eligible for LIVE.
  package func homeShare(confidence: Double = 0.95) -> (value: Double, interval: GateInterval)? {
    Self.share(liveHomes, of: homes, weight: 1, confidence)
  }

  private static func share(
    _ count: Int, of total: Int, weight: Double, _ confidence: Double
  ) -> (value: Double, interval: GateInterval)? {
    guard total > 0 else { return nil }
    let value = Double(count) / Double(total)
    let trials = max(Int((Double(total) / weight).rounded()), 1)
    let successes = weight > 1 ? min(Int((value * Double(trials)).rounded()), trials) : count
    guard let ends = Proportions.wilson(successes: successes, trials: trials, confidence: confidence) else {
      return nil
    }
    return (value, GateInterval(lower: min(ends.lower, value), upper: max(ends.upper, value)))
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
