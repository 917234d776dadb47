import ArgumentParser
import Statistics

/// `slipway stats wilson`
struct StatsWilson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wilson", abstract: "Where a true rate lies, from successes among trials (Wilson 1927).")

  @Option(parsing: .unconditional, help: ArgumentHelp("Trials that succeeded.", valueName: "count"))
  var successes: Int

  @Option(parsing: .unconditional, help: ArgumentHelp("All trials.", valueName: "count"))
  var trials: Int

  @Option(parsing: .unconditional, help: ArgumentHelp("How sure to be, 0 to 1.", valueName: "p"))
  var confidence = 0.95

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try StatsChecks.record(successes: successes, trials: trials, fewest: 1)
    let confidence = try StatsChecks.probability(confidence, option: "--confidence")
    let interval = Proportions.wilson(successes: successes, trials: trials, confidence: confidence)
    var figures = StatsFigures()
    figures.add("successes", "Successes", count: successes)
    figures.add("trials", "Trials", count: trials)
    figures.add("rate", "Rate", Double(successes) / Double(trials))
    figures.add("confidence", "Confidence", confidence)
    figures.add("lower", "Lower bound", interval?.lower, isResult: true)
    figures.add("upper", "Upper bound", interval?.upper, isResult: true)
    try figures.print(shared)
  }
}

/// `slipway stats evalue`
struct StatsEValue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evalue",
    abstract: "The evidence of successes among trials against a rate, valid however often one looks.",
    discussion: """
      Were the rate the true one, the value would ever reach 20 with a chance of 1 in 20 at most, 100 with one \
      of 1 in 100.
      """)

  @Option(parsing: .unconditional, help: ArgumentHelp("Trials that succeeded.", valueName: "count"))
  var successes: Int

  @Option(parsing: .unconditional, help: ArgumentHelp("All trials.", valueName: "count"))
  var trials: Int

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The rate of success that the trials speak against, 0 to 1.", valueName: "p"))
  var nullRate = 0.5

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try StatsChecks.record(successes: successes, trials: trials, fewest: 0)
    let nullRate = try StatsChecks.probability(nullRate, option: "--null-rate")
    let logarithm = BinomialTest.logEValue(successes: successes, trials: trials, nullRate: nullRate)
    let value = BinomialTest.eValue(successes: successes, trials: trials, nullRate: nullRate)
    if value == .infinity { shared.note("the e-value is too large for a number: see its logarithm") }
    var figures = StatsFigures()
    figures.add("successes", "Successes", count: successes)
    figures.add("trials", "Trials", count: trials)
    figures.add("null_rate", "Rate spoken against", nullRate)
    figures.add("log_e_value", "Natural logarithm", logarithm)
    figures.add("e_value", "E-value", value, isResult: true)
    try figures.print(shared)
  }
}
