import Foundation
package import TradingCore

/// The machine's clock, for what is handed one.
package enum TestClock {
  /// The present time.
  package static var now: Timestamp {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000) * Timestamp.millisecond)
  }
}
