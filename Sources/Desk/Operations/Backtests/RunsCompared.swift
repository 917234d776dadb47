import FileSystem
package import Reports

/// The reports of several backtests side by side.
package enum RunsCompared {
  /// How many can be compared.
  package static let counts = 2...RunComparison.mostRuns

  /// Refuses a number of runs that can't be compared.
  ///
  /// - Throws: `usage`.
  package static func check(_ pages: [String]) throws(OperationError) {
    guard !counts.contains(pages.count) else { return }
    throw .usage(
      what: "expected \(counts.lowerBound) to \(counts.upperBound) runs, was \(pages.count)", place: "run",
      advice: "name pages made by 'slipway backtest --report'")
  }

  /// The comparison of pages that backtests made, in one currency and each of another run.
  ///
  /// - Throws: `OperationError.usage`, `ReportsError`, `FileError`.
  package static func compare(_ pages: [String]) throws -> RunComparison {
    try check(pages)
    var snapshots: [(file: String, run: RunSnapshot)] = []
    for path in pages {
      let snapshot = try RunSnapshot(page: InputFile.contents(of: path), path: path)
      if let first = snapshots.first, first.run.currency != snapshot.currency {
        throw OperationError.usage(
          what: "'\(first.file)' is in \(first.run.currency) and '\(path)' in \(snapshot.currency)",
          place: "run", advice: "compare runs of accounts in one currency")
      }
      if let same = snapshots.first(where: { $0.run.isSameRun(as: snapshot) }) {
        throw OperationError.usage(
          what: "'\(same.file)' and '\(path)' are the same run", place: "run", advice: "give each run once")
      }
      snapshots.append((path, snapshot))
    }
    return RunComparison(snapshots, generator: ProgramVersion.generator)
  }
}
