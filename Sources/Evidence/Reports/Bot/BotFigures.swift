package import Statistics
package import TradingCore

/// The figures of a bot's evidence; a trade is one from flat to flat. Money is in the account's currency, `nil`
/// stands where a figure has no value.
package struct BotFigures: Sendable, Hashable {
  /// Trades of a session or weekday.
  package struct Group: Sendable, Hashable {
    /// Its code in JSON: `london`, `monday`.
    package var code: String
    /// Its name on the page.
    package var label: String
    /// Its trades.
    package var tally: TradeTally

    /// A group.
    package init(code: String, label: String, tally: TradeTally) {
      self.code = code
      self.label = label
      self.tally = tally
    }
  }

  /// The first tick.
  package var first: Timestamp?
  /// The last tick.
  package var last: Timestamp?
  /// New York trading days with a tick while the bot was active.
  package var daysActive = 0
  /// Equity before the first day.
  package var startEquity = Money.zero
  /// Equity at the last tick.
  package var endEquity = Money.zero
  /// Positions open at the last tick.
  package var openPositions = 0
  /// Trades, wins, losses, gross profit and loss.
  package var tally = TradeTally()
  /// The mean net result.
  package var expectancy: Money?
  /// Commission paid, a positive magnitude.
  package var commission = Money.zero
  /// Swap, a credit positive.
  package var swap = Money.zero
  /// What spreads cost, inside the results.
  package var spreadCost = Money.zero
  /// What slippage cost, inside the results; negative when better.
  package var slippageCost = Money.zero
  /// All costs over the results of the trades that would have won without them.
  package var feeShare: Double?
  /// R multiples of the trades that had an initial risk, in order of closing.
  package var rMultiples: [Double] = []
  /// System quality number.
  package var systemQuality: Double?
  /// What it is over: `initial_risk` or `mean_loss`.
  package var qualityBasis = "mean_loss"
  /// The largest fall of equity as a ratio to its peak, positive.
  package var maximumDrawdown = 0.0
  /// The largest fall of equity as an amount, positive.
  package var maximumDrawdownMoney = Money.zero
  /// What both are taken from: `ticks` or `days`.
  package var drawdownBasis = "ticks"
  /// How many trading days daily figures are brought to a year with.
  package var year = TradingYear.weekdays
  /// Sharpe ratio of daily returns.
  package var sharpe: Double?
  /// Sortino ratio of daily returns.
  package var sortino: Double?
  /// Calmar ratio.
  package var calmar: Double?
  /// Root mean square of the falls below the peak at the ends of days.
  package var ulcerIndex: Double?
  /// Share of the time with a position open.
  package var exposure: Double?
  /// Mean time from open to close in seconds.
  package var averageHoldingSeconds: Double?
  /// Losing trades in the longest run of them.
  package var longestLosingStreak = 0
  /// Trades over days active.
  package var tradesPerDay: Double?
  /// Results by the session of the first entry.
  package var sessions: [Group] = []
  /// Results by the New York trading day of the first entry.
  package var weekdays: [Group] = []

  /// Figures of a bot that saw no tick, to be filled in.
  package init() {}

  /// The group of a session.
  package static func group(of session: EntrySession, _ tally: TradeTally) -> Group {
    Group(code: session.rawValue, label: BacktestReport.name(of: session), tally: tally)
  }

  /// The group of a weekday, 0 for Sunday to 6 for Saturday.
  ///
  /// - Precondition: `weekday` is in 0...6.
  package static func group(ofWeekday weekday: Int, _ tally: TradeTally) -> Group {
    let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    return Group(code: names[weekday].lowercased(), label: names[weekday], tally: tally)
  }

  /// The net result over the equity before the first day; `nil` when that is zero or less.
  package var netReturn: Double? {
    startEquity > .zero ? Double(tally.netProfit.units) / Double(startEquity.units) : nil
  }
}
