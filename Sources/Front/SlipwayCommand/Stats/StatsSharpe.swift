import ArgumentParser
import Statistics

/// `slipway stats psr`
struct StatsPSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "psr",
    abstract:
      "How probable it is that the true Sharpe ratio is above a benchmark (Bailey & López de Prado 2012).")

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark = 0.0

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let benchmark = try StatsChecks.finite(benchmark, option: "--benchmark-sr")
    let moments = try options.moments()
    guard let probability = SharpeTests.probabilistic(moments, benchmark: benchmark) else {
      throw options.impossible()
    }
    var figures = StatsFigures(moments)
    figures.add("benchmark_sr", "Benchmark", benchmark)
    figures.add("psr", "Probabilistic Sharpe ratio", probability, isResult: true)
    try figures.print(shared)
  }
}

/// `slipway stats mintrl`
struct StatsMinTRL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mintrl",
    abstract:
      "How many returns it takes to trust a Sharpe ratio above a benchmark (Bailey & López de Prado 2012).",
    discussion:
      "Without a file --n may be left out. A ratio that is not above the benchmark has no such length.")

  @OptionGroup var options: MomentOptions

  @Option(
    name: .customLong("benchmark-sr"), parsing: .unconditional,
    help: ArgumentHelp("The Sharpe ratio to be above, per period.", valueName: "x"))
  var benchmark = 0.0

  @Option(parsing: .unconditional, help: ArgumentHelp("How sure to be, 0 to 1.", valueName: "p"))
  var confidence = 0.95

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let benchmark = try StatsChecks.finite(benchmark, option: "--benchmark-sr")
    let confidence = try StatsChecks.probability(confidence, option: "--confidence")
    let moments = try options.moments(needsCount: false)
    let length = SharpeTests.minimumTrackRecord(moments, benchmark: benchmark, confidence: confidence)
    if length == nil, moments.ratio > benchmark { throw options.impossible() }
    if length == nil {
      shared.note("the ratio is not above the benchmark: no track record would do, however long")
    }
    var figures = StatsFigures(moments)
    figures.add("benchmark_sr", "Benchmark", benchmark)
    figures.add("confidence", "Confidence", confidence)
    figures.add("min_track_record_length", "Minimum track record (returns)", length, isResult: true)
    try figures.print(shared)
  }
}

/// `slipway stats dsr`
struct StatsDSR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dsr",
    abstract:
      "A Sharpe ratio against the best that so many trials show by luck (Bailey & López de Prado 2014).")

  @OptionGroup var options: MomentOptions

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many configurations were tried.", valueName: "n"))
  var trials: Int

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The variance of their Sharpe ratios, per period.", valueName: "v"))
  var trialsVariance: Double

  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard trials >= 1 else {
      throw CommandError.usage(what: "\(trials) trials", option: "--trials", advice: "give 1 or more")
    }
    guard trialsVariance >= 0, trialsVariance.isFinite else {
      throw CommandError.usage(
        what: "a variance of \(trialsVariance)", option: "--trials-variance", advice: "give 0 or more")
    }
    let moments = try options.moments()
    guard let deflated = SharpeTests.deflated(moments, trials: trials, variance: trialsVariance) else {
      throw options.impossible()
    }
    var figures = StatsFigures(moments)
    figures.add("trials", "Trials", count: trials)
    figures.add("trials_variance", "Variance of their ratios", trialsVariance)
    let luck = SharpeTests.expectedMaximum(trials: trials, variance: trialsVariance)
    figures.add("sr0", "Best ratio by luck (SR0)", luck)
    figures.add("dsr", "Deflated Sharpe ratio", deflated, isResult: true)
    try figures.print(shared)
  }
}

extension StatsFigures {
  /// Begins with moments of returns.
  fileprivate init(_ moments: SharpeMoments) {
    self.init()
    add("sr", "Sharpe ratio per period", moments.ratio)
    add("n", "Returns", count: moments.count == 0 ? nil : moments.count)
    add("skewness", "Skewness", moments.skewness)
    add("kurtosis", "Kurtosis", moments.kurtosis)
  }
}
