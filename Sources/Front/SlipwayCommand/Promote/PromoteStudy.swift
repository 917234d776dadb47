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

  @Option(
    help: ArgumentHelp("Write the picture to this file.", valueName: "out.svg"),
    completion: .file(extensions: ["svg"]))
  var picture: String?

  @Flag(help: "Print the table as Markdown.")
  var markdown = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var study = GateStudy()
    (study.criteria, study.bots, study.days, study.seed) = (criteria, bots, days, seed)
    (study.trials, study.trialsVariance) = (trials, trialsVariance)
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
