import ArgumentParser

/// The options of `backtest`, each of which a file given by `--config` can state too.
struct BacktestOptions: ParsableArguments {
  @OptionGroup var bot: BotOptions

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Tick files.", valueName: "file"))
  var ticks: [String] = []

  @OptionGroup var sources: SourceOptions

  @Option(help: ArgumentHelp("Leave out ticks before this time.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Leave out ticks at or after this time.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("Write a report as one HTML file.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("Write the trades as CSV.", valueName: "file"))
  var trades: String?

  @Option(help: ArgumentHelp("Write balance and equity over time as CSV.", valueName: "file"))
  var equity: String?
}
