extension Account {
  /// Balance plus open results at the last quotes, in 1/scale money units.
  @inlinable
  package var scaledEquity: Int128 { scaledBalance + scaledOpenResult }

  /// Values what is open in a symbol at a quote and widens the extremes of its lots: once a quote, after
  /// triggers.
  ///
  /// Costs two multiplications where results are in the account's currency, two divisions where they are
  /// converted at the closing price.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  @inlinable
  package mutating func revalue(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    try value(symbolIndex: symbolIndex, quote: quote)
    let bid = quote.bid.points
    let ask = quote.ask.points
    let exposure = exposures[symbolIndex]
    if bid < exposure.lowestBid || bid > exposure.highestBid || ask < exposure.lowestAsk
      || ask > exposure.highestAsk
    {
      widenExtremes(symbolIndex: symbolIndex, bid: bid, ask: ask)
    }
  }

  /// Values what is open in a symbol at a quote.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  @inlinable
  package mutating func value(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    let bid = quote.bid.points
    let ask = quote.ask.points
    let exposure = exposures[symbolIndex]
    if exposure.isFlat { return }
    var result =
      Int128(bid) * Int128(exposure.longRate) - exposure.longCost + exposure.shortCost - Int128(ask)
      * Int128(exposure.shortRate)
    if valuations[symbolIndex].conversion != .none {
      result = try convertedResult(symbolIndex: symbolIndex, quote: quote)
    }
    scaledOpenResult += result - exposure.openResult
    exposures[symbolIndex].openResult = result
  }

  /// Whether the equity of the last valuation is at or below the stop-out level.
  @inlinable
  package var isStoppedOut: Bool { scaledEquity <= stopOutFloor }

  /// Marks drawdown with the equity of the last valuation.
  @inlinable
  package mutating func mark() { drawdown.mark(scaledEquity) }

  /// Largest drawdown of the marks: ratio to the peak, and money rounded half to even.
  package var largestDrawdown: (ratio: Double, money: Money) {
    let (ratio, scaled) = drawdown.largest
    return (ratio, money(scaledEquity: scaled))
  }

  @usableFromInline
  func convertedResult(symbolIndex: Int, quote: Quote) throws(ArithmeticError) -> Int128 {
    let exposure = exposures[symbolIndex]
    let valuation = valuations[symbolIndex]
    let long = Int128(quote.bid.points) * Int128(exposure.longUnits) - exposure.longCost
    let short = exposure.shortCost - Int128(quote.ask.points) * Int128(exposure.shortUnits)
    var money: Int64 = 0
    if exposure.longUnits != 0 {
      money += try valuation.money(pointUnits: long, price: quote.bid, currency: currency)
    }
    if exposure.shortUnits != 0 {
      money += try valuation.money(pointUnits: short, price: quote.ask, currency: currency)
    }
    return Int128(money) * Int128(scale)
  }

  @usableFromInline
  mutating func widenExtremes(symbolIndex: Int, bid: Int64, ask: Int64) {
    for index in lots.indices where lots[index].symbolIndex == symbolIndex {
      let close = lots[index].isLong ? bid : ask
      lots[index].lowestClose = min(lots[index].lowestClose, close)
      lots[index].highestClose = max(lots[index].highestClose, close)
    }
    refreshGuards(symbolIndex: symbolIndex)
  }

  /// The guards are the tightest extremes among the lots: inside of them no lot's extremes change.
  mutating func refreshGuards(symbolIndex: Int) {
    var exposure = exposures[symbolIndex]
    (exposure.lowestBid, exposure.highestBid) = (.min, .max)
    (exposure.lowestAsk, exposure.highestAsk) = (.min, .max)
    for lot in lots where lot.symbolIndex == symbolIndex {
      if lot.isLong {
        exposure.lowestBid = max(exposure.lowestBid, lot.lowestClose)
        exposure.highestBid = min(exposure.highestBid, lot.highestClose)
      } else {
        exposure.lowestAsk = max(exposure.lowestAsk, lot.lowestClose)
        exposure.highestAsk = min(exposure.highestAsk, lot.highestClose)
      }
    }
    exposures[symbolIndex] = exposure
  }
}
