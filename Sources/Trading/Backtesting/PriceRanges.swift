package import TradingCore

/// Lowest and highest bid over stretches of time, in bounded memory: stretches double when there are too many.
package struct PriceRanges: Sendable {
  /// One stretch.
  package struct Stretch: Sendable, Hashable {
    /// When it begins.
    package var start: Timestamp
    /// Lowest bid.
    package var low: Int64
    /// Highest bid.
    package var high: Int64
  }

  /// The stretches with quotes, by time.
  package private(set) var stretches: [Stretch] = []
  private var length: Int64 = Timestamp.second
  private let limit: Int

  /// Ranges over at most so many stretches.
  package init(limit: Int = 2_000) { self.limit = max(limit, 2) }

  /// Takes quotes, in order of time.
  package mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    var index = 0
    while index < quotes.count {
      let start = align(quotes[index].eventTime)
      let end = start.advanced(by: length)
      var low = quotes[index].bid.points
      var high = low
      while index < quotes.count, quotes[index].eventTime < end {
        low = min(low, quotes[index].bid.points)
        high = max(high, quotes[index].bid.points)
        index += 1
      }
      append(Stretch(start: start, low: low, high: high))
    }
  }

  private func align(_ time: Timestamp) -> Timestamp {
    let remainder = time.nanoseconds % length
    return Timestamp(nanoseconds: time.nanoseconds - (remainder < 0 ? remainder + length : remainder))
  }

  private mutating func append(_ stretch: Stretch) {
    join(stretch)
    while stretches.count > limit {
      length *= 2
      let old = stretches
      stretches = []
      for stretch in old {
        join(Stretch(start: align(stretch.start), low: stretch.low, high: stretch.high))
      }
    }
  }

  private mutating func join(_ stretch: Stretch) {
    guard let last = stretches.last, last.start == stretch.start else { return stretches.append(stretch) }
    stretches[stretches.count - 1].low = min(last.low, stretch.low)
    stretches[stretches.count - 1].high = max(last.high, stretch.high)
  }
}
