package import Statistics
package import TradingCore

/// What a scorecard is made of: everything that one bot did in one mode under one identity.
package struct Evidence: Sendable, Hashable {
  /// Whose it is.
  package var bot: String
  /// `paper`, `demo` or `live`.
  package var mode: String
  /// The identity digest in hexadecimal.
  package var identity: String
  /// The currency of all money.
  package var currency: Currency
  /// How many trading days daily figures are brought to a year with.
  package var year = TradingYear.weekdays
  /// Balance before the first tick.
  package var startBalance: Money
  /// The kind of each of the bot's symbols, in order.
  package var assets: [AssetClass] = []
  /// Trades from flat to flat in order of closing.
  package var trades: [FlatTrade] = []
  /// When each trade that is still open was opened.
  package var openTimes: [Timestamp] = []
  /// Equity at the end of each trading day with ticks, in order; the last may not be over.
  package var days: [DayEquity] = []
  /// The largest fall of equity as a ratio to its peak, on ticks, positive.
  package var maximumDrawdown = 0.0
  /// The largest fall of equity as an amount, on ticks, positive.
  package var maximumDrawdownMoney = Money.zero
  /// Trading days with a tick while the bot was active.
  package var daysActive = 0
  /// The first tick.
  package var firstTick: Timestamp?
  /// The last tick.
  package var lastTick: Timestamp?

  /// The kind of a symbol; of one that nothing is known of that of futures, which may be anything.
  package func asset(symbolIndex: Int) -> AssetClass {
    assets.indices.contains(symbolIndex) ? assets[symbolIndex] : .future
  }

  /// Evidence without anything in it yet.
  package init(bot: String, mode: String, identity: String, currency: Currency, startBalance: Money) {
    self.bot = bot
    self.mode = mode
    self.identity = identity
    self.currency = currency
    self.startBalance = startBalance
  }
}
