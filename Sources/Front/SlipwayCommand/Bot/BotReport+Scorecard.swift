import Promotion
import Reports
import TradingCore

/// A bot's evidence in the form that reports show.
extension BotEvidence {
  /// Trades that the page lists.
  private static let latestShown = 20

  /// The page's evidence of a scorecard and what it was made of; settings, equity curve and fingerprint are
  /// filled in by the caller. `instruments` are those of the bot's symbols, in its order.
  ///
  /// - Throws: `overflow` when a trade's costs exceed 64 bits.
  init(_ card: Scorecard, of evidence: Evidence, instruments: [Instrument]) throws(ArithmeticError) {
    self.init(
      mode: card.mode, identity: card.identity, currency: card.currency,
      figures: BotFigures(card, openPositions: evidence.openTimes.count))
    symbols = instruments.map(\.symbol)
    let trades = evidence.trades.filter { card.span.contains($0.closeTime) }
    outcomes = trades.map {
      TradeOutcome(openTime: $0.openTime, closeTime: $0.closeTime, netProfit: $0.netResult)
    }
    for trade in trades.suffix(Self.latestShown) where instruments.indices.contains(trade.symbolIndex) {
      latestTrades.append(try BotTrade(trade, instrument: instruments[trade.symbolIndex]))
    }
  }
}

extension BotTrade {
  init(_ trade: FlatTrade, instrument: Instrument) throws(ArithmeticError) {
    self.init(
      number: trade.ordinal, symbol: instrument.symbol, side: trade.side,
      lots: instrument.lotsText(units: trade.mostUnits.units), openTime: trade.openTime,
      closeTime: trade.closeTime, netResult: trade.netResult, costs: try trade.costs,
      rMultiple: trade.rMultiple, exitReason: trade.exitReason.code)
  }
}

extension BotFigures {
  /// The figures of a scorecard.
  init(_ card: Scorecard, openPositions: Int) {
    self.init()
    (first, last, daysActive) = (card.firstTick, card.lastTick, card.daysActive)
    (startEquity, endEquity, self.openPositions) = (card.startEquity, card.endEquity, openPositions)
    (tally, expectancy, feeShare) = (card.tally, card.expectancy, card.feeShare)
    (commission, swap) = (card.commission, card.swap)
    (spreadCost, slippageCost) = (card.spreadCost, card.slippageCost)
    rMultiples = card.rMultiples.values
    (systemQuality, qualityBasis) = (card.systemQuality, card.qualityBasis.rawValue)
    (maximumDrawdown, maximumDrawdownMoney) = (card.maximumDrawdown, card.maximumDrawdownMoney)
    drawdownBasis = card.drawdownBasis.rawValue
    year = card.year
    (sharpe, sortino, calmar) = (card.sharpe, card.sortino, card.calmar)
    (ulcerIndex, exposure) = (card.ulcerIndex, card.exposure)
    (averageHoldingSeconds, longestLosingStreak) = (card.averageHoldingSeconds, card.longestLosingStreak)
    tradesPerDay = card.tradesPerDay
    sessions = card.sessions.map { BotFigures.group(of: $0.key, $0.tally) }
    weekdays = card.weekdays.map { BotFigures.group(ofWeekday: $0.key, $0.tally) }
  }
}
