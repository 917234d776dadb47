/// An amount of an instrument in its smallest units: 1 unit = 10^-quantityDigits (of the base currency for
/// FX, an ounce for gold, 10^-8 coins for crypto). One lot is `Instrument.unitsPerLot` of them.
///
/// Magnitudes stay below 2^53; edges check it.
@frozen
public struct Quantity: Sendable, Hashable, Comparable {
  /// Units.
  public var units: Int64

  /// So many units.
  @inlinable
  public init(units: Int64) { self.units = units }

  /// Nothing.
  public static let zero = Quantity(units: 0)

  /// One past the largest magnitude a quantity may have, in units.
  @inlinable public static var magnitudeLimit: Int64 { 1 << 53 }

  /// Orders by units; both are of one instrument.
  @inlinable
  public static func < (left: Quantity, right: Quantity) -> Bool { left.units < right.units }
}

extension Quantity: Codable {
  /// Reads the bare number of units.
  public init(from decoder: any Decoder) throws {
    units = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the bare number of units.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(units)
  }
}
