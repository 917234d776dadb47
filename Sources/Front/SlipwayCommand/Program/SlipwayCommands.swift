import ArgumentParser

/// `slipway`: every command hangs off it.
struct SlipwayCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slipway",
    abstract: "Trading strategies over recorded ticks: exact costs, honest results.",
    discussion: """
      New here? 'slipway quickstart' is the tour: it needs no ticks of yours, takes some seconds and writes a page. \
      'slipway help backtest' has examples to go on with, on the ticks in datasets/; README.md and docs/ say more.
      """,
    version: Version.current,
    subcommands: [
      DataCommands.self, BrokerCommands.self, StrategyCommands.self, BacktestCommand.self,
      CompareCommand.self, QuickstartCommand.self, BotCommands.self, RunCommand.self,
      ReplayCommand.self, SessionCommands.self, ReportCommand.self, FeesCommand.self, NotifyCommands.self,
      RiskCommands.self, KillCommands.self, PanicCommand.self, WatchCommand.self,
      RegimeCommand.self, ScanCommand.self, CalendarCommands.self, StatsCommands.self, PromoteCommands.self,
      OperatorCommands.self, AuditCommands.self, BackupCommand.self,
      RestoreCommand.self, CompleteCommand.self,
    ])
}
