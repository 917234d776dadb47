/// Builds bars of one symbol and timeframe from its quotes.
///
/// A bar is closed by the first event at or after its end; times without quotes make no bar.
@frozen
public struct BarBuilder: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case subscription = "subscription"
    case bar = "bar"
    case isOpen = "isOpen"
    case endTime = "endTime"
  }

  /// What is built.
  public let subscription: BarSubscription
  @usableFromInline var bar: Bar
  @usableFromInline var isOpen = false
  /// When the bar at hand ends; `distantFuture` without one.
  @usableFromInline package private(set) var endTime: Timestamp = .distantFuture

  /// A builder without a bar yet.
  public init(_ subscription: BarSubscription) {
    self.subscription = subscription
    let nothing = Price(points: 0)
    bar = Bar(
      symbolIndex: subscription.symbolIndex, timeframe: subscription.timeframe, startTime: .distantPast,
      open: nothing, high: nothing, low: nothing, close: nothing, quoteCount: 0)
  }

  /// The bar that an event at this time closes, if any.
  public mutating func close(at time: Timestamp) -> Bar? {
    guard isOpen, time >= endTime else { return nil }
    isOpen = false
    endTime = .distantFuture
    return bar
  }

  /// Adds a quote, which lies in the bar at hand or starts one.
  @inlinable
  public mutating func add(_ quote: Quote) {
    guard isOpen else { return start(quote) }
    // Stored whether it changes or not: a branch on it is often mispredicted, which costs more than all the rest.
    bar.high = quote.bid > bar.high ? quote.bid : bar.high
    bar.low = quote.bid < bar.low ? quote.bid : bar.low
    bar.close = quote.bid
    bar.quoteCount &+= 1
  }

  /// Adds quotes one after the other, all of which lie in the bar at hand, or in the one that the first starts.
  ///
  /// It is what adding each would do, several times as fast.
  @inlinable
  package mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    guard let first = quotes.first, let last = quotes.last else { return }
    if !isOpen {
      start(first)
      bar.quoteCount = 0
    }
    // Two at a time, as each waits for what came before: with one, the compiler branches, which is mispredicted.
    var (high, low) = (bar.high.points, bar.low.points)
    var (otherHigh, otherLow) = (high, low)
    var index = 0
    while index &+ 2 <= quotes.count {
      let (one, other) = (quotes[index].bid.points, quotes[index &+ 1].bid.points)
      high = max(high, one)
      low = min(low, one)
      otherHigh = max(otherHigh, other)
      otherLow = min(otherLow, other)
      index &+= 2
    }
    bar.high = Price(points: max(high, otherHigh, last.bid.points))
    bar.low = Price(points: min(low, otherLow, last.bid.points))
    bar.close = last.bid
    bar.quoteCount &+= quotes.count
  }

  @usableFromInline
  mutating func start(_ quote: Quote) {
    let started = Bar(
      symbolIndex: subscription.symbolIndex, timeframe: subscription.timeframe,
      startTime: subscription.timeframe.start(containing: quote.eventTime), open: quote.bid,
      high: quote.bid, low: quote.bid, close: quote.bid, quoteCount: 1)
    bar = started
    isOpen = true
    endTime = started.endTime
  }
}
