import ArgumentParser
import Dispatch
import FileSystem
import JSONText
import Promotion
import Reports
import Synchronization
import YAMLConfiguration

/// `slipway promote study`
struct PromoteStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "Simulate how often the gate lets luck through, and how often skill.",
    discussion: """
      Bots without an edge and with stated ones go through the gate that real bots go through, looked at after every \
      day: on paper until they are eligible for DEMO, then from zero on demo until they are eligible for LIVE. The \
      same seed gives the same numbers on any machine.
      """)

  @Option(help: ArgumentHelp("Criteria to study (default: the three presets).", valueName: "file"))
  var criteria: String?

  @Option(help: "Bots of each kind.")
  var bots = 10_000

  @Option(help: "Calendar days that each is looked at.")
  var days = 180

  @Option(help: "Where chance comes from.")
  var seed: UInt64 = 1

  @Option(help: "Configurations tried for each bot, which deflate its Sharpe ratio.")
  var trials = 1

  @Option(
    help: ArgumentHelp(
      "The variance of the tries' annual Sharpe ratios; needed with several.", valueName: "variance"))
  var trialsVariance: Double?

  @Option(help: ArgumentHelp("Write the picture to this file.", valueName: "out.svg"))
  var picture: String?

  @Flag(help: "Print the table as Markdown.")
  var markdown = false

  @OptionGroup var shared: SharedOptions

  /// Bots that one piece of work is about.
  private static let portion = 250

  func run() throws {
    guard (1...1_000_000).contains(bots) else {
      throw CommandError.usage(
        what: "expected 1 to 1000000 bots, was \(bots)", option: "--bots", advice: "give a number between")
    }
    guard (1...3_650).contains(days) else {
      throw CommandError.usage(
        what: "expected 1 to 3650 days, was \(days)", option: "--days", advice: "give a number between")
    }
    try checkTrials()
    let target = try picture.map {
      try OutputTarget($0, option: "--picture", against: [criteria].compactMap { $0 }, shared: shared)
    }
    var page = StudyPage(rows: [], bots: bots, days: days, seed: seed)
    let context = GateContext(trials: trials, trialsVariance: trialsVariance)
    (page.trials, page.trialsVariance) = (trials, trialsVariance)
    for (name, criteria) in try gates() {
      page.rows += try rows(
        name, PromotionStudy(criteria: criteria, bots: bots, days: days, seed: seed, context: context))
    }
    try target?.write(StudyPicture(page).svg())
    let print = {
      try shared.printResult(json: page.json()) { colored in
        markdown ? page.markdown() : page.summaryText(colored: colored)
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }

  private func checkTrials() throws {
    guard (1...1_000_000).contains(trials) else {
      throw CommandError.usage(
        what: "expected 1 to 1000000 trials, was \(trials)", option: "--trials",
        advice: "give a number between")
    }
    let isGiven = trialsVariance.map { $0.isFinite && $0 > 0 }
    guard isGiven ?? (trials == 1) else {
      throw CommandError.usage(
        what: "several trials need the variance of their annual Sharpe ratios, above 0",
        option: "--trials-variance",
        advice: "give one, such as 4")
    }
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
    let bots = bots
    DispatchQueue.concurrentPerform(iterations: (bots + Self.portion - 1) / Self.portion) { number in
      guard Interruption.requested == nil else { return }
      let start = number * Self.portion
      let part = study.run(scenario: scenario, bots: start..<min(start + Self.portion, bots))
      total.withLock { $0.merge(part) }
    }
    try Interruption.check()
    return total.withLock { $0 }
  }

  private static func share(_ counts: StudyCounts, _ count: Int) -> StudyPage.Share {
    guard let share = counts.share(count) else { return StudyPage.Share(value: 0, lower: 0, upper: 1) }
    return StudyPage.Share(
      value: share.value, lower: share.interval.lower, upper: share.interval.upper)
  }
}
