extension Account {
  /// Balance plus open results at the last quotes, in 1/scale money units.
  @inlinable
  package var scaledEquity: Int128 { scaledBalance + scaledOpenResult }

  /// Makes a symbol the one whose quotes come next.
  @inlinable
  package mutating func select(symbolIndex: Int) {
    guard symbolIndex != selectedSymbol else { return }
    marks[selectedSymbol] = selectedMark
    selectedMark = marks[symbolIndex]
    selectedSymbol = symbolIndex
  }

  /// Values what is open in the selected symbol at a quote and widens the extremes of its lots: once a quote,
  /// after triggers.
  ///
  /// Costs two multiplications where results are in the account's currency, two divisions where they are
  /// converted at the closing price.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  @inlinable
  package mutating func revalueSelected(quote: Quote) throws(ArithmeticError) {
    guard selectedMark.isOpen else { return }
    let bid = quote.bid.points
    let ask = quote.ask.points
    let result =
      selectedMark.isConverted
      ? try convertedResult(symbolIndex: selectedSymbol, quote: quote)
      : selectedMark.result(bid: bid, ask: ask)
    scaledOpenResult += result - selectedMark.openResult
    selectedMark.openResult = result
    if selectedMark.widens(bid: bid, ask: ask) {
      widenExtremes(symbolIndex: selectedSymbol, bid: bid, ask: ask)
    }
  }

  /// Values what is open in a symbol at a quote.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  package mutating func value(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    var mark = mark(of: symbolIndex)
    guard mark.isOpen else { return }
    let result =
      mark.isConverted
      ? try convertedResult(symbolIndex: symbolIndex, quote: quote)
      : mark.result(bid: quote.bid.points, ask: quote.ask.points)
    scaledOpenResult += result - mark.openResult
    mark.openResult = result
    setMark(mark, of: symbolIndex)
  }

  func mark(of symbolIndex: Int) -> SymbolMark {
    symbolIndex == selectedSymbol ? selectedMark : marks[symbolIndex]
  }

  mutating func setMark(_ mark: SymbolMark, of symbolIndex: Int) {
    if symbolIndex == selectedSymbol { selectedMark = mark } else { marks[symbolIndex] = mark }
  }

  /// Whether the equity of the last valuation is at or below the stop-out level.
  @inlinable
  package var isStoppedOut: Bool { scaledEquity <= stopOutFloor }

  /// Marks drawdown with the equity of the last valuation.
  @inlinable
  package mutating func markDrawdown() { drawdown.mark(scaledEquity) }

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
      money += try valuation.money(pointUnits: long, price: quote.bid)
    }
    if exposure.shortUnits != 0 {
      money += try valuation.money(pointUnits: short, price: quote.ask)
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
    var mark = mark(of: symbolIndex)
    (mark.lowestBid, mark.highestBid) = (.min, .max)
    (mark.lowestAsk, mark.highestAsk) = (.min, .max)
    for lot in lots where lot.symbolIndex == symbolIndex {
      if lot.isLong {
        mark.lowestBid = max(mark.lowestBid, lot.lowestClose)
        mark.highestBid = min(mark.highestBid, lot.highestClose)
      } else {
        mark.lowestAsk = max(mark.lowestAsk, lot.lowestClose)
        mark.highestAsk = min(mark.highestAsk, lot.highestClose)
      }
    }
    setMark(mark, of: symbolIndex)
  }
}
