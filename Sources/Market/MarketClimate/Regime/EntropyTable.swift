import TradingCore

/// What an order that comes so often in the window adds to its entropy: of few counts, few logarithms.
enum EntropyTable {
  /// Orders of three closes.
  private static let orders = 6
  /// Times that three successive closes lie in the window, whose closes are one more than its changes.
  private static let total = StepWindow.length - 1
  private static let largestBits = DeterministicMath.log2(Double(orders))

  /// −s · log2 s of the share of each count.
  private static let terms: [Double] = (0...total).map { count in
    let share = Double(count) / Double(total)
    return count > 0 ? -(share * DeterministicMath.log2(share)) : 0
  }

  /// PE of a full window: the same bits as of `ClimateMeasures.permutationEntropy`, of how often each order is there, a
  /// byte each.
  static func permutationEntropy(of counts: UInt64) -> Double {
    let bits = terms.withUnsafeBufferPointer { terms in
      var bits = 0.0
      for order in 0..<orders { bits += terms[Int(truncatingIfNeeded: counts &>> UInt64(8 &* order) & 0xFF)] }
      return bits
    }
    return min(1, max(0, bits) / largestBits)
  }
}
