import TradingCore

/// What an order that comes so often in the window adds to its entropy: of few counts, few logarithms.
struct EntropyTable: Sendable {
  /// Reckoned once; a window has it at hand, as a look at a global costs more than the sum.
  static let shared = EntropyTable()

  /// Orders of three closes.
  private static let orders = 6

  /// −s · log2 s of the share of each count.
  private let terms: [Double]
  private let largestBits: Double

  private init() {
    // Three successive closes lie so often in the window, whose closes are one more than its changes.
    let total = StepWindow.length - 1
    terms = (0...total).map { count in
      let share = Double(count) / Double(total)
      return count > 0 ? -(share * DeterministicMath.log2(share)) : 0
    }
    largestBits = DeterministicMath.log2(Double(Self.orders))
  }

  /// PE of a full window: the same bits as of `ClimateMeasures.permutationEntropy`, of how often each order is there, a
  /// byte each.
  func permutationEntropy(of counts: UInt64) -> Double {
    var bits = 0.0
    for order in 0..<Self.orders {
      bits += terms[Int(truncatingIfNeeded: counts &>> UInt64(8 &* order) & 0xFF)]
    }
    return min(1, max(0, bits) / largestBits)
  }
}
