import TradingCore

/// Watches the quotes of one file for order and scale.
struct QuoteGate {
  private let policy: OutOfOrderPolicy
  private let digits: Int
  private var lastTime: Int64 = .min
  private var lastMid = Mid(twice: 0)

  init(policy: OutOfOrderPolicy, digits: Int) {
    self.policy = policy
    self.digits = digits
  }

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
    if mid.isOtherScale(than: lastMid) {
      throw .scaleChange(from: lastMid.text(digits: digits), to: mid.text(digits: digits))
    }
    lastTime = time
    lastMid = mid
    return true
  }
}

/// Twice the mid of a quote, in points.
struct Mid: Hashable {
  var twice: Int64

  init(twice: Int64) { self.twice = twice }

  @inline(__always)
  init(_ quote: Quote) { twice = quote.bid.points &+ quote.ask.points }

  /// Whether one mid is 8 to 12 times the other, times a power of ten: no market moves so between two ticks,
  /// while a file whose decimal point moved does just that.
  @inline(__always)
  func isOtherScale(than other: Mid) -> Bool {
    // Prices stay below 2^40 points, so the products fit.
    if twice < other.twice &* 8, other.twice < twice &* 8 { return false }
    return other.twice > 0 && isNearPowerOfTen(max(twice, other.twice), over: min(twice, other.twice))
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
