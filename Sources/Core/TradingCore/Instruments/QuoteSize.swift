/// How much stands at a quote's bid and ask.
///
/// One unit is what the source of the sizes says: the instrument's quantity unit where a reader was asked for
/// those, else 10^-sizeDigits of what the tick file counts.
@frozen
public struct QuoteSize: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case bidUnits = "bidUnits"
    case askUnits = "askUnits"
  }

  /// Quantity at the bid, in units, 0 or more.
  public var bidUnits: Int64
  /// Quantity at the ask, in units, 0 or more.
  public var askUnits: Int64

  /// Sizes of a quote.
  @inlinable
  public init(bidUnits: Int64, askUnits: Int64) {
    self.bidUnits = bidUnits
    self.askUnits = askUnits
  }

  /// Nothing on either side.
  public static let zero = QuoteSize(bidUnits: 0, askUnits: 0)
}
