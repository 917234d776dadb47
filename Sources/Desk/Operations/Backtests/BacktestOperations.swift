package import JSONText
package import Reports

/// Backtests. Each is kept in the home as a trial of its family, whatever it found, or shows nothing.
package struct BacktestOperations {
  let home: Home

  /// Runs a backtest, keeps it as a trial unless it is untracked, and writes the files that were asked for.
  ///
  /// One that can't be kept is not begun, or, where that shows at its end, leaves nothing.
  ///
  /// `commandLine`: how it was asked for, for the report.
  /// - Throws: what putting it together or running it throws; `OperationError.notKept` where the trial can't be kept;
  ///   `JournalError` for a journal that was altered or can't be understood.
  package func run(
    _ typed: TypedBacktest, commandLine: String, progress: @escaping Progress
  ) throws -> LoggedBacktest {
    let plan = try BacktestPlan(typed, home: home)
    let run = BacktestRun(plan: plan, commandLine: commandLine, cancellation: home.cancellation)
    guard !plan.isUntracked else { return LoggedBacktest(report: try run.run(progress), trial: nil) }
    let trials = TrialLog(home: home)
    try trials.check()
    var count: Int?
    let report = try run.run(progress) { report in
      count = try trials.add(plan.trial(report, at: home.now()), returns: TrialLog.returns(of: report))
    }
    return LoggedBacktest(report: report, trial: count)
  }
}

/// A backtest that was run, and its place among the trials.
package struct LoggedBacktest: Sendable {
  /// What it came to.
  package let report: BacktestReport
  /// How many different trials its family has had in the home, this one included; `nil` where it is untracked.
  package let trial: Int?
}

extension LoggedBacktest: Document {
  /// The document of `backtest --json`.
  package var json: JSONValue {
    report.json().adding("trial", trial.map { .count($0) } ?? .null).adding("tracked", .boolean(trial != nil))
  }
}
