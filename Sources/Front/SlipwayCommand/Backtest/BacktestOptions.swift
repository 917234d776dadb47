import ArgumentParser
import Operations

/// The options of `backtest`, each of which but `--untracked` a file given by `--config` can state too.
struct BacktestOptions: ParsableArguments {
  @OptionGroup var bot: BotOptions<BacktestUse>

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Tick files, one or more.", valueName: "file"),
    completion: .tickFiles)
  var ticks: [String] = []

  @OptionGroup var sources: SourceOptions

  @Option(help: ArgumentHelp("Leave out ticks before this time, as in 2024-01-08T00:00Z.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Leave out ticks at or after this time.", valueName: "time"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Try the bot under the rules of this file of risk settings, as risk.yaml of a home.", valueName: "file"),
    completion: .yamlFiles)
  var risk: String?

  @Flag(help: "Don't keep it as a trial: the result says so and counts for nothing.")
  var untracked = false

  @Option(help: ArgumentHelp("Write a report as one HTML file.", valueName: "file"), completion: .pages)
  var report: String?

  @Option(help: ArgumentHelp("Write the trades as CSV.", valueName: "file"), completion: .csvFiles)
  var trades: String?

  @Option(
    help: ArgumentHelp("Write balance and equity over time as CSV.", valueName: "file"), completion: .csvFiles
  )
  var equity: String?

  @Option(
    help: ArgumentHelp("Write the trading days with their returns as CSV.", valueName: "file"),
    completion: .csvFiles)
  var daily: String?

  @Option(
    help: ArgumentHelp(
      "Show beside the result what buying and holding this symbol of the ticks came to.", valueName: "symbol"),
    completion: .names(.symbols))
  var benchmark: String?
}

extension BacktestOptions {
  /// What was typed.
  ///
  /// - Throws: `CommandError.usage` for what is no number.
  var typed: TypedBacktest {
    get throws {
      var typed = TypedBacktest()
      (typed.bot, typed.ticks, typed.mergeSources) = (try bot.typed, ticks, sources.mergeSources)
      (typed.from, typed.to, typed.isUntracked) = (from, to, untracked)
      (typed.report, typed.trades, typed.equity) = (report, trades, equity)
      (typed.daily, typed.benchmark) = (daily, benchmark)
      typed.risk = risk
      return typed
    }
  }
}
