/// An amount of money in the smallest unit of its currency's scale (1e-6 for fiat, 1e-8 for coins).
///
/// The currency is that of the account or instrument at hand and is not stored with each amount.
@frozen
public struct Money: Sendable, Hashable, Comparable {
  /// Units of 10^-`Currency.moneyDigits`.
  public var units: Int64

  /// So many units.
  @inlinable
  public init(units: Int64) { self.units = units }

  /// Nothing.
  public static let zero = Money(units: 0)

  /// Orders by units; both are of one currency.
  @inlinable
  public static func < (left: Money, right: Money) -> Bool { left.units < right.units }

  /// The sum.
  ///
  /// - Throws: `overflow` when it exceeds 64 bits.
  @inlinable
  public func adding(_ other: Money) throws(ArithmeticError) -> Money {
    let (sum, overflowed) = units.addingReportingOverflow(other.units)
    guard !overflowed else { throw .overflow }
    return Money(units: sum)
  }

  /// The difference.
  ///
  /// - Throws: `overflow` when it exceeds 64 bits.
  @inlinable
  public func subtracting(_ other: Money) throws(ArithmeticError) -> Money {
    let (difference, overflowed) = units.subtractingReportingOverflow(other.units)
    guard !overflowed else { throw .overflow }
    return Money(units: difference)
  }

  /// Decimal text with two decimals at least and as many as needed.
  public func text(in currency: Currency) -> String {
    DecimalText.format(units, digits: currency.moneyDigits, minimumFraction: 2)
  }

  /// The same for people, with commas between thousands: `1,000.00`.
  package func shownText(in currency: Currency) -> String {
    DecimalText.groupingThousands(in: text(in: currency))
  }

  /// The amount in whole currency, for statistics and charts only.
  public func value(in currency: Currency) -> Double { Double(units) / Double(currency.moneyScale) }
}

extension Money: Codable {
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
