/// An account's equity as quotes move it: what is open in each symbol valued at the last quotes, the drawdown of the
/// marks, and which quotes are no news to anybody.
///
/// All that a mark rests on is here and changes by these operations only, each of which leaves it consistent; a debug
/// build looks after each of them. What the engine's loop inlines can't be private, so some parts are not: nobody but
/// this file touches them.
@usableFromInline
struct EquityMarking: Sendable {
  /// Marks of all symbols; that of the selected one is in `selected`, where a quote reaches it without an array.
  @usableFromInline var marks: [SymbolMark]
  @usableFromInline var selected: SymbolMark
  @usableFromInline var selectedSymbol = 0
  @usableFromInline private(set) var scaledBalance: Int128
  /// Open results of the symbols that are not selected.
  @usableFromInline var otherOpenResult: Int128 = 0
  /// Equity at or below this, scaled, is a stop-out; the least value without margin.
  @usableFromInline private(set) var stopOutFloor: Int128 = .min
  /// Equity at or below this, scaled, is a margin call.
  private(set) var marginCallFloor: Int128 = .min
  /// Whether it was there when it was last looked at.
  private(set) var isMarginCalled = false
  /// Drawdown of the marks.
  private(set) var drawdown: DrawdownTracker
  /// Scaled equities that are no news to risk, and whether any are: what the tree has said, no part of the state.
  @usableFromInline private(set) var quietEquity: (lowest: Int128, highest: Int128) = (.min, .max)
  private var isWatched = false

  /// A marking of symbols in which nothing is open.
  init(scaledBalance: Int128, marks: [SymbolMark]) {
    self.marks = marks
    selected = marks.first ?? SymbolMark()
    self.scaledBalance = scaledBalance
    drawdown = DrawdownTracker(start: scaledBalance)
  }

  /// Goes on where another one stood; what risk watches stays.
  mutating func restore(_ state: Account.State) {
    marks = state.marks
    selected = state.selectedMark
    selectedSymbol = state.selectedSymbol
    scaledBalance = state.scaledBalance
    otherOpenResult = state.otherOpenResult
    stopOutFloor = state.stopOutFloor
    marginCallFloor = state.marginCallFloor
    isMarginCalled = state.isMarginCalled
    drawdown = state.drawdown
    if isWatched { forgetQuietRange() }
  }

  // MARK: Quotes

  @inlinable @inline(__always)
  var scaledEquity: Int128 { scaledBalance + otherOpenResult + selected.openResult }

  @inlinable
  mutating func select(_ symbolIndex: Int) {
    guard symbolIndex != selectedSymbol else { return }
    markLowest()
    marks[selectedSymbol] = selected
    otherOpenResult += selected.openResult
    selected = marks[symbolIndex]
    otherOpenResult -= selected.openResult
    selectedSymbol = symbolIndex
    forgetQuietRange()
    assert(isConsistent)
  }

  @inlinable @inline(__always)
  mutating func forgetQuietRange() { (selected.quietFrom, selected.quietTo) = (.max, .min) }

  @inlinable @inline(__always)
  mutating func see(_ quote: Quote) -> Bool {
    let bid = quote.bid.points
    let ask = quote.ask.points
    selected.bid = bid
    selected.ask = ask
    let result = selected.smallResult
    selected.lastResult = result
    let isQuiet = result >= selected.quietFrom && result <= selected.quietTo
    guard selected.isSingle else { return !isQuiet || selected.widens(bid: bid, ask: ask) }
    selected.lowestBid = min(selected.lowestBid, bid)
    selected.highestBid = max(selected.highestBid, bid)
    selected.lowestAsk = min(selected.lowestAsk, ask)
    selected.highestAsk = max(selected.highestAsk, ask)
    return !isQuiet
  }

  @inlinable @inline(__always)
  mutating func passQuietly() {
    if selected.lastResult < selected.lowestResult { selected.lowestResult = selected.lastResult }
  }

  @inlinable
  mutating func keep(_ quote: Quote) {
    selected.bid = quote.bid.points
    selected.ask = quote.ask.points
  }

  /// Twice the mid of a symbol's last quote; zero before its first.
  @inline(__always)
  func twiceMid(of symbolIndex: Int) -> Int64 {
    symbolIndex == selectedSymbol
      ? selected.bid + selected.ask : marks[symbolIndex].bid + marks[symbolIndex].ask
  }

  // MARK: Marks

  /// Marks the lowest equity of the quotes that were no news; before anything that it depends on changes.
  @usableFromInline
  mutating func markLowest() {
    guard let lowest = lowestQuietEquity else { return }
    drawdown.mark(lowest)
    selected.lowestResult = .max
  }

  private var lowestQuietEquity: Int128? {
    guard selected.isSmall, selected.isOpen, selected.lowestResult != .max else { return nil }
    return scaledBalance + otherOpenResult + Int128(selected.lowestResult)
  }

  @usableFromInline
  mutating func markDrawdown() {
    markLowest()
    drawdown.mark(scaledEquity)
  }

  /// The drawdown with the quotes that were no news.
  var wholeDrawdown: DrawdownTracker {
    var drawdown = drawdown
    if let lowest = lowestQuietEquity { drawdown.mark(lowest) }
    return drawdown
  }

  /// Whether a quote of the selected symbol can be no news: else none ever is.
  @inlinable @inline(__always)
  var mayBeQuiet: Bool { selected.isSmall && selected.isOpen }

  /// Says which scaled equities would be no news to whoever keeps a curve, while any quote can be; no quote converts other
  /// open results.
  @usableFromInline
  mutating func expectEquity(within lowest: Int128, _ highest: Int128) {
    let rest = scaledBalance + otherOpenResult
    var from = stopOutFloor == .min ? lowest : max(lowest, stopOutFloor + 1)
    var to = min(highest, drawdown.peak)
    if isMarginCalled {
      to = min(to, marginCallFloor)
    } else if marginCallFloor != .min {
      from = max(from, marginCallFloor + 1)
    }
    if isWatched { (from, to) = (max(from, quietEquity.lowest), min(to, quietEquity.highest)) }
    // An end may be without limit, and too far away to subtract from.
    selected.quietFrom = Int64(clamping: from.subtractingSaturating(rest))
    selected.quietTo = Int64(clamping: to.subtractingSaturating(rest))
    assert(isConsistent)
  }

  // MARK: Risk

  /// Says which scaled equities are no news to risk; the next quote is news.
  mutating func watch(_ lowest: Int128, _ highest: Int128) {
    guard (lowest, highest) != quietEquity else { return }
    quietEquity = (lowest, highest)
    isWatched = quietEquity != (.min, .max)
    forgetQuietRange()
  }

  @inlinable @inline(__always)
  var isWithinWatch: Bool {
    let equity = scaledEquity
    return equity >= quietEquity.lowest && equity <= quietEquity.highest
  }

  // MARK: What is booked

  // Mutating though they change nothing: the compiler copies a value this large to call what is not.
  mutating func mark(of symbolIndex: Int) -> SymbolMark {
    symbolIndex == selectedSymbol ? selected : marks[symbolIndex]
  }

  mutating func isOpen(_ symbolIndex: Int) -> Bool {
    symbolIndex == selectedSymbol ? selected.isOpen : marks[symbolIndex].isOpen
  }

  /// Whether anything is open in a symbol and has to be converted.
  mutating func isOpenAndConverted(_ symbolIndex: Int) -> Bool {
    symbolIndex == selectedSymbol
      ? selected.isOpen && selected.isConverted
      : marks[symbolIndex].isOpen && marks[symbolIndex].isConverted
  }

  /// The quote last seen of a symbol, in points.
  func lastPrices(of symbolIndex: Int) -> (bid: Int64, ask: Int64) {
    symbolIndex == selectedSymbol
      ? (selected.bid, selected.ask) : (marks[symbolIndex].bid, marks[symbolIndex].ask)
  }

  /// Changes a symbol's mark where it stands: a mark is large, and every fill changes one several times.
  @inline(__always)
  mutating func change(_ symbolIndex: Int, _ body: (inout SymbolMark) -> Void) {
    if symbolIndex == selectedSymbol {
      body(&selected)
    } else {
      let before = marks[symbolIndex].openResult
      body(&marks[symbolIndex])
      otherOpenResult += marks[symbolIndex].openResult - before
    }
    assert(isConsistent)
  }

  /// What is open in a symbol comes to something else in the account's currency.
  mutating func convert(_ symbolIndex: Int, to result: Int128) {
    if symbolIndex == selectedSymbol {
      selected.convertedResult = result
    } else {
      let before = marks[symbolIndex].openResult
      marks[symbolIndex].convertedResult = result
      otherOpenResult += marks[symbolIndex].openResult - before
    }
    assert(isConsistent)
  }

  /// Cash is another: whatever was quiet is news.
  mutating func setBalance(scaled: Int128) {
    markLowest()
    scaledBalance = scaled
    forgetQuietRange()
  }

  /// The levels of margin, scaled; `nil` when none is held.
  mutating func setMarginFloors(_ floors: (stopOut: Int128, marginCall: Int128)?) {
    (stopOutFloor, marginCallFloor) = floors ?? (.min, .min)
    if floors == nil { isMarginCalled = false }
  }

  @usableFromInline
  mutating func meetsMarginCall() -> Bool {
    let isBelow = scaledEquity <= marginCallFloor
    defer { isMarginCalled = isBelow }
    return isBelow && !isMarginCalled
  }

  // MARK: Invariants

  /// What holds after every operation; looked at in debug builds only.
  @usableFromInline
  var isConsistent: Bool {
    let others = marks.indices.reduce(Int128(0)) {
      $1 == selectedSymbol ? $0 : $0 + marks[$1].openResult
    }
    guard others == otherOpenResult, drawdown.trough <= drawdown.peak else { return false }
    guard selected.isSmall, selected.isOpen, selected.quietFrom <= selected.quietTo,
      selected.quietFrom != .max
    else { return true }
    // What is quiet is news to nobody: no peak, above the stop-out, within what risk has said.
    let rest = scaledBalance + otherOpenResult
    let (low, high) = (rest + Int128(selected.quietFrom), rest + Int128(selected.quietTo))
    return high <= drawdown.peak && (stopOutFloor == .min || low > stopOutFloor)
      && low >= quietEquity.lowest && high <= quietEquity.highest
  }
}

extension Int128 {
  fileprivate func subtractingSaturating(_ other: Int128) -> Int128 {
    let (difference, overflowed) = subtractingReportingOverflow(other)
    return overflowed ? (other > 0 ? .min : .max) : difference
  }
}
