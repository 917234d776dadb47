public import TradingCore

/// Keltner channel: an exponential average of the closes, and k average true ranges on either side, in points.
///
/// The averages are `ExponentialMovingAverage`, from the first close, and `AverageTrueRange`. Warm-up: the larger
/// of the two lengths in bars. Source: C. W. Keltner, How to Make Money in Commodities, 1960, in the form of
/// L. B. Raschke and L. A. Connors, Street Smarts, 1995.
public struct KeltnerChannel: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case length = "length"
    case ranges = "ranges"
    case count = "count"
    case average = "average"
    case range = "range"
  }

  private let length: Int
  private let ranges: Double
  private var count = 0
  private var average: ExponentialMovingAverage
  private var range: AverageTrueRange

  /// A channel around an average over `length` bars, `ranges` average true ranges over `rangeLength` bars wide on
  /// each side; lengths are at least 1.
  public init(length: Int = 20, rangeLength: Int = 10, ranges: Double = 2) {
    self.length = max(length, 1)
    self.ranges = ranges
    average = ExponentialMovingAverage(length: length)
    range = AverageTrueRange(length: rangeLength)
  }

  /// The channel; `nil` before the warm-up is over.
  public var value: Band? {
    guard count >= length, let range = range.value else { return nil }
    return Band(middle: average.value, distance: ranges * range)
  }

  /// Takes the next bar.
  public mutating func add(_ bar: Bar) {
    if count < length { count += 1 }
    average.add(Double(bar.close.points))
    range.add(bar)
  }
}
