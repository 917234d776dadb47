package import TradingCore

/// How far somebody has come in one symbol's ticks: the time of the last one, and how many of exactly that time.
package struct TickCursor: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case time = "time"
    case count = "count"
  }

  /// The last tick's time; `distantPast` before the first.
  package var time: Timestamp
  /// Ticks of exactly that time so far.
  package var count: Int

  /// A cursor; before everything unless given.
  package init(time: Timestamp = .distantPast, count: Int = 0) {
    self.time = time
    self.count = count
  }

  /// Of two places in each of the same symbols the one that is further on.
  package static func furthest(_ left: [TickCursor], _ right: [TickCursor]) -> [TickCursor] {
    zip(left, right).map { ($0.time, $0.count) < ($1.time, $1.count) ? $1 : $0 }
  }
}

/// A bot's place in one symbol's ticks, which may start anew with every run: what it has seen is passed over.
package struct StreamPlace: Sendable, Hashable {
  /// How far the bot has come.
  package private(set) var cursor: TickCursor
  /// Ticks of the cursor's time that this run has passed over; `nil` once the run is beyond the cursor.
  private var passed: Int?

  /// A place at the start of a run.
  package init(_ cursor: TickCursor) {
    self.cursor = cursor
    passed = cursor.count > 0 ? 0 : nil
  }

  /// Steps over a stretch of ticks in order of time.
  ///
  /// - Returns: how many of its first ticks the bot has seen in an earlier run; the others are new.
  package mutating func advance(over quotes: UnsafeBufferPointer<Quote>) -> Int {
    guard let last = quotes.last else { return 0 }
    let start = seen(among: quotes, last: last)
    guard start < quotes.count else { return start }
    passed = nil
    var first = quotes.count - 1
    while first > start, quotes[first - 1].eventTime == last.eventTime { first -= 1 }
    let trailing = quotes.count - first
    if first == start, last.eventTime == cursor.time {
      cursor.count += trailing
    } else {
      cursor = TickCursor(time: last.eventTime, count: trailing)
    }
    return start
  }

  private mutating func seen(among quotes: UnsafeBufferPointer<Quote>, last: Quote) -> Int {
    guard var passed else { return 0 }
    if last.eventTime < cursor.time { return quotes.count }
    var index = quotes.partitioningIndex { $0.eventTime >= cursor.time }
    while index < quotes.count, quotes[index].eventTime == cursor.time, passed < cursor.count {
      passed += 1
      index += 1
    }
    self.passed = passed
    return index
  }
}

extension UnsafeBufferPointer<Quote> {
  /// The first index from which on the condition holds, in order of time.
  func partitioningIndex(where holds: (Quote) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
