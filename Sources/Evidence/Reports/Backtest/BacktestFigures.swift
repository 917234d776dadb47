package import Statistics
package import TradingCore

/// The figures of a backtest, as `CLI.md` defines each. Money is in the account's currency.
package struct BacktestFigures: Sendable, Hashable {
  /// Ticks gone through.
  package var ticks = 0
  /// The first tick's time; `nil` without ticks.
  package var first: Timestamp?
  /// The last tick's time; `nil` without ticks.
  package var last: Timestamp?
  /// Matched trades.
  package var trades = 0
  /// Trades with a net result above zero.
  package var wins = 0
  /// Trades with a net result below zero.
  package var losses = 0
  /// Wins over trades; `nil` without trades.
  package var winRate: Double?
  /// Gross profit over gross loss; `nil` without a losing trade.
  package var profitFactor: Double?
  /// Net profit over trades; `nil` without trades.
  package var expectancy: Money?
  /// Balance before the first tick.
  package var startBalance = Money.zero
  /// Balance after the last close.
  package var endBalance = Money.zero
  /// The sum of net results.
  package var netProfit = Money.zero
  /// The sum of positive net results.
  package var grossProfit = Money.zero
  /// The magnitude of the negative net results.
  package var grossLoss = Money.zero
  /// Commission paid, a positive magnitude.
  package var commission = Money.zero
  /// Swap, a credit positive.
  package var swap = Money.zero
  /// What spreads cost, inside the price results.
  package var spreadCost = Money.zero
  /// What slippage cost, inside the price results; negative when better.
  package var slippageCost = Money.zero
  /// The largest fall of equity as a ratio to its peak, positive.
  package var maximumDrawdown = 0.0
  /// The largest fall of equity as an amount, positive.
  package var maximumDrawdownMoney = Money.zero
  /// How many trading days daily figures are brought to a year with.
  package var year = TradingYear.weekdays
  /// Sharpe ratio of daily returns; `nil` when undefined.
  package var sharpe: Double?
  /// Sortino ratio of daily returns; `nil` when undefined.
  package var sortino: Double?
  /// Calmar ratio; `nil` when undefined.
  package var calmar: Double?
  /// Orders our risk refused, by reason code.
  package var deniedOrders: [String: Int] = [:]
  /// Orders the venue refused, by reason code.
  package var rejectedOrders: [String: Int] = [:]
  /// Orders that ended unfilled, or what was left of them, without their expiry: by request, as they could not be filled
  /// at once, or as the run ended.
  package var canceledOrders = 0
  /// Those of them that were still working or on their way when the run ended.
  package var canceledAtEnd = 0
  /// Orders that ended at their expiry, unfilled or what was left of them.
  package var expiredOrders = 0
  /// Orders that had to wait for an uncrossed quote.
  package var crossedWaits = 0
  /// How often equity fell to the margin-call level.
  package var marginCalls = 0
  /// The run's length on the wall clock; shown in JSON and on the terminal only, as it differs each time.
  package var elapsedSeconds = 0.0

  /// Figures of a run without ticks, to be filled in.
  package init() {}

  /// Orders that were refused, waited or ended without a fill.
  var orderEnds: OrderEnds {
    var ends = OrderEnds()
    (ends.denied, ends.rejected) = (deniedOrders, rejectedOrders)
    (ends.canceled, ends.canceledAtEnd) = (canceledOrders - canceledAtEnd, canceledAtEnd)
    (ends.expired, ends.waited) = (expiredOrders, crossedWaits)
    return ends
  }

  /// Ticks a second of wall clock; zero before any time has passed.
  package var ticksPerSecond: Double { elapsedSeconds > 0 ? Double(ticks) / elapsedSeconds : 0 }

  /// From the first tick to the last, in nanoseconds; 0 without ticks.
  package var elapsedNanoseconds: Int64 {
    guard let first, let last else { return 0 }
    return last.nanoseconds - first.nanoseconds
  }

  /// Net profit over the start balance; `nil` for a start balance of zero or less.
  package var netReturn: Double? {
    startBalance > .zero ? Double(netProfit.units) / Double(startBalance.units) : nil
  }
}
