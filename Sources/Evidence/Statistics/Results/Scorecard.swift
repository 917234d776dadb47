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

    /// A group.
    package init(key: Key, tally: TradeTally) {
      self.key = key
      self.tally = tally
    }
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

    /// The multiples of trades in order of closing.
    package init(_ values: [Double]) {
      self.values = values
      mean = Moments.mean(values)
      median = Moments.quantile(values, at: 0.5)
      (best, worst) = (values.max(), values.min())
    }
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
  package var span = ScorecardSpan.all
  /// Equity before the first day of the span.
  package var startEquity = Money.zero
  /// Equity at the end of the last one.
  package var endEquity = Money.zero
  /// Trades from flat to flat, wins, losses, gross profit and gross loss; win rate, profit factor, net result
  /// and expectancy follow from it.
  package var tally = TradeTally()
  /// The mean net result; `nil` without trades.
  package var expectancy: Money?
  /// Commission paid, a positive magnitude.
  package var commission = Money.zero
  /// Swap, a credit positive.
  package var swap = Money.zero
  /// What spreads cost, inside the results.
  package var spreadCost = Money.zero
  /// What slippage cost, inside the results; negative when better.
  package var slippageCost = Money.zero
  /// All costs (commission − swap + spread + slippage) over the results of the trades that would have won
  /// without them.
  package var feeShare: Double?
  /// R multiples of the trades that had an initial risk.
  package var rMultiples = RMultiples([])
  /// System quality number, with no more than 100 trades counted in its root.
  package var systemQuality: Double?
  /// What it is taken over.
  package var qualityBasis = QualityBasis.meanLoss
  /// The largest fall of equity as a ratio to its peak, positive.
  package var maximumDrawdown = 0.0
  /// The largest fall of equity as an amount, positive.
  package var maximumDrawdownMoney = Money.zero
  /// What both are taken from.
  package var drawdownBasis = DrawdownBasis.ticks
  /// How many trading days daily figures are brought to a year with.
  package var year = TradingYear.weekdays
  /// Sharpe ratio of daily returns.
  package var sharpe: Double?
  /// Sortino ratio of daily returns.
  package var sortino: Double?
  /// Calmar ratio.
  package var calmar: Double?
  /// Root mean square of the falls below the peak at the ends of days, as ratios.
  package var ulcerIndex: Double?
  /// Share of the time from first to last tick with a position open, those still open included.
  package var exposure: Double?
  /// Mean time from open to close in seconds.
  package var averageHoldingSeconds: Double?
  /// Losing trades in the longest run of them.
  package var longestLosingStreak = 0
  /// Trading days with a tick while the bot was active.
  package var daysActive = 0
  /// Trades over days active.
  package var tradesPerDay: Double?
  /// The first tick within the span.
  package var firstTick: Timestamp?
  /// The last tick within it.
  package var lastTick: Timestamp?
  /// All sessions, by the first entry; each trade counts in one.
  package var sessions: [Group<EntrySession>] = []
  /// New York trading days by the first entry, 0 for Sunday to 6 for Saturday: Monday to Friday always, the
  /// others when they have trades.
  package var weekdays: [Group<Int>] = []

  /// Figures of a bot that saw no tick, to be filled in.
  package init(bot: String, mode: String, identity: String, currency: Currency) {
    self.bot = bot
    self.mode = mode
    self.identity = identity
    self.currency = currency
  }

  /// The net result over the equity before the first day; `nil` when that is zero or less.
  package var netReturn: Double? {
    startEquity > .zero ? Double(tally.netProfit.units) / Double(startEquity.units) : nil
  }
}
