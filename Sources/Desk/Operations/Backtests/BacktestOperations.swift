package import JSONText
package import Reports

/// Backtests. Each is kept in the home as a trial of its family, whatever it found.
package struct BacktestOperations {
  let home: Home

  /// Runs a backtest, writes the files that were asked for, and keeps it as a trial.
  ///
  /// `commandLine`: how it was asked for, for the report.
  /// - Throws: what putting it together or running it throws; `JournalError` for a journal that was altered or can't be
  ///   understood.
  package func run(
    _ typed: TypedBacktest, commandLine: String, progress: @escaping Progress
  ) throws -> LoggedBacktest {
    let plan = try BacktestPlan(typed, home: home)
    let trials = TrialLog(home: home)
    try trials.check()
    let report = try BacktestRun(plan: plan, commandLine: commandLine, cancellation: home.cancellation).run(
      progress)
    switch try trials.add(plan.trial(report, at: home.now()), returns: TrialLog.returns(of: report)) {
    case .success(let count): return LoggedBacktest(report: report, trial: count, note: nil)
    case .failure(let error):
      return LoggedBacktest(
        report: report, trial: nil, note: "this backtest is not among the logged trials: \(error)")
    }
  }
}

/// A backtest that was run, and its place among the trials.
package struct LoggedBacktest: Sendable {
  /// What it came to.
  package let report: BacktestReport
  /// How many different trials its family has had in the home, this one included; `nil` where it could not be logged.
  package let trial: Int?
  /// Why it could not be logged.
  package let note: String?
}

extension LoggedBacktest: Document {
  /// The document of `backtest --json`.
  package var json: JSONValue { report.json().adding("trial", trial.map { .count($0) } ?? .null) }
}
