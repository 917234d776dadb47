import Dispatch
package import FileSystem
import Promotion
package import Reports
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
  /// The variance of the tries' annual Sharpe ratios; needed with several.
  package var trialsVariance: Double?
  /// Asked between portions of the bots.
  package var cancellation = Cancellation.never

  /// Bots that one piece of work is about: whole homes.
  private static let portion = 200

  /// The usual study.
  package init() {}

  /// Refuses what can't be studied.
  ///
  /// - Throws: `usage`.
  package func check() throws(OperationError) {
    try Self.check(bots, in: 1...1_000_000, "bots", place: "--bots")
    try Self.check(days, in: 1...3_650, "days", place: "--days")
    try Self.check(trials, in: 1...1_000_000, "trials", place: "--trials")
    let isGiven = trialsVariance.map { $0.isFinite && $0 > 0 }
    guard isGiven ?? (trials == 1) else {
      throw .usage(
        what: "several trials need the variance of their annual Sharpe ratios, above 0",
        place: "--trials-variance", advice: "give one, such as 4")
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
    let context = GateContext(trials: trials, trialsVariance: trialsVariance)
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
