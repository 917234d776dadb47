/// A figure that runs are compared by.
package struct RunMetric: Sendable, Hashable {
  /// How a figure is written.
  enum Kind: Sendable, Hashable {
    case money
    case fineMoney
    case percent
    case ratio
    case count
    case days
    case duration
  }

  /// Which of two values is better, if either.
  enum Better: Sendable, Hashable {
    case higher
    case lower
    case neither
  }

  /// The name in JSON.
  package let key: String
  /// The name for people.
  package let label: String
  let kind: Kind
  let better: Better
  /// Whether it is brought to a year or a ratio of daily returns, which too few days say little of.
  var needsDays = false

  /// All of them, in the order they are shown.
  package static let all: [RunMetric] = [
    RunMetric(key: "net_profit", label: "Net result", kind: .money, better: .higher),
    RunMetric(key: "return", label: "Return", kind: .percent, better: .higher),
    RunMetric(
      key: "annual_growth", label: "Annual growth (CAGR)", kind: .percent, better: .higher, needsDays: true),
    RunMetric(key: "profit_per_day", label: "Profit per day", kind: .money, better: .higher),
    RunMetric(key: "max_drawdown", label: "Maximum drawdown", kind: .percent, better: .lower),
    RunMetric(key: "max_drawdown_money", label: "… as an amount", kind: .money, better: .lower),
    RunMetric(key: "longest_drawdown_days", label: "Longest drawdown", kind: .days, better: .lower),
    RunMetric(key: "ulcer_index", label: "Ulcer index", kind: .percent, better: .lower),
    RunMetric(
      key: "annual_volatility", label: "Volatility a year", kind: .percent, better: .lower, needsDays: true),
    RunMetric(key: "sharpe", label: "Sharpe ratio", kind: .ratio, better: .higher, needsDays: true),
    RunMetric(key: "sortino", label: "Sortino ratio", kind: .ratio, better: .higher, needsDays: true),
    RunMetric(key: "calmar", label: "Calmar ratio", kind: .ratio, better: .higher, needsDays: true),
    RunMetric(key: "recovery_factor", label: "Recovery factor", kind: .ratio, better: .higher),
    RunMetric(key: "trades", label: "Trades", kind: .count, better: .neither),
    RunMetric(key: "win_rate", label: "Win rate", kind: .percent, better: .neither),
    RunMetric(key: "profit_factor", label: "Profit factor", kind: .ratio, better: .higher),
    RunMetric(key: "payoff_ratio", label: "Payoff ratio", kind: .ratio, better: .neither),
    RunMetric(key: "expectancy", label: "Expectancy", kind: .fineMoney, better: .higher),
    RunMetric(key: "system_quality", label: "System quality (SQN)", kind: .ratio, better: .higher),
    RunMetric(key: "commission", label: "Commission", kind: .money, better: .neither),
    RunMetric(key: "spread_cost", label: "Spread cost", kind: .money, better: .neither),
    RunMetric(key: "slippage_cost", label: "Slippage cost", kind: .money, better: .neither),
    RunMetric(key: "swap", label: "Swap", kind: .money, better: .neither),
    RunMetric(key: "time_in_market", label: "Time in market", kind: .percent, better: .neither),
    RunMetric(key: "median_holding_seconds", label: "Median holding time", kind: .duration, better: .neither),
    RunMetric(key: "days", label: "Days active", kind: .count, better: .neither),
    RunMetric(key: "ticks", label: "Ticks", kind: .count, better: .neither),
  ]

  /// A value as people read it; `decimals` is how many the currency is shown with.
  func text(_ value: Double?, decimals: Int) -> String {
    guard let value else { return NumberText.absent }
    return switch kind {
    case .money: NumberText.fixed(value, decimals: decimals)
    case .fineMoney: NumberText.fixed(value, decimals: decimals + 2)
    case .percent: NumberText.percent(value)
    case .ratio: NumberText.fixed(value, decimals: 2)
    case .count: NumberText.fixed(value, decimals: 0)
    case .days: NumberText.fixed(value, decimals: 0) + (value == 1 ? " day" : " days")
    case .duration: NumberText.duration(seconds: value)
    }
  }

  /// The places of the best values; none when all are equal, one is alone or neither way is better.
  ///
  /// A ratio below zero is never best: a loss over a larger risk is nearer to zero, and no better for it.
  func best(of values: [Double?]) -> Set<Int> {
    let known = values.compactMap { $0 }
    guard better != .neither, known.count > 1, let low = known.min(), let high = known.max(), low < high
    else {
      return []
    }
    if kind == .ratio, better == .higher, high <= 0 { return [] }
    let best = better == .higher ? high : low
    return Set(values.indices.filter { values[$0] == best })
  }
}
