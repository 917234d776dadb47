import ArgumentParser

/// `slipway stats`: the gate's arithmetic, for anyone to check.
struct StatsCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Compute what the gate computes, from numbers or from a file.",
    discussion: """
      Sharpe ratios are per period of the returns throughout, never brought to a year, with the population \
      standard deviation; kurtosis is not in excess (3 for a normal distribution).
      """,
    subcommands: [
      StatsPSR.self, StatsMinTRL.self, StatsDSR.self, StatsTrials.self, StatsPBO.self, StatsWilson.self,
      StatsEValue.self, StatsSummary.self,
    ])
}
