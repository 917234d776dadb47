/// The checks of the gate, spelled as in files and JSON, in the order they are shown.
package enum GateCheckName: String, Sendable, Hashable, CaseIterable {
  /// Trades from flat to flat.
  case trades
  /// Wins over trades.
  case winRate = "win_rate"
  /// Gross profit over gross loss.
  case profitFactor = "profit_factor"
  /// The largest fall of equity below its peak.
  case maximumDrawdown = "max_drawdown"
  /// Calendar days between the first and the last tick.
  case daysActive = "days_active"
  /// The share of weekdays between them that had ticks.
  case coverage
  /// The win rate's interval against the rate that the pay-off needs.
  case breakEven = "break_even"
  /// The lower end of the profit factor's interval.
  case profitFactorBound = "profit_factor_bound"
  /// The chance that the Sharpe ratio is above zero.
  case probabilisticSharpe = "probabilistic_sharpe"
  /// Days against the least that show a Sharpe ratio above zero.
  case trackRecord = "track_record"
  /// The chance that the Sharpe ratio is above the best of as many trials without skill.
  case deflatedSharpe = "deflated_sharpe"
  /// The probability that the choice among a sweep was overfitted.
  case backtestOverfitting = "backtest_overfitting"
  /// A bettor's wealth that holds however often it is looked at.
  case alwaysValid = "always_valid"
  /// Sources of the evidence that don't count.
  case provenance
  /// The share of open minutes that the evidence saw.
  case openMinutes = "open_minutes"
  /// Days since the bot took its last tick.
  case freshness
  /// The bettor's present wealth against what a share of false discoveries among all bots asks for.
  case falseDiscoveries = "false_discoveries"

  /// The plain checklist: what the evidence itself shows.
  package static let checklist: [GateCheckName] = [
    .trades, .winRate, .profitFactor, .maximumDrawdown, .daysActive, .coverage,
  ]
  /// What chance alone could have made of it.
  package static let statistics: [GateCheckName] = [
    .breakEven, .profitFactorBound, .probabilisticSharpe, .trackRecord, .deflatedSharpe,
    .backtestOverfitting, .alwaysValid,
  ]
}

extension GateCheckName {
  /// Where the evidence comes from: required unless criteria say `provenance: any`.
  package static let sources: [GateCheckName] = [.provenance, .openMinutes, .freshness]
  /// What criteria may name as required.
  package static let nameable = checklist + statistics
}

/// A step up that the gate guards, by the mode it leads to.
package enum GateStep: String, Sendable, Hashable, CaseIterable {
  /// PAPER to DEMO.
  case demo
  /// DEMO to LIVE.
  case live

  /// The mode whose evidence must pass: `paper` or `demo`.
  package var from: String { self == .demo ? "paper" : "demo" }
}
