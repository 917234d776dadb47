import ArgumentParser
import FileSystem
import Reports

/// `slipway compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Put the reports of several backtests side by side on one page.",
    discussion: """
      Each run is a page made by 'slipway backtest --report'; two to eight of them, in one currency. The page \
      shows their equity on one axis, their figures with the best marked, the settings that differ and how \
      their daily returns correlate.
      """)

  @Argument(help: ArgumentHelp("Pages made by 'slipway backtest --report'.", valueName: "run"))
  var runs: [String] = []

  @OptionGroup var output: TextOutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    guard (2...RunComparison.mostRuns).contains(runs.count) else {
      throw CommandError.usage(
        what: "expected 2 to \(RunComparison.mostRuns) runs, was \(runs.count)", option: "run",
        advice: "name pages made by 'slipway backtest --report'")
    }
    let target = try output.target(against: runs, shared: shared)
    let snapshots = try snapshots()
    let comparison = RunComparison(snapshots, generator: "slipway \(Version.current)")
    try target.write(comparison.htmlPage())
    if shared.json { comparison.warnings.forEach(shared.note) }
    try target.printResult {
      try shared.printResult(json: comparison.json(page: output.path)) { comparison.summaryText(colored: $0) }
    }
  }

  private func snapshots() throws -> [(file: String, run: RunSnapshot)] {
    var snapshots: [(file: String, run: RunSnapshot)] = []
    for path in runs {
      let snapshot = try RunSnapshot(page: InputFile.contents(of: path), path: path)
      if let first = snapshots.first, first.run.currency != snapshot.currency {
        throw CommandError.usage(
          what: "'\(first.file)' is in \(first.run.currency) and '\(path)' in \(snapshot.currency)",
          option: "run",
          advice: "compare runs of accounts in one currency")
      }
      if let same = snapshots.first(where: { $0.run.isSameRun(as: snapshot) }) {
        throw CommandError.usage(
          what: "'\(same.file)' and '\(path)' are the same run", option: "run", advice: "give each run once")
      }
      snapshots.append((path, snapshot))
    }
    return snapshots
  }
}
