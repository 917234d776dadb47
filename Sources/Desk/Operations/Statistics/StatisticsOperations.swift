import Statistics
import TradingCore

/// The gate's arithmetic, for anyone to check. Needs no home.
package enum StatisticsOperations {
  /// How probable it is that the true Sharpe ratio is above a benchmark, per period.
  ///
  /// - Throws: `OperationError`, or `FileError`; likewise below.
  package static func probabilisticSharpe(_ typed: TypedMoments, benchmark: Double) throws
    -> StatisticsFigures
  {
    let benchmark = try StatisticsChecks.finite(benchmark, place: "--benchmark-sr")
    let moments = try typed.moments()
    guard let probability = SharpeTests.probabilistic(moments, benchmark: benchmark) else {
      throw typed.impossible()
    }
    var figures = StatisticsFigures(moments)
    figures.add("benchmark_sr", "Benchmark", benchmark)
    figures.add("psr", "Probabilistic Sharpe ratio", probability, isResult: true)
    return figures
  }

  /// How many returns it takes to trust a Sharpe ratio above a benchmark.
  package static func minimumTrackRecord(
    _ typed: TypedMoments, benchmark: Double, confidence: Double
  ) throws -> StatisticsFigures {
    let benchmark = try StatisticsChecks.finite(benchmark, place: "--benchmark-sr")
    let confidence = try StatisticsChecks.probability(confidence, place: "--confidence")
    let moments = try typed.moments(needsCount: false)
    let length = SharpeTests.minimumTrackRecord(moments, benchmark: benchmark, confidence: confidence)
    if length == nil, moments.ratio > benchmark { throw typed.impossible() }
    var figures = StatisticsFigures(moments)
    if length == nil {
      figures.notes.append("the ratio is not above the benchmark: no track record would do, however long")
    }
    figures.add("benchmark_sr", "Benchmark", benchmark)
    figures.add("confidence", "Confidence", confidence)
    figures.add("min_track_record_length", "Minimum track record (returns)", length, isResult: true)
    return figures
  }

  /// A Sharpe ratio against the best that so many trials show by luck. `trialsVariance`: of their Sharpe ratios, per
  /// period.
  package static func deflatedSharpe(
    _ typed: TypedMoments, trials: Int, trialsVariance: Double
  ) throws -> StatisticsFigures {
    guard trials >= 1 else {
      throw OperationError.usage(
        what: "\(Counted.text(trials, "trial"))", place: "--trials", advice: "give 1 or more")
    }
    guard trialsVariance >= 0, trialsVariance.isFinite else {
      throw OperationError.usage(
        what: "a variance of \(trialsVariance)", place: "--trials-variance", advice: "give 0 or more")
    }
    let moments = try typed.moments()
    guard let deflated = SharpeTests.deflated(moments, trials: trials, variance: trialsVariance) else {
      throw typed.impossible()
    }
    var figures = StatisticsFigures(moments)
    figures.add("trials", "Trials", count: trials)
    figures.add("trials_variance", "Variance of their ratios", trialsVariance)
    let luck = SharpeTests.expectedMaximum(trials: trials, variance: trialsVariance)
    figures.add("sr0", "Best ratio by luck (SR0)", luck)
    figures.add("dsr", "Deflated Sharpe ratio", deflated, isResult: true)
    return figures
  }

  /// Where a true rate lies, from successes among trials.
  package static func wilson(successes: Int, trials: Int, confidence: Double) throws -> StatisticsFigures {
    try StatisticsChecks.record(successes: successes, trials: trials, fewest: 1)
    let confidence = try StatisticsChecks.probability(confidence, place: "--confidence")
    let interval = Proportions.wilson(successes: successes, trials: trials, confidence: confidence)
    var figures = StatisticsFigures()
    figures.add("successes", "Successes", count: successes)
    figures.add("trials", "Trials", count: trials)
    figures.add("rate", "Rate", Double(successes) / Double(trials))
    figures.add("confidence", "Confidence", confidence)
    figures.add("lower", "Lower bound", interval?.lower, isResult: true)
    figures.add("upper", "Upper bound", interval?.upper, isResult: true)
    return figures
  }

  /// The evidence of successes among trials against a rate, valid however often one looks.
  package static func eValue(successes: Int, trials: Int, nullRate: Double) throws -> StatisticsFigures {
    try StatisticsChecks.record(successes: successes, trials: trials, fewest: 0)
    let nullRate = try StatisticsChecks.probability(nullRate, place: "--null-rate")
    let logarithm = BinomialTest.logEValue(successes: successes, trials: trials, nullRate: nullRate)
    let value = BinomialTest.eValue(successes: successes, trials: trials, nullRate: nullRate)
    var figures = StatisticsFigures()
    if value == .infinity {
      figures.notes.append("the e-value is too large for a number: see its logarithm")
    }
    figures.add("successes", "Successes", count: successes)
    figures.add("trials", "Trials", count: trials)
    figures.add("null_rate", "Rate spoken against", nullRate)
    figures.add("log_e_value", "Natural logarithm", logarithm)
    figures.add("e_value", "E-value", value, isResult: true)
    return figures
  }
}

extension StatisticsFigures {
  /// Begins with moments of returns.
  fileprivate init(_ moments: SharpeMoments) {
    self.init()
    add("sr", "Sharpe ratio per period", moments.ratio)
    add("n", "Returns", count: moments.count == 0 ? nil : moments.count)
    add("skewness", "Skewness", moments.skewness)
    add("kurtosis", "Kurtosis", moments.kurtosis)
  }
}
