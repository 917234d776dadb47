extension Account {
  /// Balance plus open results at the last quotes, in 1/scale money units.
  @inlinable @inline(__always)
  package var scaledEquity: Int128 { scaledBalance + otherOpenResult + selectedMark.openResult }

  /// Makes a symbol the one whose quotes come next.
  @inlinable
  package mutating func select(symbolIndex: Int) {
    guard symbolIndex != selectedSymbol else { return }
    markLowest()
    marks[selectedSymbol] = selectedMark
    otherOpenResult += selectedMark.openResult
    selectedMark = marks[symbolIndex]
    otherOpenResult -= selectedMark.openResult
    selectedSymbol = symbolIndex
    (selectedMark.quietFrom, selectedMark.quietTo) = (.max, .min)
  }

  /// Makes the next quote of the selected symbol news: balance or results of other symbols have changed.
  @inlinable @inline(__always)
  mutating func forgetQuietRange() { (selectedMark.quietFrom, selectedMark.quietTo) = (.max, .min) }

  /// Takes a quote of the selected symbol, once triggers are done with it.
  ///
  /// - Returns: whether it is news: `revalueSelected` is due then, and a mark.
  @inlinable
  @inline(__always)
  package mutating func see(_ quote: Quote) -> Bool {
    let bid = quote.bid.points
    let ask = quote.ask.points
    selectedMark.bid = bid
    selectedMark.ask = ask
    let result = selectedMark.smallResult
    selectedMark.lastResult = result
    let isQuiet = result >= selectedMark.quietFrom && result <= selectedMark.quietTo
    guard selectedMark.isSingle else { return !isQuiet || selectedMark.widens(bid: bid, ask: ask) }
    selectedMark.lowestBid = min(selectedMark.lowestBid, bid)
    selectedMark.highestBid = max(selectedMark.highestBid, bid)
    selectedMark.lowestAsk = min(selectedMark.lowestAsk, ask)
    selectedMark.highestAsk = max(selectedMark.highestAsk, ask)
    return !isQuiet
  }

  /// Ends a quote that was no news: its equity may be the lowest since the last mark, which is all there is to
  /// know of it.
  @inlinable
  @inline(__always)
  package mutating func passQuietly() {
    if selectedMark.lastResult < selectedMark.lowestResult {
      selectedMark.lowestResult = selectedMark.lastResult
    }
  }

  /// Marks the lowest equity of the quotes that were no news; before anything that it depends on changes.
  @usableFromInline
  mutating func markLowest() {
    guard let lowest = lowestQuietEquity else { return }
    drawdown.mark(lowest)
    selectedMark.lowestResult = .max
  }

  private var lowestQuietEquity: Int128? {
    guard selectedMark.isSmall, selectedMark.isOpen, selectedMark.lowestResult != .max else { return nil }
    return scaledBalance + otherOpenResult + Int128(selectedMark.lowestResult)
  }

  /// Converts results where they have to be, and widens the extremes of the selected symbol's lots.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  @usableFromInline
  package mutating func revalueSelected() throws(ArithmeticError) {
    let (bid, ask) = (selectedMark.bid, selectedMark.ask)
    if selectedMark.isConverted, selectedMark.isOpen {
      selectedMark.convertedResult = try convertedResult(symbolIndex: selectedSymbol, bid: bid, ask: ask)
    }
    if usesPairs {
      try revalueDependents(of: selectedSymbol)
      if selectedMark.isPaired { return widenConverted(symbolIndex: selectedSymbol) }
    }
    if !selectedMark.isSingle, selectedMark.widens(bid: bid, ask: ask) {
      widenExtremes(symbolIndex: selectedSymbol, bid: bid, ask: ask)
    }
  }

  /// Values what is open in a symbol at a quote.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion only.
  package mutating func value(symbolIndex: Int, quote: Quote) throws(ArithmeticError) {
    var mark = mark(of: symbolIndex)
    let before = mark.openResult
    (mark.bid, mark.ask) = (quote.bid.points, quote.ask.points)
    if mark.isConverted, mark.isOpen {
      mark.convertedResult = try convertedResult(symbolIndex: symbolIndex, bid: mark.bid, ask: mark.ask)
    }
    setMark(mark, of: symbolIndex)
    if symbolIndex != selectedSymbol { otherOpenResult += mark.openResult - before }
    if usesPairs { try revalueDependents(of: symbolIndex) }
  }

  /// Says which equities would be no news to whoever keeps a curve: from the lowest to the highest given. A new
  /// peak, the stop-out level and a crossing of the margin-call level stay news whatever is said.
  @usableFromInline
  package mutating func expectEquity(within lowest: Int128, _ highest: Int128) {
    guard selectedMark.isSmall, selectedMark.isOpen else { return }
    guard !convertsOpenResults(symbolIndex: selectedSymbol) else { return forgetQuietRange() }
    let rest = scaledBalance + otherOpenResult
    var from = stopOutFloor == .min ? lowest : max(lowest, stopOutFloor + 1)
    var to = min(highest, drawdown.peak)
    if isMarginCalled {
      to = min(to, marginCallFloor)
    } else if marginCallFloor != .min {
      from = max(from, marginCallFloor + 1)
    }
    selectedMark.quietFrom = Int64(clamping: from - rest)
    selectedMark.quietTo = Int64(clamping: to - rest)
  }

  // Mutating though it changes nothing: the compiler copies a value this large to call what is not.
  mutating func mark(of symbolIndex: Int) -> SymbolMark {
    symbolIndex == selectedSymbol ? selectedMark : marks[symbolIndex]
  }

  mutating func setMark(_ mark: SymbolMark, of symbolIndex: Int) {
    if symbolIndex == selectedSymbol { selectedMark = mark } else { marks[symbolIndex] = mark }
  }

  /// Whether the equity of the last valuation is at or below the stop-out level.
  @inlinable @inline(__always)
  package var isStoppedOut: Bool { scaledEquity <= stopOutFloor }

  /// Marks drawdown with the equity of the last valuation.
  @usableFromInline
  package mutating func markDrawdown() {
    markLowest()
    drawdown.mark(scaledEquity)
  }

  /// Largest drawdown of the marks: ratio to the peak, and money rounded half to even.
  package var largestDrawdown: (ratio: Double, money: Money) {
    var drawdown = drawdown
    if let lowest = lowestQuietEquity { drawdown.mark(lowest) }
    let (ratio, scaled) = drawdown.largest
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
    let mark = mark(of: symbolIndex)
    guard mark.isSingle, let index = lots.firstIndex(where: { $0.symbolIndex == symbolIndex }) else { return }
    let isLong = lots[index].isLong
    lots[index].lowestClose = isLong ? mark.lowestBid : mark.lowestAsk
    lots[index].highestClose = isLong ? mark.highestBid : mark.highestAsk
  }

  /// The guards are the tightest extremes among the lots: inside of them no lot's extremes change.
  mutating func refreshGuards(symbolIndex: Int) {
    var mark = mark(of: symbolIndex)
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
    setMark(mark, of: symbolIndex)
  }
}
