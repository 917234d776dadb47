package import Statistics
package import TradingCore

/// The figures of a bot's evidence over a span. `nil` stands where a figure has no value. Money is in the
/// account's currency.
package struct Scorecard: Sendable, Hashable {
  /// Trades of one session or weekday.
  package struct Group<Key: Sendable & Hashable>: Sendable, Hashable {
    /// Which one.
    package let key: Key
    /// Its trades; win rate, profit factor and net result are the tally's.
    package let tally: TradeTally
  }

  /// What the results of trades were as multiples of the money at risk.
  package struct RMultiples: Sendable, Hashable {
    /// Trades that had one, in order of closing.
    package let values: [Double]
    /// The mean: expectancy in R.
    package let mean: Double?
    /// The median.
    package let median: Double?
    /// The highest.
    package let best: Double?
    /// The lowest.
    package let worst: Double?
  }

  /// What the system quality number is taken over.
  package enum QualityBasis: String, Sendable, Hashable {
    /// R multiples, as every trade had one.
    case initialRisk = "initial_risk"
    /// Net results with the mean loss as 1 R, as some trade had no initial risk.
    case meanLoss = "mean_loss"
  }

  /// What the maximum drawdown is taken from.
  package enum DrawdownBasis: String, Sendable, Hashable {
    /// Equity on every tick.
    case ticks
    /// Equity at the ends of trading days: for a span, whose ticks are not kept.
    case days
  }

  /// Whose figures.
  package let bot: String
  /// `paper`, `demo` or `live`.
  package let mode: String
  /// The identity digest in hexadecimal.
  package let identity: String
  /// The currency of all money.
  package let currency: Currency
  /// Which part of the evidence.
  package let span: ScorecardSpan
  /// Equity before the first day of the span.
  package let startEquity: Money
  /// Equity at the end of the last one.
  package let endEquity: Money
  /// Trades from flat to flat, wins, losses, gross profit and gross loss; win rate, profit factor, net result
  /// and expectancy follow from it.
  package let tally: TradeTally
  /// The mean net result; `nil` without trades.
  package let expectancy: Money?
  /// Commission paid, a positive magnitude.
  package let commission: Money
  /// Swap, a credit positive.
  package let swap: Money
  /// What spreads cost, inside the results.
  package let spreadCost: Money
  /// What slippage cost, inside the results; negative when better.
  package let slippageCost: Money
  /// All costs (commission − swap + spread + slippage) over the results of the trades that would have won
  /// without them.
  package let feeShare: Double?
  /// R multiples of the trades that had an initial risk.
  package let rMultiples: RMultiples
  /// System quality number, with no more than 100 trades counted in its root.
  package let systemQuality: Double?
  /// What it is taken over.
  package let qualityBasis: QualityBasis
  /// The largest fall of equity as a ratio to its peak, positive.
  package let maximumDrawdown: Double
  /// The largest fall of equity as an amount, positive.
  package let maximumDrawdownMoney: Money
  /// What both are taken from.
  package let drawdownBasis: DrawdownBasis
  /// How many trading days daily figures are brought to a year with.
  package let year: TradingYear
  /// Sharpe ratio of daily returns.
  package let sharpe: Double?
  /// Sortino ratio of daily returns.
  package let sortino: Double?
  /// Calmar ratio.
  package let calmar: Double?
  /// Root mean square of the falls below the peak at the ends of days, as ratios.
  package let ulcerIndex: Double?
  /// Share of the time from first to last tick with a position open, those still open included.
  package let exposure: Double?
  /// Mean time from open to close in seconds.
  package let averageHoldingSeconds: Double?
  /// Losing trades in the longest run of them.
  package let longestLosingStreak: Int
  /// Trading days with a tick while the bot was active.
  package let daysActive: Int
  /// Trades over days active.
  package let tradesPerDay: Double?
  /// The first tick within the span.
  package let firstTick: Timestamp?
  /// The last tick within it.
  package let lastTick: Timestamp?
  /// All sessions, by the first entry; each trade counts in one.
  package let sessions: [Group<EntrySession>]
  /// New York trading days by the first entry, 0 for Sunday to 6 for Saturday: Monday to Friday always, the
  /// others when they have trades.
  package let weekdays: [Group<Int>]
}
