import Dispatch
package import FileSystem
import Promotion
package import Reports
import Synchronization
import YAMLConfiguration

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

  /// Bots that one piece of work is about.
  private static let portion = 250

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
      page.rows += try rows(
        name, PromotionStudy(criteria: criteria, bots: bots, days: days, seed: seed, context: context))
    }
    return page
  }

  private func gates() throws(ConfigurationError) -> [(String, GateCriteria)] {
    if let criteria { return [(criteria, try GateCriteria.load(path: criteria))] }
    return GateCriteria.Preset.allCases.map { ($0.rawValue, GateCriteria($0)) }
  }

  private func rows(_ name: String, _ study: PromotionStudy) throws -> [StudyPage.Row] {
    try study.scenarios.indices.map { scenario in
      let counts = try counts(study, scenario)
      return StudyPage.Row(
        preset: name, scenario: study.scenarios[scenario].name, edge: study.scenarios[scenario].expectancy,
        toDemo: Self.share(counts, counts.demo), toLive: Self.share(counts, counts.live),
        medianDays: StudyCounts.quantile(of: counts.liveDays, at: 0.5).map { Double($0) })
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

  private static func share(_ counts: StudyCounts, _ count: Int) -> StudyPage.Share {
    guard let share = counts.share(count) else { return StudyPage.Share(value: 0, lower: 0, upper: 1) }
    return StudyPage.Share(
      value: share.value, lower: share.interval.lower, upper: share.interval.upper)
  }
}
