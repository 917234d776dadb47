import ArgumentParser
import Operations
import Reports

/// `slipway promote study`
struct PromoteStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "Simulate how often the gate lets luck through, and how often skill.",
    discussion: """
      Bots without an edge and with stated ones go through the gate that real bots go through, looked at after every \
      day: on paper until they are eligible for DEMO, then from zero on demo until they are eligible for LIVE. The \
      same seed gives the same numbers on any machine.

      Example:
        slipway promote study --bots 1000 --days 90 --picture study.svg
      """)

  @Option(
    help: ArgumentHelp("Criteria to study (default: the three presets).", valueName: "file"),
    completion: .yamlFiles)
  var criteria: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bots of each kind, \(GateStudy.botCounts.words).", valueName: "n"))
  var bots: TypedNumber = "10000"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Calendar days that each is looked at, \(GateStudy.dayCounts.words).", valueName: "n"))
  var days: TypedNumber = "180"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of every random draw, \(NumberRange.seeds.words).", valueName: "n"))
  var seed: TypedNumber = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Configurations tried for each bot, which deflate its Sharpe ratio, \(GateStudy.trialCounts.words).",
      valueName: "n"))
  var trials: TypedNumber = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The variance of the tries' Sharpe ratios per day (one of annual ratios, divided by 252), above 0 and at most 1; "
        + "needed with several --trials.", valueName: "v"))
  var trialsVariance: TypedNumber?

  @Option(
    help: ArgumentHelp("Write the picture to this file.", valueName: "out.svg"),
    completion: .file(extensions: ["svg"]))
  var picture: String?

  @Flag(help: "Print the table as Markdown.")
  var markdown = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var study = GateStudy()
    study.criteria = criteria
    study.bots = try bots.whole(GateStudy.botCounts, "--bots")
    study.days = try days.whole(GateStudy.dayCounts, "--days")
    study.seed = try seed.whole(NumberRange.seeds, "--seed")
    study.trials = try trials.whole(GateStudy.trialCounts, "--trials")
    study.trialsVariance = try trialsVariance?.real("--trials-variance")
    study.cancellation = Signals.cancellation
    try study.check()
    let target = try picture.map {
      try OutputTarget($0, option: "--picture", against: [criteria].compactMap { $0 }, shared: shared)
    }
    let page = try study.run()
    try target?.write(StudyPicture(page).svg())
    let print = {
      try shared.printResult(json: page.json()) { colored in
        markdown ? page.markdown() : page.summaryText(colored: colored)
      }
    }
    if let target { try target.printResult(print) } else { try print() }
  }
}
