import TradingCore

/// Tells the first faults of a second one by one and the rest together, so that a flood of garbage is neither
/// a flood of events nor lost from the count.
struct FaultLimiter {
  /// So many faults a second are told one by one.
  static let singly = 5

  private var windowStart = Timestamp.distantPast
  private var told = 0
  private var pending: FeedFault?

  /// The fault to tell now, if any.
  mutating func admit(_ fault: FeedFault, at time: Timestamp) -> FeedFault? {
    let overdue = expire(at: time)
    told += 1
    var fault = fault
    fault.count += overdue?.count ?? 0
    if told <= Self.singly { return fault }
    fault.count += pending?.count ?? 0
    pending = fault
    return nil
  }

  /// The faults held back, once their second is over. A clock that was set back ends it too.
  mutating func expire(at time: Timestamp) -> FeedFault? {
    let end = windowStart.advanced(by: Timestamp.second)
    guard time >= end || time < windowStart else { return nil }
    windowStart = time
    told = 0
    return flush()
  }

  /// The faults held back.
  mutating func flush() -> FeedFault? {
    defer { pending = nil }
    return pending
  }
}
