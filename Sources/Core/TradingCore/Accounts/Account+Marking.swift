extension Account {
  /// Balance plus open results at the last quotes, in 1/scale money units.
  @inlinable @inline(__always)
  package var scaledEquity: Int128 { marking.scaledEquity }

  /// Makes a symbol the one whose quotes come next.
  @inlinable
  package mutating func select(symbolIndex: Int) { marking.select(symbolIndex) }

  /// Takes a quote of the selected symbol, once triggers are done with it.
  ///
  /// - Returns: whether it is news: `revalueSelected` is due then, and a mark.
  @inlinable @inline(__always)
  package mutating func see(_ quote: Quote) -> Bool { marking.see(quote) }

  /// Ends a quote that was no news: its equity may be the lowest since the last mark, which is all there is to
  /// know of it.
  @inlinable @inline(__always)
  package mutating func passQuietly() { marking.passQuietly() }

  /// Converts results where they have to be, and widens the extremes of the selected symbol's lots.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  @usableFromInline
  package mutating func revalueSelected() throws(ArithmeticError) {
    let symbolIndex = marking.selectedSymbol
    let (bid, ask) = (marking.selected.bid, marking.selected.ask)
    if marking.selected.isConverted, marking.selected.isOpen {
      marking.convert(symbolIndex, to: try convertedResult(symbolIndex: symbolIndex, bid: bid, ask: ask))
    }
    if usesPairs {
      try revalueDependents(of: symbolIndex)
      if marking.selected.isPaired { return widenConverted(symbolIndex: symbolIndex) }
    }
    if !marking.selected.isSingle, marking.selected.widens(bid: bid, ask: ask) {
      widenExtremes(symbolIndex: symbolIndex, bid: bid, ask: ask)
    }
  }

  /// Values what is open in a symbol at a quote.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  package mutating func value(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    let (bid, ask) = (quote.bid.points, quote.ask.points)
    var converted: Int128?
    if marking.isOpenAndConverted(symbolIndex) {
      converted = try convertedResult(symbolIndex: symbolIndex, bid: bid, ask: ask)
    }
    marking.change(symbolIndex) { mark in
      (mark.bid, mark.ask) = (bid, ask)
      if let converted { mark.convertedResult = converted }
    }
    if usesPairs { try revalueDependents(of: symbolIndex) }
  }

  /// Says which equities would be no news to whoever keeps a curve: from the lowest to the highest given. A new
  /// peak, the stop-out level, a crossing of the margin-call level and an equity outside of what risk watches stay news
  /// whatever is said.
  @inlinable @inline(__always)
  package mutating func expectEquity(within lowest: Int128, _ highest: Int128) {
    guard marking.mayBeQuiet else { return }
    if usesPairs, convertsOpenResults(symbolIndex: marking.selectedSymbol) {
      return marking.forgetQuietRange()
    }
    marking.expectEquity(within: lowest, highest)
  }

  /// Whether the equity of the last valuation is at or below the stop-out level.
  @inlinable @inline(__always)
  package var isStoppedOut: Bool { scaledEquity <= marking.stopOutFloor }

  /// Marks drawdown with the equity of the last valuation.
  @inlinable @inline(__always)
  package mutating func markDrawdown() { marking.markDrawdown() }

  /// Largest drawdown of the marks: ratio to the peak, and money rounded half to even.
  package var largestDrawdown: (ratio: Double, money: Money) {
    let (ratio, scaled) = marking.wholeDrawdown.largest
    return (ratio, money(scaledEquity: scaled))
  }

  mutating func convertedResult(symbolIndex: Int, bid: Int64, ask: Int64) throws(ArithmeticError) -> Int128 {
    let exposure = exposures[symbolIndex]
    let valuation = valuations[symbolIndex]
    let long = Int128(bid) * Int128(exposure.longUnits) - exposure.longCost
    let short = exposure.shortCost - Int128(ask) * Int128(exposure.shortUnits)
    var money: Int128 = 0
    if exposure.longUnits != 0 {
      let rate = try resultRate(symbolIndex: symbolIndex, at: Price(points: bid))
      money += Int128(try valuation.money(pointUnits: long, rate: rate))
    }
    if exposure.shortUnits != 0 {
      let rate = try resultRate(symbolIndex: symbolIndex, at: Price(points: ask))
      money += Int128(try valuation.money(pointUnits: short, rate: rate))
    }
    return money * Int128(scale)
  }

  mutating func widenExtremes(symbolIndex: Int, bid: Int64, ask: Int64) {
    for index in lots.indices where lots[index].symbolIndex == symbolIndex {
      let close = lots[index].isLong ? bid : ask
      lots[index].lowestClose = min(lots[index].lowestClose, close)
      lots[index].highestClose = max(lots[index].highestClose, close)
    }
    refreshGuards(symbolIndex: symbolIndex)
  }

  /// Gives a single lot the extremes that were kept for it; before anything is booked.
  mutating func settleExtremes(symbolIndex: Int) {
    let mark = marking.mark(of: symbolIndex)
    guard mark.isSingle, let index = lots.firstIndex(where: { $0.symbolIndex == symbolIndex }) else { return }
    let isLong = lots[index].isLong
    lots[index].lowestClose = isLong ? mark.lowestBid : mark.lowestAsk
    lots[index].highestClose = isLong ? mark.highestBid : mark.highestAsk
  }

  /// The guards are the tightest extremes among the lots: inside of them no lot's extremes change.
  mutating func refreshGuards(symbolIndex: Int) {
    marking.change(symbolIndex) { [lots] mark in
      (mark.lowestBid, mark.highestBid) = (.min, .max)
      (mark.lowestAsk, mark.highestAsk) = (.min, .max)
      var count = 0
      for lot in lots where lot.symbolIndex == symbolIndex {
        count += 1
        if lot.isLong {
          mark.lowestBid = max(mark.lowestBid, lot.lowestClose)
          mark.highestBid = min(mark.highestBid, lot.highestClose)
        } else {
          mark.lowestAsk = max(mark.lowestAsk, lot.lowestClose)
          mark.highestAsk = min(mark.highestAsk, lot.highestClose)
        }
      }
      // Where another symbol's quotes convert, prices alone don't tell the extremes.
      mark.isSingle = count == 1 && !mark.isPaired
    }
  }
}
