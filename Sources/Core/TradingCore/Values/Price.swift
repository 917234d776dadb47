/// A price in points of its instrument: 1 unit = 10^-digits of the quote currency.
///
/// Magnitudes stay below 2^40 points; readers and importers check it once, at the edge.
@frozen
public struct Price: Sendable, Hashable, Comparable {
  /// Points.
  public var points: Int64

  /// A price of so many points.
  @inlinable
  public init(points: Int64) { self.points = points }

  /// One past the largest magnitude a price may have, in points.
  @inlinable public static var magnitudeLimit: Int64 { 1 << 40 }

  /// Orders by points; both prices are of one instrument.
  @inlinable
  public static func < (left: Price, right: Price) -> Bool { left.points < right.points }

  /// The price so many points away.
  @inlinable
  public func offset(by points: Int64) -> Price { Price(points: self.points &+ points) }

  /// The price as decimal text with all `digits` decimals.
  public func text(digits: Int) -> String { DecimalText.format(points, digits: digits) }
}

extension Price: Codable {
  /// Reads the bare number of points.
  public init(from decoder: any Decoder) throws {
    points = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the bare number of points.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(points)
  }
}
