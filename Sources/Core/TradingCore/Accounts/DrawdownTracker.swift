/// Peak, trough and the largest drawdowns of a series of equities, exactly.
///
/// Between two peaks the largest drawdown, in money and as a ratio, is at the lowest point, so a tick costs two
/// comparisons and the division waits for the next peak.
public struct DrawdownTracker: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case peak = "peak"
    case trough = "trough"
    case largestMoney = "largestMoney"
    case largestRatio = "largestRatio"
  }

  /// The highest value so far.
  public internal(set) var peak: Int128
  /// The lowest value since the peak.
  public internal(set) var trough: Int128
  var largestMoney: Int128 = 0
  var largestRatio: Double = 0

  /// A tracker whose first peak is the start value.
  public init(start: Int128) {
    peak = start
    trough = start
  }

  /// Takes the next value.
  public mutating func mark(_ value: Int128) {
    if value > peak {
      settle()
      peak = value
      trough = value
    } else if value < trough {
      trough = value
    }
  }

  mutating func settle() {
    let fall = peak - trough
    guard fall > 0 else { return }
    largestMoney = max(largestMoney, fall)
    if peak > 0 { largestRatio = max(largestRatio, Double(near: fall) / Double(near: peak)) }
  }

  /// The largest ratio of a fall to the peak before it, and the largest fall, in the values' unit.
  public var largest: (ratio: Double, money: Int128) {
    var settled = self
    settled.settle()
    return (settled.largestRatio, settled.largestMoney)
  }
}

extension Double {
  /// The nearest number to a value, as `init(_:)`: that takes thousands of instructions for 128 bits, and there is one for
  /// 64, in which nearly all equities fit.
  fileprivate init(near value: Int128) {
    if let small = Int64(exactly: value) { self.init(small) } else { self.init(value) }
  }
}
