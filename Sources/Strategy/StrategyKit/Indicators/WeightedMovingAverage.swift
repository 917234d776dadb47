import TradingCore

/// The mean of the last n values with weights 1, 2, …, n, the latest having n:
/// `Σ i × value_i / (n × (n + 1) / 2)`.
///
/// Warm-up: n values. The sum is taken anew each time, so that rounding does not build up.
/// Source: P. J. Kaufman, Trading Systems and Methods, 5th ed. 2013, "Step-weighted moving average".
public struct WeightedMovingAverage: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case window = "window"
  }

  private var window: Window<Double>

  /// A mean over `length` values, at least 1.
  public init(length: Int) { window = Window(length: length) }

  /// The mean; `nil` before n values.
  ///
  /// - Complexity: O(n).
  public var value: Double? {
    guard window.isFull else { return nil }
    var sum = 0.0
    for (index, value) in window.enumerated() { sum += Double(index + 1) * value }
    return sum / (Double(window.length) * Double(window.length + 1) / 2)
  }

  /// Takes the next value; the oldest of more than n is forgotten.
  public mutating func add(_ value: Double) { window.add(value) }
}
