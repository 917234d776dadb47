import TradingCore

/// Kaufman's efficiency ratio: the net change over n values ÷ the sum of the single changes, 0 to 1.
///
/// `|value − value n before| / Σ |value_i − value_(i−1)|`; zero while nothing has moved. Warm-up: n + 1 values.
/// The sum is taken anew each time, so that rounding does not build up.
/// Source: P. J. Kaufman, Smarter Trading, 1995.
public struct EfficiencyRatio: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case window = "window"
  }

  private var window: Window<Double>

  /// A ratio over `length` changes, at least 1.
  public init(length: Int = 10) { window = Window(length: max(length, 1) + 1) }

  /// The ratio; `nil` before n + 1 values.
  ///
  /// - Complexity: O(n).
  public var value: Double? {
    guard window.isFull else { return nil }
    var way = 0.0
    for index in 1..<window.length { way += abs(window[index] - window[index - 1]) }
    return way > 0 ? abs(window[window.length - 1] - window[0]) / way : 0
  }

  /// Takes the next value; the oldest of more than n + 1 is forgotten.
  public mutating func add(_ value: Double) { window.add(value) }
}
