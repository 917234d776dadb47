package import TradingCore

/// How long something was open.
package enum TimeInMarket {
  /// Nanoseconds covered by at least one of the intervals, each from its start to its end.
  ///
  /// Intervals that end before they start count as empty.
  /// - Complexity: O(n log n) for n intervals.
  package static func covered(by intervals: some Sequence<(start: Timestamp, end: Timestamp)>) -> Int64 {
    let sorted = intervals.filter { $0.end > $0.start }.sorted { $0.start < $1.start }
    var total: Int64 = 0
    var end = Timestamp.distantPast
    for interval in sorted where interval.end > end {
      total += interval.end.nanoseconds - max(interval.start, end).nanoseconds
      end = interval.end
    }
    return total
  }
}
