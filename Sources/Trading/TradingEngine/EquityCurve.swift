public import TradingCore

/// Balance and equity over time in bounded memory: every bucket of ticks keeps its first, lowest and highest
/// equity, and buckets grow as the run does, so no peak or trough of the whole is lost.
@usableFromInline
package struct EquityCurve: Sendable {
  /// One mark.
  @usableFromInline
  package struct Point: Sendable, Hashable {
    /// The number of the quote.
    package var cycle: UInt64
    /// When.
    package var time: Timestamp
    /// Cash.
    package var balance: Money
    /// Equity in 1/scale money units.
    package var scaledEquity: Int128

    @usableFromInline
    init(cycle: UInt64, time: Timestamp, balance: Money, scaledEquity: Int128) {
      self.cycle = cycle
      self.time = time
      self.balance = balance
      self.scaledEquity = scaledEquity
    }
  }

  struct Bucket: Sendable, Hashable {
    var first: Point
    var lowest: Point
    var highest: Point
  }

  let bucketLimit: Int
  var width: UInt64 = 1
  var buckets: [Bucket] = []
  var last: Point?
  /// Where the bucket at hand ends, and its extremes: nothing inside of them is news.
  @usableFromInline var end: UInt64 = 0
  @usableFromInline var lowest: Int128 = .max
  @usableFromInline var highest: Int128 = .min

  /// A curve of at most `pointLimit` points, at least 8; none at all for 0, which costs nothing.
  package init(pointLimit: Int = 10_000) {
    bucketLimit = pointLimit == 0 ? 0 : max((pointLimit - 1) / 3, 2)
    if pointLimit == 0 { (end, lowest, highest) = (.max, .min, .max) }
  }

  /// Whether a mark would add to the curve.
  @inlinable
  func isNews(cycle: UInt64, scaledEquity: Int128) -> Bool {
    cycle >= end || scaledEquity < lowest || scaledEquity > highest
  }

  /// Takes a mark.
  @usableFromInline
  package mutating func add(_ point: Point) {
    guard bucketLimit > 0 else { return }
    if point.cycle >= end || buckets.isEmpty {
      start(point)
    } else {
      extend(with: point)
    }
  }

  /// Takes the mark at the end of the run, which is always kept.
  @usableFromInline
  package mutating func finish(_ point: Point) {
    guard bucketLimit > 0 else { return }
    add(point)
    last = point
  }

  private mutating func extend(with point: Point) {
    if point.scaledEquity < lowest { buckets[buckets.count - 1].lowest = point }
    if point.scaledEquity > highest { buckets[buckets.count - 1].highest = point }
    lowest = min(lowest, point.scaledEquity)
    highest = max(highest, point.scaledEquity)
  }

  private mutating func start(_ point: Point) {
    if buckets.count >= bucketLimit { halve() }
    buckets.append(Bucket(first: point, lowest: point, highest: point))
    end = (point.cycle / width + 1) * width
    (lowest, highest) = (point.scaledEquity, point.scaledEquity)
  }

  /// Doubles the width until buckets of the same new width have met.
  private mutating func halve() {
    while buckets.count > bucketLimit / 2 {
      width *= 2
      var merged: [Bucket] = []
      for bucket in buckets {
        if let previous = merged.last, previous.first.cycle / width == bucket.first.cycle / width {
          merged[merged.count - 1] = Self.join(previous, bucket)
        } else {
          merged.append(bucket)
        }
      }
      buckets = merged
    }
  }

  private static func join(_ left: Bucket, _ right: Bucket) -> Bucket {
    Bucket(
      first: left.first,
      lowest: right.lowest.scaledEquity < left.lowest.scaledEquity ? right.lowest : left.lowest,
      highest: right.highest.scaledEquity > left.highest.scaledEquity ? right.highest : left.highest)
  }

  /// The points kept, by time, each once.
  package var points: [Point] {
    var result: [Point] = []
    for bucket in buckets {
      let kept = [bucket.first, bucket.lowest, bucket.highest].sorted { $0.cycle < $1.cycle }
      for point in kept where result.last != point { result.append(point) }
    }
    if let last, result.last != last { result.append(last) }
    return result
  }
}
