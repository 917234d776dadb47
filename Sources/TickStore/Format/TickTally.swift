import TradingCore

/// Counts ticks on their way into a file or out of it: the statistics and the content digest.
struct TickTally {
  private var statistics = TickStatistics()
  private var spreads = SpreadHistogram()
  private var digest: ContentDigest
  private var previous: Quote?

  init(metadata: TickFileMetadata, kind: TickKind) {
    digest = ContentDigest(symbol: metadata.symbol, digits: metadata.digits, kind: kind)
  }

  mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    guard let first = quotes.first else { return }
    digest.update(quotes)
    if statistics.ticks == 0 { statistics.first = first.eventTime }
    statistics.ticks += quotes.count
    var before = previous ?? first
    // The very first tick has nothing before it that it could be a duplicate of.
    if previous == nil { statistics.duplicates = -1 }
    for quote in quotes {
      statistics.include(quote, after: before)
      spreads.add(quote.spreadPoints)
      before = quote
    }
    previous = before
    statistics.last = before.eventTime
  }

  /// The statistics over all ticks added, and the content digest.
  func result() -> (statistics: TickStatistics, digest: [UInt8]) {
    var result = statistics
    result.spreadMedian = spreads.lowerMedian
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
    if quote == before { duplicates += 1 }
    let (gap, overflowed) = quote.eventTime.nanoseconds.subtractingReportingOverflow(
      before.eventTime.nanoseconds)
    longestGap = max(longestGap, overflowed ? .max : gap)
  }
}
