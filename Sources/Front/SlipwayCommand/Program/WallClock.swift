import FileSystem
import TradingCore

/// The machine's clock, read by commands only and handed down.
enum WallClock {
  /// The present time.
  static var now: Timestamp { Timestamp(nanoseconds: Machine.wallClock) }
}
