public import TradingCore

extension Context {
  /// What a fill has closed, each matched portion of an entry by itself: for `onFill`, of the fill at hand.
  ///
  /// `ordinal`: of the last trade that is known already, which tells two closes of one position at one instant and
  /// price apart; that of another account, whose trades went further, is none. Empty for an entry and, as the host
  /// takes what is done, for a fill of earlier quotes.
  public func trades(closedBy fill: Fill, after ordinal: UInt64 = 0) -> [ClosedTrade] {
    let trades = account.closedTrades
    guard fill.reason != .entry, let last = trades.last?.ordinal else { return [] }
    // Ordinals are consecutive: what is known is skipped at once, however many the host has left there.
    let unknown = ordinal <= last ? Int(clamping: last - ordinal) : trades.count
    var found: [ClosedTrade] = []
    var units = fill.quantity.units
    for trade in trades.suffix(unknown) where units > 0 && trade.isClosed(by: fill) {
      found.append(trade)
      units -= trade.quantity.units
    }
    return found
  }
}

extension ClosedTrade {
  fileprivate func isClosed(by fill: Fill) -> Bool {
    position == fill.position && symbolIndex == fill.symbolIndex && closeTime == fill.eventTime
      && closePrice == fill.price && exitReason == fill.reason
  }
}
