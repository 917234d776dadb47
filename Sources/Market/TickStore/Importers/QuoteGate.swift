import TradingCore

/// What an import is told about the prices it will meet.
struct PriceRules: Hashable {
  /// Prices may be zero or below.
  var allowsNegative = false
  /// A price may be ten or a hundred times the one before.
  var allowsScaleChange = false
  /// Splits of the shares.
  var splits = SplitAdjustment()
  /// Of trades, the second size is no size.
  var isTrades = false

  /// Whether a mid is of another scale than the one before, where nobody said that this may be.
  @inline(__always)
  func isScaleChange(to mid: Mid, from last: Mid) -> Bool {
    !allowsScaleChange && mid.isOtherScale(than: last, above: allowsNegative ? Self.nearZero : 0)
  }

  /// Where prices may cross zero they have no scale near it: twice a hundred points.
  private static let nearZero: Int64 = 200
}

/// Watches the quotes of one file for order and scale, and applies stated splits.
struct QuoteGate {
  private(set) var rules: PriceRules
  private let policy: OutOfOrderPolicy
  private let digits: Int
  private var lastTime: Int64 = .min
  private var lastMid = Mid(twice: 0)

  init(policy: OutOfOrderPolicy, digits: Int, rules: PriceRules = PriceRules()) {
    self.rules = rules
    self.policy = policy
    self.digits = digits
  }

  /// Whether the second size is no size, as of trades.
  var isTrades: Bool {
    get { rules.isTrades }
    set { rules.isTrades = newValue }
  }

  /// Ticks of before a split so far, and those of them of which a price was rounded.
  var splitCounts: (adjusted: Int, rounded: Int) { (rules.splits.adjusted, rules.splits.rounded) }

  /// - Returns: whether the quote goes on; `false` leaves it out as out of order.
  /// - Throws: `outOfOrder`, `timeStep` and `scaleChange`.
  @inline(__always)
  mutating func admit(_ quote: Quote) throws(ImportFault) -> Bool {
    let time = quote.eventTime.nanoseconds
    if time < lastTime {
      if policy == .drop { return false }
      throw .outOfOrder(quote.eventTime, previous: Timestamp(nanoseconds: lastTime))
    }
    // Times that follow each other never overflow as unsigned numbers.
    if UInt64(bitPattern: time &- lastTime) > TickTimes.longestStep.magnitude, lastTime != .min {
      throw .timeStep(quote.eventTime, previous: Timestamp(nanoseconds: lastTime))
    }
    let mid = Mid(quote)
    if rules.isScaleChange(to: mid, from: lastMid) {
      throw .scaleChange(from: lastMid.text(digits: digits), to: mid.text(digits: digits))
    }
    lastTime = time
    lastMid = mid
    return true
  }

  /// Turns a tick into one of today's shares; called before `admit`.
  ///
  /// - Throws: `priceTooLarge`, `priceVanishes` or `sizeOutOfRange`.
  @inline(__always)
  mutating func adjust(_ quote: inout Quote, _ size: inout QuoteSize) throws(ImportFault) {
    guard !rules.splits.isEmpty else { return }
    try rules.splits.apply(to: &quote, &size, isTrade: rules.isTrades, digits: digits)
  }
}

/// Twice the mid of a quote, in points.
struct Mid: Hashable {
  var twice: Int64

  init(twice: Int64) { self.twice = twice }

  @inline(__always)
  init(_ quote: Quote) { twice = quote.bid.points &+ quote.ask.points }

  /// Whether one mid is 8 to 12 times the other, times a power of ten, and both above a bound: no market moves so
  /// between two ticks, while a file whose decimal point moved does just that.
  @inline(__always)
  func isOtherScale(than other: Mid, above least: Int64 = 0) -> Bool {
    // Prices stay below 2^40 points, so the products fit.
    if twice < other.twice &* 8, other.twice < twice &* 8 { return false }
    let (small, large) = (min(twice, other.twice), max(twice, other.twice))
    return small > least && isNearPowerOfTen(large, over: small)
  }

  private func isNearPowerOfTen(_ large: Int64, over small: Int64) -> Bool {
    var scaled = small
    while scaled < large / 12 { scaled *= 10 }
    return scaled * 8 <= large && large <= scaled * 12
  }

  func text(digits: Int) -> String {
    DecimalText.format(twice * 5, digits: digits + 1, minimumFraction: digits)
  }
}
