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
