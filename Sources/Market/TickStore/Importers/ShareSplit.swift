package import TradingCore

/// A split of shares that an import is told of: from `start` on, `newShares` stand for `oldShares` of before.
package struct ShareSplit: Sendable, Hashable {
  /// The first instant of the new shares.
  package let start: Timestamp
  /// Shares after it.
  package let newShares: Int64
  /// Shares before it that they stand for.
  package let oldShares: Int64
  /// As it was stated: `2024-06-10=10:1`.
  package let text: String

  private static let most: Int64 = 1_000_000

  /// A split from text such as `2024-06-10=10:1`, or `1:8` for a reverse one; a date begins at midnight in New York, a
  /// time states its zone.
  ///
  /// - Throws: `option`, naming `--split`.
  package init(_ text: String) throws(ImportError) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let ratio = parts.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, ratio.count == 2, let new = Self.count(ratio[0]), let old = Self.count(ratio[1]),
      new != old, let start = Self.start(parts[0])
    else {
      throw .option(
        name: "--split", problem: "'\(text)' states no split",
        remedy:
          "give its date and its shares after and before, as in 2024-06-10=10:1, or 1:8 for a reverse one")
    }
    (self.start, newShares, oldShares, self.text) = (start, new, old, text)
  }

  private static func count(_ text: Substring) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int64(text),
      (1...most).contains(count)
    else { return nil }
    return count
  }

  private static func start(_ text: Substring) -> Timestamp? {
    var scanner = TimeScanner(Array(text.utf8))
    if let date = try? scanner.date(separator: UInt8(ascii: "-")), scanner.isAtEnd {
      return NewYorkCalendar.instant(of: date, hour: 0)
    }
    return try? Timestamp(iso8601: String(text))
  }
}

/// Stated splits applied to ticks in order of time: prices before a split are divided by its ratio and sizes
/// multiplied, so that all ticks are of the shares of today.
///
/// Exact in integers: of several splits the product counts, and a price is rounded once, half to even; sizes are rounded
/// down, as less than a unit can't be traded.
struct SplitAdjustment: Hashable {
  /// What holds before a time, and not before an earlier one.
  private struct Step: Hashable {
    var end: Timestamp
    var new: Int64
    var old: Int64
  }

  private var steps: [Step] = []
  /// Ticks adjusted so far.
  private(set) var adjusted = 0
  /// Those of them of which a price was rounded.
  private(set) var rounded = 0

  /// Nothing to adjust.
  init() {}

  /// - Throws: `option` for two splits at one time, or a product that is out of reach.
  init(_ splits: [ShareSplit]) throws(ImportError) {
    var (new, old) = (Int64(1), Int64(1))
    for split in splits.sorted(by: { $0.start > $1.start }) {
      if steps.last?.end == split.start {
        throw .option(
          name: "--split", problem: "two splits are stated for \(split.start.iso8601)",
          remedy: "give one of them")
      }
      let (left, right) = Self.lowest(
        Int128(new) * Int128(split.newShares), Int128(old) * Int128(split.oldShares))
      guard let left = Int64(exactly: left), let right = Int64(exactly: right), max(left, right) < 1 << 40
      else {
        throw .option(
          name: "--split", problem: "the splits together make \(left):\(right)",
          remedy: "correct their shares")
      }
      (new, old) = (left, right)
      steps.append(Step(end: split.start, new: new, old: old))
    }
    steps.reverse()
  }

  private static func lowest(_ one: Int128, _ other: Int128) -> (Int128, Int128) {
    var (divisor, rest) = (one, other)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    return (one / divisor, other / divisor)
  }

  var isEmpty: Bool { steps.isEmpty }

  /// Adjusts a tick to the shares after the last split.
  ///
  /// - Throws: `priceTooLarge`, `priceNotPositive` for one that is nothing when rounded, or `sizeOutOfRange`.
  mutating func apply(
    to quote: inout Quote, _ size: inout QuoteSize, isTrade: Bool, digits: Int
  ) throws(ImportFault) {
    guard let step = steps.first(where: { quote.eventTime < $0.end }) else { return }
    var isExact = true
    quote.bid = try Self.price(quote.bid, step, digits, &isExact)
    quote.ask = try Self.price(quote.ask, step, digits, &isExact)
    size.bidUnits = try Self.size(size.bidUnits, step)
    if !isTrade { size.askUnits = try Self.size(size.askUnits, step) }
    adjusted += 1
    if !isExact { rounded += 1 }
  }

  private static func price(
    _ price: Price, _ step: Step, _ digits: Int, _ isExact: inout Bool
  ) throws(ImportFault) -> Price {
    let product = Int128(price.points) * Int128(step.old)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(step.new))
    if remainder != 0 { isExact = false }
    // Both factors are small, and the divisor is positive.
    let points = (try? WideArithmetic.divideHalfEven(product, by: Int128(step.new))) ?? quotient
    guard points.magnitude < Price.magnitudeLimit.magnitude else {
      throw .priceTooLarge(price.text(digits: digits))
    }
    guard points != 0 || price.points == 0 else { throw .priceVanishes(price.text(digits: digits)) }
    return Price(points: Int64(points))
  }

  private static func size(_ units: Int64, _ step: Step) throws(ImportFault) -> Int64 {
    let scaled = Int128(units) * Int128(step.new) / Int128(step.old)
    guard scaled < Int128(SizeColumns.limit) else { throw .sizeOutOfRange("\(units) units before a split") }
    return Int64(scaled)
  }
}
