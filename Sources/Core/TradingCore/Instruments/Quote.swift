/// The best bid and ask at an instant.
@frozen
public struct Quote: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case eventTime = "eventTime"
    case bid = "bid"
    case ask = "ask"
  }

  /// When the venue (or recorder) stamped it.
  public var eventTime: Timestamp
  /// What a seller gets.
  public var bid: Price
  /// What a buyer pays.
  public var ask: Price

  /// A quote.
  @inlinable
  public init(eventTime: Timestamp, bid: Price, ask: Price) {
    self.eventTime = eventTime
    self.bid = bid
    self.ask = ask
  }

  /// Ask less bid in points; negative when crossed.
  @inlinable
  public var spreadPoints: Int64 { ask.points &- bid.points }

  /// Bid above ask: a fault of the feed, at which nothing should trade at market.
  @inlinable
  public var isCrossed: Bool { bid.points > ask.points }

  /// Bid equal to ask.
  @inlinable
  public var isLocked: Bool { bid.points == ask.points }
}
