/// Our number of an order: 1 for a bot's first, counting every order it asks for, denied ones too.
///
/// A position under hedging carries the number of the order that opened it.
@frozen
public struct ClientOrderID: Sendable, Hashable, Comparable {
  /// The number, from 1.
  public var ordinal: UInt64

  /// The order of that number.
  @inlinable
  public init(ordinal: UInt64) { self.ordinal = ordinal }

  /// Orders by number, so by the time of asking.
  @inlinable
  public static func < (left: ClientOrderID, right: ClientOrderID) -> Bool { left.ordinal < right.ordinal }
}

extension ClientOrderID: Codable {
  /// Reads the bare number.
  public init(from decoder: any Decoder) throws {
    ordinal = try decoder.singleValueContainer().decode(UInt64.self)
  }

  /// Writes the bare number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ordinal)
  }
}
