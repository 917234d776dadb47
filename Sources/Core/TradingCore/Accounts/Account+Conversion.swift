extension Account {
  /// Whether everything booked on the symbol can be turned into the account's currency now: a pair that does it
  /// has shown a quote.
  package func canConvert(symbolIndex: Int) -> Bool {
    isKnown(valuations[symbolIndex].conversion) && isKnown(valuations[symbolIndex].feeConversion)
  }

  private func isKnown(_ conversion: Conversion) -> Bool {
    switch conversion {
    case .none, .ownPrice: true
    case .pair(let pair, _): twiceMid(of: pair) > 0
    case .missing: false
    }
  }

  /// Twice the mid of a symbol's last quote; zero before its first.
  @inline(__always)
  func twiceMid(of symbolIndex: Int) -> Int64 { marking.twiceMid(of: symbolIndex) }

  /// Twice the mid of the symbol that converts a symbol's results; zero where none does.
  @inline(__always)
  func pairMid(symbolIndex: Int) -> Int64 {
    usesPairs ? pairMid(valuations[symbolIndex].conversion) : 0
  }

  /// The rate of a symbol's results, at its own price where it connects the currencies.
  ///
  /// `mid`: twice the mid of the pair that converts, where not the one in force.
  /// - Throws: `divisionByZero` when no rate is known.
  @inline(__always)
  func resultRate(symbolIndex: Int, at price: Price, mid: Int64? = nil) throws(ArithmeticError)
    -> ExchangeRate
  {
    try resultRate(symbolIndex: symbolIndex, twicePrice: 2 * price.points, mid: mid)
  }

  /// The rate of a symbol's results at twice an own price.
  ///
  /// - Throws: `divisionByZero` when no rate is known.
  @inline(__always)
  func resultRate(symbolIndex: Int, twicePrice: Int64, mid: Int64? = nil) throws(ArithmeticError)
    -> ExchangeRate
  {
    let conversion = valuations[symbolIndex].conversion
    if conversion == .none { return .one }
    return try valuations[symbolIndex].rate(
      conversion, valuations[symbolIndex].quoteScales, twicePrice: twicePrice,
      mid: mid ?? pairMid(conversion), pairScale: pairScale(conversion))
  }

  /// The rate of commission amounts on a fill's price.
  ///
  /// - Throws: `divisionByZero` when no rate is known.
  @inline(__always)
  func feeRate(symbolIndex: Int, at price: Price) throws(ArithmeticError) -> ExchangeRate {
    let conversion = valuations[symbolIndex].feeConversion
    if conversion == .none { return .one }
    return try valuations[symbolIndex].rate(
      conversion, valuations[symbolIndex].feeScales, twicePrice: 2 * price.points, mid: pairMid(conversion),
      pairScale: pairScale(conversion))
  }

  // What takes the whole account is inlined: the compiler copies a value this large to call it.
  /// Twice the mid of the symbol that a conversion takes; zero where it takes none.
  @inline(__always)
  private func pairMid(_ conversion: Conversion) -> Int64 {
    if case .pair(let pair, _) = conversion { twiceMid(of: pair) } else { 0 }
  }

  @inline(__always)
  private func pairScale(_ conversion: Conversion) -> Int64 {
    if case .pair(let pair, _) = conversion { valuations[pair].priceScale } else { 1 }
  }

  /// Takes a quote of the selected symbol that conversions go by, where nothing is open and `see` is not called.
  @inlinable
  package mutating func keep(_ quote: Quote) { marking.keep(quote) }

  /// Whether anything is open whose results are converted at the symbol's quotes.
  @usableFromInline
  package mutating func convertsOpenResults(symbolIndex: Int) -> Bool {
    guard usesPairs else { return false }
    for dependent in dependents[symbolIndex] where marking.isOpen(dependent) { return true }
    return false
  }

  /// Values what is open in the symbols whose results a symbol's quotes convert.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion.
  mutating func revalueDependents(of symbolIndex: Int) throws(ArithmeticError) {
    for dependent in dependents[symbolIndex] {
      guard marking.isOpen(dependent) else { continue }
      let mark = marking.mark(of: dependent)
      marking.convert(
        dependent, to: try convertedResult(symbolIndex: dependent, bid: mark.bid, ask: mark.ask))
      widenConverted(symbolIndex: dependent)
    }
  }

  /// Widens the extremes of lots whose lowest result is not always that of the lowest price.
  mutating func widenConverted(symbolIndex: Int) {
    guard case .pair(let pair, let multiplies) = valuations[symbolIndex].conversion else { return }
    let mark = marking.mark(of: symbolIndex)
    let mid = twiceMid(of: pair)
    for index in lots.indices where lots[index].symbolIndex == symbolIndex {
      lots[index].widen(price: lots[index].isLong ? mark.bid : mark.ask, mid: mid, multiplies: multiplies)
    }
  }
}

extension Valuation {
  /// The rate of one of its conversions.
  ///
  /// `mid`, `pairScale`: twice the mid and the points of a price of 1 of the symbol that converts.
  /// - Throws: `divisionByZero` when no rate is known.
  fileprivate func rate(
    _ conversion: Conversion, _ scales: ScaleRatio, twicePrice: Int64, mid: Int64, pairScale: Int64
  ) throws(ArithmeticError) -> ExchangeRate {
    switch conversion {
    case .none: return .one
    case .ownPrice(let multiplies):
      return ExchangeRate(
        twicePrice: twicePrice, priceScale: priceScale, multiplies: multiplies, scales: scales)
    case .pair(_, let multiplies):
      guard mid != 0 else { throw .divisionByZero }
      return ExchangeRate(twicePrice: mid, priceScale: pairScale, multiplies: multiplies, scales: scales)
    case .missing: throw .divisionByZero
    }
  }
}

extension OpenLot {
  fileprivate mutating func widen(price: Int64, mid: Int64, multiplies: Bool) {
    if isLower(price, mid, than: lowestClose, lowestMid, multiplies) {
      (lowestClose, lowestMid) = (price, mid)
    }
    if isLower(highestClose, highestMid, than: price, mid, multiplies) {
      (highestClose, highestMid) = (price, mid)
    }
  }

  private func isLower(
    _ price: Int64, _ mid: Int64, than other: Int64, _ otherMid: Int64, _ multiplies: Bool
  ) -> Bool {
    let gain = Int128(isLong ? price - openPrice.points : openPrice.points - price)
    let otherGain = Int128(isLong ? other - openPrice.points : openPrice.points - other)
    return multiplies
      ? gain * Int128(mid) < otherGain * Int128(otherMid) : gain * Int128(otherMid) < otherGain * Int128(mid)
  }
}
