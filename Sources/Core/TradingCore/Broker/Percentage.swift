/// A share or rate in per cent, exact to 1e-6 of a per cent: `0.02 %`, `-3.5 %`.
public struct Percentage: Sendable, Hashable, Comparable {
  /// How many 1e-8 of the whole: 1,000,000 for one per cent.
  public var hundredMillionths: Int64

  /// So many 1e-8 of the whole.
  public init(hundredMillionths: Int64) { self.hundredMillionths = hundredMillionths }

  /// So many whole per cent.
  ///
  /// - Precondition: the count is below 2^40 in magnitude.
  public static func percent(_ count: Int64) -> Percentage {
    precondition(count.magnitude < 1 << 40, "a percentage stays below 2^40")
    return Percentage(hundredMillionths: count * 1_000_000)
  }

  /// Nothing of it.
  public static let zero = Percentage(hundredMillionths: 0)

  /// Units of `hundredMillionths` in the whole.
  public static let scale: Int64 = 100_000_000

  /// Orders by size.
  public static func < (left: Percentage, right: Percentage) -> Bool {
    left.hundredMillionths < right.hundredMillionths
  }
}

extension Percentage: LosslessStringConvertible {
  /// A percentage from text such as `0.02 %` or `20%`.
  ///
  /// - Returns: `nil` unless it is a decimal number of at most six decimals and a per cent sign.
  public init?(_ description: String) {
    guard description.hasSuffix("%") else { return nil }
    var number = description.dropLast()
    while number.last == " " { number = number.dropLast() }
    guard let value = try? DecimalText.parse(number, digits: 6) else { return nil }
    self.init(hundredMillionths: value)
  }

  /// The number and the sign: `0.02 %`.
  public var description: String {
    "\(DecimalText.format(hundredMillionths, digits: 6, minimumFraction: 0)) %"
  }
}

extension Percentage: Codable {
  /// Reads the bare number of 1e-8.
  public init(from decoder: any Decoder) throws {
    hundredMillionths = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the bare number of 1e-8.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hundredMillionths)
  }
}
