package import TradingCore

/// What is counted over all the ticks of a file.
package struct TickStatistics: Sendable, Hashable {
  /// How many ticks there are.
  package var ticks = 0
  /// The first tick's time.
  package var first = Timestamp.distantFuture
  /// The last tick's time.
  package var last = Timestamp.distantPast
  /// The lowest bid.
  package var bidMin = Price(points: .max)
  /// The highest bid.
  package var bidMax = Price(points: .min)
  /// The lowest ask.
  package var askMin = Price(points: .max)
  /// The highest ask.
  package var askMax = Price(points: .min)
  /// The narrowest spread in points, negative when crossed.
  package var spreadMin = Int64.max
  /// The median spread in points, the lower one of two.
  package var spreadMedian: Int64 = 0
  /// The widest spread in points.
  package var spreadMax = Int64.min
  /// Ticks whose bid is above the ask.
  package var crossed = 0
  /// Ticks whose bid equals the ask.
  package var locked = 0
  /// Ticks equal to the one before in time, bid and ask.
  package var duplicates = 0
  /// The longest time between two neighbors, in nanoseconds.
  package var longestGap: Int64 = 0
}

/// What a finished file holds.
package struct TickFileSummary: Sendable, Hashable {
  /// Where it is.
  package var path: String
  /// Its size in bytes.
  package var bytes: Int
  /// What was counted over its ticks.
  package var statistics: TickStatistics
  /// SHA-256 over the decoded ticks, in hex.
  package var contentDigest: String
}
