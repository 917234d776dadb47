package import Statistics
package import TradingCore

/// Trades from flat to flat out of a bot's events, each with the closed portions that it was made of and their prices: for
/// reports, which read all events; what a checkpoint keeps of them is `FlatTradeBuilder`.
package struct RoundTripBook: Sendable {
  /// A round trip that is over.
  package struct Round: Sendable, Hashable {
    /// The trade, with its prices.
    package let trade: FlatTrade
    /// What a backtest calls its trades, in order of closing.
    package let portions: [ClosedTrade]
  }

  private var flats = FlatTradeBuilder()
  /// Portions whose round trip is not over, by symbol, in order of closing.
  private var pending: [[ClosedTrade]] = []

  /// A book of a bot that is flat and has no orders.
  package init() {}

  /// When each round trip that is not over was opened, in order of opening.
  package var openTimes: [Timestamp] { flats.openTimes }

  /// Takes the next event.
  ///
  /// - Returns: the round trip that it finished, if any.
  /// - Throws: as `FlatTradeBuilder.take`.
  package mutating func take(_ event: BotEvent) throws(PromotionError) -> Round? {
    if case .closed(let portion) = event {
      while pending.count <= portion.symbolIndex { pending.append([]) }
      pending[portion.symbolIndex].append(portion)
    }
    guard var trade = try flats.take(event) else { return nil }
    // Portions of a symbol are reported in order, those of an earlier round trip first.
    let place = trade.symbolIndex
    let portions = pending.indices.contains(place) ? Array(pending[place].prefix(trade.portions)) : []
    if !portions.isEmpty { pending[place].removeFirst(portions.count) }
    trade.prices = TradePrices(portions)
    return Round(trade: trade, portions: portions)
  }
}

extension RoundTripBook.Round {
  /// Each portion's net result over what the whole round trip had at risk at its entries, so that those of all portions add up
  /// to the trade's R multiple; `nil` where it has none.
  package var portionMultiples: [Double]? {
    guard trade.rMultiple != nil else { return nil }
    return portions.map { TradeRatios.rMultiple(net: $0.netResult, initialRisk: trade.initialRisk) ?? 0 }
  }
}
