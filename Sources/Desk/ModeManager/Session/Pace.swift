import TradingCore

/// How fast recorded ticks are played.
package enum Pace: Sendable, Hashable {
  /// As fast as the machine goes.
  case unlimited
  /// So many times as fast as they were recorded, in thousandths.
  case times(thousandths: Int64)

  /// How it is shown: `600×`; `nil` for no pace.
  package var text: String? {
    guard case .times(let thousandths) = self else { return nil }
    return DecimalText.format(thousandths, digits: 3, minimumFraction: 0) + "×"
  }

  /// Recorded time that passes within so much real time, in nanoseconds.
  func recorded(_ nanoseconds: Int64) -> Int64 {
    switch self {
    case .unlimited: .max
    case .times(let thousandths):
      Int64(clamping: Int128(nanoseconds) * Int128(thousandths) / 1_000)
    }
  }

  /// Real time until so much recorded time has passed, in nanoseconds.
  package func real(_ nanoseconds: Int64) -> Int64 {
    switch self {
    case .unlimited: 0
    case .times(let thousandths): Int64(clamping: Int128(nanoseconds) * 1_000 / Int128(max(1, thousandths)))
    }
  }
}
