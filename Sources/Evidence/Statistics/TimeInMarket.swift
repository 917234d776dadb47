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

  /// The share of the time from `start` to `end` that at least one of the intervals covers, 0 to 1; what lies
  /// outside does not count.
  ///
  /// - Returns: `nil` unless the end is after the start.
  package static func share(
    coveredBy intervals: some Sequence<(start: Timestamp, end: Timestamp)>, from start: Timestamp,
    to end: Timestamp
  ) -> Double? {
    guard end > start else { return nil }
    let clipped = intervals.map { (start: max($0.start, start), end: min($0.end, end)) }
    return Double(covered(by: clipped)) / Double(end.nanoseconds - start.nanoseconds)
  }
}
