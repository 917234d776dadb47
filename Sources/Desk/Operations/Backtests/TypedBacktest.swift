/// What somebody typed of a backtest, as texts; the bot's configuration file can state any of it, too.
package struct TypedBacktest: Sendable, Hashable {
  /// What makes the bot.
  package var bot = TypedBot()
  /// Tick files.
  package var ticks: [String] = []
  /// Whether sources of one symbol that hold the same time are mixed.
  package var mergeSources = false
  /// Ticks before this time are left out.
  package var from: String?
  /// Ticks at or after this time are left out.
  package var to: String?
  /// A file of risk settings that the bot is tried under.
  package var risk: String?
  /// Whether it is kept as no trial, so that its result counts for nothing; no file states that.
  package var isUntracked = false
  /// Where a report goes, as one HTML file.
  package var report: String?
  /// Where the trades go, as CSV.
  package var trades: String?
  /// Where balance and equity over time go, as CSV.
  package var equity: String?
  /// Where the trading days with their returns go, as CSV.
  package var daily: String?
  /// A symbol of the ticks whose buying and holding stands beside the result.
  package var benchmark: String?

  /// Nothing typed yet.
  package init() {}

  /// What was typed, and where nothing was, what a file states; of the bot nothing more.
  func over(_ file: TypedBacktest?) -> TypedBacktest {
    guard let file else { return self }
    var both = self
    both.ticks = ticks.isEmpty ? file.ticks : ticks
    both.mergeSources = mergeSources || file.mergeSources
    (both.from, both.to) = (from ?? file.from, to ?? file.to)
    both.report = report ?? file.report
    both.trades = trades ?? file.trades
    both.equity = equity ?? file.equity
    both.daily = daily ?? file.daily
    both.benchmark = benchmark ?? file.benchmark
    both.risk = risk ?? file.risk
    return both
  }
}
