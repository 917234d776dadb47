import TradingCore

/// Counts ticks on their way into a file or out of it: the statistics and the content digest.
struct TickTally {
  private let kind: TickKind
  private var statistics = TickStatistics()
  private var spreads = SpreadHistogram()
  private var digest: ContentDigest
  private var previous: Quote?
  private var previousSize = QuoteSize.zero

  init(metadata: TickFileMetadata, kind: TickKind) {
    self.kind = kind
    digest = ContentDigest(metadata: metadata, kind: kind)
  }

  /// Adds ticks, with as many sizes where the kind has them.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, _ sizes: UnsafeBufferPointer<QuoteSize>? = nil) {
    guard let first = quotes.first else { return }
    digest.update(quotes)
    if let sizes { digest.update(sizes) }
    if statistics.ticks == 0 { statistics.first = first.eventTime }
    statistics.ticks += quotes.count
    var before = previous ?? first
    // The very first tick has nothing before it that it could be a duplicate of.
    if previous == nil {
      statistics.duplicates = -1
      previousSize = sizes?.first ?? .zero
    }
    var counted = statistics
    for (index, quote) in quotes.enumerated() {
      counted.include(quote, after: before)
      if quote == before, (sizes?[index] ?? .zero) == (index > 0 ? sizes?[index - 1] ?? .zero : previousSize)
      {
        counted.duplicates += 1
      }
      before = quote
    }
    statistics = counted
    spreads.add(quotes)
    if let last = sizes?.last { previousSize = last }
    previous = before
    statistics.last = before.eventTime
  }

  /// The statistics over all ticks added, and the content digest.
  ///
  /// A trade has one price: no spread, and nothing that could be crossed or locked.
  func result() -> (statistics: TickStatistics, digest: [UInt8]) {
    var result = statistics
    result.spreadMedian = spreads.lowerMedian
    if kind == .trades { result.locked = 0 }
    return (result, digest.finalize())
  }
}

extension TickStatistics {
  fileprivate mutating func include(_ quote: Quote, after before: Quote) {
    bidMin = min(bidMin, quote.bid)
    bidMax = max(bidMax, quote.bid)
    askMin = min(askMin, quote.ask)
    askMax = max(askMax, quote.ask)
    let spread = quote.spreadPoints
    spreadMin = min(spreadMin, spread)
    spreadMax = max(spreadMax, spread)
    if spread < 0 { crossed += 1 }
    if spread == 0 { locked += 1 }
    let (gap, overflowed) = quote.eventTime.nanoseconds.subtractingReportingOverflow(
      before.eventTime.nanoseconds)
    longestGap = max(longestGap, overflowed ? .max : gap)
  }
}
