/// Exponential moving average: `ema = a × value + (1 − a) × ema`, a = 2 / (n + 1), starting at the first value.
///
/// Warm-up: defined from the first value; the weight of the start falls under 14 % after n values.
/// Source: J. M. Hutson, "Good TRIX", Stocks & Commodities 1983 (the 2/(n+1) convention).
@frozen
public struct ExponentialMovingAverage: Sendable, Hashable {
  @usableFromInline let weight: Double
  @usableFromInline let remainder: Double
  // `nan` before the first value.
  @usableFromInline var average: Double = .nan

  /// An average over `length` values, at least 1.
  public init(length: Int) {
    weight = 2 / (Double(max(length, 1)) + 1)
    remainder = 1 - weight
  }

  /// The average so far; `nan` before the first value.
  @inlinable public var value: Double { average }

  /// Takes the next value.
  @inlinable
  public mutating func add(_ next: Double) {
    average = average.isNaN ? next : weight * next + remainder * average
  }
}

extension ExponentialMovingAverage: Codable {
  private enum CodingKeys: String, CodingKey {
    case weight = "weight"
    case average = "average"
  }

  /// Reads weight and average; a missing average is that of no value yet.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weight = try container.decode(Double.self, forKey: .weight)
    remainder = 1 - weight
    average = try container.decodeIfPresent(Double.self, forKey: .average) ?? .nan
  }

  /// Writes weight and average, leaving out an average of no value yet: JSON has no `nan`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(weight, forKey: .weight)
    if !average.isNaN { try container.encode(average, forKey: .average) }
  }
}
