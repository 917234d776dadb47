public import RiskControl
public import StrategyKit
public import TradingCore

/// Quotes of symbols that the bot does not trade: they move rates, the strategy does not see them.
extension TradingEngine {
  /// Runs a stretch of such quotes: rolls, orders of other symbols in flight, margin and the mark.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits: the bot stops there.
  @inlinable
  @inline(never)
  mutating func processConversion(
    _ quotes: UnsafeBufferPointer<Quote>, last: Quote, symbolIndex: Int
  ) throws(ArithmeticError) {
    context.currentSymbol = symbolIndex
    context.fullAccount.select(symbolIndex: symbolIndex)
    var wakeTime = nextWake(symbolIndex)
    for index in quotes.indices {
      let quote = venue.shown(quotes[index], symbolIndex: symbolIndex)
      cycle &+= 1
      if quote.eventTime >= wakeTime {
        wakeTime = try pass(quote, symbolIndex: symbolIndex)
        firstAfterClose = 0
      }
      if quote.isCrossed { record.crossedCount += 1 }
      var isNews = false
      if venue.needsQuote(quote, symbolIndex: symbolIndex) {
        try runVenue(quote, quotes, index, symbolIndex)
        isNews = true
      }
      if !pendingCommands.isEmpty {
        context.current = quote
        carryOutPending()
        isNews = true
      }
      guard !context.fullAccount.isFlat else {
        guard isNews else { continue }
        mark(at: quote.eventTime)
        if isGuarded { wakeTime = try answerRisk(symbolIndex) }
        continue
      }
      context.current = quote
      _ = context.fullAccount.see(quote)
      guard isNews || context.fullAccount.convertsOpenResults(symbolIndex: symbolIndex) else { continue }
      try revalue(quotes, index, symbolIndex)
      mark(at: quote.eventTime)
      if isGuarded { wakeTime = try answerRisk(symbolIndex) }
    }
    endStretch(at: venue.shown(last, symbolIndex: symbolIndex), symbolIndex: symbolIndex)
    context.current = context.quotes[symbolIndex] ?? context.current
  }
}
