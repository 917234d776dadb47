import Dispatch
package import FileSystem
import Promotion
package import Reports
import Statistics
import Synchronization

/// Simulates how often the gate lets luck through, and how often skill.
package struct GateStudy: Sendable {
  /// The path of criteria to study; `nil` for the three presets.
  package var criteria: String?
  /// Bots of each kind.
  package var bots = 10_000
  /// Calendar days that each is looked at.
  package var days = 180
  /// Where chance comes from.
  package var seed: UInt64 = 1
  /// Configurations tried for each bot, which deflate its Sharpe ratio.
  package var trials = 1
  /// The variance of the tries' daily Sharpe ratios, the unit of a review and of `stats dsr`; needed with several.
  package var trialsVariance: Double?
  /// Asked between portions of the bots.
  package var cancellation = Cancellation.never

  /// How many bots of a kind there may be.
  package static let botCounts = 1...1_000_000
  /// How many days they may be looked at.
  package static let dayCounts = 1...3_650
  /// How many configurations may be tried for each.
  package static let trialCounts = 1...1_000_000
  /// What the variance of daily Sharpe ratios may be, without 0. Ratios a day are far below 1: more is one of a year.
  package static let variances = 0.0...1.0

  /// Bots that one piece of work is about: whole homes.
  private static let portion = 200

  /// The usual study.
  package init() {}

  /// Refuses what can't be studied.
  ///
  /// - Throws: `usage`.
  package func check() throws(OperationError) {
    try Self.check(bots, in: Self.botCounts, "bots", place: "--bots")
    try Self.check(days, in: Self.dayCounts, "days", place: "--days")
    try Self.check(trials, in: Self.trialCounts, "trials", place: "--trials")
    guard let trialsVariance else {
      guard trials == 1 else {
        throw .usage(
          what: "several trials need the variance of their Sharpe ratios a day", place: "--trials-variance",
          advice: "give one above 0, such as 0.016")
      }
      return
    }
    guard trialsVariance > 0, Self.variances.contains(trialsVariance) else {
      throw .usage(
        what: "expected a variance of Sharpe ratios a day above 0 and at most 1, was \(trialsVariance)",
        place: "--trials-variance",
        advice: "give one such as 0.016; one of annual ratios is to be divided by 252")
    }
  }

  private static func check(
    _ count: Int, in range: ClosedRange<Int>, _ name: String, place: String
  ) throws(OperationError) {
    guard !range.contains(count) else { return }
    throw .usage(
      what: "expected \(range.lowerBound) to \(range.upperBound) \(name), was \(count)", place: place,
      advice: "give a number between")
  }

  /// Runs the study on every core.
  ///
  /// - Throws: `ConfigurationError`, `FileError.interrupted`.
  package func run() throws -> StudyPage {
    try check()
    var page = StudyPage(rows: [], bots: bots, days: days, seed: seed)
    let context = GateContext(
      trials: trials, trialsVariance: trialsVariance.map { $0 * PerformanceRatios.tradingDaysPerYear })
    (page.trials, page.trialsVariance) = (trials, trialsVariance)
    for (name, criteria) in try gates() {
      // The presets beside the default one show what it is made of: the plain kinds are enough for that.
      let isBeside = self.criteria == nil && criteria.preset != .standard
      let kinds = isBeside ? StudyScenario.plain : StudyScenario.standard
      page.rows += try rows(
        name,
        PromotionStudy(
          criteria: criteria, scenarios: kinds, bots: bots, days: days, seed: seed, context: context))
      // The presets have the same rules for the way down.
      if page.falls.isEmpty { page.falls = try falls(name, criteria.demotion) }
    }
    return page
  }

  private func gates() throws -> [(String, GateCriteria)] {
    if let criteria { return [(criteria, try GateCriteria.load(path: criteria))] }
    return GateCriteria.Preset.allCases.map { ($0.rawValue, GateCriteria($0)) }
  }

  private func rows(_ name: String, _ study: PromotionStudy) throws -> [StudyPage.Row] {
    try study.scenarios.indices.map { scenario in
      let counts = try counts(study, scenario)
      var row = StudyPage.Row(
        preset: name, scenario: study.scenarios[scenario].name, edge: study.scenarios[scenario].expectancy,
        toDemo: Self.share(counts.share(counts.demo)), toLive: Self.share(counts.liveShare()),
        homes: study.scenarios[scenario].home > 1 ? Self.share(counts.homeShare()) : nil,
        medianDays: StudyCounts.quantile(of: counts.liveDays, at: 0.5).map { Double($0) })
      row.isOfSeries = study.scenarios[scenario].isEvenBet
      return row
    }
  }

  /// How soon a fall is seen, by the criteria's rules.
  private func falls(_ name: String, _ rules: GateCriteria.Demotion) throws(FileError) -> [StudyPage.Fall] {
    let study = DegradationStudy(rules: rules, bots: bots, seed: seed)
    let kinds = DegradationStudy.Kind.standard
    let found = Mutex([Int: DegradationStudy.Counts]())
    let cancellation = cancellation
    DispatchQueue.concurrentPerform(iterations: kinds.count) { number in
      guard cancellation.signal == nil else { return }
      let counts = study.run(kinds[number], number: number)
      found.withLock { $0[number] = counts }
    }
    try cancellation.check()
    return kinds.enumerated().compactMap { number, kind in
      guard let counts = found.withLock({ $0[number] }) else { return nil }
      func share(_ count: Int) -> Double { Double(count) / Double(max(counts.bots, 1)) }
      return StudyPage.Fall(
        preset: name, before: kind.before, after: kind.after, steppedEarly: share(counts.steppedEarly),
        demotedEarly: share(counts.demotedEarly),
        stepTrades: DegradationStudy.Counts.median(counts.stepTrades, of: counts.bots - counts.steppedEarly),
        demoteTrades: DegradationStudy.Counts.median(
          counts.demoteTrades, of: counts.bots - counts.demotedEarly))
    }
  }

  /// All bots of a scenario, on every core; sums don't depend on who counts first.
  private func counts(_ study: PromotionStudy, _ scenario: Int) throws(FileError) -> StudyCounts {
    let total = Mutex(StudyCounts(days: days))
    let (bots, cancellation) = (bots, cancellation)
    DispatchQueue.concurrentPerform(iterations: (bots + Self.portion - 1) / Self.portion) { number in
      guard cancellation.signal == nil else { return }
      let start = number * Self.portion
      let part = study.run(scenario: scenario, bots: start..<min(start + Self.portion, bots))
      total.withLock { $0.merge(part) }
    }
    try cancellation.check()
    return total.withLock { $0 }
  }

  private static func share(_ share: (value: Double, interval: GateInterval)?) -> StudyPage.Share {
    guard let share else { return StudyPage.Share(value: 0, lower: 0, upper: 1) }
    return StudyPage.Share(
      value: share.value, lower: share.interval.lower, upper: share.interval.upper)
  }
}
