import ArgumentParser
import Operations
import Reports

/// `slipway compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Put the reports of several backtests side by side on one page.",
    usage: "slipway compare <run> <run> ... --output <out> [<options>]",
    discussion: """
      Each run is a page made by 'slipway backtest --report'; two to eight of them, in one currency. The page \
      shows their equity on one axis, their figures with the best marked, the settings that differ and how \
      their daily returns correlate.

      Example:
        slipway compare trend.html cross.html -o both.html
      """)

  @Argument(
    help: ArgumentHelp("Pages made by 'slipway backtest --report', 2 to 8.", valueName: "run"),
    completion: .pages)
  var runs: [String] = []

  @OptionGroup var output: TextOutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    try RunsCompared.check(runs)
    let target = try output.target(against: runs, shared: shared)
    let comparison = try RunsCompared.compare(runs)
    try target.write(comparison.htmlPage())
    if shared.json { comparison.warnings.forEach(shared.note) }
    try target.printResult {
      try shared.printResult(json: comparison.json(page: output.path)) { comparison.summaryText(colored: $0) }
    }
  }
}
