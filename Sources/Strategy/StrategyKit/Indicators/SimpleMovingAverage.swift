/// The mean of the last n values.
///
/// Warm-up: n values. The sum is taken anew each time, so that rounding does not build up.
public struct SimpleMovingAverage: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case length = "length"
    case values = "values"
    case next = "next"
  }

  private let length: Int
  private var values: [Double] = []
  private var next = 0

  /// A mean over `length` values, at least 1.
  public init(length: Int) { self.length = max(length, 1) }

  /// The mean; `nil` before n values.
  ///
  /// - Complexity: O(n).
  public var value: Double? {
    guard values.count == length else { return nil }
    return (values[next...].reduce(0, +) + values[..<next].reduce(0, +)) / Double(length)
  }

  /// Takes the next value; the oldest of more than n is forgotten.
  public mutating func add(_ value: Double) {
    if values.count < length {
      values.append(value)
    } else {
      values[next] = value
      next = (next + 1) % length
    }
  }
}
