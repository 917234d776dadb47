import Promotion
import Reports

extension GateCheckName {
  /// What a check is called on a page.
  var title: String {
    switch self {
    case .trades: "Trades"
    case .winRate: "Win rate"
    case .profitFactor: "Profit factor"
    case .maximumDrawdown: "Maximum drawdown from the peak"
    case .daysActive: "Calendar days"
    case .coverage: "Days with ticks"
    case .breakEven: "Win rate against break-even"
    case .profitFactorBound: "Profit factor, lower bound"
    case .probabilisticSharpe: "Probabilistic Sharpe ratio"
    case .trackRecord: "Track record"
    case .deflatedSharpe: "Deflated Sharpe ratio"
    case .backtestOverfitting: "Backtest overfitting"
    case .alwaysValid: "Always-valid test"
    case .provenance: "Sources that don't count"
    case .openMinutes: "Open minutes seen"
    case .freshness: "Age in days"
    case .falseDiscoveries: "False discoveries"
    }
  }

  /// A value of a check as people read it.
  func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    switch self {
    case .trades, .provenance: return NumberText.grouped(Int(value))
    case .winRate, .maximumDrawdown, .coverage, .breakEven, .openMinutes:
      return NumberText.percent(value, decimals: 1)
    case .daysActive, .trackRecord, .freshness: return NumberText.fixed(value, decimals: 1)
    case .profitFactor, .profitFactorBound, .alwaysValid, .falseDiscoveries:
      return NumberText.fixed(value, decimals: 2)
    case .probabilisticSharpe, .deflatedSharpe, .backtestOverfitting:
      return NumberText.fixed(value, decimals: 3)
    }
  }
}
