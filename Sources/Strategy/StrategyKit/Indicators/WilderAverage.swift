/// Wilder's average: the mean of the first n values, then `average = (average × (n − 1) + value) / n`.
struct WilderAverage: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case length = "length"
    case count = "count"
    case sum = "sum"
    case average = "average"
  }

  private let length: Int
  private var count = 0
  private var sum = 0.0
  private var average = 0.0

  /// An average over `length` values, at least 1.
  init(length: Int) { self.length = max(length, 1) }

  /// The average; `nil` before n values.
  var value: Double? { count >= length ? average : nil }

  /// Takes the next value.
  mutating func add(_ value: Double) {
    if count < length {
      count += 1
      sum += value
      average = sum / Double(count)
    } else {
      average = (average * Double(length - 1) + value) / Double(length)
    }
  }
}
