import ArgumentParser
import Operations
import Reports

/// `slipway backtest`
struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest", abstract: "Run a strategy over recorded ticks with a broker's real costs.",
    usage: """
      slipway backtest --strategy <name> --ticks <file> ... --broker <profile>
        [<options>]
      slipway backtest --config <file> [<options>]
      """,
    discussion: """
      The same ticks, configuration and seed give the same fills, and the same fingerprint, on any machine. \
      What is open at the last tick is closed on it. Results go to standard output; files only where an \
      option names them. Every run is logged in the home as a trial of its family, so that promotion can count \
      how many were needed to find a good one; one that can't be logged shows no result, unless --untracked says \
      that it counts for nothing.

      A strategy in Python needs its module: pip install ./python, or PYTHONPATH=python/src.

      Examples:
        slipway backtest --strategy donchian_breakout --param timeframe=M15 \\
          --ticks datasets/eurusd-30d.ticks --broker exness_raw --report trend.html
        slipway backtest --strategy ema_cross --report cross.html \\
          --ticks datasets/eurusd-30d.ticks --broker exness_raw
        slipway backtest --strategy 'exec:python3 examples/python/ema_cross.py' \\
          --ticks datasets/eurusd-30d.ticks --broker reference --to 2024-01-08T00:00Z
        slipway backtest --config examples/run.yaml --lots 0.05
      """)

  @OptionGroup var options: BacktestOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let backtest = try shared.operations.backtests.run(
      try options.typed, commandLine: CommandText.current,
      progress: shared.progress("Backtesting", unit: "ticks")
    )
    let report = backtest.report
    // In the text they stand already.
    if shared.json { report.notes.forEach(shared.note) }
    let text = try report.summaryText(colored: StandardOutput.isColored && !shared.json)
    try shared.print(backtest) { _ in text }
  }
}

/// The command line as a shell would take it again.
enum CommandText {
  /// How this process was started.
  static var current: String {
    (["slipway"] + CommandLine.arguments.dropFirst()).map(quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || "_-./=:,+@%".utf8.contains($0)
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
