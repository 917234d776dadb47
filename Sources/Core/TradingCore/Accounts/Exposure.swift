/// What is open in one symbol, in the form that a quote is valued with in constant time.
@frozen
@usableFromInline
struct SymbolMark: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case longRate = "longRate"
    case shortRate = "shortRate"
    case cost = "cost"
    case smallCost = "smallCost"
    case isSmall = "isSmall"
    case bid = "bid"
    case ask = "ask"
    case convertedResult = "convertedResult"
    case quietFrom = "quietFrom"
    case quietTo = "quietTo"
    case lastResult = "lastResult"
    case lowestResult = "lowestResult"
    case isSingle = "isSingle"
    case lowestBid = "lowestBid"
    case highestBid = "highestBid"
    case lowestAsk = "lowestAsk"
    case highestAsk = "highestAsk"
    case isOpen = "isOpen"
    case isConverted = "isConverted"
    case isPaired = "isPaired"
  }

  /// Scaled account money per point, for longs and shorts.
  @usableFromInline var longRate: Int64 = 0
  @usableFromInline var shortRate: Int64 = 0
  /// Opening value in scaled money, longs less shorts.
  @usableFromInline var cost: Int128 = 0
  /// The same in 64 bits, while `isSmall`: then no price below 2^40 points makes a result overflow them.
  @usableFromInline var smallCost: Int64 = 0
  @usableFromInline var isSmall = false
  /// The quote last seen.
  @usableFromInline var bid: Int64 = 0
  @usableFromInline var ask: Int64 = 0
  /// Open result at it where results are converted, scaled money.
  @usableFromInline var convertedResult: Int128 = 0
  /// Open results outside of these are news to whoever marks equity; empty when any result is.
  @usableFromInline var quietFrom: Int64 = .max
  @usableFromInline var quietTo: Int64 = .min
  /// The open result at the quote last seen, and the lowest since the last mark of drawdown, while `isSmall`.
  @usableFromInline var lastResult: Int64 = 0
  @usableFromInline var lowestResult: Int64 = .max
  /// Whether one lot is open: its extremes are then kept here until it is booked with.
  @usableFromInline var isSingle = false
  /// Closing prices outside of these change the extremes of some lot.
  @usableFromInline var lowestBid: Int64 = .min
  @usableFromInline var highestBid: Int64 = .max
  @usableFromInline var lowestAsk: Int64 = .min
  @usableFromInline var highestAsk: Int64 = .max
  /// Whether anything is open.
  @usableFromInline var isOpen = false
  /// Whether results have to be converted into the account's currency.
  @usableFromInline var isConverted = false
  /// Whether they are at another symbol's quotes.
  @usableFromInline var isPaired = false

  /// The open result at the quote last seen, scaled money.
  @inlinable @inline(__always) var openResult: Int128 {
    if !isOpen { return 0 }
    if isSmall { return Int128(smallResult) }
    return isConverted
      ? convertedResult : Int128(bid) * Int128(longRate) - Int128(ask) * Int128(shortRate) - cost
  }

  @inlinable @inline(__always) var smallResult: Int64 { bid &* longRate &- ask &* shortRate &- smallCost }

  /// Sets what 64 bits can hold: rates below 2^20 times prices below 2^40, and a cost below 2^61.
  mutating func refreshSmall() {
    isSmall = !isConverted && longRate < 1 << 20 && shortRate < 1 << 20 && cost.magnitude < 1 << 61
    smallCost = isSmall ? Int64(cost) : 0
    (quietFrom, quietTo) = (.max, .min)
    lowestResult = .max
  }

  @inlinable
  @inline(__always)
  func widens(bid: Int64, ask: Int64) -> Bool {
    bid < lowestBid || bid > highestBid || ask < lowestAsk || ask > highestAsk
  }
}

/// What all open lots of one symbol add up to.
@usableFromInline
struct Exposure: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case longUnits = "longUnits"
    case shortUnits = "shortUnits"
    case longCost = "longCost"
    case shortCost = "shortCost"
    case longMargin = "longMargin"
    case shortMargin = "shortMargin"
  }

  /// Units of each side.
  var longUnits: Int64 = 0
  var shortUnits: Int64 = 0
  /// Opening price times units of each side.
  var longCost: Int128 = 0
  var shortCost: Int128 = 0
  /// Margin of each side, money units.
  var longMargin: Int64 = 0
  var shortMargin: Int64 = 0
}
