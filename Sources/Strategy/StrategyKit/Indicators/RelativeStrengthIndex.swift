/// Relative strength index: `100 × gain / (gain + loss)`, 0 to 100.
///
/// Gain and loss are averages of the rises and falls from value to value: the mean of the first n changes, then
/// `average = (average × (n − 1) + change) / n`. 50 while nothing has moved.
/// Warm-up: n + 1 values. Rounding fades with the smoothing.
/// Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
public struct RelativeStrengthIndex: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case previous = "previous"
    case gain = "gain"
    case loss = "loss"
  }

  private var previous: Double?
  private var gain: WilderAverage
  private var loss: WilderAverage

  /// An index over `length` changes, at least 1.
  public init(length: Int) {
    gain = WilderAverage(length: length)
    loss = WilderAverage(length: length)
  }

  /// The index; `nil` before n + 1 values.
  public var value: Double? {
    guard let gain = gain.value, let loss = loss.value else { return nil }
    return gain + loss > 0 ? 100 * gain / (gain + loss) : 50
  }

  /// Takes the next value.
  public mutating func add(_ value: Double) {
    defer { previous = value }
    guard let previous else { return }
    gain.add(max(value - previous, 0))
    loss.add(max(previous - value, 0))
  }
}
