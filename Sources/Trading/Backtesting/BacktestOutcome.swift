package import BotAssembly
package import Reports
package import Statistics
package import TradingCore
import TradingEngine

/// What a run has left behind, as the values that reports show.
package enum BacktestOutcome {
  /// The figures of one bot.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package static func figures(
    state: BotRunner.State, totals: TradeTotals, elapsedSeconds: Double
  ) throws(ArithmeticError) -> BacktestFigures {
    let account = state.account
    let record = state.record
    var figures = BacktestFigures()
    figures.ticks = Int(record.quoteCount)
    (figures.first, figures.last) = (record.firstTime, record.lastTime)
    let tally = totals.tally
    (figures.trades, figures.wins, figures.losses) = (tally.trades, tally.wins, tally.losses)
    (figures.winRate, figures.profitFactor) = (tally.winRate, tally.profitFactor)
    figures.expectancy = try tally.expectancy
    figures.startBalance = account.startBalance
    figures.endBalance = account.balance
    figures.netProfit = try account.balance.subtracting(account.startBalance)
    (figures.grossProfit, figures.grossLoss) = (tally.grossProfit, tally.grossLoss)
    (figures.commission, figures.swap) = (totals.commission, totals.swap)
    (figures.spreadCost, figures.slippageCost) = (totals.spreadCost, totals.slippageCost)
    (figures.maximumDrawdown, figures.maximumDrawdownMoney) = account.largestDrawdown
    addRatios(to: &figures, account, record)
    for (code, count) in record.denied { figures.deniedOrders[code.rawValue] = count }
    for (code, count) in record.rejected { figures.rejectedOrders[code.rawValue] = count }
    figures.canceledOrders = record.canceled
    figures.canceledAtEnd = record.canceledAtEnd
    figures.expiredOrders = record.expired
    figures.crossedWaits = record.crossedWaits
    figures.marginCalls = record.marginCalls
    figures.elapsedSeconds = elapsedSeconds
    return figures
  }

  private static func addRatios(to figures: inout BacktestFigures, _ account: Account, _ record: RunRecord) {
    let currency = account.currency
    let start = account.startBalance.value(in: currency)
    figures.year = TradingYear(account.tradingHours)
    let ends = record.days.map { $0.equity.value(in: currency) }
    guard ends.count >= 2,
      let returns = PerformanceRatios.dailyReturns(startBalance: start, dayEnds: ends)
    else { return }
    figures.sharpe = PerformanceRatios.sharpe(dailyReturns: returns, perYear: figures.year.days)
    figures.sortino = PerformanceRatios.sortino(dailyReturns: returns, perYear: figures.year.days)
    figures.calmar = PerformanceRatios.calmar(
      days: ends.count, startBalance: start, endEquity: account.equity.value(in: currency),
      maximumDrawdown: figures.maximumDrawdown, elapsedNanoseconds: figures.elapsedNanoseconds)
  }

  /// The equity curve, at most 10,000 points.
  package static func equity(of state: BotRunner.State) -> [EquityPoint] {
    state.record.curve.points.map {
      EquityPoint(
        eventTime: $0.time, balance: $0.balance, equity: state.account.money(scaledEquity: $0.scaledEquity))
    }
  }

  /// Equity at the ends of trading days.
  package static func days(of state: BotRunner.State) -> [DayEquity] {
    state.record.days.map { DayEquity(date: $0.date, equity: $0.equity) }
  }

  /// A trade as reports show it.
  package static func reportTrade(_ trade: ClosedTrade, instrument: Instrument) -> ReportTrade {
    ReportTrade(
      tradeID: Int(trade.ordinal), symbol: instrument.symbol, digits: instrument.digits,
      side: trade.side == .buy ? .buy : .sell, lots: instrument.lotsText(units: trade.quantity.units),
      openTime: trade.openTime, openPrice: trade.openPrice, closeTime: trade.closeTime,
      closePrice: trade.closePrice, priceProfit: trade.grossResult, commission: trade.commission,
      swap: trade.swap, netProfit: trade.netResult, spreadCost: trade.spreadCost,
      slippageCost: trade.slippageCost, exitReason: trade.exitReason.code,
      maximumAdverseExcursion: trade.maximumAdverseExcursion,
      maximumFavorableExcursion: trade.maximumFavorableExcursion)
  }

  /// Totals by exit reason, most frequent first.
  package static func exitReasons(_ totals: TradeTotals) -> [ExitReasonTotal] {
    ExitReasonTotal.sorted(
      totals.exits.map {
        ExitReasonTotal(
          reason: $0.reason.code, trades: $0.total.trades, wins: $0.total.wins, netProfit: $0.total.net)
      })
  }

  /// Price ranges as reports draw them.
  package static func prices(_ ranges: PriceRanges, instrument: Instrument) -> BacktestReport.PriceSeries {
    BacktestReport.PriceSeries(
      symbol: instrument.symbol, digits: instrument.digits,
      buckets: ranges.stretches.map {
        BacktestReport.PriceBucket(
          eventTime: $0.start, low: Price(points: $0.low), high: Price(points: $0.high))
      })
  }
}
