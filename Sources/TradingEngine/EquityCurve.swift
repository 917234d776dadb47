package import TradingCore

/// Balance and equity over time in bounded memory: every bucket of ticks keeps its first, lowest, highest and
/// last equity, and buckets grow as the run does, so no peak or trough of the whole is lost.
@usableFromInline
package struct EquityCurve: Sendable {
  /// One mark.
  package struct Point: Sendable, Hashable {
    /// The number of the quote.
    package var cycle: UInt64
    /// When.
    package var time: Timestamp
    /// Cash.
    package var balance: Money
    /// Equity in 1/scale money units.
    package var scaledEquity: Int128
  }

  struct Bucket: Sendable {
    var first: Point
    var lowest: Point
    var highest: Point
    var last: Point
  }

  private let bucketLimit: Int
  private var width: UInt64 = 1
  private var buckets: [Bucket] = []
  @usableFromInline var end: UInt64 = 0

  /// A curve of at most `pointLimit` points, at least 8.
  package init(pointLimit: Int = 10_000) { bucketLimit = max(pointLimit / 4, 2) }

  /// Takes a mark.
  package mutating func add(_ point: Point) {
    if point.cycle >= end || buckets.isEmpty {
      start(point)
    } else {
      extend(&buckets[buckets.count - 1], with: point)
    }
  }

  private func extend(_ bucket: inout Bucket, with point: Point) {
    if point.scaledEquity < bucket.lowest.scaledEquity { bucket.lowest = point }
    if point.scaledEquity > bucket.highest.scaledEquity { bucket.highest = point }
    bucket.last = point
  }

  private mutating func start(_ point: Point) {
    if buckets.count == bucketLimit { halve() }
    buckets.append(Bucket(first: point, lowest: point, highest: point, last: point))
    end = (point.cycle / width + 1) * width
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
      highest: right.highest.scaledEquity > left.highest.scaledEquity ? right.highest : left.highest,
      last: right.last)
  }

  /// The points kept, by time, each once.
  package var points: [Point] {
    var result: [Point] = []
    for bucket in buckets {
      let kept = [bucket.first, bucket.lowest, bucket.highest, bucket.last].sorted { $0.cycle < $1.cycle }
      for point in kept where result.last != point { result.append(point) }
    }
    return result
  }
}
